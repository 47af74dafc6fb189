using Remediator.Language.Values;

namespace Remediator.Engine.Reporting;

/// <summary>How much a text report says.</summary>
/// <param name="Verbosity">The number of <c>-v</c>: 1 shows results, 2 the tasks' places, 3 gathered facts.</param>
/// <param name="Width">Columns that headings fill; 79 where the output is no terminal, as Ansible has it.</param>
public sealed record TextDetail(int Verbosity = 0, int Width = 79)
{
    /// <summary>Not null for Ansible's text letter by letter, as these settings shape it, and nothing else; null for our own.</summary>
    public AnsibleSettings? Ansible { get; init; }

    /// <summary>Whether the run is a check.</summary>
    public bool IsCheck { get; init; }
}

/// <summary>
/// Headings and results in the form of Ansible's default output. Below a failure our own block follows, indented by four blanks:
/// what went wrong, then what the command printed, line by line, then a hint.
/// </summary>
public sealed class TaskText(TextDetail detail) : ITaskText
{
    /// <summary>Lines of a command's output that a failure shows without <c>-v</c>; the last ones say most.</summary>
    private const int MaxOutputLines = 20;

    /// <summary>Letters of one text in a failure's JSON without <c>-v</c>.</summary>
    private const int MaxResultText = 500;

    private static readonly string[] RepeatedOutput = ["stdout_lines", "stderr_lines"];

    /// <summary>A heading with an empty line before it, filled with stars to the width.</summary>
    public IEnumerable<TextLine> Heading(string text)
    {
        text = PrintableText.Of(text);
        yield return TextLine.Empty;
        yield return new TextLine(Tone.Plain, $"{text} {new string('*', Math.Max(3, detail.Width - PrintableText.Width(text)))}");
    }

    public IEnumerable<TextLine> Group(TaskGroup group)
    {
        var title = group.Task.Kind switch
        {
            TaskKind.Handler => "RUNNING HANDLER",
            TaskKind.Verify => "VERIFY",
            _ => "TASK",
        };
        foreach (var line in Heading($"{title} [{group.Task.Name.ReplaceLineEndings(" ").Trim()}]"))
        {
            yield return line;
        }

        if (detail.Verbosity >= 2)
        {
            yield return new TextLine(Tone.Faint, $"task path: {group.Task.Path}");
        }

        foreach (var entry in group.Entries)
        {
            foreach (var line in Entry(group.Task, entry))
            {
                yield return line;
            }
        }

        foreach (var line in IncludeText.Lines(group))
        {
            yield return line;
        }
    }

    private IEnumerable<TextLine> Entry(TaskHeading task, HostEntry entry)
    {
        var waitsFor = "";
        foreach (var retry in entry.Retries)
        {
            // A verification may be tried fifty times for one reason: a line for each new reason says as much.
            var reason = string.Concat(retry.Reason.Where(c => !char.IsAsciiDigit(c)));
            if (retry.AttemptsLeft is not null || detail.Verbosity > 0 || reason != waitsFor)
            {
                yield return Retry(retry);
            }

            waitsFor = reason;
        }

        foreach (var item in entry.Items)
        {
            foreach (var line in Item(task, entry, item))
            {
                yield return line;
            }
        }

        if (entry.Report is not { } report)
        {
            if (entry.Items.Count == 0)
            {
                yield return new TextLine(Tone.Warning, $"not ended: [{entry.Host}]");
            }

            yield break;
        }

        foreach (var line in Report(report))
        {
            yield return line;
        }
    }

    /// <summary>A host, and the one that ran the task for it.</summary>
    internal static string HostOf(string host, TaskReport? report) => report?.DelegatedTo is { } delegated && delegated != host ? $"{host} -> {delegated}" : host;

    private static TextLine Retry(RunEvent.TaskRetrying retry)
    {
        var left = retry.AttemptsLeft is { } count ? $" ({count} retries left)" : $" (try {retry.Attempt})";
        var reason = retry.Task.Kind == TaskKind.Verify && retry.Reason.Length > 0 ? $" {OneLine(retry.Reason)}" : "";
        return new TextLine(Tone.Faint, $"FAILED - RETRYING: [{retry.Host}]: {retry.Task.Name}{left}.{reason}");
    }

