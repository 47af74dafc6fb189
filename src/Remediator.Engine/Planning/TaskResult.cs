using Remediator.Engine.Reporting;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Engine.Planning;

/// <summary>The outcome of one item: what <c>register</c> gets, and what reports show.</summary>
public sealed record ItemOutcome(ReportStatus Status, DictValue Result)
{
    public string Message { get; init; } = "";

    public IReadOnlyList<FacetReport> Facets { get; init; } = [];

    public IReadOnlyList<DiffReport> Diffs { get; init; } = [];

    public DictValue? AnsibleFacts { get; init; }

    /// <summary>See <see cref="Step.Report.IsTold"/>.</summary>
    public bool IsTold { get; init; }

    public string? Hint { get; init; }

    public bool IsChanged => Result["changed"] is BoolValue { Value: true };

    public bool IsFailed => Status is not (ReportStatus.Ok or ReportStatus.Changed or ReportStatus.Skipped);
}

/// <summary>Builds results in Ansible's shape from steps and events.</summary>
public static class TaskResult
{
    /// <summary>How Ansible's results say that an option needs something undefined; plays look for it.</summary>
    private const string UndefinedOption = "The task includes an option with an undefined variable. The error was: ";

    /// <summary>The result of a planned item that needs no host.</summary>
    public static ItemOutcome Of(PlannedItem item)
    {
        if (item.Known is { } known)
        {
            return known;
        }

        if (item.Problem is { } problem)
        {
            // What plays look at is the text alone, as in Ansible; the reader gets the place, too.
            var isUndefined = item.IsOptionProblem && problem.Code == Language.Expressions.Evaluator.UndefinedCode;
            var (message, hint) = (isUndefined ? UndefinedOption + problem.Message : problem.Message, problem.Hint);
            return new ItemOutcome(ReportStatus.Failed, Dict(("msg", Value.Of(message)), ("changed", Value.False), ("failed", Value.True)))
            {
                Message = Language.Diagnostics.DiagnosticText.Render(problem with { Hint = null }).TrimEnd(),
                Hint = hint,
            };
        }

        if (item.SkipReason is { } reason)
        {
            return Skipped(reason);
        }

        var result = new DictBuilder();
        DictValue? facts = null;
        foreach (var step in item.Steps)
        {
            switch (step)
            {
                case Step.Report report:
                    result[report.Key] = report.Value;
                    facts = report is { Key: "ansible_facts", Value: DictValue dict, IsShownOnly: false } ? dict : facts;
                    break;
                case Step.Fail fail:
                    result["changed"] = Value.False;
                    result["failed"] = Value.True;
                    result["msg"] = Value.Of(fail.Message);
                    return new ItemOutcome(ReportStatus.Failed, result.Build()) { Message = fail.Message, IsTold = item.Steps.Any(s => s is Step.Report { IsTold: true }) };
            }
        }

        var built = result.Build();
        var isSkipped = built["skipped"] is BoolValue { Value: true };
        if (built["changed"] is null)
        {
            var builder = built.ToBuilder();
            builder["changed"] = Value.False;
            if (!isSkipped)
            {
                builder["failed"] = Value.False;
            }

            built = builder.Build();
        }

        return new ItemOutcome(isSkipped ? ReportStatus.Skipped : ReportStatus.Ok, built)
        {
            AnsibleFacts = facts,
            IsTold = item.Steps.Any(s => s is Step.Report { IsTold: true }),
            Message = isSkipped ? (built["skipped_reason"] ?? built["msg"] ?? Value.Of("")).ToString() ?? "" : "",
        };
    }

    public static ItemOutcome Skipped(string condition) =>
        new(ReportStatus.Skipped, Dict(("changed", Value.False), ("skipped", Value.True), ("skip_reason", Value.Of("Conditional result was False")), ("false_condition", condition == "False" ? Value.False : Value.Of(condition))))
        {
            Message = "Conditional result was False",
        };

    /// <summary>An outcome without a result of the host's own: time-out, line dropped, unreachable.</summary>
    /// <param name="job">What is known of the asynchronous job that did not end, or null.</param>
    public static ItemOutcome Trouble(ReportStatus status, string message, string? hint, DictValue? job = null) =>
        new(status, Dict([("msg", Value.Of(message)), ("changed", Value.False), (status == ReportStatus.Unreachable ? "unreachable" : "failed", Value.True), .. job is null ? [] : new[] { ("async_result", (Value)job) }]))
        {
            Message = message,
            Hint = hint,
        };

    /// <summary>What <c>register</c> gets of a task all of whose items are known without the host.</summary>
    public static Value Known(PlannedTask task)
    {
        var outcomes = task.Items.Select(Of).ToList();
        return task.IsLoop ? OfLoop(task, outcomes) : outcomes[0].Result;
    }

    /// <summary>The result of a loop: Ansible's <c>results</c> with the item in each.</summary>
    public static DictValue OfLoop(PlannedTask task, IReadOnlyList<ItemOutcome> outcomes)
    {
        var results = new List<Value>();
        for (var i = 0; i < outcomes.Count; i++)
        {
            var entry = outcomes[i].Result.ToBuilder();
            foreach (var name in task.Items[i].Variables.Names)
            {
                entry[name] = task.Items[i].Variables.TryFind(name, out var value) ? value : Value.Null;
            }

            results.Add(entry.Build());
        }

        var isFailed = outcomes.Any(o => o.IsFailed);
        var isSkipped = outcomes.All(o => o.Status == ReportStatus.Skipped);
        var result = new DictBuilder
        {
            ["results"] = Value.Of(results),
            ["changed"] = Value.Of(outcomes.Any(o => o.IsChanged)),
            ["msg"] = Value.Of(isFailed ? "One or more items failed" : isSkipped ? "All items skipped" : "All items completed"),
        };
        if (isSkipped)
        {
            result["skipped"] = Value.True;
            result["skipped_reason"] = Value.Of(outcomes.Count == 0 ? "No items in the list" : "All items skipped");
        }
        else
        {
            result["failed"] = Value.Of(isFailed);
        }

        return result.Build();
    }

    internal static DictValue Dict(params ReadOnlySpan<(string, Value)> entries) => Value.Dict(entries);
}
