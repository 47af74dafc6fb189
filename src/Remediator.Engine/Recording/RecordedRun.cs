using Remediator.Engine.Reporting;

namespace Remediator.Engine.Recording;

/// <summary>A run as it was recorded. Times are the controller's, which may have been wrong: order is by <see cref="Lamport"/>, then <see cref="Node"/>.</summary>
public sealed record RecordedRun(string Id, long Lamport, string Node, string Verb, bool IsCheck, DateTimeOffset StartedAt)
{
    /// <summary>Null where the run has not ended, or its process was killed.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>By a clock that does not jump.</summary>
    public TimeSpan? Duration { get; init; }

    public int? ExitCode { get; init; }

    public bool IsInterrupted { get; init; }

    /// <summary>There is something left of it to do: it was killed or interrupted, or hosts were lost.</summary>
    public bool CanResume => !IsRunning && (EndedAt is null || IsInterrupted || Hosts.Any(h => h.Outcome == "unreachable"));

    /// <summary>Its process is at work on this machine.</summary>
    public bool IsRunning { get; init; }

    public IReadOnlyList<string> Playbooks { get; init; } = [];

    /// <summary>Its hosts in order of their names.</summary>
    public IReadOnlyList<RecordedHost> Hosts { get; init; } = [];

    /// <summary>What was asked for, as <see cref="RequestText"/> writes it.</summary>
    public string Request { get; init; } = "";
}

/// <summary>What came of a host in a run.</summary>
/// <param name="Outcome">As in the JSON events; <c>running</c> where the run did not end, <c>untouched</c> where it never came to the host.</param>
public sealed record RecordedHost(string Host, string Outcome, string Note) : HostCounts;

/// <summary>A task that ended on a host. Texts are as the JSON events have them.</summary>
/// <param name="Play">From 0, over all playbooks.</param>
/// <param name="Place">See <see cref="Reporting.Place"/>.</param>
/// <param name="Result">JSON; null where it was not kept.</param>
public sealed record RecordedTask(long Lamport, DateTimeOffset At, string Host, int Play, string Place, string Name, string Kind, string Module, string Path, string Status, string? Result)
{
    public bool Ignored { get; init; }

    public bool Rescued { get; init; }

    public string Message { get; init; } = "";

    public TimeSpan Duration { get; init; }

    public int Attempts { get; init; } = 1;

    public string? Trouble { get; init; }

    public IReadOnlyList<Reporting.FacetReport> Facets { get; init; } = [];
}

/// <summary>A facet of a host that was not as declared, over all runs that were looked at: what keeps coming back.</summary>
/// <param name="Task">The task's name when it was last seen.</param>
/// <param name="Times">In how many runs it had to be mended, or would have been.</param>
public sealed record RecordedDrift(string Host, string Task, string Module, string Facet, int Times)
{
    public DateTimeOffset First { get; init; }

    public DateTimeOffset Last { get; init; }

    public string LastRun { get; init; } = "";

    public string Before { get; init; } = "";

    public string After { get; init; } = "";
}
