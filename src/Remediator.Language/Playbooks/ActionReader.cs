using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Language.Yaml;

namespace Remediator.Language.Playbooks;

/// <summary>A module with its options, as one task has them.</summary>
internal sealed record TaskAction(string Module, Span ModuleSpan)
{
    public DictValue Arguments { get; init; } = DictValue.Empty;

    public IReadOnlyDictionary<string, Span> ArgumentSpans { get; init; } = new Dictionary<string, Span>();

    public Setting? FreeForm { get; init; }

    public Setting? Template { get; init; }
}

/// <summary>Reads the module of a task in each of its forms: a key of its own, <c>action</c> and <c>local_action</c>, with options as a mapping or as text.</summary>
internal sealed class ActionReader(DiagnosticBag diagnostics)
{
    private static readonly IReadOnlyList<string> MetaActions =
        ["noop", "flush_handlers", "refresh_inventory", "clear_facts", "clear_host_errors", "end_batch", "end_play", "end_host", "end_role", "reset_connection"];

    private readonly DictBuilder arguments = new();
    private readonly Dictionary<string, Span> spans = new(StringComparer.Ordinal);
    private Setting? freeForm;
    private Setting? template;

    /// <summary><c>module: value</c>; null where a diagnostic says why not.</summary>
    public TaskAction? ReadModule(YamlScalar key, YamlNode value, YamlEntry? args)
    {
        AddArgs(args);
        return ReadOptions(key.Text, key.Span, value) ? Finish(key.Text, key.Span) : null;
    }

    /// <summary><c>action: module text</c> or <c>action: {module: name, …}</c>.</summary>
    public TaskAction? ReadAction(YamlScalar key, YamlNode value, YamlEntry? args)
    {
        AddArgs(args);
        if (value is YamlMapping mapping)
        {
            if (mapping["module"] is not YamlScalar { Text.Length: > 0 } module)
            {
                diagnostics.Error("RMD2003", Words.FirstLine(value.Span), $"'{key.Text}' names no module", "add the key 'module'");
                return null;
            }

            var options = mapping with { Entries = [.. mapping.Entries.Where(e => e.KeyText != "module")] };
            return ReadOptions(module.Text, module.Span, options) ? Finish(module.Text, module.Span) : null;
        }

        if (value is not YamlScalar scalar || SettingReader.IsEmpty(value))
        {
            diagnostics.Error("RMD2003", Words.FirstLine(value.Span), $"'{key.Text}' names no module", "write the module's name and its options, or a mapping with the key 'module'");
            return null;
        }

        var start = scalar.Text.Length - scalar.Text.AsSpan().TrimStart().Length;

        // By the rule of options, as the name may be a template with blanks in it.
        var words = KeyValueText.Split(scalar.Text[start..]);
        var length = words is not null ? words[0].Length : scalar.Text.AsSpan(start).IndexOfAny(' ', '\n') is var blank and >= 0 ? blank : scalar.Text.Length - start;
        var name = scalar.Text.Substring(start, length);
        var span = Words.Place(scalar, start, length);
        return AddText(name, span, scalar, start + length) ? Finish(name, span) : null;
    }

    private TaskAction? Finish(string module, Span span)
    {
        var name = FreeFormModules.ShortName(module);
        if (name == "import_playbook")
        {
            diagnostics.Error("RMD2007", span, "'import_playbook' stands where a play may stand, not among tasks", "a play's tasks come from files with 'import_tasks' or 'include_tasks'");
            return null;
        }

        if (name == "meta" && freeForm?.Value is TextValue meta && !MetaActions.Contains(meta.Text))
        {
            diagnostics.Error("RMD2013", freeForm.Span, $"'{meta.Text}' is no action of meta", DidYouMean.Hint(meta.Text, MetaActions) ?? $"meta takes {Words.OneOf(MetaActions)}");
            return null;
        }

        return new TaskAction(module, span) { Arguments = arguments.Build(), ArgumentSpans = spans, FreeForm = freeForm, Template = template };
    }

    private void AddArgs(YamlEntry? args)
    {
        if (args is null || SettingReader.IsEmpty(args.Value))
        {
            return;
        }

        if (args.Value is YamlMapping mapping)
        {
            AddMapping(mapping);
        }
        else if (YamlValues.ToValue(args.Value, diagnostics) is TemplateValue whole)
        {
            template = new Setting(whole, args.Value.Span);
        }
        else
        {
            diagnostics.Error("RMD2002", Words.FirstLine(args.Value.Span), $"'args' takes a mapping of options, not {Words.KindOf(args.Value)}");
        }
    }

