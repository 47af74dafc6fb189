using Remediator.Engine.Planning;
using Remediator.Engine.Reporting;
using Remediator.Engine.Running;
using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Engine.Compiling;

/// <summary>What of a task a script cannot do, said at its place in the playbook.</summary>
internal sealed class CompiledChecks(CompileRequest request, DiagnosticBag diagnostics)
{
    private static readonly HashSet<string> OfController = ["add_host", "group_by", "fetch", "uri"];

    /// <summary>No task of it compiles: it asks the controller, or changes the run or the line to the host, whatever its arguments.</summary>
    public static bool Refuses(Modules.Module module) =>
        OfController.Contains(module.Spec.Name) || module.Spec.Reconnects || module.Spec.Name == "async_status" || module is Modules.ScriptModule;

    private readonly Dictionary<string, BoundTask> users = [];

    /// <summary>Users that tasks become, with the first task of each; empty text for none.</summary>
    public IReadOnlyDictionary<string, BoundTask> Users => users;

    /// <summary>What its syntax alone says.</summary>
    public bool Allows(BoundTask task)
    {
        var refusal =
            task.Heading.Module == "async_status" ? CompileLimit.LeftRunning.At(task.Syntax.Span, "a script has no jobs to ask for")
            : task.Module.Spec.Name is "fetch" or "uri" || task.Module is Modules.ScriptModule ? CompileLimit.AsksController.At(task.Syntax.Span, $"'{task.Heading.Module}' asks the controller, and there is none")
            : Refuses(task.Module) ? CompileLimit.OnController.At(task.Syntax.Span, $"a script has no '{task.Heading.Module}'")
            : task.Inherited(d => d.DelegateTo) is { } elsewhere ? CompileLimit.OtherHost.At(elsewhere.Span, "a script runs on its node alone")
            : task.Syntax.Loop is { BreakWhen.Count: > 0 } or { Pause: not null } ? CompileLimit.LoopOneByOne.At(task.Syntax.Span, "a script does the items of a loop one after the other")
            : null;
        if (refusal is not null)
        {
            diagnostics.Add(refusal);
        }

        return refusal is null;
    }

    /// <summary>What planning found: steps that ask, jobs, judgements, users, secrets.</summary>
    public void Check(BoundTask task, PlannedTask planned)
    {
        var span = task.Syntax.Span;
        if (planned.AsyncLimit is not null || (task.Inherited(d => d.Timeout) is not null && planned.NeedsHost))
        {
            diagnostics.Add(CompileLimit.LeftRunning.At(task.Inherited(d => d.Timeout)?.Span ?? span, "a script has nobody who would end it or ask for it"));
            return;
        }

        if (planned.Items.Any(i => i is { Script: null, SkipReason: null, Problem: null, Steps.Count: > 0 }) && (task.Syntax.ChangedWhen ?? task.Syntax.FailedWhen) is { } judged)
        {
            diagnostics.Add(CompileLimit.JudgedLater.At(judged[0].Span, "nothing runs on the node that this could judge"));
            return;
        }

        foreach (var item in planned.Items.Where(i => i.Script is not null))
        {
            var script = item.Script!;
            if (script.Steps.FirstOrDefault(s => s is Step.Put { Rewrite: not null } or Step.Fetch or Step.Judge or Step.Reconnect) is { } asking)
            {
                var why = asking is Step.Put { Obstacle: { } obstacle } ? $": {obstacle}" : "";
                diagnostics.Add(CompileLimit.AsksController.At(span, $"'{task.Heading.Module}' asks the controller here, and there is none{why}"));
                return;
            }

            var judgesChange = task.Syntax.ChangedWhen is not null && script.ChangedWhen is null;
            if (judgesChange || (task.Syntax.FailedWhen is not null && script.FailedWhen is null))
            {
                var condition = (script.FailedWhen is null ? task.Syntax.FailedWhen : null) ?? task.Syntax.ChangedWhen ?? task.Syntax.FailedWhen;
                diagnostics.Add(CompileLimit.JudgedLater.At(condition?[0].Span ?? span, "sh cannot decide this condition"));
                return;
            }

            var user = item.Endpoint?.Become?.User ?? "";
            users.TryAdd(user, task);
            if (user is not ("" or "root"))
            {
                diagnostics.Add(CompileLimit.OtherUser.At(span, $"a script cannot become '{user}'"));
                return;
            }
        }

        if (!request.AllowsSecrets && planned.NeedsHost && (planned.IsSecret || SecretOf(task) is not null))
        {
            diagnostics.Add(CompileLimit.SecretInClear.At(span, SecretOf(task) is { } name ? $"'{name}' is a secret, which would stand in the script in clear" : "no_log: what it writes would stand in the script in clear"));
        }
    }

    /// <summary>Why it fails wherever it runs, or null.</summary>
    public Diagnostic? FailsAlways(BoundTask task, TaskWay way)
    {
        if (way.Planned is not { IgnoresErrors: false } planned || way.IsOutside)
        {
            return null;
        }

        if (Problem(task, way) is { } problem)
        {
            return problem;
        }

        return planned.Items.Where(i => i.Script is null).Select(TaskResult.Of).FirstOrDefault(o => o.IsFailed) is { } failed
            ? CompileLimit.FailsAlways.At(task.Syntax.Span, $"'{task.Heading.Name}' fails on every node: {failed.Message}")
            : null;
    }

    public Diagnostic? Problem(BoundTask task, TaskWay way) => way.Planned?.Items.Select(i => i.Problem).FirstOrDefault(p => p is not null);

    /// <summary>The value that is late, at the place in the task that names it.</summary>
    public static Diagnostic Late(BoundTask task, string name)
    {
        var span = task.Syntax.Span;
        var word = name.Split('\'') is [_, var key, ..] ? key : name.Split('.')[^1];
        var at = word.Length > 0 ? span.Text.IndexOf(word, StringComparison.Ordinal) : -1;
        return CompileLimit.LateValue.At(at >= 0 ? span.Slice(at, word.Length) : span, name.Length > 0 ? $"'{name}' is not known before the script runs" : "a keyword needs a value that is not known before the script runs");
    }

    private static string? SecretOf(BoundTask task) =>
        task.Module.Spec.Parameters.FirstOrDefault(p => p.IsSecret && task.Syntax.Arguments.Any(a => a.Key.ToString() is { } key && (key == p.Name || p.Aliases.Contains(key))))?.Name;
}
