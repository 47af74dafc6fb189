using Remediator.Engine.Planning;
using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Playbooks;
using Remediator.Language.Templates;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Engine.Loading;

/// <summary>
/// Finds names that are defined nowhere: in no inventory, play, task, result or fact that a run could know. A name that is defined
/// for some host, or that the author tests with <c>is defined</c> or gives a default, is left to the run.
/// </summary>
internal sealed class VariableCheck(Session session, DiagnosticBag diagnostics)
{
    private readonly Dictionary<string, RunVariables> runs = [];

    /// <summary>Variable files whose names are known must exist and be readable.</summary>
    public void CheckFiles()
    {
        foreach (var play in session.Plays)
        {
            foreach (var vars in play.Syntax.VarsFiles.Where(f => f.Value is TextValue))
            {
                CheckVarsFile(vars, play);
            }

            // group_vars and host_vars are read with the host's variables.
            foreach (var host in Hosts)
            {
                RunOf(play).InventoryOf(host);
            }
        }
    }

    public void CheckNames()
    {
        foreach (var play in session.Plays)
        {
            var known = KnownTo(play);

            // Which names a file of a name not known yet brings, only the run can tell.
            if (session.Plays.Any(p => p.Binder.BringsUnknownNames) || play.Syntax.VarsFiles.SelectMany(f => f.Value as IReadOnlyList<Value> ?? [f.Value]).Any(f => f is not TextValue))
            {
                continue;
            }

            foreach (var task in play.Binder.Tasks.Where(t => !t.MayFail && t.Heading.Kind != Reporting.TaskKind.GatherFacts && !(t.Role is not null && t.Syntax.Module == "validate_argument_spec")))
            {
                Check(task, known);
            }
        }
    }

    private void CheckVarsFile(Setting file, BoundPlay play)
    {
        var path = file.Value.ToString() ?? "";
        if (VarsFiles.Find(path, play.Files) is { } found)
        {
            session.Files.Read(found, file.Span, diagnostics);
        }
        else
        {
            diagnostics.Error("RMD2311", file.Span, $"there is no variable file '{path}'", "searched: " + string.Join(", ", play.Files.Candidates(path, "vars").Select(ControllerFiles.Shown)));
        }
    }

    private IEnumerable<string> Hosts => session.Inventory.HostOrder.Prepend("localhost");

    private RunVariables RunOf(BoundPlay play)
    {
        var folder = play.Files.PlaybookFolder;
        return runs.TryGetValue(folder, out var run) ? run : runs[folder] = session.VariablesFor(play.Files);
    }

    private HashSet<string> KnownTo(BoundPlay play)
    {
        var run = RunOf(play);
        var known = new HashSet<string>(MagicVariables.Names);
        known.UnionWith(run.ExtraVars.Names);
        foreach (var host in Hosts)
        {
            known.UnionWith(run.InventoryOf(host).Names);
        }

        foreach (var each in session.Plays)
        {
            known.UnionWith(NamesOf(each.Syntax.Directives.Vars));
            foreach (var file in each.Syntax.VarsFiles.SelectMany(f => f.Value as IReadOnlyList<Value> ?? [f.Value]).OfType<TextValue>())
            {
                if (VarsFiles.Find(file.Text, each.Files) is { } path)
                {
                    known.UnionWith(NamesOf(session.Files.Read(path, each.Syntax.Span, diagnostics) ?? DictValue.Empty));
                }
            }

            known.UnionWith(each.Syntax.VarsPrompt.Select(p => (p.Value as DictValue)?["name"]?.ToString()).OfType<string>());
            foreach (var task in each.Binder.Tasks)
            {
                AddNames(known, task);
            }
        }

        return known;
    }

    private static void AddNames(HashSet<string> known, BoundTask task)
    {
        foreach (var directives in task.Lineage)
        {
            known.UnionWith(NamesOf(directives.Vars));
        }

        if (task.Role is { } role)
        {
            known.UnionWith(role.VariableLayers.Concat(role.DefaultLayers).Append(role.ParameterLayer).SelectMany(l => l.Names));
        }

        if (task.Register is { } register)
        {
            known.Add(register);
        }

        if (task.Heading.Module == "set_fact")
        {
            known.UnionWith(NamesOf(task.Syntax.Arguments));
        }

        if (task.Syntax.Loop is { } loop)
        {
            known.Add(loop.Variable);
            if (loop.IndexVariable is { } index)
            {
                known.Add(index);
            }
        }
    }

    private void Check(BoundTask task, HashSet<string> known)
    {
        var syntax = task.Syntax;
        var settings = new List<(Setting Setting, bool IsCondition)>();
        settings.AddRange(syntax.Arguments.Select(a => (new Setting(a.Value, syntax.ArgumentSpans.GetValueOrDefault(a.Key.ToString() ?? "", syntax.Span)), false)));
        settings.AddRange(new[] { syntax.FreeForm, syntax.Loop?.Items }.OfType<Setting>().Select(s => (s, false)));
        settings.AddRange(task.Conditions.Select(c => (c, true)));
        var guarded = settings.SelectMany(s => GuardedNames.Of(s.Setting, s.IsCondition)).ToHashSet();
        foreach (var (setting, isCondition) in settings)
        {
            foreach (var name in isCondition ? Renderer.FreeNamesOfCondition(setting) : Renderer.FreeNames(setting.Value))
            {
                // What setup, service_facts and the like bring is known only by the run.
                if (!known.Contains(name) && !guarded.Contains(name) && !name.StartsWith("ansible_", StringComparison.Ordinal) && name is not ("services" or "lookup" or "query" or "q" or "now" or "range" or "undef" or "dict" or "namespace" or "cycler" or "joiner" or "lipsum" or "true" or "false" or "none"))
                {
                    diagnostics.Error("RMD2370", Place(name, setting.Span, syntax.Span), $"'{name}' is not defined anywhere", DidYouMean.Hint(name, known) ?? "define it in the inventory, in vars or with -e, or give a default: {{ " + name + " | default(…) }}");
                }
            }
        }
    }

    /// <summary>The name itself, from where its setting starts; the setting where it is not written there (an alias, say).</summary>
    private static Span Place(string name, Span setting, Span task)
    {
        if (setting.Source != task.Source)
        {
            return setting;
        }

        var text = setting.Source.Content.AsSpan(0, Math.Max(task.End, setting.End));
        for (var at = setting.Start; text[at..].IndexOf(name) is >= 0 and var next; at += next + name.Length)
        {
            var start = at + next;
            if (!IsWord(text, start - 1) && !IsWord(text, start + name.Length))
            {
                return new Span(setting.Source, start, name.Length);
            }
        }

        return setting;
    }

    private static bool IsWord(ReadOnlySpan<char> text, int at) => at >= 0 && at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '.');

    private static IEnumerable<string> NamesOf(DictValue dict) => dict.Keys.Select(k => k.ToString() ?? "");
}
