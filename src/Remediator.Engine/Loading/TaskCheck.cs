using Remediator.Engine.Planning;
using Remediator.Language.Diagnostics;
using Remediator.Language.Playbooks;
using Remediator.Language.Templates;
using Remediator.Language.Values;
using Remediator.Modules;

namespace Remediator.Engine.Loading;

/// <summary>What can be said of plays and tasks without a host: options, expressions, templates, files whose names are known.</summary>
internal sealed class TaskCheck(DiagnosticBag diagnostics)
{
    /// <summary>Options, expressions and files of a task.</summary>
    /// <param name="takesDefaults">Options may come from <c>module_defaults</c>.</param>
    public void CheckTask(TaskItem item, Module module, ControllerFiles files, bool takesDefaults)
    {
        var takesText = module.Spec.FreeForm is not null;
        var hasText = item.FreeForm is not null && (takesText || item.Arguments.Count == 0);
        if (module is not IncludeModule && item.ArgumentsTemplate is null && !takesDefaults)
        {
            ArgumentBinder.Check(module.Spec, item.Arguments, hasText, item.ArgumentSpans, item.ModuleSpan, diagnostics);
        }

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

    public void CheckPlay(Play play)
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

        if (play.Rollback is { Value: not (TextValue { Text: "on_failure" or "off" } or BoolValue { Value: false }) } rollback)
        {
            diagnostics.Error("RMD2351", rollback.Span, "'rollback' must be on_failure or off", rollback.Value is TemplateValue ? "it is read before any host is contacted, so it takes no template" : null);
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
            else if (isTemplate && !item.Arguments.Keys.Any(k => k.ToString() is { } option && (option.EndsWith("_string", StringComparison.Ordinal) || option.EndsWith("_blocks", StringComparison.Ordinal))))
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
}
