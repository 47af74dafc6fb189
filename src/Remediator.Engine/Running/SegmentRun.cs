using Remediator.Engine.Planning;
using Remediator.Engine.Reporting;
using Remediator.Shell;

namespace Remediator.Engine.Running;

/// <summary>
/// Runs the script of a segment on its channel and turns events into outcomes of items, in order. What a host cannot tell (lost
/// line, time-out) becomes an outcome, too; a task that may have run is never run again.
/// </summary>
internal sealed class SegmentRun(ChannelPool channels, SemaphoreSlim forks, TimeProvider time, RunJournal journal, RunLog log)
{
    /// <summary>How long a host may take to say what it knows: a shell that is still at work gets ten seconds to end.</summary>
    private static readonly TimeSpan AskingTime = TimeSpan.FromSeconds(30);

    /// <summary>For each try to reach it again: others may wait for the host.</summary>
    private static readonly TimeSpan GreetingTime = TimeSpan.FromSeconds(4);

    /// <summary>Opens the endpoint's channel ahead of its first segment.</summary>
    public async Task<Opening> GreetAsync(Endpoint endpoint, CancellationToken cancellation)
    {
        await forks.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await channels.GreetAsync(endpoint, cancellation).ConfigureAwait(false);
        }
        finally
        {
            forks.Release();
        }
    }

    /// <summary>What the host knows of the run's tasks, on a new channel where the old one is gone; null where it cannot be asked.</summary>
    public async Task<HostTokens?> TokensAsync(Endpoint endpoint, CancellationToken cancellation)
    {
        await forks.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            HostTokens? told = null;
            using var timer = new CancellationTokenSource(AskingTime, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timer.Token);
            try
            {
                if ((await channels.OpenAsync(endpoint, both.Token, GreetingTime).ConfigureAwait(false)).Channel is not { } channel)
                {
                    return null;
                }

                var text = ScriptWriter.WriteTokens(int.MaxValue, (journal with { OnBehalfOf = endpoint.OnBehalfOf }).Folder, channel.Sent);
                await foreach (var next in channel.RunAsync(text, both.Token).ConfigureAwait(false))
                {
                    told = next is ChannelEvent.Said { Event: Event.Tokens { Lines: var lines } } ? HostTokens.Read(lines) : next is ChannelEvent.Lost ? null : told;
                }
            }
            catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellation.IsCancellationRequested)
            {
                told = null;
            }

            if (told is null)
            {
                await channels.ForgetAsync(endpoint).ConfigureAwait(false);
            }

            return told;
        }
        finally
        {
            forks.Release();
        }
    }

    /// <summary>Lets the host forget handlers. Where it cannot be reached now they run once more, the next time.</summary>
    public async Task ForgetAsync(Endpoint endpoint, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        if ((await channels.OpenAsync(endpoint, cancellation).ConfigureAwait(false)).Channel is { } channel)
        {
            await foreach (var _ in channel.RunAsync(ScriptWriter.WriteForget(int.MaxValue, keys, channel.Sent), cancellation).ConfigureAwait(false))
            {
            }
        }
    }

    public HostRollback RollbackOf(string host) => new(host, channels, forks, time);

    /// <summary>Runs the tasks that need the host.</summary>
    /// <param name="started">Called when a script task starts.</param>
    /// <param name="ended">Called with each outcome, in the script's order.</param>
    /// <returns>Null where the segment ran to its end or to a failure; else what went wrong with the host.</returns>
    public async Task<HostTrouble?> RunAsync(IReadOnlyList<PlannedTask> tasks, int number, Action<int> started, Action<int, ItemOutcome> ended, CancellationToken cancellation)
    {
        var endpoint = tasks.First(t => t.NeedsHost).Endpoint!;
        var host = endpoint.OnBehalfOf ?? endpoint.Host;
        var began = log.Elapsed;
        await forks.WaitAsync(cancellation).ConfigureAwait(false);
        began = End(RunStage.Wait, host, began, "");
        try
        {
            var opening = await channels.OpenAsync(endpoint, cancellation).ConfigureAwait(false);
            End(RunStage.Connect, host, began, opening.Trouble?.Message ?? "");
            if (opening.Channel is not { } channel)
            {
                return new HostTrouble(opening.Trouble!, null, IsTimeOut: false);
            }

            return await RunAsync(channel, endpoint, tasks, number, started, ended, cancellation).ConfigureAwait(false);
        }
        finally
        {
            forks.Release();
        }
    }

    private async Task<HostTrouble?> RunAsync(IChannel channel, Endpoint endpoint, IReadOnlyList<PlannedTask> tasks, int number, Action<int> started, Action<int, ItemOutcome> ended, CancellationToken cancellation)
    {
        var items = tasks.SelectMany(t => t.Items.Where(i => i.Script is not null).Select(i => (i.Script!.Id, Task: t, Events: new ItemEvents(i, time)))).ToDictionary(e => e.Id);
        var text = ScriptWriter.WriteSegment(number, items.Values.Select(i => i.Events.Item.Script!), channel.Sent, journal with { OnBehalfOf = endpoint.OnBehalfOf });
        var host = endpoint.OnBehalfOf ?? endpoint.Host;
        var stage = RunStage.Send;
        var began = log.Elapsed;
        // Sent, so it may have started: without an answer the first task counts as running.
        var order = new Queue<int>(items.Keys);
        int? running = order.Peek();
        using var timer = new CancellationTokenSource(TimeSpan.FromMilliseconds(-1), time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timer.Token);
        timer.CancelAfter(Bound(items[running.Value].Task.TimeOut));
        Trouble? lost = null;
        try
        {
            await foreach (var next in channel.RunAsync(text, both.Token).ConfigureAwait(false))
            {
                if (stage == RunStage.Send)
                {
                    began = End(stage, host, began, $"segment {number}, {items.Count} scripts, {text.Length} characters");
                    stage = RunStage.Run;
                }

                switch (next)
                {
                    case ChannelEvent.Lost loss:
                        lost = loss.Trouble;
                        break;
                    case ChannelEvent.Said { Event: Event.Asked asked } when items.TryGetValue(asked.Task, out var item):
                        await channel.AnswerAsync(item.Events.AnswerTo(asked).Line(), both.Token).ConfigureAwait(false);
                        break;
                    case ChannelEvent.Said { Event: Event.Warned warned }:
                        log.Warn($"{endpoint.Host}: {warned.Message}");
                        break;
                    case ChannelEvent.Said { Event: var said }:
                        Take(said, items, order, ref running, timer, started, ended);
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            lost = new Trouble(TroubleKind.TimeOut, "the task was ended by its time-out");
        }

        End(stage, host, began, $"segment {number}");
        if (lost is null)
        {
            return null;
        }

        await channels.ForgetAsync(endpoint).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        // After the last answer nothing is lost but the line, and the next segment opens another.
        return running is null ? null : new HostTrouble(lost, running, IsTimeOut: timer.IsCancellationRequested);
    }

    /// <summary>Tells of a stage; gives back when it ended.</summary>
    private TimeSpan End(RunStage stage, string host, TimeSpan began, string detail)
    {
        log.Emit(new RunEvent.StageEnded(host, stage, began, detail));
        return log.Elapsed;
    }

    private static void Take(Event said, Dictionary<int, (int Id, PlannedTask Task, ItemEvents Events)> items, Queue<int> order, ref int? running, CancellationTokenSource timer, Action<int> started, Action<int, ItemOutcome> ended)
    {
        switch (said)
        {
            case Event.Started start when items.TryGetValue(start.Task, out var item):
                running = start.Task;
                item.Events.Begin();
                timer.CancelAfter(Bound(item.Task.TimeOut));
                started(start.Task);
                break;
            case Event.Done done when items.TryGetValue(done.Task, out var item):
                // The host goes on at once: a line lost from here on may have taken the next task's first word with it.
                while (order.TryDequeue(out var id) && id != done.Task)
                {
                }

                running = order.TryPeek(out var next) ? next : null;
                timer.CancelAfter(Timeout.InfiniteTimeSpan);
                ended(done.Task, item.Events.End(done));
                break;
            case Event.Facet or Event.Old or Event.New or Event.Acted or Event.Capture or Event.Failed when running is { } id && items.TryGetValue(id, out var item):
                item.Events.Take(said);
                break;
        }
    }

    /// <summary>Timers of the runtime hold at most 49 days.</summary>
    private static TimeSpan Bound(TimeSpan? timeOut) => timeOut is { } span && span < TimeSpan.FromDays(40) ? span : Timeout.InfiniteTimeSpan;
}

/// <summary>A host that cannot go on.</summary>
/// <param name="Running">The script task that may be running or may have run to its end; null where nothing was sent.</param>
internal sealed record HostTrouble(Trouble Trouble, int? Running, bool IsTimeOut);
