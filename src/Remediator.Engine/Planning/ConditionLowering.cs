using Remediator.Language.Expressions;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Engine.Planning;

/// <summary>
/// Lowers a condition to sh where it is in the small language that sh can decide: the status and the exit code of tasks of the same
/// channel, combined by and, or, not, with parts that are known already.
/// </summary>
/// <param name="tasks">Script tasks of a registered name, or null where the name is not a result of this segment.</param>
/// <param name="evaluate">The value of a part, where it is known already.</param>
internal sealed class ConditionLowering(Func<string, IReadOnlyList<int>?> tasks, Func<Expr, Evaluation<bool>> evaluate)
{
    private static readonly Dictionary<string, string> Statuses = new()
    {
        ["changed"] = "changed",
        ["change"] = "changed",
        ["failed"] = "failed",
        ["failure"] = "failed",
        ["skipped"] = "skipped",
        ["skip"] = "skipped",
        ["succeeded"] = "succeeded",
        ["success"] = "succeeded",
        ["successful"] = "succeeded",
    };

    /// <summary>The condition for sh, or null where it needs the controller.</summary>
    public ShCondition? Lower(Expr expression)
    {
        switch (expression)
        {
            case UnaryExpr { Operator: UnaryOperator.Not } not when Lower(not.Operand) is { } operand:
                return new ShCondition.Not(operand);
            case BinaryExpr { Operator: BinaryOperator.And } and:
                return Lower(and.Left) is { } left && Lower(and.Right) is { } right ? new ShCondition.All([left, right]) : Known(expression);
            case BinaryExpr { Operator: BinaryOperator.Or } or:
                return Lower(or.Left) is { } one && Lower(or.Right) is { } other ? new ShCondition.Any([one, other]) : Known(expression);
            case TestExpr { Arguments.Count: 0, Input: NameExpr name } test when Statuses.TryGetValue(test.Name, out var status) && tasks(name.Name) is { } ids:
                var ended = Ended(status, ids);
                return test.Negated ? new ShCondition.Not(ended) : ended;
            case AttributeExpr { Target: NameExpr name, Name: "changed" or "failed" } attribute when tasks(name.Name) is { } ids:
                return new ShCondition.Ended(attribute.Name, ids);
            case CompareExpr { Links.Count: 1, First: AttributeExpr { Target: NameExpr name, Name: "rc" } } compare when tasks(name.Name) is [var id]:
                return LowerExitCode(id, compare.Links[0]) ?? Known(expression);
            default:
                return Known(expression);
        }
    }

    /// <summary>A loop changed or failed where some item did; it was skipped where all were, and succeeded where none failed.</summary>
    private static ShCondition Ended(string status, IReadOnlyList<int> ids) => status switch
    {
        "skipped" => new ShCondition.All([.. ids.Select(id => new ShCondition.Ended(status, [id]))]),
        "succeeded" => new ShCondition.Not(new ShCondition.Ended("failed", ids)),
        _ => new ShCondition.Ended(status, ids),
    };

    private ShCondition? Known(Expr expression) =>
        evaluate(expression) is { Succeeded: true } result ? new ShCondition.Constant(result.Value) : null;

    private static ShCondition? LowerExitCode(int task, (CompareOperator Operator, Expr Operand) link)
    {
        if (link is { Operator: CompareOperator.In or CompareOperator.NotIn, Operand: ListExpr list })
        {
            var numbers = list.Items.Select(i => i is LiteralExpr { Value: IntValue number } ? number.Value : (long?)null).ToList();
            if (numbers.Contains(null))
            {
                return null;
            }

            ShCondition any = new ShCondition.Any([.. numbers.Select(n => new ShCondition.ExitCode(task, "-eq", n!.Value))]);
            return link.Operator == CompareOperator.In ? any : new ShCondition.Not(any);
        }

        var comparison = link.Operator switch
        {
            CompareOperator.Equal => "-eq",
            CompareOperator.NotEqual => "-ne",
            CompareOperator.Less => "-lt",
            CompareOperator.LessOrEqual => "-le",
            CompareOperator.Greater => "-gt",
            CompareOperator.GreaterOrEqual => "-ge",
            _ => null,
        };
        return comparison is not null && link.Operand is LiteralExpr { Value: IntValue number } ? new ShCondition.ExitCode(task, comparison, number.Value) : null;
    }
}
