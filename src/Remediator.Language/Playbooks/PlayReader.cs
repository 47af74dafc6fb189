using Remediator.Language.Diagnostics;
using Remediator.Language.Templates.Jinja;
using Remediator.Language.Values;
using Remediator.Language.Yaml;

namespace Remediator.Language.Playbooks;

/// <summary>Reads one play: its keywords and its lists of tasks.</summary>
internal sealed class PlayReader(DiagnosticBag diagnostics)
{
    private static readonly string[] PromptWords = ["name", "prompt", "default", "private", "confirm", "encrypt", "salt_size", "salt", "unsafe"];

    private readonly SettingReader settings = new(diagnostics);

    /// <summary>The play, or null where it cannot run at all; diagnostics say why.</summary>
    public PlaybookEntry? Read(YamlNode node)
    {
        if (node is not YamlMapping mapping)
        {
            diagnostics.Error("RMD2010", Words.FirstLine(node.Span), $"a play is a mapping, not {Words.KindOf(node)}", "a play starts with '- hosts: …'");
            return null;
        }

        if (mapping.Entries.FirstOrDefault(e => e.KeyText is { } k && FreeFormModules.ShortName(k) is "import_playbook") is { } import)
        {
            return ReadImport(mapping, import);
        }

        if (mapping.Entries.FirstOrDefault(e => e.KeyText is { } k && FreeFormModules.ShortName(k) == "include") is { } old)
        {
            diagnostics.Error("RMD2001", old.Key.Span, "'include' is not a valid attribute for a Play", "write import_playbook for another playbook, and include_tasks under 'tasks:'");
            return null;
        }

        if (mapping["hosts"] is null && LooksLikeTask(mapping))
        {
            diagnostics.Error("RMD2010", Words.FirstLine(mapping.Span), "this is a task where a play belongs", "a playbook is a list of plays; put the tasks under '- hosts: …' and 'tasks:'");
            return null;
        }

        return ReadPlay(mapping);
    }

    private PlaybookImport? ReadImport(YamlMapping mapping, YamlEntry import)
    {
        var directives = new DirectiveReader(settings, diagnostics);
        var own = Directives.None;
        foreach (var entry in mapping.Entries)
        {
            if (entry != import && entry.KeyText != "name" && !directives.TryTake(ref own, entry, conditional: true) && !directives.RefusesNotSupported(entry))
            {
                diagnostics.Error("RMD2007", entry.Key.Span, $"'{entry.KeyText}' cannot stand beside '{import.KeyText}'", "vars, tags, when and the keywords of a play's tasks can");
            }
        }

        if (import.Value is not YamlScalar file || SettingReader.IsEmpty(file))
        {
            diagnostics.Error("RMD2005", import.Key.Span, $"'{import.KeyText}' names no file", "write the path of a playbook beside this one");
            return null;
        }

        return new PlaybookImport(mapping.Span, new Setting(YamlValues.ToValue(file, diagnostics), file.Span)) { Directives = own };
    }

    private List<Setting> ReadPrompts(YamlEntry section)
    {
        var prompts = new List<Setting>();
        foreach (var item in section.Value is YamlSequence sequence ? sequence.Items : [])
        {
            if (item is not YamlMapping mapping || mapping["name"] is null)
            {
                diagnostics.Error("RMD2002", Words.FirstLine(item.Span), "Invalid vars_prompt data structure, missing 'name' key", "a question is a mapping with 'name' and 'prompt'");
                continue;
            }

            foreach (var entry in mapping.Entries.Where(e => !PromptWords.Contains(e.KeyText!)))
            {
                diagnostics.Error("RMD2001", entry.Key.Span, $"'{entry.KeyText}' is no keyword of vars_prompt", DidYouMean.Hint(entry.KeyText!, PromptWords));
            }

            prompts.Add(new Setting(YamlValues.ToValue(item, diagnostics), item.Span));
        }

        if (section.Value is not YamlSequence && !SettingReader.IsEmpty(section.Value))
        {
            diagnostics.Error("RMD2002", Words.FirstLine(section.Value.Span), $"'vars_prompt' takes a list of questions, not {Words.KindOf(section.Value)}");
        }

        return prompts;
    }

    private static bool LooksLikeTask(YamlMapping mapping) =>
        !mapping.Entries.Any(e => e.KeyText is "roles" || e.KeyText is { } key && Keywords.PlaySections.Contains(key))
        && !mapping.Entries.Any(MeansHosts)
        && mapping.Entries.Any(e => e.KeyText is { } key && (!Keywords.OfPlays.Contains(key) || Keywords.BlockSections.Contains(key)));

