using System.Text;

namespace Remediator.Shell;

/// <summary>Turns tasks into POSIX sh. The same text runs over SSH, in check mode and as a standalone script.</summary>
public static class ScriptWriter
{
    /// <summary>Before the first command of a script: the prelude calls its functions by name and reads its variables, which no checker sees.</summary>
    public const string Header = "# shellcheck disable=SC2034,SC2317\n";

    /// <summary>Functions and calls for the tasks, without a frame around them.</summary>
    public static string Write(IEnumerable<ScriptTask> tasks)
    {
        var text = new ScriptText();
        foreach (var task in tasks)
        {
            Write(text, task);
        }

        return text.ToString();
    }

    /// <summary>
    /// A segment for a channel: prelude functions not sent yet, then the tasks, as one compound command, so that a line that breaks
    /// in the middle leaves nothing half run.
    /// </summary>
    /// <param name="sent">Names of prelude functions that the channel has; the ones that this segment adds are added.</param>
    /// <param name="journal">Where the host writes down what it changes; null for nowhere.</param>
    public static string WriteSegment(int segment, IEnumerable<ScriptTask> tasks, ISet<string> sent, RunJournal? journal = null)
    {
        var body = Write(tasks);
        var needed = PreludeText.Needed(body, "rmd_begin rmd_end rmd_run rmd_skip rmd_release rmd_env", sent);
        // One large text instead of several: each would be garbage at once.
        return string.Concat("{\n", needed, journal?.Setting(sent), "rmd_begin\n", body, $"rmd_end {segment}\n}}\n");
    }

    /// <summary>Functions that the commands of <see cref="Undo.Call"/> use, which a journal of any run may hold.</summary>
    private const string OfSavedCommands = "rmd_tell rmd_set_hostname rmd_set_timezone rmd_set_groups rmd_set_password";

    /// <summary>A segment that takes a run's changes back and says so in <see cref="Event.Undone"/> events and one <see cref="Event.RolledBack"/>.</summary>
    /// <param name="run">The run, or its part on behalf of another host.</param>
    /// <param name="play">Of that play alone; null for all.</param>
    /// <param name="isWhole">Also what the run did here on behalf of other hosts.</param>
    public static string WriteRollback(int segment, string run, int? play, bool isWhole, bool isCheck, bool isForced, ISet<string> sent)
    {
        var flags = (isCheck ? "c" : "") + (isForced ? "f" : "") + (isWhole ? "w" : "");
        var call = $"rmd_rollback_run {Sh.Quote(run)} {Sh.Quote(play?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "")} {Sh.Quote(flags)}";
        return $"{{\n{PreludeText.Needed($"{call} {OfSavedCommands} rmd_begin rmd_end", sent)}rmd_begin\n{call} </dev/null\nrmd_end {segment}\n}}\n";
    }

    /// <summary>A segment that asks which tasks of a run have begun and ended, in an <see cref="Event.Tokens"/>.</summary>
    /// <param name="folder">See <see cref="RunJournal.Folder"/>.</param>
    public static string WriteTokens(int segment, string folder, ISet<string> sent)
    {
        var call = $"rmd_tokens {Sh.Quote(folder)} >\"$rmd_d/cap\" 2>/dev/null\nrmd_frame tokens 0 \"$rmd_d/cap\"";
        return $"{{\n{PreludeText.Needed(call + " rmd_begin rmd_end", sent)}rmd_begin\n{call}\nrmd_end {segment}\n}}\n";
    }

    /// <summary>A segment that forgets handlers which ran well, though not by a script on this channel.</summary>
    public static string WriteForget(int segment, IEnumerable<string> keys, ISet<string> sent)
    {
        var call = $"rmd_forget {string.Join(' ', keys.Select(Sh.Quote))}";
        return $"{{\n{PreludeText.Needed(call + " rmd_begin rmd_end", sent)}rmd_begin\n{call}\nrmd_end {segment}\n}}\n";
    }

    /// <summary>A script that runs one task by itself and prints its frames, wherever the channel is by then.</summary>
    /// <param name="nonce">Marks its frames.</param>
    /// <param name="limit">How long it may run.</param>
    public static string WriteJob(string nonce, ScriptTask task, TimeSpan limit)
    {
        var sent = new HashSet<string>();
        var session = SessionScript.Write(nonce, check: false, diff: task.Diff == true, sent);
        var body = Write([task]);
        var needed = PreludeText.Needed(body + "\nrmd_limit_job rmd_end rmd_run rmd_env", sent);
        return $"rm -f \"$0\"\n{session}{{\n{needed}rmd_limit_job {(long)Math.Ceiling(limit.TotalSeconds)}\n{body}rmd_end 1\n}}\n";
    }

    /// <summary>A task's functions and its call.</summary>
    /// <param name="call">Runs it in place of <c>rmd_run ID MODE</c>; null for that.</param>
    public static void Write(ScriptText text, ScriptTask task, string? call = null)
    {
        text.Append("\n# [").Append(task.Id).Append("] ").Append(Comment(task.Title)).Append('\n');
        text.Append("rmd_t_").Append(task.Id).Append("() {\n");
        WriteJournal(text, task);
        WriteEnvironment(text, task.Environment);
        var steps = new StringBuilder();
        foreach (var step in task.Steps)
        {
            StepText.Write(steps, step, task.IsSecret, task.Environment.Count > 0);
        }

        text.Append(steps);

        text.Append("  :\n}\n");
        WriteHook(text, $"rmd_changed_when_{task.Id}", task.ChangedWhen, 'c');
        WriteHook(text, $"rmd_failed_when_{task.Id}", task.FailedWhen, 'f');
        WriteCall(text, task, call);
    }

