using Remediator.Language.Values;

namespace Remediator.Engine.Reporting;

/// <summary>
/// What happens in a run, in order, for renderers, the journal and metrics. Times are monotonic since the start of the run.
/// Results of hosts come as they happen: a renderer that groups by task holds them back itself.
/// </summary>
public abstract record RunEvent
{
    private RunEvent()
    {
    }

    public TimeSpan At { get; init; }

    /// <param name="RunId">Sortable by start: UTC time and random letters.</param>
    public sealed record RunStarted(string RunId, IReadOnlyList<string> Playbooks, bool Check, bool Diff) : RunEvent;

    public sealed record PlayStarted(string Name, IReadOnlyList<string> Hosts, int Index) : RunEvent;

    /// <summary>The play matched no host.</summary>
    public sealed record NoHostsMatched(string Play) : RunEvent;

    /// <summary>The tasks of a play, in the order in which their headings are shown. Sent once per play and serial batch.</summary>
    public sealed record TasksPlanned(IReadOnlyList<TaskHeading> Tasks, IReadOnlyList<string> Hosts) : RunEvent;

    public sealed record TaskStarted(string Host, TaskHeading Task) : RunEvent;

    /// <summary>One item of a loop ended; <see cref="TaskEnded"/> follows for the whole task.</summary>
    public sealed record ItemEnded(ItemReport Item, TaskHeading Task, string Host) : RunEvent;

    public sealed record TaskEnded(TaskReport Report) : RunEvent;

    /// <summary>A task that is tried again: <c>until</c>, or a verification with <c>within</c>.</summary>
    public sealed record TaskRetrying(string Host, TaskHeading Task, int Attempt, int? AttemptsLeft, string Reason) : RunEvent;

    /// <summary>The host takes no further part in the play: failed, unreachable or ended.</summary>
    public sealed record HostLeft(string Host, HostOutcome Outcome, string Reason) : RunEvent;

    /// <summary>What the run changed on a host was taken back, or was to be; <see cref="HostLeft"/> follows.</summary>
    public sealed record RolledBack(RollbackReport Report) : RunEvent;

    /// <summary>A <c>meta</c> task did what it does; told only in Ansible's text.</summary>
    /// <param name="Message">As Ansible has it.</param>
    /// <param name="Skipped">The result where its condition did not hold; else null.</param>
    /// <param name="IsOnce">It is done once for all hosts.</param>
    public sealed record MetaDone(string Host, TaskHeading Task, string Message, DictValue? Skipped, bool IsOnce) : RunEvent
    {
        /// <summary>It has one even where nothing is told below it: not where hosts go on their own (<c>strategy: free</c>).</summary>
        public bool HasHeading { get; init; } = true;
    }

    /// <summary>A failure ended the play for all hosts; told only in Ansible's text.</summary>
    public sealed record NoHostsLeft : RunEvent;

    /// <summary>Time of a host that went into something that is no task; told only in profiles. It ended at <see cref="At"/>.</summary>
    public sealed record StageEnded(string Host, RunStage Stage, TimeSpan Began, string Detail) : RunEvent;

    public sealed record Warning(string Message) : RunEvent;

    public sealed record RunEnded(RunReport Report) : RunEvent;
}

/// <summary>What a heading such as <c>TASK [name]</c> needs.</summary>
/// <param name="Id">Unique within the run and the same for every host.</param>
/// <param name="Name">Shown name, or the module's name where the task has none.</param>
/// <param name="Module">Short name of the module.</param>
/// <param name="Path"><c>file:line</c> of the task.</param>
public sealed record TaskHeading(int Id, string Name, TaskKind Kind, string Module, string Path)
{
    /// <summary>Where it stands among all headings of its play, those of includes among them; by its number where nothing else is said.</summary>
    public Place Place { get; init; } = Place.Start.At(Id);
}

/// <summary>What a host's time goes into around its tasks.</summary>
public enum RunStage
{
    /// <summary>On the controller: deciding which tasks go into the next segment, and with which values.</summary>
    Plan,

    /// <summary>Waiting for one of the forks.</summary>
    Wait,

    /// <summary>The login, up to the first word of the host's shell; none where a channel is open.</summary>
    Connect,

    /// <summary>From the first byte of a segment's script to the first word of the host about it: the sending, and a round trip.</summary>
    Send,

    /// <summary>From there to the end of the segment.</summary>
    Run,
}

public enum TaskKind
{
    Task,
    Handler,
    GatherFacts,
    Verify,
}

public enum ReportStatus
{
    Ok,
    Changed,
    Skipped,
    Failed,
    Unreachable,

    /// <summary>It ran longer than its time-out and was ended.</summary>
    TimedOut,

    /// <summary>The line dropped while it ran: it may or may not have run to its end.</summary>
    Unknown,
}

/// <summary>A facet of a host's state as a task found it and left it.</summary>
/// <param name="State"><c>ok</c>, <c>changed</c>, <c>would</c> (check mode) or <c>failed</c>.</param>
public sealed record FacetReport(string Name, string State, string Before, string After);

