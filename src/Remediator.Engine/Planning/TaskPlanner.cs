using Remediator.Engine.Running;
using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Playbooks;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Modules;
using Remediator.Shell;

namespace Remediator.Engine.Planning;

/// <summary>
/// Plans one task for one host: what is known now is reduced to literals, what is late becomes a condition of the script where sh
/// can decide it.
/// </summary>
/// <param name="handlers">Indexes of the handlers that a name or topic notifies.</param>
internal sealed class TaskPlanner(ControllerFiles files, RunMode mode, TimeSpan taskTimeout, Func<string, IReadOnlyList<int>> handlers)
{
    /// <summary>The planned task, or null where it needs a value that the segment before it will bring.</summary>
    /// <param name="gate">A condition besides the task's own (a handler's notification).</param>
    public PlannedTask? Plan(BoundTask task, int at, HostVariables variables, Speculation speculation, ShCondition? gate = null)
    {
        var scope = variables.ScopeOf(task, speculation);
        var keywords = new TaskKeywords(task, scope);
        var setup = new Setup(
            keywords.Flag(d => d.CheckMode, "check_mode"),
            keywords.Flag(d => d.Diff, "diff"),
            keywords.Environment(),
            variables.EndpointOf(task, keywords, scope),
            gate is ShCondition.Constant ? null : gate);
        var planned = new PlannedTask(task, at)
        {
            IgnoresErrors = keywords.Flag(d => d.IgnoreErrors, "ignore_errors") ?? false,
            IsSecret = keywords.Flag(d => d.NoLog, "no_log") ?? false,
            ShowsDiff = setup.Diff ?? mode.Diff,
            Endpoint = setup.Endpoint,
            TimeOut = keywords.Number(task.Inherited(d => d.Timeout), "timeout") is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : taskTimeout,
            IsLoop = task.Syntax.Loop is not null,
            LoopVariable = task.Syntax.Loop?.Variable ?? "item",
        };
        if (mode.Check && task.Heading.Kind == Reporting.TaskKind.Verify && variables.State.HasDrift)
        {
            return planned with { SkipReason = "not verified: the changes above would come first", IsLoop = false };
        }

        if (keywords.LateName is not null)
        {
            return null;
        }

        if (keywords.Problem is { } problem)
        {
            return planned with { Problem = problem };
        }

        return Notified(task, scope, planned) is { } notifying ? PlanItems(notifying, scope, variables, speculation, setup) : null;
    }

    private PlannedTask? Notified(BoundTask task, VariableScope scope, PlannedTask planned)
    {
        var notifies = new List<int>();
        foreach (var setting in task.Notifies)
        {
            var name = scope.Renderer.Render(setting.Value, scope);
            if (name.LateName is not null)
            {
                return null;
            }

            if (name.Error is not null)
            {
                return planned with { Problem = name.Error };
            }

            var found = handlers(name.Value.ToString() ?? "");
            if (found.Count == 0)
            {
                return planned with { Problem = Diagnostic.Error("RMD2302", setting.Span, $"The requested handler '{name.Value}' was not found in either the main handlers list nor in the listening handlers list") };
            }

            notifies.AddRange(found);
        }

        return planned with { Notifies = [.. notifies.Distinct().Order()] };
    }

