using Remediator.Language.Playbooks;

namespace Remediator.Engine.Planning;

/// <summary>What stands around a task: keywords that it inherits, its role, and where its files are searched.</summary>
/// <param name="Lineage">From the play down; the task's own keywords are not in it.</param>
public sealed record TaskContext(IReadOnlyList<Directives> Lineage, ControllerFiles Files)
{
    public BoundRole? Role { get; init; }

    /// <summary>True where a failure is expected: <c>ignore_errors</c>, or a <c>rescue</c>. What is wrong there is left to the run.</summary>
    public bool MayFail { get; init; }

    /// <summary>How many imports and roles are around.</summary>
    public int Depth { get; init; }

    /// <summary>True within what an include brings while the play runs.</summary>
    public bool IsDynamic { get; init; }

    public TaskContext Under(Directives directives) =>
        this with { Lineage = [.. Lineage, directives], MayFail = MayFail || directives.IgnoreErrors is { Value: not Language.Values.BoolValue { Value: false } } };
}