    private IEnumerable<TextLine> Item(TaskHeading task, HostEntry entry, ItemReport item)
    {
        foreach (var line in item.Diffs.SelectMany(Diff))
        {
            yield return line;
        }

        if (entry.Report?.Included is not null && item.Status == ReportStatus.Ok)
        {
            yield break;
        }

        var host = HostOf(entry.Host, entry.Report);
        var label = $"(item={item.Label})";
        if (IsFailure(item.Status))
        {
            var word = item.Status == ReportStatus.Failed ? "failed" : Word(item.Status);
            foreach (var line in Failure($"{word}: [{host}] {label} => ", item.Status, item.Message, item.Result, isSpoken: false, hint: null))
            {
                yield return line;
            }

            if (item.Ignored)
            {
                yield return new TextLine(Tone.Skipped, "...ignoring");
            }

            yield break;
        }

        var isSpoken = entry.Report?.IsSpoken == true && item.Status != ReportStatus.Skipped;
        foreach (var line in Success($"{Word(item.Status)}: [{host}] => {label}", item.Status, task, item.Result, isSpoken))
        {
            yield return line;
        }
    }

    private IEnumerable<TextLine> Report(TaskReport report)
    {
        if (report.Included is not null && report.Status == ReportStatus.Ok)
        {
            yield break;
        }

        var host = HostOf(report.Host, report);
        var hasItems = report.Items.Count > 0;
        if (IsFailure(report.Status))
        {
            // A failed item has said it already; what befell the task as a whole has not been said.
            if (!hasItems || report.Status != ReportStatus.Failed || !report.Items.Any(i => IsFailure(i.Status)))
            {
                foreach (var line in Failure($"fatal: [{host}]: {Shout(report.Status)} => ", report.Status, report.Message, report.Result, report.IsSpoken, report.Hint))
                {
                    yield return line;
                }
            }
            else if (report.Hint is { } hint)
            {
                yield return Hint(hint);
            }

            // An item's own line has it where an item failed.
            if (report.Ignored && !(hasItems && report.Items.Any(i => i.Ignored)))
            {
                yield return new TextLine(Tone.Skipped, "...ignoring");
            }

            yield break;
        }

        foreach (var line in report.Diffs.SelectMany(Diff))
        {
            yield return line;
        }

        if (!hasItems || (report.Status == ReportStatus.Skipped && report.Items.All(i => i.Status == ReportStatus.Skipped)))
        {
            var isSpoken = report.IsSpoken && report.Status != ReportStatus.Skipped;
            foreach (var line in Success($"{Word(report.Status)}: [{host}]", report.Status, report.Task, report.Result, isSpoken))
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<TextLine> Diff(DiffReport diff)
    {
        var lines = UnifiedDiff.Lines(diff);
        return lines.Count == 0 ? [] : [.. lines, TextLine.Empty];
    }

    private IEnumerable<TextLine> Success(string start, ReportStatus status, TaskHeading task, DictValue result, bool isSpoken)
    {
        var tone = ToneOf(status);
        if (isSpoken)
        {
            return Cut(tone, $"{start} => {ResultJson.Indented(Spoken(task, result))}");
        }

        var shows = detail.Verbosity >= (task.Module == "setup" || task.Kind == TaskKind.GatherFacts ? 3 : 1);
        return [new TextLine(tone, shows ? $"{start} => {ResultJson.OneLine(Shown(result))}" : start)];
    }

    private IEnumerable<TextLine> Failure(string start, ReportStatus status, string message, DictValue result, bool isSpoken, string? hint)
    {
        var tone = ToneOf(status);
        var shown = Shown(result.Count > 0 ? result : Told(status, message));
        var maxText = detail.Verbosity > 0 ? int.MaxValue : MaxResultText;
        var json = isSpoken ? ResultJson.Indented(shown, maxText) : ResultJson.OneLine(shown, maxText);
        foreach (var line in Cut(tone, start + json))
        {
            yield return line;
        }

        if (result["censored"] is not null)
        {
            yield break;
        }

        var stdout = TextOf(result, "stdout");
        var stderr = TextOf(result, "stderr");
        var isLong = message.Contains('\n') || start.Length + json.Length > 2 * detail.Width;
        if (message.Length > 0 && (isLong || stdout.Length + stderr.Length > 0 || hint is not null))
        {
            foreach (var text in PrintableText.Lines(message))
            {
                yield return new TextLine(tone, $"    {text}");
            }
        }

        foreach (var line in Output("stderr", stderr).Concat(Output("stdout", stdout)))
        {
            yield return line;
        }

        if (hint is not null)
        {
            yield return Hint(hint);
        }
    }

    private static TextLine Hint(string hint) => new(Tone.Warning, $"    hint: {OneLine(hint)}");

    private IEnumerable<TextLine> Output(string name, string text)
    {
        var lines = PrintableText.Lines(text.TrimEnd());
        if (text.Length == 0 || lines.Count == 0)
        {
            yield break;
        }

        var max = detail.Verbosity > 0 ? int.MaxValue : MaxOutputLines;
        var note = lines.Count > max ? $" (last {max} of {lines.Count} lines; -v shows all)" : "";
        yield return new TextLine(Tone.Faint, $"    {name}:{note}");
        foreach (var line in lines.Skip(lines.Count - Math.Min(max, lines.Count)))
        {
            yield return new TextLine(Tone.Plain, $"      {line}");
        }
    }

    /// <summary>The result as shown: without what is for the engine, and without repetition unless all is wanted.</summary>
    private DictValue Shown(DictValue result) => Without(result, key =>
        key.StartsWith("_ansible_", StringComparison.Ordinal) || key is "diff" or "exception" || (key == "invocation" && detail.Verbosity < 3)
        || (detail.Verbosity == 0 && RepeatedOutput.Contains(key)));

    /// <summary>What <c>debug</c> prints: the message or variable alone.</summary>
    private static DictValue Spoken(TaskHeading task, DictValue result)
    {
        var loopVariable = result["ansible_loop_var"] is TextValue name ? name.Text : null;
        return Without(result, key => key.StartsWith("_ansible_", StringComparison.Ordinal)
            || (task.Module == "debug" && key is "changed" or "failed")
            || key is "ansible_loop_var" or "ansible_index_var" || key == loopVariable);
    }

    private static DictValue Told(ReportStatus status, string message)
    {
        var told = new DictBuilder { ["changed"] = Value.False, ["msg"] = Value.Of(message) };
        if (status == ReportStatus.Unreachable)
        {
            told["unreachable"] = Value.True;
        }

        return told.Build();
    }

    private static DictValue Without(DictValue dict, Func<string, bool> leaveOut)
    {
        var rest = new DictBuilder();
        foreach (var (key, value) in dict)
        {
            if (key is not TextValue text || !leaveOut(text.Text))
            {
                rest[key] = value;
            }
        }

        return rest.Build();
    }

    private static IEnumerable<TextLine> Cut(Tone tone, string text) => text.Split('\n').Select(line => new TextLine(tone, line));

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();

    private static string TextOf(DictValue result, string key) => result[key] is TextValue text ? text.Text : "";

    internal static bool IsFailure(ReportStatus status) => status is ReportStatus.Failed or ReportStatus.Unreachable or ReportStatus.TimedOut or ReportStatus.Unknown;

    private static string Word(ReportStatus status) => status switch
    {
        ReportStatus.Ok => "ok",
        ReportStatus.Changed => "changed",
        ReportStatus.Skipped => "skipping",
        _ => "fatal",
    };

    private static string Shout(ReportStatus status) => status switch
    {
        ReportStatus.Unreachable => "UNREACHABLE!",
        ReportStatus.Unknown => "UNKNOWN!",
        _ => "FAILED!",
    };

    private static Tone ToneOf(ReportStatus status) => status switch
    {
        ReportStatus.Ok => Tone.Ok,
        ReportStatus.Changed => Tone.Changed,
        ReportStatus.Skipped => Tone.Skipped,
        ReportStatus.Unreachable or ReportStatus.Unknown => Tone.Unreachable,
        _ => Tone.Failed,
    };
}