    /// <summary>What the journal says of the task, where it may change something.</summary>
    private static void WriteJournal(ScriptText text, ScriptTask task)
    {
        if (task.Steps.Any(s => s is Step.Ensure or Step.Put or Step.Judge or Step.Act { Changes: true }))
        {
            text.Append("  rmd_title=").Append(Sh.Quote(Comment(task.Title))).Append('\n');
        }

        // A command that is said to change nothing only looks.
        if (task.Key.Length > 0 && !IsNever(task.ChangedWhen) && task.Steps.Any(s => s is Step.Ensure or Step.Put or Step.Judge or Step.Act { Changes: true }))
        {
            text.Append("  rmd_key=").Append(task.Key).Append('\n');
        }

        if (task.Notifies.Count > 0)
        {
            text.Append("  rmd_notes=").Append(Sh.Quote(string.Join('\n', task.Notifies.Select(h => $"{h.Key} {Comment(h.Name)}")))).Append('\n');
        }

        if (task.Settles is { } key)
        {
            text.Append("  rmd_settles=").Append(key).Append('\n');
        }
    }

    private static bool IsNever(ShCondition? condition) => condition switch
    {
        ShCondition.Constant constant => !constant.Value,
        ShCondition.All all => all.Operands.Any(IsNever),
        _ => false,
    };

    private static void WriteCall(ScriptText text, ScriptTask task, string? call)
    {
        var mode = Mode(task.OnFailure);
        // A task that asks hears the answer on the channel that its script came by.
        var asks = task.Steps.Any(s => s is Step.Put { Rewrite: not null } or Step.Fetch or Step.Judge);
        var run = call ?? $"rmd_run {task.Id}{mode}{(asks ? " 8<&0" : "")}";
        foreach (var (name, value) in new[] { ("rmd_check", task.Check), ("rmd_diff", task.Diff) })
        {
            if (value is { } own)
            {
                run = $"rmd_keep=${name} {name}={(own ? "1" : "''")}\n{run}\n{name}=$rmd_keep";
            }
        }

        if (task.When is null)
        {
            text.Append(run).Append('\n');
        }
        else
        {
            text.Append("if ").Append(task.When).Append("; then\n").Append(run).Append("\nelse\nrmd_skip ").Append(task.Id).Append("\nfi\n");
        }

        text.Gap(task.Id);
        if (task.EndsLoop)
        {
            text.Append("rmd_release\n");
        }
    }

    /// <summary>What a call says of a failure.</summary>
    public static string Mode(OnFailure onFailure) => onFailure switch { OnFailure.Ignore => " ignore", OnFailure.Hold => " hold", _ => "" };

    private static void WriteEnvironment(ScriptText text, IReadOnlyList<KeyValuePair<string, string>> environment)
    {
        text.Append("  rmd_env() { :");
        foreach (var (name, value) in environment)
        {
            text.Append("; export ").Append(name).Append('=').Append(Sh.Quote(value));
        }

        text.Append("; }\n");
    }

    /// <summary>A condition of the task itself as a function.</summary>
    /// <param name="mark">The value of a variable of the function's name, which says that it is there: to ask the shell would search the host's PATH.</param>
    public static void WriteHook(ScriptText text, string name, ShCondition? condition, char? mark = null)
    {
        if (condition is null)
        {
            return;
        }

        text.Append(name).Append("() { ").Append(condition).Append("; }\n");
        if (mark is { } value)
        {
            text.Append(name).Append('=').Append(value).Append('\n');
        }
    }

    /// <summary>A condition as a command of sh.</summary>
    public static string Condition(ShCondition condition) => condition switch
    {
        ShCondition.Constant constant => constant.Value ? "true" : "false",
        ShCondition.Not not => $"! {{ {Condition(not.Operand)}; }}",
        ShCondition.All all => all.Operands.Count == 0 ? "true" : $"{{ {string.Join(" && ", all.Operands.Select(Condition))}; }}",
        ShCondition.Any any => any.Operands.Count == 0 ? "false" : $"{{ {string.Join(" || ", any.Operands.Select(Condition))}; }}",
        ShCondition.Ended ended => $"rmd_is {ended.Status} {string.Join(' ', ended.Tasks)}",
        ShCondition.ExitCode code => $"[ \"${{rmd_rc_{code.Task}:-0}}\" {code.Operator} {code.Number} ]",
        ShCondition.Asked { Operator: "there" } there => there.Load.Text,
        ShCondition.Asked value => $"{{ {value.Load.Text} && {Test(value)}; }}",
        ShCondition.Check => "[ -n \"$rmd_check\" ]",
        _ => throw new InvalidOperationException($"no sh for {condition.GetType().Name}"),
    };

    private static string Test(ShCondition.Asked value) => value.Operator switch
    {
        "=" => $"[ \"$rmd_v\" = {Sh.Quote(value.Operand)} ]",
        "has" or "begins" or "ends" or "older" => $"rmd_v_{value.Operator} {Sh.Quote(value.Operand)}",
        var number => $"[ \"$rmd_v\" {number} {Sh.Quote(value.Operand)} ]",
    };

    private static string Comment(string title) =>
        string.Concat(title.Select(c => char.IsControl(c) ? ' ' : c));
}
