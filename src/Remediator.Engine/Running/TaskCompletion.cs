using Remediator.Engine.Planning;
using Remediator.Engine.Reporting;
using Remediator.Engine.Variables;
using Remediator.Language.Playbooks;
using Remediator.Language.Values;
using Remediator.Modules;

namespace Remediator.Engine.Running;

/// <summary>A task's outcome on a host: the outcomes of its items and the value that <c>register</c> gets.</summary>
internal sealed record TaskOutcome(IReadOnlyList<ItemOutcome> Items, DictValue Result)
{
    public bool IsFailed => Items.Any(i => i.IsFailed);

    /// <summary>The host was lost before the task was known to have ended.</summary>
    public bool IsLost => Items.Any(i => i.Status is ReportStatus.Unreachable or ReportStatus.Unknown);
}

/// <summary>The end of a task on a host: judges what only the controller can, keeps what is registered, and reports.</summary>
internal sealed class TaskCompletion(string host, PlayRun play, HostVariables variables)
{
    private const string Censored = "the output has been hidden due to the fact that 'no_log: true' was specified for this result";

    /// <summary>The outcome of the last task that ended.</summary>
    public TaskOutcome? Last { get; private set; }

    /// <summary>Applies <c>changed_when</c> and <c>failed_when</c> to an item where the script could not.</summary>
    public ItemOutcome Judge(PlannedTask task, PlannedItem item, ItemOutcome outcome)
    {
        outcome = AddedToInventory(task, outcome);
        if (item.Script is { FailedWhen: not null } && outcome.Status is ReportStatus.Ok or ReportStatus.Changed or ReportStatus.Failed)
        {
            outcome = outcome with { Result = With(outcome.Result, "failed_when_result", Value.Of(outcome.IsFailed)) };
        }

        if (!task.IsJudgedHere || item.Problem is not null || item.Known is not null || outcome.Status is ReportStatus.Skipped or ReportStatus.Unreachable or ReportStatus.Unknown)
        {
            return outcome;
        }

        var scope = ScopeOf(task, item, outcome.Result);
        var result = outcome.Result.ToBuilder();
        var status = outcome.Status;
        var message = outcome.Message;
        if (All(task.Task.Syntax.FailedWhen, scope, out var failedProblem) is { } isFailed)
        {
            status = isFailed ? ReportStatus.Failed : outcome.IsChanged ? ReportStatus.Changed : ReportStatus.Ok;
            message = isFailed ? outcome.IsFailed && message.Length > 0 ? message : "the task failed on its own condition (failed_when)" : "";
            result["failed"] = Value.Of(isFailed);
            result["failed_when_result"] = Value.Of(isFailed);
        }

        if (All(task.Task.Syntax.ChangedWhen, scope, out var changedProblem) is { } isChanged)
        {
            result["changed"] = Value.Of(isChanged);
            status = status is ReportStatus.Ok or ReportStatus.Changed ? isChanged ? ReportStatus.Changed : ReportStatus.Ok : status;
        }

        if ((failedProblem ?? changedProblem) is { } problem)
        {
            result["failed"] = Value.True;
            result["msg"] = Value.Of(problem);
            result[failedProblem is not null ? "failed_when_result" : "changed_when_result"] = Value.Of(problem);
            (status, message) = (ReportStatus.Failed, problem);
        }

        return outcome with { Status = status, Message = message, Result = result.Build() };
    }

    /// <summary>What <c>add_host</c> and <c>group_by</c> add is there from now on; whether it is new makes the change.</summary>
    private ItemOutcome AddedToInventory(PlannedTask task, ItemOutcome outcome)
    {
        if (!task.ChangesInventory || outcome.Status != ReportStatus.Ok)
        {
            return outcome;
        }

        static IReadOnlyList<string> Texts(Value? list) => [.. (list as IReadOnlyList<Value> ?? []).Select(v => v.ToString() ?? "")];
        var isChange = outcome.Result["add_host"] is DictValue added
            ? play.Inventory.AddHost(added["host_name"]?.ToString() ?? "", Texts(added["groups"]), added["host_vars"] as DictValue ?? DictValue.Empty)
            : outcome.Result["add_group"] is { } group && play.Inventory.AddMember(group.ToString() ?? "", host, Texts(outcome.Result["parent_groups"]));
        return outcome with { Status = isChange ? ReportStatus.Changed : ReportStatus.Ok, Result = With(outcome.Result, "changed", Value.Of(isChange)) };
    }

    private static DictValue With(DictValue result, string key, Value value)
    {
        var builder = result.ToBuilder();
        builder[key] = value;
        return builder.Build();
    }