    private PlannedTask? PlanItems(PlannedTask planned, VariableScope scope, HostVariables variables, Speculation speculation, Setup setup)
    {
        var task = planned.Task;
        if (task.Syntax.Loop is not { } loop)
        {
            return PlanItem(planned, new ItemPlace(scope, null, "", 0, 1), variables, speculation, setup) is { } only
                ? planned with { Items = [only], IsJudgedHere = IsJudgedHere(task, [only], scope, speculation), Problem = only.Problem, SkipReason = only.SkipReason }
                : null;
        }

        var values = LoopItems.Of(loop, scope);
        if (!values.Succeeded)
        {
            // A condition that does not depend on the items may spare the loop's own trouble, as in Ansible.
            return Conditions(task, scope, speculation) is { IsFalse: { } reason } ? planned with { SkipReason = reason }
                : values.LateName is not null ? (speculation.HasLateValues ? null : planned with { Problem = Late(task, values.LateName) })
                : planned with { Problem = values.Error };
        }

        var items = new List<PlannedItem>();
        for (var i = 0; i < values.Value.Count; i++)
        {
            var top = LoopItems.Variables(loop, values.Value, i);
            var itemScope = scope.With(top);
            var label = loop.Label is null ? Evaluation<Value>.Of(values.Value[i]) : itemScope.Renderer.Render(loop.Label.Value, itemScope);
            if (PlanItem(planned, new ItemPlace(itemScope, values.Value[i], label.Succeeded ? LoopItems.Label(label.Value) : "", i, values.Value.Count), variables, speculation, setup) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        return planned with { Items = items, IsJudgedHere = IsJudgedHere(task, items, scope, speculation) };
    }

    private PlannedItem? PlanItem(PlannedTask planned, ItemPlace place, HostVariables variables, Speculation speculation, Setup setup)
    {
        var task = planned.Task;
        var conditions = Conditions(task, place.Scope, speculation);
        if (conditions.MustWait)
        {
            return speculation.HasLateValues ? null : Broken(place, Late(task, conditions.LateName ?? "a value"));
        }

        var empty = new PlannedItem([]) { Item = place.Item, Label = place.Label };
        if (conditions.Problem is not null)
        {
            return Broken(place, conditions.Problem);
        }

        if (conditions.IsFalse is { } reason)
        {
            return empty with { SkipReason = reason };
        }

        var steps = Steps(task, place.Scope, setup.Check ?? mode.Check, out var late, out var problem);
        if (steps is null)
        {
            return late is not null && speculation.HasLateValues ? null : Broken(place, problem ?? Late(task, late ?? "a value"));
        }

        var needsHost = steps.Any(s => s is not (Step.Report or Step.Fail));
        if (!needsHost && (conditions.Late is not null || setup.Gate is not null))
        {
            // Decided by the host's answers, done by the controller: the answers first.
            return null;
        }

        if (!needsHost)
        {
            return empty with { Steps = steps };
        }

        var id = variables.NextId();
        var isLast = place.Index == place.Count - 1;
        return empty with
        {
            Steps = steps,
            LateCondition = conditions.LateText,
            Script = new ScriptTask(id, Title(planned, place), steps)
            {
                When = And(setup.Gate, conditions.Late),
                OnFailure = planned.IgnoresErrors || IsJudgedHere(task, id, place.Scope, speculation) ? OnFailure.Ignore : planned.IsLoop ? OnFailure.Hold : OnFailure.Stop,
                EndsLoop = planned.IsLoop && isLast && !planned.IgnoresErrors,
                Environment = setup.Environment,
                ChangedWhen = Own(task, task.Syntax.ChangedWhen, id, place.Scope, speculation),
                FailedWhen = Own(task, task.Syntax.FailedWhen, id, place.Scope, speculation),
                Check = setup.Check,
                Diff = setup.Diff,
                IsSecret = planned.IsSecret,
            },
        };
    }

    private static PlannedItem Broken(ItemPlace place, Diagnostic problem) => new([]) { Item = place.Item, Label = place.Label, Problem = problem };

    private List<Step>? Steps(BoundTask task, VariableScope scope, bool check, out string? late, out Diagnostic? problem)
    {
        late = null;
        problem = null;
        var arguments = scope.Renderer.Render(task.Syntax.Arguments, scope);
        var freeForm = task.Module.Spec.FreeForm is not null && task.Syntax.FreeForm is { } text ? scope.Renderer.Render(text.Value, scope) : Evaluation<Value>.Of(Value.Null);
        if (!arguments.Succeeded || !freeForm.Succeeded)
        {
            late = arguments.LateName ?? freeForm.LateName;
            problem = arguments.Error ?? freeForm.Error;
            return null;
        }

        var span = task.Syntax.Span;
        var binding = new TaskBinding(files, scope, mode with { Check = check }, span);
        var options = TaskDefaults.Apply(task, (DictValue)arguments.Value, scope);
        var (bound, errors) = ArgumentBinder.Bind(task.Module.Spec, options, freeForm.Value is NullValue ? null : freeForm.Value.ToString(), binding);
        if (binding.LateName is { } name)
        {
            late = name;
            return null;
        }

        if (bound is null)
        {
            problem = binding.Problem ?? Diagnostic.Error("RMD2210", span, string.Join("; ", errors));
            return null;
        }

        try
        {
            return [.. task.Module.Plan(bound)];
        }
        catch (ArgumentException error)
        {
            // A value that no shell can hold.
            problem = Diagnostic.Error("RMD2211", span, error.Message);
            return null;
        }
    }

    private static ConditionOutcome Conditions(BoundTask task, VariableScope scope, Speculation speculation)
    {
        var late = new List<ShCondition>();
        var texts = new List<string>();
        foreach (var condition in task.Conditions)
        {
            var result = scope.Renderer.Holds(condition, scope);
            if (result.Succeeded)
            {
                if (!result.Value)
                {
                    return new ConditionOutcome { IsFalse = condition.Value.ToString() ?? "" };
                }
            }
            else if (result.Error is not null)
            {
                return new ConditionOutcome { Problem = result.Error };
            }
            else if (Lower(condition, scope, speculation.TasksOf) is { } lowered)
            {
                late.Add(lowered);
                texts.Add(condition.Value.ToString() ?? "");
            }
            else
            {
                return new ConditionOutcome { MustWait = true, LateName = result.LateName };
            }
        }

        return new ConditionOutcome { Late = late.Count == 0 ? null : new ShCondition.All(late), LateText = string.Join(" and ", texts) };
    }

    private static ShCondition? Lower(Setting condition, VariableScope scope, Func<string, IReadOnlyList<int>?> tasks)
    {
        if (Language.Templates.Renderer.ParseCondition(condition) is not { } expression)
        {
            return null;
        }

        return new ConditionLowering(tasks, e => Evaluator.Evaluate(e, Language.Templates.Jinja.JinjaLanguage.Dialect, scope.Renderer.ContextOf(scope)).Select(v => Language.Templates.Jinja.JinjaLanguage.Dialect.IsTrue(v))).Lower(expression);
    }

    /// <summary>A condition over the task's own result, for sh; null where the keyword is absent or the controller decides.</summary>
    private static ShCondition? Own(BoundTask task, IReadOnlyList<Setting>? conditions, int id, VariableScope scope, Speculation speculation)
    {
        if (conditions is null)
        {
            return null;
        }

        var own = task.Register is { } name ? scope.With(Layer.Of((name, new LateValue(name)))) : scope;
        var lowered = new List<ShCondition>();
        foreach (var condition in conditions)
        {
            if (Lower(condition, own, n => n == task.Register ? [id] : speculation.TasksOf(n)) is not { } part)
            {
                return null;
            }

            lowered.Add(part);
        }

        return new ShCondition.All(lowered);
    }

    private static bool IsJudgedHere(BoundTask task, IReadOnlyList<PlannedItem> items, VariableScope scope, Speculation speculation) =>
        items.FirstOrDefault(i => i.Script is not null)?.Script is { } script
            ? (task.Syntax.ChangedWhen is not null && script.ChangedWhen is null) || (task.Syntax.FailedWhen is not null && script.FailedWhen is null)
            : task.Syntax.ChangedWhen is not null || task.Syntax.FailedWhen is not null;

    private static bool IsJudgedHere(BoundTask task, int id, VariableScope scope, Speculation speculation) =>
        (task.Syntax.ChangedWhen is not null && Own(task, task.Syntax.ChangedWhen, id, scope, speculation) is null)
        || (task.Syntax.FailedWhen is not null && Own(task, task.Syntax.FailedWhen, id, scope, speculation) is null);

    private static Diagnostic Late(BoundTask task, string name) =>
        Diagnostic.Error("RMD2330", task.Syntax.Span, $"'{name}' is not known yet", "it is registered by a task that did not run before this one");

    private static ShCondition? And(ShCondition? one, ShCondition? other) =>
        one is null ? other : other is null ? one : new ShCondition.All([one, other]);

    private static string Title(PlannedTask planned, ItemPlace place) =>
        planned.IsSecret || !planned.IsLoop ? planned.Heading.Name : $"{planned.Heading.Name} ({place.Label})";

    private sealed record Setup(bool? Check, bool? Diff, IReadOnlyList<KeyValuePair<string, string>> Environment, Endpoint Endpoint, ShCondition? Gate);

    private sealed record ItemPlace(VariableScope Scope, Value? Item, string Label, int Index, int Count);

    private sealed record ConditionOutcome
    {
        /// <summary>The condition that does not hold.</summary>
        public string? IsFalse { get; init; }

        public bool MustWait { get; init; }

        public string? LateName { get; init; }

        public Diagnostic? Problem { get; init; }

        public ShCondition? Late { get; init; }

        public string LateText { get; init; } = "";
    }
}