/// <summary>Old and new text of something that changed; null where it did not exist.</summary>
public sealed record DiffReport(string Path, string? Before, string? After);

/// <summary>The outcome of one item of a loop.</summary>
/// <param name="Label">As <c>(item=…)</c> shows it.</param>
public sealed record ItemReport(string Label, ReportStatus Status, bool Ignored, string Message, DictValue Result, IReadOnlyList<DiffReport> Diffs)
{
    /// <summary>As with <see cref="TaskReport.IsTold"/>.</summary>
    public bool IsTold { get; init; }
}

/// <summary>The outcome of a task on a host.</summary>
public sealed record TaskReport(string Host, TaskHeading Task, ReportStatus Status)
{
    /// <summary>A failure that <c>ignore_errors</c> lets pass.</summary>
    public bool Ignored { get; init; }

    /// <summary>A failure that a <c>rescue</c> takes up.</summary>
    public bool Rescued { get; init; }

    /// <summary>What went wrong, or why it was skipped; one or few lines.</summary>
    public string Message { get; init; } = "";

    /// <summary>What <c>register</c> gets: also what <c>-v</c> shows. With no_log it holds only <c>censored</c> and <c>changed</c>.</summary>
    public DictValue Result { get; init; } = DictValue.Empty;

    public IReadOnlyList<ItemReport> Items { get; init; } = [];

    public IReadOnlyList<FacetReport> Facets { get; init; } = [];

    public IReadOnlyList<DiffReport> Diffs { get; init; } = [];

    public TimeSpan Duration { get; init; }

    /// <summary>Names of handlers that it was the first to notify.</summary>
    public IReadOnlyList<string> Notified { get; init; } = [];

    /// <summary>More than 1 for <c>until</c> and verifications.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>For unreachable hosts: <c>network</c>, <c>authentication</c>, <c>host key</c>, <c>become</c>, <c>time-out</c>, <c>shell</c>, <c>client</c>; else null.</summary>
    public string? Trouble { get; init; }

    public string? Hint { get; init; }

    /// <summary>The host that ran it for this one (<c>delegate_to</c>; of a loop, its first item's), or null.</summary>
    public string? DelegatedTo { get; init; }

    /// <summary>The process that began the run has recorded it: it was not run again.</summary>
    public bool IsRecorded { get; init; }

    /// <summary>Files that an include brought, in the order of its loop; empty for a role; null for any other task.</summary>
    public IReadOnlyList<string>? Included { get; init; }

    /// <summary>True for <c>debug</c>, whose result is shown without <c>-v</c>.</summary>
    public bool IsSpoken { get; init; }

    /// <summary>True where Ansible's callbacks show the result without <c>-v</c>: of <c>debug</c>, and of an <c>assert</c> that is not quiet.</summary>
    public bool IsTold { get; init; }
}

public enum HostOutcome
{
    /// <summary>Nothing failed; the plays had no verification.</summary>
    Ok,

    /// <summary>Nothing failed and every verification passed.</summary>
    Converged,

    /// <summary>Check mode: nothing failed, and some task would change something.</summary>
    Drifted,
    Failed,
    Unreachable,

    /// <summary>Something failed, and what the play had changed is as it was before.</summary>
    RolledBack,

    /// <summary>Something failed, and not all that the play had changed could be taken back.</summary>
    RollbackFailed,
}

/// <summary>What became of a host's tasks, as Ansible counts them.</summary>
public abstract record HostCounts
{
    public int Ok { get; init; }

    public int Changed { get; init; }

    public int Unreachable { get; init; }

    public int Failed { get; init; }

    public int Skipped { get; init; }

    public int Rescued { get; init; }

    public int Ignored { get; init; }
}

/// <summary>The recap of a host.</summary>
public sealed record HostRecap(string Host, HostOutcome Outcome) : HostCounts
{
    /// <summary>The first failure's message, or what verification measured last; empty where there is nothing to say.</summary>
    public string Note { get; init; } = "";
}

public sealed record RunReport(string RunId, IReadOnlyList<HostRecap> Hosts, TimeSpan Duration, bool Check, bool Interrupted)
{
    /// <summary>The process's exit code, by the table in docs/exit-codes.md.</summary>
    public int ExitCode { get; init; }

    public CustomStats Stats { get; init; } = CustomStats.None;

    /// <summary>Hosts to which the run did not come, since a batch before theirs failed.</summary>
    public IReadOnlyList<string> Untouched { get; init; } = [];
}

/// <summary>What <c>set_stats</c> kept.</summary>
/// <param name="Run">Values of the whole run.</param>
/// <param name="Hosts">Values of hosts, in the order of their names.</param>
public sealed record CustomStats(DictValue Run, IReadOnlyList<KeyValuePair<string, DictValue>> Hosts)
{
    public static CustomStats None { get; } = new(DictValue.Empty, []);

    public bool IsEmpty => Run.Count == 0 && Hosts.Count == 0;
}

/// <summary>Takes the events of a run. Called from one thread at a time, in order.</summary>
public interface IRunObserver
{
    void On(RunEvent next);
}