    /// <summary>The variables of a condition that looks at the task's own result.</summary>
    public VariableScope ScopeOf(PlannedTask task, PlannedItem item, DictValue result)
    {
        var scope = variables.ScopeOf(task.Task, Layer.Empty, task.At);
        scope = scope.With(item.Variables);
        return task.Task.Register is { } name ? scope.With(Layer.Of((name, result))) : scope;
    }

    /// <summary>Whether all conditions hold; null where there are none. Problem: the text of the error in one of them.</summary>
    public static bool? All(IReadOnlyList<Setting>? conditions, VariableScope scope, out string? problem)
    {
        problem = null;
        if (conditions is null)
        {
            return null;
        }

        foreach (var condition in conditions)
        {
            var holds = scope.Renderer.Holds(condition, scope);
            if (!holds.Succeeded)
            {
                problem = holds.Error is { } error ? Language.Diagnostics.DiagnosticText.Render(error).TrimEnd() : $"'{holds.LateName}' is not known yet";
                return null;
            }

            if (!holds.Value)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Keeps the outcome and reports it. True where the host may go on.</summary>
    public bool Complete(PlannedTask task, IReadOnlyList<ItemOutcome> items, TimeSpan duration, int attempts, HostTrouble? trouble, IReadOnlyList<string> notified)
    {
        var result = task.IsLoop ? TaskResult.OfLoop(task, items) : items[0].Result;
        var outcome = new TaskOutcome(items, result);
        Apply(task, outcome);
        KeepStats(task, outcome, isFirst: true);
        Last = outcome;
        var isRescued = outcome.IsFailed && !task.IgnoresErrors && trouble is not { IsTimeOut: false } && task.At.IsRescued;
        if (isRescued)
        {
            variables.State.SetFacts["ansible_failed_result"] = result;
            variables.State.SetFacts["ansible_failed_task"] = FailedTask(task);
        }

        variables.State.HasDrift |= play.IsCheck && items.Any(i => i.IsChanged);
        play.Log.Emit(new RunEvent.TaskEnded(Report(task, outcome, duration, attempts, isRescued, trouble) with { Notified = notified }));
        return !outcome.IsFailed || (trouble is { IsTimeOut: false } ? task.IgnoresUnreachable : task.IgnoresErrors);
    }

    /// <summary>The task as <c>ansible_failed_task</c> has it: its own name, rendered, without its role's.</summary>
    private static DictValue FailedTask(PlannedTask task)
    {
        var name = task.Heading.Name;
        if (task.Task.Role is { } role && name.StartsWith($"{role.Name} : ", StringComparison.Ordinal))
        {
            name = name[(role.Name.Length + 3)..];
        }

        return Value.Dict(
            ("name", task.Task.Syntax.Name is null ? Value.Of("") : Value.Of(name)),
            ("action", Value.Of(task.Task.Syntax.Module)),
            ("args", task.Task.Syntax.Arguments),
            ("register", task.Task.Register is { } register ? Value.Of(register) : Value.Null),
            ("tags", Value.OfTexts(task.Task.Tags)));
    }

    /// <summary>Keeps what the outcome brings: registered result and facts.</summary>
    public void Apply(PlannedTask task, TaskOutcome outcome)
    {
        if (task.Task.Register is { } name)
        {
            variables.State.SetFacts[name] = outcome.Result;
        }

        // Asked of all items of the task, so not once for each of them.
        var isCacheable = task.IsCacheable;
        for (var i = 0; i < outcome.Items.Count; i++)
        {
            if (!outcome.Items[i].IsFailed && outcome.Items[i].AnsibleFacts is { } facts)
            {
                var delegated = i < task.Items.Count ? task.Items[i].DelegatedTo : null;
                Keep(facts, task, isCacheable, task.DelegatesFacts && delegated is not null ? play.VariablesOf(delegated).State : variables.State);
            }
        }
    }

    /// <summary>Keeps what <c>set_stats</c> brings for the end of the run; nothing of a task that hides its result.</summary>
    /// <param name="isFirst">False where another host ran the task for this one.</param>
    public void KeepStats(PlannedTask task, TaskOutcome outcome, bool isFirst)
    {
        foreach (var stats in outcome.IsFailed || task.IsSecret ? [] : outcome.Items.Select(i => i.Result["ansible_stats"]).OfType<DictValue>())
        {
            play.Log.Stats.Take(stats, host, isFirst);
        }
    }

    private static void Keep(DictValue facts, PlannedTask task, bool isCacheable, HostState state)
    {
        // As in Ansible: facts that a task with setup itself finds do not count as gathered.
        state.HasGathered |= task.Heading.Kind == TaskKind.GatherFacts || ModuleCatalog.Short(task.Task.Syntax.Module) == "gather_facts";
        switch (task.Heading.Module)
        {
            case "set_fact":
                Set(state.SetFacts, facts);
                if (isCacheable)
                {
                    state.AddFacts(facts);
                }

                break;
            case "include_vars":
                Set(state.IncludedVars, facts);
                break;
            default:
                state.AddFacts(facts);
                break;
        }
    }

    private static void Set(IDictionary<string, Value> target, DictValue facts)
    {
        foreach (var (key, value) in facts)
        {
            target[key.ToString() ?? ""] = value;
        }
    }

    private TaskReport Report(PlannedTask task, TaskOutcome outcome, TimeSpan duration, int attempts, bool isRescued, HostTrouble? trouble)
    {
        var status = StatusOf(task, outcome.Items);
        var shown = outcome.Items.FirstOrDefault(i => i.IsFailed) ?? outcome.Items.FirstOrDefault();
        var report = new TaskReport(host, task.Heading, status)
        {
            Ignored = outcome.IsFailed && (status is ReportStatus.Failed or ReportStatus.TimedOut ? task.IgnoresErrors : task.IgnoresUnreachable),
            Rescued = isRescued,
            Message = outcome.IsFailed || status == ReportStatus.Skipped ? shown?.Message ?? "" : "",
            Result = outcome.Result,
            Facets = [.. outcome.Items.SelectMany(i => i.Facets)],
            Diffs = task.ShowsDiff ? [.. outcome.Items.SelectMany(i => i.Diffs)] : [],
            Items = task.IsLoop ? [.. outcome.Items.Select((o, i) => ItemReport(task, task.Items[i], o))] : [],
            Duration = duration,
            Attempts = attempts,
            Trouble = trouble is null ? null : Name(trouble.Trouble.Kind),
            Hint = shown?.Hint,
            IsRecorded = task.IsOnRecord,
            IsSpoken = task.Heading.Module == "debug" && !task.IsSecret,
            IsTold = shown?.IsTold == true && !task.IsSecret,
            Included = task.Task.Include is not { } include ? null : include.IsRole ? [] : [.. outcome.Items.Select(i => i.Result["include"]).OfType<Value>().Select(p => p.ToString() ?? "")],
            DelegatedTo = task.Items.Select(i => i.DelegatedTo).FirstOrDefault(d => d is not null),
        };
        return task.IsSecret ? Censor(report) : report;
    }

    public ItemReport ItemReport(PlannedTask task, PlannedItem item, ItemOutcome outcome) =>
        task.IsSecret
            ? new ItemReport("None", outcome.Status, task.IgnoresErrors, outcome.IsFailed ? Censored : "", Hidden(outcome.IsChanged), [])
            : new ItemReport(item.Label, outcome.Status, task.IgnoresErrors && outcome.IsFailed, outcome.Message, outcome.Result, task.ShowsDiff ? outcome.Diffs : []) { IsTold = outcome.IsTold };

    private static ReportStatus StatusOf(PlannedTask task, IReadOnlyList<ItemOutcome> items)
    {
        if (items.Count == 0)
        {
            return ReportStatus.Skipped;
        }

        if (items.FirstOrDefault(i => i.IsFailed) is { } failed)
        {
            return failed.Status;
        }

        return items.All(i => i.Status == ReportStatus.Skipped) ? ReportStatus.Skipped
            : items.Any(i => i.Status == ReportStatus.Changed) ? ReportStatus.Changed
            : ReportStatus.Ok;
    }

    /// <summary>no_log holds on failure and at any verbosity: nothing of the result but whether it changed something leaves here.</summary>
    private static TaskReport Censor(TaskReport report) => report with
    {
        Message = report.Message.Length > 0 && report.Status != ReportStatus.Skipped ? Censored : "",
        Result = Hidden(report.Result["changed"] is BoolValue { Value: true }),
        Facets = [.. report.Facets.Select(f => f with { Before = "", After = "" })],
        Diffs = [],
        Hint = null,
    };

    private static DictValue Hidden(bool isChanged) => Value.Dict(("censored", Value.Of(Censored)), ("changed", Value.Of(isChanged)));

    private static string Name(TroubleKind kind) => kind switch
    {
        TroubleKind.HostKey => "host key",
        TroubleKind.TimeOut => "time-out",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
