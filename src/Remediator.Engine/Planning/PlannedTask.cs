using Remediator.Engine.Reporting;
using Remediator.Engine.Running;
using Remediator.Language.Diagnostics;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Engine.Planning;

/// <summary>Consecutive tasks that a host can run without an answer in between.</summary>
/// <param name="NextAt">Index of the instruction after the segment, where all of it succeeds.</param>
public sealed record Segment(IReadOnlyList<PlannedTask> Tasks, int NextAt)
{
    public IEnumerable<ScriptTask> Script => Tasks.SelectMany(t => t.Items).Select(i => i.Script).OfType<ScriptTask>();
}

/// <summary>A task of one host, planned: its items, each with its part of the script or with its outcome where that is known already.</summary>
public sealed record PlannedTask(BoundTask Task, int At)
{
    public IReadOnlyList<PlannedItem> Items { get; init; } = [];

    /// <summary>True where the task has a loop, even one over nothing.</summary>
    public bool IsLoop { get; init; }

    /// <summary>Not null where the whole task is skipped, with the reason.</summary>
    public string? SkipReason { get; init; }

    /// <summary>Not null where planning found that the task cannot be right for this host, such as an undefined variable.</summary>
    public Diagnostic? Problem { get; init; }

    public bool IgnoresErrors { get; init; }

    public bool IsSecret { get; init; }

    /// <summary>True where old and new text of what changes is shown.</summary>
    public bool ShowsDiff { get; init; }

    /// <summary>The name of each item's variable in results.</summary>
    public string LoopVariable { get; init; } = "item";

    /// <summary>The outcome needs expressions that only the controller can decide: the segment ends here.</summary>
    public bool IsJudgedHere { get; init; }

    /// <summary>Handlers (indexes) that a change notifies.</summary>
    public IReadOnlyList<int> Notifies { get; init; } = [];

    /// <summary>Index of the handler that this is, or null.</summary>
    public int? Handler { get; init; }

    /// <summary>Where it runs; null where it needs no host.</summary>
    public Endpoint? Endpoint { get; init; }

    /// <summary>Seconds without an event after which the task is ended, or null.</summary>
    public TimeSpan? TimeOut { get; init; }

    public TaskHeading Heading => Task.Heading;

    public bool NeedsHost => Items.Any(i => i.Script is not null);
}

/// <summary>One item of a loop, or the only one of a task without a loop.</summary>
public sealed record PlannedItem(IReadOnlyList<Step> Steps)
{
    /// <summary>Null where no host is needed: the outcome is in the reports and fails of <see cref="Steps"/>.</summary>
    public ScriptTask? Script { get; init; }

    /// <summary>The loop's value, or null without a loop.</summary>
    public Value? Item { get; init; }

    public string Label { get; init; } = "";

    /// <summary>The conditions that the script decides, as the author wrote them; empty where there are none.</summary>
    public string LateCondition { get; init; } = "";

    /// <summary>Not null where the item is skipped, with the condition that did not hold.</summary>
    public string? SkipReason { get; init; }

    public Diagnostic? Problem { get; init; }
}
