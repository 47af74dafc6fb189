using Remediator.Engine.Planning;
using Remediator.Engine.Reporting;

namespace Remediator.Engine.Running;

/// <summary>The tasks of a segment as they end, in order: those of the host by its events, those that need no host in between.</summary>
internal sealed class SegmentProgress(string host, PlayRun play, TaskCompletion completion, Segment segment, HostProgress walk, HandlerMemory memory, HostRecall recall)
{
    private readonly Dictionary<int, (PlannedTask Task, int Item)> byScript = IndexScripts(segment.Tasks);
    private readonly Dictionary<int, ItemOutcome?[]> outcomes = segment.Tasks.ToDictionary(t => t.Heading.Id, t => new ItemOutcome?[t.Items.Count]);
    private readonly HashSet<int> begun = [];
    private int position;
    private TimeSpan began = play.Log.Elapsed;

    /// <summary>The task whose failure ended the segment.</summary>
    public PlannedTask? Failed { get; private set; }

    /// <summary>Where the host goes on: after the segment, or after the task that ended it before its time.</summary>
    public Position NextAt { get; private set; } = segment.NextAt;

    /// <summary>False where the line was lost and the host said what it knows: planned anew from there, the walk goes on.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Runs the segment; null, or the trouble that the host is in.</summary>
    public async Task<HostTrouble?> RunAsync(int number, CancellationToken cancellation)
    {
        Advance();
        if (Failed is not null || position == segment.Tasks.Count)
        {
            return Failed is null ? null : UnknownOf(outcomes[Failed.Heading.Id]);
        }

        var trouble = await RunAsync([.. segment.Tasks.Skip(position)], number, cancellation).ConfigureAwait(false);
        if (Failed is null && position < segment.Tasks.Count)
        {
            // What runs once for all hosts is waited for by others.
            if (trouble is { Running: { } script, IsTimeOut: false } && !segment.Tasks[0].RunsOnce && byScript[script].Task is { Items: var items } && items[byScript[script].Item].Endpoint is { } endpoint && await recall.AskAgainAsync(endpoint, cancellation).ConfigureAwait(false))
            {
                (IsWhole, NextAt) = (false, segment.Tasks[position].At);
                return null;
            }

            trouble ??= new HostTrouble(new Trouble(TroubleKind.Shell, "the script ended before the task did"), FirstOpen(), IsTimeOut: false);
            Break(trouble);
        }

        return trouble;
    }

    /// <summary>All of it down one channel; items of a loop that run elsewhere, one stretch after the other.</summary>
    private async Task<HostTrouble?> RunAsync(IReadOnlyList<PlannedTask> rest, int number, CancellationToken cancellation)
    {
        if (rest.FirstOrDefault(t => t.HasSeveralEndpoints) is not { } spread)
        {
            return await play.Segments.RunAsync(rest, number, Start, End, cancellation).ConfigureAwait(false);
        }

        var items = spread.Items.Where(i => i.Script is not null).ToList();
        for (var at = 0; at < items.Count;)
        {
            var stretch = items.Skip(at).TakeWhile(i => i.Endpoint == items[at].Endpoint).ToList();
            var trouble = await play.Segments.RunAsync([spread with { Items = stretch }], number, Start, End, cancellation).ConfigureAwait(false);
            if (trouble is not null)
            {
                return trouble;
            }

            at += stretch.Count;
        }

        return null;
    }

    /// <summary>The first script task that has not ended.</summary>
    private int? FirstOpen() => byScript.Where(s => outcomes[s.Value.Task.Heading.Id][s.Value.Item] is null).Select(s => (int?)s.Key).Min();

    /// <summary>The task of the heading starts, if it did not yet.</summary>
    public void Begin(PlannedTask task)
    {
        if (begun.Add(task.Heading.Id))
        {
            began = play.Log.Elapsed;
            play.Log.Emit(new RunEvent.TaskStarted(host, task.Heading));
        }
    }

    /// <summary>The task ended with outcomes for all its items.</summary>
    public void Complete(PlannedTask task, IReadOnlyList<ItemOutcome> items, int attempts, HostTrouble? trouble)
    {
        // Planned in case a task of this segment notified it, which none did.
        if (task.IsSilent || (task.Handler is { } handler && !walk.Notified.Remove(handler)))
        {
            return;
        }

        Begin(task);
        var isNotifying = items.Any(i => i.IsChanged && !i.IsFailed);
        var notified = isNotifying ? task.Notifies.Where(h => !walk.Notified.Contains(h)).Select(play.Play.Binder.NameOfHandler) : [];
        foreach (var warning in isNotifying || items.Any(i => i.IsFailed) ? task.WarningsOnNotify : [])
        {
            play.Log.Warn(warning);
        }

        var goesOn = completion.Complete(task, items, play.Log.Elapsed - began, attempts, trouble, [.. notified]);
        if (task.Task.Role is { } role && items.Any(i => i.Status != ReportStatus.Skipped))
        {
            walk.RolesBegun.Add(role.Identity);
        }

        if (goesOn && isNotifying)
        {
            walk.Notified.UnionWith(task.Notifies);
        }

        memory.Take(task, items);
        Failed = goesOn ? null : task;
    }

