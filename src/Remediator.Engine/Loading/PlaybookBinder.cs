using Remediator.Engine.Planning;
using Remediator.Engine.Variables;
using Remediator.Engine.Reporting;
using Remediator.Language.Diagnostics;
using Remediator.Language.Playbooks;
using Remediator.Language.Templates;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Modules;

namespace Remediator.Engine.Loading;

/// <summary>
/// From syntax to plays that can be planned: finds modules, checks options, expressions, handlers and templates, and reports all
/// that is wrong before any host is contacted.
/// </summary>
internal sealed class PlaybookBinder(TagSelection tags, bool forcesHandlers, VaultedFiles vaulted, DiagnosticBag diagnostics)
{
    private int lastHeading;

    public IReadOnlyList<BoundPlay> Bind(Playbook playbook)
    {
        var files = new ControllerFiles(Path.GetDirectoryName(Path.GetFullPath(playbook.Source.Name)) ?? ".", vaulted);
        return [.. playbook.Plays.Select(play => Bind(play, files))];
    }

    private BoundPlay Bind(Play play, ControllerFiles files)
    {
        CheckPlay(play);
        var handlers = new HandlerNames(play.Handlers);
        var isFirst = new HashSet<Span>();
        var builder = new ProgramBuilder((item, lineage, kind) => Bind(item, lineage, kind, files, handlers, check: isFirst.Add(item.Span)), task => tags.Selects(TagSelection.TagsOf(task.Lineage)));
        var program = builder.Build(play, GatherFacts(play));
        // Handlers of a play without notifying sections are checked, too.
        foreach (var item in Tasks(play.Handlers))
        {
            if (isFirst.Add(item.Span))
            {
                Bind(item, [play.Directives, item.Directives], TaskKind.Handler, files, handlers, check: true);
            }
        }

        return new BoundPlay(play, program, files) { ForcesHandlers = forcesHandlers || play.ForceHandlers is { Value: BoolValue { Value: true } } };
    }

    private BoundTask? GatherFacts(Play play)
    {
        if (play.GatherFacts is { Value: BoolValue { Value: false } } || ModuleCatalog.Find("setup") is not { } module)
        {
            return null;
        }

        var arguments = new DictBuilder();
        if (play.GatherSubset is { } subset)
        {
            arguments["gather_subset"] = subset.Value;
        }

        var item = new TaskItem(play.Span)
        {
            Module = "setup",
            ModuleSpan = play.Span,
            Arguments = arguments.Build(),
            Directives = new Directives
            {
                Tags = [new Setting(Value.Of("always"), play.Span)],
                // A template decides for each host; facts are gathered where it holds.
                When = play.GatherFacts is { Value: not BoolValue } setting ? [setting] : [],
            },
        };
        return tags.Selects(["always"])
            ? new BoundTask(item, module, new TaskHeading(++lastHeading, "Gathering Facts", TaskKind.GatherFacts, "setup", Place(play.Span)), [play.Directives, item.Directives])
            : null;
    }

    private BoundTask? Bind(TaskItem item, IReadOnlyList<Directives> lineage, TaskKind kind, ControllerFiles files, HandlerNames handlers, bool check)
    {
        if (ModuleCatalog.Find(item.Module) is not { } module)
        {
            diagnostics.Error("RMD2301", item.ModuleSpan, $"there is no module '{item.Module}'", DidYouMean.Hint(ModuleCatalog.Short(item.Module), ModuleCatalog.Names) ?? "see: remediator modules");
            return null;
        }

        if (check)
        {
            Check(item, module, files, handlers);
        }

        var name = item.Name?.Value is { } given and not NullValue ? given.ToString() ?? "" : module.Spec.Name;
        return new BoundTask(item, module, new TaskHeading(++lastHeading, name, kind, module.Spec.Name, Place(item.Span)), lineage);
    }