    private Play ReadPlay(YamlMapping mapping)
    {
        var directives = new DirectiveReader(settings, diagnostics);
        var lists = new TaskListReader(settings, directives, diagnostics);
        var play = new Play(mapping.Span) { Hosts = new Setting(Value.Null, Words.FirstLine(mapping.Span)) };
        var own = Directives.None;
        foreach (var entry in mapping.Entries)
        {
            switch (entry.KeyText!)
            {
                case "name":
                    play = play with { Name = directives.ReadName(entry) };
                    break;
                case "roles":
                    play = play with { Roles = new RoleReader(directives, diagnostics).Read(entry) };
                    break;
                case "vars_prompt":
                    play = play with { VarsPrompt = ReadPrompts(entry) };
                    break;
                case "pre_tasks":
                    play = play with { PreTasks = lists.Read(entry, TaskPlace.Tasks) };
                    break;
                case "tasks":
                    play = play with { Tasks = lists.Read(entry, TaskPlace.Tasks) };
                    break;
                case "post_tasks":
                    play = play with { PostTasks = lists.Read(entry, TaskPlace.Tasks) };
                    break;
                case "handlers":
                    play = play with { Handlers = lists.Read(entry, TaskPlace.Handlers) };
                    break;
                case "verify":
                    play = play with { Verify = lists.Read(entry, TaskPlace.Verify) };
                    break;
                case "hosts" when IsEmpty(entry.Value):
                    diagnostics.Error("RMD2005", entry.Key.Span, "Hosts list cannot be empty. Please check your playbook", "write a pattern such as 'all', a group or a host");
                    break;
                case "user" when mapping["remote_user"] is not null:
                    diagnostics.Error("RMD2007", entry.Key.Span, "both 'user' and 'remote_user' are set for this play. The use of 'user' is deprecated, and should be removed", "keep 'remote_user'");
                    break;
                case "user":
                    directives.TryTake(ref own, entry with { Key = new YamlScalar(entry.Key.Span, null, "remote_user", ScalarStyle.Plain) }, conditional: false);
                    break;
                case var name when Keywords.Play[name] is { } keyword:
                    play = settings.Apply(play, keyword, entry);
                    break;
                default:
                    if (!directives.TryTake(ref own, entry, conditional: false) && !directives.RefusesNotSupported(entry))
                    {
                        Refuse(entry);
                    }

                    break;
            }
        }

        if (mapping["hosts"] is null && !mapping.Entries.Any(MeansHosts))
        {
            diagnostics.Error("RMD2005", Words.FirstLine(mapping.Span), "this play has no 'hosts'", "add 'hosts:' with a pattern such as 'all', a group or a host");
        }

        WarnOfReserved(mapping);
        return play with { Directives = own };
    }

    /// <summary>A variable may have the name of a keyword or of a function of templates, but it hides what the name means elsewhere.</summary>
    private void WarnOfReserved(YamlMapping play)
    {
        foreach (var entry in play["vars"] is YamlMapping vars ? vars.Entries : [])
        {
            if (entry.KeyText is { } name and not "vars" && (Keywords.OfPlays.Contains(name) || Keywords.OfTasks.Contains(name) || JinjaGlobals.Names.Contains(name)))
            {
                diagnostics.Warn("RMD2016", entry.Key.Span, $"Found variable using reserved name: {name}", "a name of its own, such as one that begins with the role's, is safe");
            }
        }
    }

    private static bool MeansHosts(YamlEntry entry) =>
        entry.KeyText is { } key && !Keywords.OfPlays.Contains(key) && DidYouMean.Nearest(key, Keywords.OfPlays) == "hosts";

    private static bool IsEmpty(YamlNode hosts) =>
        SettingReader.IsEmpty(hosts) || hosts is YamlScalar { Text: var text } && text.Trim().Length == 0 || hosts is YamlSequence sequence && sequence.Items.All(IsEmpty);

    private void Refuse(YamlEntry entry)
    {
        var key = entry.KeyText!;
        if (Keywords.BlockSections.Contains(key) || Keywords.OfTasks.Contains(key) || key.StartsWith("with_", StringComparison.Ordinal))
        {
            diagnostics.Error("RMD2007", entry.Key.Span, $"'{key}' belongs to a task, not to a play",
                key is "within" or "every" ? "write it on the tasks under 'verify'" : key == "when" ? "write it on the tasks, or on a block around them" : "move it under 'tasks:'");
            return;
        }

        diagnostics.Error("RMD2001", entry.Key.Span, $"'{key}' is not a valid attribute for a Play", DidYouMean.Hint(key, Keywords.OfPlays) ?? "a module belongs to a task under 'tasks:'");
    }
}
