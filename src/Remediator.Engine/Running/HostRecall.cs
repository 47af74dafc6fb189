using Remediator.Engine.Planning;
using Remediator.Engine.Recording;
using Remediator.Engine.Reporting;
using Remediator.Language.Values;

namespace Remediator.Engine.Running;

/// <summary>
/// What is known of a host's tasks before they run: from the record of the process that began the run, and from the host's own tokens,
/// for which it is asked after the line was lost or where the record ends. A task that is known is not run again.
/// </summary>
internal sealed class HostRecall(string host, PlayRun play)
{
    /// <summary>A line that drops again and again is not a line.</summary>
    private const int MostQuestions = 3;

    private const string Decide = "look at the host; 'remediator resume RUN-ID' with --rerun-unknown runs the task again, with --skip-unknown goes on after it";

    private readonly Dictionary<string, RecordedTask> recorded = RecordOf(host, play);
    private readonly Dictionary<Endpoint, HostTokens?> tokens = [];
    private readonly HashSet<string> seen = [];
    private int questions;

    private UnknownTasks Unknowns => play.Resumed?.Unknown ?? UnknownTasks.Report;

    /// <summary>False where all that is known has been told: segments are sent whole again.</summary>
    private bool IsActive => recorded.Count > 0 || tokens.Values.Any(t => t is { IsBusy: true } or { IsBlind: true } || t is not null && t.ByKey.Keys.Any(k => !seen.Contains(k))) || (play.Resumed is not null && tokens.Count == 0);

    /// <summary>Asks the host after a lost line. False where it cannot be asked: what ran is unknown then.</summary>
    public async Task<bool> AskAgainAsync(Endpoint endpoint, CancellationToken cancellation)
    {
        if (questions++ >= MostQuestions || await play.Segments.TokensAsync(endpoint, cancellation).ConfigureAwait(false) is not { } told)
        {
            return false;
        }

        tokens[endpoint] = told;
        return true;
    }

    /// <summary>After a line that was lost during a try: whether another one may be made, since this one has not begun to change anything or has ended.</summary>
    public async Task<bool> MayTryAgainAsync(PlannedItem item, CancellationToken cancellation) =>
        item is { Script: not null, Endpoint: { } endpoint }
        && await AskAgainAsync(endpoint, cancellation).ConfigureAwait(false)
        && tokens[endpoint] is { IsBusy: false, IsBlind: false } told
        && (!told.ByKey.TryGetValue(KeyOf(item), out var status) || status is not null);

    /// <summary>The item has ended in this process: what the host says of it is nothing new.</summary>
    public void See(PlannedItem item)
    {
        if (item.Script is not null)
        {
            seen.Add(KeyOf(item));
        }
    }

    /// <summary>The segment, or its first task alone with what is known of it in place of its script.</summary>
    public async Task<Segment> ApplyAsync(Segment segment, CancellationToken cancellation)
    {
        if (!IsActive)
        {
            return segment;
        }

        var first = segment.Tasks[0];
        if (first.NeedsHost)
        {
            first = RecordedOf(first) is { } known ? known : await ToldOfAsync(first, cancellation).ConfigureAwait(false);
        }
        else if (recorded.Remove(first.At.Place.ToString()))
        {
            // What the controller does by itself is done again, and told, and stands on record already.
            first = first with { IsOnRecord = true };
        }

        return new Segment([first], first.Inclusions.Count > 0 ? first.At.Enter(first.Inclusions) : first.At.Next, segment.EndedRoles);
    }

    private static Dictionary<string, RecordedTask> RecordOf(string host, PlayRun play)
    {
        var found = new Dictionary<string, RecordedTask>(StringComparer.Ordinal);
        foreach (var task in play.Resumed?.Tasks.Where(t => t.Play == play.Journal.Play && t.Host == host && t.Status is not ("unreachable" or "unknown")) ?? [])
        {
            found[task.Place] = task;
        }

        return found;
    }