    private void Check(TaskItem item, Module module, ControllerFiles files, HandlerNames handlers)
    {
        var takesText = module.Spec.FreeForm is not null;
        var hasText = item.FreeForm is not null && (takesText || item.Arguments.Count == 0);
        ArgumentBinder.Check(module.Spec, item.Arguments, hasText, item.ArgumentSpans, item.ModuleSpan, diagnostics);
        Renderer.Check(item.Arguments, diagnostics);
        CheckDirectives(item.Directives);
        foreach (var setting in new[] { item.FreeForm, item.Name, item.Loop?.Items, item.Loop?.Label, item.Retries, item.Delay, item.Within, item.Every }.OfType<Setting>())
        {
            Renderer.Check(setting.Value, diagnostics);
        }

        foreach (var condition in (item.Until ?? []).Concat(item.ChangedWhen ?? []).Concat(item.FailedWhen ?? []))
        {
            Renderer.CheckCondition(condition, diagnostics);
        }

        foreach (var notify in item.Directives.Notify.Where(n => n.Value is TextValue))
        {
            handlers.Check(notify, diagnostics);
        }

        CheckFiles(item, module, files);
        CheckExpressions(item, module);
    }

    private void CheckDirectives(Directives directives)
    {
        Renderer.Check(directives.Vars, diagnostics);
        foreach (var condition in directives.When)
        {
            Renderer.CheckCondition(condition, diagnostics);
        }

        foreach (var setting in new[] { directives.Environment, directives.Become, directives.BecomeUser, directives.NoLog, directives.IgnoreErrors, directives.CheckMode, directives.Diff }.OfType<Setting>())
        {
            Renderer.Check(setting.Value, diagnostics);
        }
    }

    private void CheckPlay(Play play)
    {
        CheckDirectives(play.Directives);
        foreach (var setting in new[] { play.Name, play.Hosts, play.Serial, play.GatherFacts }.OfType<Setting>())
        {
            Renderer.Check(setting.Value, diagnostics);
        }

        if (play.Strategy is { Value: TextValue { Text: not ("linear" or "free" or "host_pinned" or "ansible.builtin.linear" or "ansible.builtin.free" or "ansible.builtin.host_pinned") } strategy })
        {
            diagnostics.Error("RMD2350", play.Strategy.Span, $"there is no strategy '{strategy.Text}'", "linear, free and host_pinned are known");
        }

        if (play.Rollback is { } rollback)
        {
            diagnostics.Error("RMD2351", rollback.Span, "'rollback' is not supported yet");
        }
    }

    /// <summary>Files whose names are known now must exist, and templates must parse.</summary>
    private void CheckFiles(TaskItem item, Module module, ControllerFiles files)
    {
        foreach (var parameter in module.Spec.Parameters.Where(p => p.TypeName is "template file" or "local file"))
        {
            if (item.Arguments.FirstOrDefault(a => parameter.Answers(a.Key.ToString() ?? "")) is not { Key: { } key, Value: TextValue path })
            {
                continue;
            }

            var isTemplate = parameter.TypeName == "template file";
            var span = item.ArgumentSpans.GetValueOrDefault(key.ToString() ?? "", item.ModuleSpan);
            var kind = isTemplate ? "templates" : "files";
            if (files.Find(path.Text, kind) is null)
            {
                // copy's src is a path of the host where remote_src says so.
                if (item.Arguments["remote_src"] is null)
                {
                    diagnostics.Error("RMD2303", span, $"there is no {(isTemplate ? "template" : "file")} '{path.Text}'", "searched: " + string.Join(", ", files.Candidates(path.Text, kind).Select(ControllerFiles.Shown)));
                }
            }
            else if (isTemplate)
            {
                diagnostics.AddRange(files.Template(path.Text).Diagnostics);
            }
        }
    }

    private void CheckExpressions(TaskItem item, Module module)
    {
        foreach (var parameter in module.Spec.Parameters.Where(p => p.TypeName is "expression" or "conditions"))
        {
            foreach (var (key, value) in item.Arguments.Where(a => parameter.Answers(a.Key.ToString() ?? "")))
            {
                var span = item.ArgumentSpans.GetValueOrDefault(key.ToString() ?? "", item.ModuleSpan);
                foreach (var text in value as IReadOnlyList<Value> ?? [value])
                {
                    Renderer.CheckCondition(new Setting(text, span), diagnostics);
                }
            }
        }
    }

    private static IEnumerable<TaskItem> Tasks(IEnumerable<TaskNode> nodes) =>
        nodes.SelectMany(n => n switch
        {
            TaskItem item => [item],
            BlockNode block => Tasks(block.Body).Concat(Tasks(block.Rescue)).Concat(Tasks(block.Always)),
            _ => (IEnumerable<TaskItem>)[],
        });

    private static string Place(Span span) => $"{span.Source.Name}:{span.Position.Line}";
}
