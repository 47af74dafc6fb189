namespace Remediator.Shell;

/// <summary>What a script tells while it runs. The frames are written by Prelude/frames.sh.</summary>
public abstract record Event
{
    private Event()
    {
    }

    /// <summary>The session is open: the far end is a shell and has a private folder.</summary>
    /// <param name="BootId">The kernel's id of this boot, or empty.</param>
    public sealed record Hello(int ProcessId, int UserId, string User, string Home, string BootId) : Event;

    public sealed record Started(int Task) : Event;

    public sealed record Facet(int Task, string Name, FacetState State, string Before, string After) : Event;

    /// <summary>The content that a file had before a change, for the diff.</summary>
    public sealed record Old(int Task, string Path, byte[] Content) : Event;

    /// <summary>The content that a file gets, where only the host knows it, for the diff.</summary>
    public sealed record New(int Task, string Path, byte[] Content) : Event;

    public sealed record Acted(int Task, string Name, ActState State, int ExitCode, string Message, byte[] Stdout, byte[] Stderr) : Event;

    public sealed record Capture(int Task, string Key, int ExitCode, byte[] Stdout, byte[] Stderr) : Event;

    /// <summary>The host waits for an answer of the controller's before its task goes on; see <see cref="Answer"/>.</summary>
    /// <param name="Key">The part of the <see cref="Step.Put"/> that asks (empty for the only one), or <see cref="Step.Fetch.Question"/>.</param>
    /// <param name="IsThere">False where there is no such file.</param>
    /// <param name="Path">The file as the host found it.</param>
    /// <param name="Content">All bytes of the file.</param>
    public sealed record Asked(int Task, string Key, bool IsThere, bool IsCheck, string Path, byte[] Content) : Event;

    /// <summary>Why a task fails; <paramref name="Stderr"/> is what the command that failed said.</summary>
    public sealed record Failed(int Task, string Message, byte[] Stderr) : Event;

    /// <summary>The end of a task. A task without this event may or may not have run to its end.</summary>
    /// <param name="Message">For a skipped task <c>condition</c> where its condition did not hold.</param>
    public sealed record Done(int Task, TaskStatus Status, bool Changed, string Message) : Event;

    /// <summary>The end of a segment; without it the line was lost.</summary>
    public sealed record End(int Segment) : Event;
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
