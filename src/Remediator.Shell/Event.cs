namespace Remediator.Shell;

/// <summary>What a script tells while it runs. The frames are written by Prelude/frames.sh.</summary>
public abstract record Event
{
    private Event()
    {
    }

    /// <summary>The session is open: the far end is a shell and has a private folder.</summary>
    /// <param name="BootId">The kernel's id of this boot, or empty.</param>
    public sealed record Hello(int ProcessId, int UserId, string User, string Home, string BootId) : Event
    {
        /// <summary>Keys of handlers that were notified and have not run (Prelude/pending.sh).</summary>
        public IReadOnlyList<string> Pending { get; init; } = [];
    }

    /// <summary>Something that the user should know, though no task fails.</summary>
    public sealed record Warned(string Message) : Event;

    /// <summary>A change was taken back, or not.</summary>
    /// <param name="What">A path, a unit or a facet.</param>
    /// <param name="Message">Why not; else the task that made the change.</param>
    public sealed record Undone(string What, UndoState State, string Message) : Event;

    /// <summary>The end of a rollback.</summary>
    /// <param name="Folder">Of the journal, with the saved copies.</param>
    public sealed record RolledBack(RollbackState State, string Folder) : Event;

    public sealed record Started(int Task) : Event;

    public sealed record Facet(int Task, string Name, FacetState State, string Before, string After) : Event;

    /// <summary>The content that a file had before a change, for the diff.</summary>
    public sealed record Old(int Task, string Path, byte[] Content) : Event;

    /// <summary>The content that a file gets, where only the host knows it, for the diff.</summary>
    public sealed record New(int Task, string Path, byte[] Content) : Event;

    public sealed record Acted(int Task, string Name, ActState State, int ExitCode, string Message, byte[] Stdout, byte[] Stderr) : Event;

    public sealed record Capture(int Task, string Key, int ExitCode, byte[] Stdout, byte[] Stderr) : Event;

    /// <summary>The host waits for an answer of the controller's before its task goes on; see <see cref="Answer"/>.</summary>
    /// <param name="Key">The part of the <see cref="Step.Put"/> that asks (empty for the only one), or the question of another step.</param>
    /// <param name="IsThere">False where there is no such file.</param>
    /// <param name="Path">The file as the host found it; the exit code of a <see cref="Step.Judge"/>, a blank and its facet.</param>
    /// <param name="Content">All bytes of the file, or of stdout.</param>
    /// <param name="Errors">What a command printed as errors.</param>
    public sealed record Asked(int Task, string Key, bool IsThere, bool IsCheck, string Path, byte[] Content, byte[] Errors) : Event;

    /// <summary>Why a task fails; <paramref name="Stderr"/> is what the command that failed said.</summary>
    public sealed record Failed(int Task, string Message, byte[] Stderr) : Event;

    /// <summary>The end of a task. A task without this event may or may not have run to its end.</summary>
    /// <param name="Message">For a skipped task <c>condition</c> where its condition did not hold.</param>
    public sealed record Done(int Task, TaskStatus Status, bool Changed, string Message) : Event;

    /// <summary>What the host knows of the tasks of a run (Prelude/tokens.sh).</summary>
    public sealed record Tokens(string Lines) : Event;

    /// <summary>The end of a segment; without it the line was lost.</summary>
    public sealed record End(int Segment) : Event;
}

/// <summary>What a rollback did with one change.</summary>
public enum UndoState
{
    Restored,
    Restarted,
    Stopped,

    /// <summary>It stays, for it holds what the run did not make.</summary>
    Left,

    /// <summary>Nothing takes it back: a command, a package.</summary>
    Cannot,

    /// <summary>Check mode: it would be taken back.</summary>
    Would,

    /// <summary>Others have changed it since, so it stays as it is.</summary>
    Changed,
    Failed,
}

/// <summary>How a rollback ended.</summary>
public enum RollbackState
{
    Done,

    /// <summary>There was nothing that could be taken back, or it has been taken back before.</summary>
    Nothing,

    /// <summary>There is no journal of the run.</summary>
    Missing,
    Would,

    /// <summary>Something was changed by others since; nothing was done.</summary>
    Refused,

    /// <summary>Something could not be taken back; nothing was done after it.</summary>
    Failed,
}

public enum FacetState
{
    Ok,
    Changed,

    /// <summary>Check mode: it would change.</summary>
    Would,
    Failed,
}

public enum ActState
{
    Ran,

    /// <summary>Check mode: it would run.</summary>
    Would,

    /// <summary>Its <c>creates</c> or <c>removes</c> made it needless.</summary>
    Needless,
}

public enum TaskStatus
{
    Ok,
    Changed,
    Skipped,
    Failed,
}
