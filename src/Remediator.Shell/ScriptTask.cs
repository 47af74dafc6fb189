namespace Remediator.Shell;

/// <summary>A task, or one item of a task's loop, ready to be written as sh.</summary>
/// <param name="Id">Unique within a channel; events name it.</param>
/// <param name="Title">A comment in the script.</param>
public sealed record ScriptTask(int Id, string Title, IReadOnlyList<Step> Steps)
{
    /// <summary>A condition over tasks of the same channel that ran before; null: always.</summary>
    public ShCondition? When { get; init; }

    public OnFailure OnFailure { get; init; } = OnFailure.Stop;

    /// <summary>The last item of a loop: failures held so far stop the script here.</summary>
    public bool EndsLoop { get; init; }

    /// <summary>Exported to every command of the task.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>In place of the task's own judgement; evaluated after its steps.</summary>
    public ShCondition? ChangedWhen { get; init; }

    public ShCondition? FailedWhen { get; init; }

    /// <summary>True or false where the task has a check mode of its own.</summary>
    public bool? Check { get; init; }

    /// <summary>True or false where the task says itself whether old content is sent.</summary>
    public bool? Diff { get; init; }

    /// <summary>True where nothing that a file held may leave the host.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The handlers that a change notifies: the host remembers them until they have run.</summary>
    public IReadOnlyList<PendingHandler> Notifies { get; init; } = [];

    /// <summary>What the host calls the task (or this item of it) in its tokens: letters and digits, the same in every process that goes on with the run; empty for none.</summary>
    public string Key { get; init; } = "";

    /// <summary>The key of the handler of which this is the last item, or null.</summary>
    public string? Settles { get; init; }
}

/// <summary>A handler as a host remembers it.</summary>
/// <param name="Key">Letters and digits; the same from run to run.</param>
/// <param name="Name">For people.</param>
public sealed record PendingHandler(string Key, string Name);

public enum OnFailure
{
    /// <summary>Nothing after the task runs.</summary>
    Stop,

    /// <summary>The script goes on.</summary>
    Ignore,

    /// <summary>The other items of the loop run, then the script stops.</summary>
    Hold,
}

/// <summary>A condition that sh can decide: what the condition language lowers to.</summary>
public abstract record ShCondition
{
    private ShCondition()
    {
    }

    public sealed record Constant(bool Value) : ShCondition;

    public sealed record Not(ShCondition Operand) : ShCondition;

    public sealed record All(IReadOnlyList<ShCondition> Operands) : ShCondition;

    public sealed record Any(IReadOnlyList<ShCondition> Operands) : ShCondition;

    /// <summary>One of the tasks ended with the status; <c>changed</c> and <c>succeeded</c> as Ansible's tests have it.</summary>
    /// <param name="Status"><c>changed</c>, <c>failed</c>, <c>skipped</c> or <c>succeeded</c>.</param>
    public sealed record Ended(string Status, IReadOnlyList<int> Tasks) : ShCondition;

    /// <summary>The exit code of a task's command compared with a number.</summary>
    /// <param name="Operator">One of test's: <c>-eq -ne -lt -le -gt -ge</c>.</param>
    public sealed record ExitCode(int Task, string Operator, long Number) : ShCondition;
}
