using Remediator.Engine.Compiling;
using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Playbooks;
using Remediator.Language.Templates;
using Remediator.Language.Templates.Jinja;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Engine.Planning;

/// <summary>What is known of a task's conditions when it is planned: whether it runs, and who judges its result.</summary>
internal static class TaskConditions
{
    /// <summary>Goes through <c>when</c> of the blocks around the task and its own, until one does not hold.</summary>
    public static ConditionOutcome Of(BoundTask task, VariableScope scope, Speculation speculation)
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
            else if (Lower(condition, scope, speculation.Asked) is { } lowered)
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

    /// <summary>The condition for sh, or null where it needs the controller: what is late cannot be asked for, or one way ends in an error.</summary>
    private static ShCondition? Lower(Setting condition, VariableScope scope, Func<Choices, ILayer> asked)
    {
        if (condition.Value is BoolValue { Value: var constant })
        {
            return new ShCondition.Constant(constant);
        }

        var choices = new Choices();
        var tree = choices.Explore(
            () => scope.Renderer.Holds(condition, scope.With(asked(choices))) is { Succeeded: true, Value: var holds } ? holds : (bool?)null,
            outcome => outcome?.ToString() ?? "");
        return tree is null || tree.Outcomes.Contains(null) ? null : ConditionText.Of(tree.Select(outcome => outcome!.Value));
    }

    /// <summary>A condition over the task's own result, for sh; null where the keyword is absent or the controller decides.</summary>
    public static ShCondition? Own(BoundTask task, IReadOnlyList<Setting>? conditions, ResultShape result, VariableScope scope, Speculation speculation)
    {
        if (conditions is null)
        {
            return null;
        }

        ILayer Asked(Choices choices) => task.Register is { } name
            ? new Layers(Layer.Of((name, new AskedResult(name, result, choices))), speculation.Asked(choices))
            : speculation.Asked(choices);
        var lowered = new List<ShCondition>();
        foreach (var condition in conditions)
        {
            if (Lower(condition, scope, Asked) is not { } part)
            {
                return null;
            }

            lowered.Add(part);
        }

        return new ShCondition.All(lowered);
    }

    /// <summary>True where the script cannot apply <c>changed_when</c> and <c>failed_when</c> to every item that runs.</summary>
    public static bool IsJudgedHere(BoundTask task, IReadOnlyList<PlannedItem> items) =>
        items.Any(i => i is { SkipReason: null, Problem: null }
            && ((task.Syntax.ChangedWhen is not null && i.Script?.ChangedWhen is null) || (task.Syntax.FailedWhen is not null && i.Script?.FailedWhen is null)));

    /// <summary>As above, for an item whose conditions are these for sh.</summary>
    public static bool IsJudgedHere(BoundTask task, ShCondition? changedWhen, ShCondition? failedWhen) =>
        (task.Syntax.ChangedWhen is not null && changedWhen is null) || (task.Syntax.FailedWhen is not null && failedWhen is null);
}

/// <summary>Whether a task's conditions hold: decided, left to the script, or not to be known yet.</summary>
internal sealed record ConditionOutcome
{
    /// <summary>The condition that does not hold.</summary>
    public string? IsFalse { get; init; }

    public bool MustWait { get; init; }

    public string? LateName { get; init; }

    public Diagnostic? Problem { get; init; }

    public ShCondition? Late { get; init; }

    public string LateText { get; init; } = "";
}
