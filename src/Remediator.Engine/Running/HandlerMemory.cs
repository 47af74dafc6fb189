using Remediator.Engine.Planning;
using Remediator.Engine.Reporting;
using Remediator.Engine.Variables;
using Remediator.Shell;

namespace Remediator.Engine.Running;

/// <summary>
/// Handlers that were notified on a host and have not run: those that the host remembers from earlier runs are notified in this one.
/// The scripts write and remove what is remembered themselves; what they cannot, since a handler needed no script there, is done at the end.
/// </summary>
internal sealed class HandlerMemory(string host, PlayRun play, HostState state, HostProgress progress)
{
    private readonly HashSet<Endpoint> greeted = [];
    private readonly Dictionary<string, Endpoint> marked = [];
    private readonly List<(string Key, Endpoint Endpoint)> owed = [];

    /// <summary>Opens the channel that the segment needs and hears what the host remembers. True where that notifies a handler, so that the segment is to be planned anew.</summary>
    public async Task<bool> GreetAsync(Segment segment, CancellationToken cancellation)
    {
        if (segment.Tasks.FirstOrDefault(t => t.NeedsHost) is not { Endpoint: { OnBehalfOf: null } endpoint } task || endpoint.Host != host || task.Items.Any(i => i.Steps is [.., Step.Reconnect]) || !greeted.Add(endpoint))
        {
            return false;
        }

        var opening = await play.Segments.GreetAsync(endpoint, cancellation).ConfigureAwait(false);
        if (opening.Channel is { } channel && state.Greeted.Add(channel))
        {
            foreach (var key in channel.Hello.Pending)
            {
                state.Pending[key] = endpoint;
            }
        }

        return Recall();
    }

    /// <summary>Notifies what the host remembers and this play has; roles that it includes may bring more of it.</summary>
    public bool Recall()
    {
        var isNew = false;
        foreach (var (key, endpoint) in state.Pending)
        {
            if (play.Play.Binder.IndexOfPending(key) is { } index)
            {
                marked[key] = endpoint;
                if (progress.Notified.Add(index))
                {
                    if (play.IsCheck)
                    {
                        // A command says nothing of what it would do.
                        state.HasDrift = true;
                        play.Log.Drift(host);
                    }

                    isNew = true;
                    play.Log.Warn($"{host}: an earlier run notified '{play.Play.Binder.NameOfHandler(index)}' and did not come to it; {(play.IsCheck ? "the next one runs it" : "it runs in this one")}");
                }
            }
        }

        return isNew;
    }

    /// <summary>A task has ended on the host.</summary>
    public void Take(PlannedTask task, IReadOnlyList<ItemOutcome> items)
    {
        if (task.Handler is { } index)
        {
            var key = play.Play.Binder.PendingOf(index).Key;
            state.Pending.TryRemove(key, out _);
            if (marked.Remove(key, out var endpoint) && !items.Any(i => i.IsFailed))
            {
                var isSettled = task.Items.Zip(items).Any(p => p.First.Script?.Settles == key && p.First.Endpoint == endpoint && p.Second.Status is ReportStatus.Ok or ReportStatus.Changed);
                owed.AddRange(isSettled ? [] : [(key, endpoint)]);
            }
        }

        foreach (var (item, outcome) in task.Items.Zip(items).Where(p => p.Second.IsChanged && p.First.Script is not null))
        {
            item.Script!.Notifies.ToList().ForEach(h => marked[h.Key] = item.Endpoint!);
        }
    }

    /// <summary>The host has walked to the end: it forgets the handlers that ran without a script there.</summary>
    public async Task ForgetAsync(CancellationToken cancellation)
    {
        foreach (var group in play.IsCheck ? [] : owed.GroupBy(o => o.Endpoint))
        {
            await play.Segments.ForgetAsync(group.Key, [.. group.Select(o => o.Key).Distinct()], cancellation).ConfigureAwait(false);
        }
    }
}
