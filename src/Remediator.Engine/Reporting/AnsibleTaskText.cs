using Remediator.Language.Values;

namespace Remediator.Engine.Reporting;

/// <summary>
/// Headings and results letter by letter as the default callback of ansible-core 2.14 prints them, for scripts that read them. Nothing
/// of our own is added.
/// </summary>
internal sealed class AnsibleTaskText(TextDetail detail, AnsibleSettings settings) : ITaskText
{
    /// <summary>All that the callback leaves of a failed loop of debug, whose results are no message.</summary>
    private static readonly DictValue OneOrMore = Value.Dict(("msg", Value.Of("One or more items failed")));

    /// <summary>How messages begin that are no result of a task for the reference but the end of the run.</summary>
    private static readonly string[] EndTheRun = ["The requested handler '", "Using a block as a handler"];

    private readonly AnsibleResults results = new(detail, settings);
    private readonly TaskText headings = new(detail);

    public IEnumerable<TextLine> Heading(string text) => headings.Heading(text);

    public IEnumerable<TextLine> Group(TaskGroup group)
    {
        if (group.Entries.Any(e => e.Meta is not null))
        {
            return Meta(group);
        }

        var body = group.Entries.SelectMany(e => Entry(group.Task, e)).Concat(IncludeText.Lines(group)).ToList();
        if (body.Count == 0 && !(settings.DisplayOkHosts && settings.DisplaySkippedHosts))
        {
            return [];
        }

        var title = group.Task.Kind == TaskKind.Handler ? "RUNNING HANDLER" : "TASK";
        var mark = settings.CheckModeMarkers && detail.IsCheck ? " CHECK MODE" : "";
        return [.. Title(group.Task, title, mark), .. detail.Verbosity >= 2 ? PathOf(group.Task) : [], .. body];
    }

    private IEnumerable<TextLine> Title(TaskHeading task, string title, string mark) => headings.Heading($"{title} [{task.Name.ReplaceLineEndings(" ").Trim()}{mark}]");

    /// <summary>A heading for each host, as the reference has it, but for what is done once for all.</summary>
    private IEnumerable<TextLine> Meta(TaskGroup group)
    {
        foreach (var done in group.Entries.Select(e => e.Meta).OfType<RunEvent.MetaDone>())
        {
            var hasHeading = done.HasHeading || (done.Skipped is not null && settings.DisplaySkippedHosts);
            foreach (var line in hasHeading ? Title(group.Task, group.Task.Kind == TaskKind.Handler ? "RUNNING HANDLER" : "TASK", "") : [])
            {
                yield return line;
            }

            if (detail.Verbosity >= 2)
            {
                foreach (var line in hasHeading ? PathOf(group.Task) : [])
                {
                    yield return line;
                }

                yield return new TextLine(Tone.Faint, $"META: {done.Message}");
            }

            foreach (var line in done.Skipped is { } skipped && settings.DisplaySkippedHosts ? results.Success($"skipping: [{done.Host}]", ReportStatus.Skipped, group.Task, skipped, false) : [])
            {
                yield return line;
            }

            if (done.IsOnce)
            {
                break;
            }
        }
    }

    private IEnumerable<TextLine> Entry(TaskHeading task, HostEntry entry)
    {
        foreach (var retry in entry.Retries)
        {
            yield return new TextLine(Tone.Faint, $"FAILED - RETRYING: [{entry.Host}]: {task.Name} ({retry.AttemptsLeft ?? 0} retries left).");
        }

        foreach (var line in entry.Items.SelectMany((item, index) => Job(task, entry.Host, item.Status, item.Result).Concat(Item(task, entry, item with { Result = ResultOf(entry, item, index) }))))
        {
            yield return line;
        }

        if (entry.Report is { } report)
        {
            foreach (var handler in detail.Verbosity >= 2 ? report.Notified : [])
            {
                yield return new TextLine(Tone.Faint, $"NOTIFIED HANDLER {handler} for {entry.Host}");
            }

            foreach (var line in (report.Items.Count == 0 ? Job(task, entry.Host, report.Status, report.Result) : []).Concat(Report(task, entry, report)))
            {
                yield return line;
            }
        }
    }

    /// <summary>How an asynchronous task that was polled for ended.</summary>
    private static IEnumerable<TextLine> Job(TaskHeading task, string host, ReportStatus status, DictValue result)
    {
        var isOver = result["finished"] is IntValue { Value: 1 };
        var job = result["ansible_job_id"] ?? (result["async_result"] as DictValue)?["ansible_job_id"];
        return job is null || task.Module == "async_status" || !(isOver || TaskText.IsFailure(status)) ? []
            : TaskText.IsFailure(status) ? [new TextLine(Tone.Failed, $"ASYNC FAILED on {host}: jid={job}")]
            : [new TextLine(Tone.Faint, $"ASYNC OK on {host}: jid={job}")];
    }