    private void Start(int script) => Begin(byScript[script].Task);

    private void End(int script, ItemOutcome outcome)
    {
        var (task, index) = byScript[script];
        Set(task, index, outcome);
        Advance();
    }

    private void Set(PlannedTask task, int index, ItemOutcome outcome)
    {
        recall.See(task.Items[index]);
        var judged = completion.Judge(task, task.Items[index], outcome);
        outcomes[task.Heading.Id][index] = judged;
        if (task.Handler is not { } handler || walk.Notified.Contains(handler))
        {
            Report(task, index, judged);
        }
    }

    /// <summary>An item of a loop ended.</summary>
    public void Report(PlannedTask task, int index, ItemOutcome outcome)
    {
        if (task.IsLoop)
        {
            Begin(task);
            play.Log.Emit(new RunEvent.ItemEnded(completion.ItemReport(task, task.Items[index], outcome), task.Heading, host));
        }
    }

    /// <summary>Completes the tasks whose outcomes are all known, from the first one that is not complete.</summary>
    private void Advance()
    {
        while (position < segment.Tasks.Count && Failed is null)
        {
            var task = segment.Tasks[position];
            var known = outcomes[task.Heading.Id];
            for (var i = 0; i < known.Length; i++)
            {
                if (known[i] is null && task.Items[i].Script is null)
                {
                    Set(task, i, TaskResult.Of(task.Items[i]));
                }
                else if (known[i] is null)
                {
                    return;
                }
            }

            position++;
            Complete(task, known!, attempts: 1, UnknownOf(known));
        }
    }

    /// <summary>Null, or what an item that began in a line lost before is to its host.</summary>
    private static HostTrouble? UnknownOf(IEnumerable<ItemOutcome?> items) =>
        items.FirstOrDefault(i => i?.Status == ReportStatus.Unknown) is { } unknown ? new HostTrouble(new Trouble(TroubleKind.Network, unknown.Message, unknown.Hint), null, IsTimeOut: false) : null;

    /// <summary>The task at which the host was lost: ended by its time-out, or not known to have ended, or never reached.</summary>
    private void Break(HostTrouble trouble)
    {
        var task = trouble.Running is { } script ? byScript[script].Task : segment.Tasks.Skip(position).First(t => t.NeedsHost);
        var index = trouble.Running is { } running ? byScript[running].Item : 0;
        var status = trouble.IsTimeOut ? ReportStatus.TimedOut : trouble.Running is null ? ReportStatus.Unreachable : ReportStatus.Unknown;
        var message = status switch
        {
            ReportStatus.TimedOut when task.AsyncLimit is { } limit => $"async task did not complete within the requested time - {limit.TotalSeconds:0.#}s",
            ReportStatus.TimedOut => $"The {task.Heading.Module} action failed to execute in the expected time frame ({task.TimeOut?.TotalSeconds:0.#}) and was terminated, with its process group",
            ReportStatus.Unknown => $"the connection was lost while the task ran; it may or may not have run to its end: {trouble.Trouble.Message}",
            _ => trouble.Trouble.Message,
        };
        var known = outcomes[task.Heading.Id];
        var items = new List<ItemOutcome>();
        for (var i = 0; i <= Math.Min(index, known.Length - 1); i++)
        {
            items.Add(known[i] ?? TaskResult.Trouble(status, message, trouble.Trouble.Hint, status == ReportStatus.TimedOut ? AsyncJob.Unfinished(task.Items[i].Steps) : null));
        }

        NextAt = task.At.Next;
        Complete(task with { Items = [.. task.Items.Take(items.Count)] }, items, attempts: 1, trouble);
    }

    private static Dictionary<int, (PlannedTask, int)> IndexScripts(IReadOnlyList<PlannedTask> tasks)
    {
        var index = new Dictionary<int, (PlannedTask, int)>();
        foreach (var task in tasks)
        {
            for (var i = 0; i < task.Items.Count; i++)
            {
                if (task.Items[i].Script is { } script)
                {
                    index[script.Id] = (task, i);
                }
            }
        }

        return index;
    }
}