    private PlannedTask? RecordedOf(PlannedTask task)
    {
        if (!recorded.Remove(task.At.Place.ToString(), out var record))
        {
            return null;
        }

        foreach (var item in task.Items.Where(i => i.Script is not null))
        {
            seen.Add(KeyOf(item));
        }

        var result = record.Result is { } text && JsonText.TryParse(text, out var value, out _) && value is DictValue kept ? kept : null;
        if (task.Task.Register is { } name && (result is null || result["censored"] is not null))
        {
            play.Log.Warn($"{host}: the result of '{task.Heading.Name}' was not kept, so '{name}' has nothing but 'changed'");
        }

        result ??= Value.Dict(("changed", Value.Of(record.Status == "changed")), ("failed", Value.Of(record.Status is "failed" or "timed_out")), ("msg", Value.Of(record.Message)));
        var results = task.IsLoop && result["results"] is ListValue { Count: > 0 } each ? each.OfType<DictValue>().Take(task.Items.Count).ToList() : [result];
        return task with { IsOnRecord = true, Items = [.. task.Items.Take(results.Count).Select((item, i) => item with { Script = null, Known = OutcomeOf(results[i], record, isWhole: results.Count == 1) })] };
    }

    private static ItemOutcome OutcomeOf(DictValue result, RecordedTask record, bool isWhole)
    {
        var isChanged = result["changed"] is BoolValue { Value: true };
        var status = isWhole ? WholeStatus(record)
            : result["failed"] is BoolValue { Value: true } ? ReportStatus.Failed
            : result["skipped"] is BoolValue { Value: true } ? ReportStatus.Skipped
            : isChanged ? ReportStatus.Changed : ReportStatus.Ok;
        return new ItemOutcome(status, result) { Message = isWhole ? record.Message : result["msg"]?.ToString() ?? "", AnsibleFacts = result["ansible_facts"] as DictValue, Facets = isWhole ? record.Facets : [] };
    }

    private static ReportStatus WholeStatus(RecordedTask record) => record.Status switch
    {
        "failed" => ReportStatus.Failed,
        "timed_out" => ReportStatus.TimedOut,
        "skipped" => ReportStatus.Skipped,
        "changed" => ReportStatus.Changed,
        _ => ReportStatus.Ok,
    };

    /// <summary>The task with what the host says of its items.</summary>
    private async Task<PlannedTask> ToldOfAsync(PlannedTask task, CancellationToken cancellation)
    {
        var items = new List<PlannedItem>();
        foreach (var item in task.Items)
        {
            items.Add(item is { Script: not null, Endpoint: { } endpoint } && await TokensOfAsync(endpoint, cancellation).ConfigureAwait(false) is { } told ? Told(task, item, told) : item);
        }

        return task with { Items = items };
    }

    /// <summary>Null where the host was not asked, or could not be.</summary>
    private async Task<HostTokens?> TokensOfAsync(Endpoint endpoint, CancellationToken cancellation)
    {
        if (!tokens.TryGetValue(endpoint, out var told) && play.Resumed is not null)
        {
            tokens[endpoint] = told = await play.Segments.TokensAsync(endpoint, cancellation).ConfigureAwait(false);
        }

        return told;
    }

    private PlannedItem Told(PlannedTask task, PlannedItem item, HostTokens told)
    {
        var key = KeyOf(item);
        if (told.IsBusy && told.ByKey.GetValueOrDefault(key) is null)
        {
            return item with { Script = null, Known = Unknown("a shell of the run is still at work on the host", "'remediator resume RUN-ID' goes on once it has ended") };
        }

        if (!told.ByKey.TryGetValue(key, out var status))
        {
            // Without a word of it nothing was changed by it, where the host can say so.
            return told.IsBlind && !play.IsCheck && Unknowns == UnknownTasks.Report ? item with { Script = null, Known = Unknown("the host keeps no word of what it does", Decide) } : item;
        }

        if (!seen.Add(key))
        {
            return item;
        }

        switch (status)
        {
            case null when Unknowns == UnknownTasks.Rerun:
            case not null when task.Task.IsTried:
                // A try that ended is no end of the task.
                return item;
            case null when Unknowns == UnknownTasks.Report:
                return item with { Script = null, Known = Unknown("it had begun to change something when the line was lost, and did not come to its end", Decide) };
            default:
                var isFailed = status == ReportStatus.Failed;
                var message = isFailed ? "it failed while the line was lost; what it said is not known" : "";
                return item with
                {
                    Script = null,
                    Known = new ItemOutcome(isFailed ? ReportStatus.Failed : ReportStatus.Changed, Value.Dict(("changed", Value.True), ("failed", Value.Of(isFailed)), ("msg", Value.Of(isFailed ? message : "it ended while the line was lost: the host says so, and its result is not known")))) { Message = message },
                };
        }
    }

    private static ItemOutcome Unknown(string why, string hint) => TaskResult.Trouble(ReportStatus.Unknown, $"it may or may not have run to its end: {why}", hint);

    private string KeyOf(PlannedItem item) => $"{play.Journal.Play}.{item.Script!.Key}";
}