    /// <summary>An item's result with the loop's variables, which the task's own result has.</summary>
    private static DictValue ResultOf(HostEntry entry, ItemReport item, int index) =>
        entry.Report?.Result["results"] is ListValue all && all.Count == entry.Items.Count && all[index] is DictValue whole ? whole : item.Result;

    private IEnumerable<TextLine> Item(TaskHeading task, HostEntry entry, ItemReport item)
    {
        var label = $"(item={item.Label})";
        var host = TaskText.HostOf(entry.Host, entry.Report);
        if (entry.Report?.Included is not null && item.Status == ReportStatus.Ok)
        {
            return [];
        }

        if (TaskText.IsFailure(item.Status))
        {
            return [
                .. Diffs(item.Diffs, item.Result),
                .. results.Failure($"failed: [{host}] {label} => ", item.Status, item.Message, item.Result, task, item.IsTold),
            ];
        }

        // The reference leaves a blank behind the label of an item that it skips.
        var (word, behind) = item.Status == ReportStatus.Skipped ? ("skipping", " ") : (WordOf(item.Status), "");
        return !IsShown(item.Status) ? [] : [.. Diffs(item.Diffs, item.Result), .. results.Success($"{word}: [{host}] => {label}{behind}", item.Status, task, item.Result, item.IsTold)];
    }

    private IEnumerable<TextLine> Report(TaskHeading task, HostEntry entry, TaskReport report)
    {
        if (report.Included is not null && report.Status == ReportStatus.Ok)
        {
            return [];
        }

        var host = TaskText.HostOf(report.Host, report);

        var hasItems = report.Items.Count > 0;
        if (TaskText.IsFailure(report.Status))
        {
            if (report.Result["msg"]?.ToString() is { } said && EndTheRun.Any(start => said.StartsWith(start, StringComparison.Ordinal)))
            {
                return [new TextLine(Tone.Failed, $"ERROR! {said}") { IsForErrors = true }];
            }

            var isTold = hasItems && report.Status == ReportStatus.Failed && report.Items.Any(i => TaskText.IsFailure(i.Status));
            var word = report.Status is ReportStatus.Unreachable or ReportStatus.Unknown ? "UNREACHABLE!" : "FAILED!";
            var hasPath = settings.ShowTaskPathOnFailure && detail.Verbosity < 2 && word == "FAILED!" && (!isTold || task.Module == "debug");
            return [
                .. hasPath ? PathOf(task) : [],
                .. isTold ? [] : results.Failure($"fatal: [{host}]: {word} => ", report.Status, report.Message, report.Result, task, report.IsTold),
                .. isTold && task.Module == "debug" ? results.Failure($"fatal: [{host}]: {word} => ", report.Status, "", OneOrMore, task, isTold: false) : [],
                .. report.Ignored ? [new TextLine(Tone.Skipped, "...ignoring")] : Array.Empty<TextLine>(),
            ];
        }

        var isQuiet = !IsShown(report.Status) || (hasItems && !report.Items.All(i => i.Status == ReportStatus.Skipped));
        return isQuiet ? Diffs(report.Diffs, report.Result) : [.. Diffs(report.Diffs, report.Result), .. results.Success($"{WordOf(report.Status)}: [{host}]", report.Status, task, report.Result, report.IsTold)];
    }

    private bool IsShown(ReportStatus status) => status switch
    {
        ReportStatus.Ok => settings.DisplayOkHosts,
        ReportStatus.Skipped => settings.DisplaySkippedHosts,
        _ => true,
    };

    /// <summary>What changed; nothing where the task itself says that it was no change.</summary>
    private static IEnumerable<TextLine> Diffs(IReadOnlyList<DiffReport> diffs, DictValue result)
    {
        if (result["changed"] is not BoolValue { Value: true })
        {
            yield break;
        }

        foreach (var lines in diffs.Select(d => UnifiedDiff.Lines(d, int.MaxValue)).Where(l => l.Count > 0))
        {
            foreach (var line in lines)
            {
                yield return line;
            }

            yield return TextLine.Empty;
        }
    }

    private static IEnumerable<TextLine> PathOf(TaskHeading task) => [new TextLine(Tone.Faint, $"task path: {Absolute(task.Path)}")];

    private static string Absolute(string place)
    {
        var colon = place.LastIndexOf(':');
        return colon > 0 && !place.StartsWith('<') ? Path.GetFullPath(place[..colon]) + place[colon..] : place;
    }

    private static string WordOf(ReportStatus status) => status switch
    {
        ReportStatus.Changed => "changed",
        ReportStatus.Skipped => "skipping",
        _ => "ok",
    };
}