    private bool ReadOptions(string module, Span moduleSpan, YamlNode value)
    {
        switch (value)
        {
            case YamlMapping mapping:
                AddMapping(mapping);
                return true;
            case YamlScalar scalar when SettingReader.IsEmpty(scalar):
                return true;
            case YamlScalar scalar:
                return AddText(module, moduleSpan, scalar, 0);
            default:
                diagnostics.Error("RMD2002", Words.FirstLine(value.Span), $"'{module}' takes options as a mapping or as text, not {Words.KindOf(value)}",
                    "write each option as 'name: value', without '- '");
                return false;
        }
    }

    private void AddMapping(YamlMapping mapping)
    {
        foreach (var entry in mapping.Entries)
        {
            if (entry.KeyText == "_raw_params" && entry.Value is YamlScalar raw)
            {
                freeForm = new Setting(YamlValues.ToValue(raw, diagnostics), raw.Span);
            }
            else if (entry.KeyText is { } key)
            {
                // set_fact may have templates for names.
                arguments[YamlValues.ToText(key, entry.Key.Span)] = YamlValues.ToValue(entry.Value, diagnostics);
                spans[key] = entry.Key.Span;
            }
        }
    }

    private bool AddText(string module, Span moduleSpan, YamlScalar scalar, int from)
    {
        var text = scalar.Text[from..];
        if (KeyValueText.Split(text) is not { } words)
        {
            diagnostics.Error("RMD2008", Words.FirstLine(scalar.Span), $"a quote or a template block in the text of '{module}' is not closed",
                FreeFormModules.IsCommand(module) ? "write the text under 'cmd:', which is not split into options" : "write the options as a mapping");
            return false;
        }

        var isCommand = FreeFormModules.IsCommand(module);
        var options = words.Where(w => w.Key is not null && (!isCommand || FreeFormModules.IsCommandOption(w.Key))).ToHashSet();
        if (options.Count < words.Count && !FreeFormModules.TakesText(module) && !AddLooseText(module, scalar, words, options, from))
        {
            return false;
        }

        foreach (var word in words.Where(options.Contains))
        {
            var place = Words.Place(scalar, from + word.Start, word.Length);
            arguments[scalar.Tag == YamlTags.Unsafe ? new TextValue(word.Key!) : YamlValues.ToText(word.Key!, place)] =
                scalar.Tag == YamlTags.Unsafe ? new TextValue(word.Value) : YamlValues.ToText(word.Value, place);
            spans[word.Key!] = place;
        }

        if (options.Count < words.Count && words.Count == 1 && FreeFormModules.ShortName(module) is "add_host" or "group_by" or "set_fact" && YamlValues.IsTemplate(text))
        {
            // All of the options are in one template.
            return AddLooseText(module, scalar, words, options, from);
        }

        if (options.Count < words.Count && template is null)
        {
            var raw = KeyValueText.Without(text, words, options);
            freeForm = new Setting(scalar.Tag == YamlTags.Unsafe ? new TextValue(raw) : YamlValues.ToText(raw, scalar.Span), scalar.Span);
        }

        return true;
    }

    /// <summary>A module without free text may get options from a template, beside those that are written; any other text is a slip.</summary>
    private bool AddLooseText(string module, YamlScalar scalar, IReadOnlyList<KeyValueWord> words, IReadOnlySet<KeyValueWord> options, int from)
    {
        var word = words.First(w => !options.Contains(w));
        var place = Words.Place(scalar, from + word.Start, word.Length);
        var loose = KeyValueText.Without(scalar.Text[from..], words, options).Trim();
        if (YamlValues.IsTemplate(loose))
        {
            template = new Setting(YamlValues.ToText(loose, place), place);
            return true;
        }

        diagnostics.Error("RMD2008", Words.FirstLine(place), $"'{module}' takes options, not free text",
            DidYouMean.Hint(module, FreeFormModules.Names) is { } meant ? meant : FreeFormModules.ShortName(module) == "debug" ? "write msg: \"…\" below it" : "write 'name: value' below it, or name=value");
        return false;
    }
}
