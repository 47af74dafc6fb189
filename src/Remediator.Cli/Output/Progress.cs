using Remediator.Engine.Reporting;

namespace Remediator.Cli.Output;

/// <summary>
/// Where a run stands, kept so that reading it takes the same time for ten hosts and for a thousand. Not safe for several threads.
/// </summary>
internal sealed class Progress(TimeProvider clock)
{
    private readonly long start = clock.GetTimestamp();
    private readonly Dictionary<string, LinkedListNode<Busy>> busy = new(StringComparer.Ordinal);

    /// <summary>The host that has been at its task the longest comes first.</summary>
    private readonly LinkedList<Busy> byAge = new();
    private readonly Dictionary<int, int> places = [];
    private readonly Dictionary<string, int> done = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReportStatus> worst = new(StringComparer.Ordinal);
    private readonly Dictionary<ReportStatus, int> counts = [];
    private long steps;

    public string? Play { get; private set; }

    public int HostCount => done.Count;

    public int BusyCount => byAge.Count;

    public TimeSpan Elapsed => clock.GetElapsedTime(start);

    /// <summary>From 0 to 1: tasks that hosts have behind them, of all tasks times hosts of the play.</summary>
    public double Share => places.Count == 0 || done.Count == 0 ? 0 : Math.Clamp(steps / ((double)places.Count * done.Count), 0, 1);

    /// <summary>Hosts by the worst that has happened on them.</summary>
    public int Count(ReportStatus status) => counts.GetValueOrDefault(status);

    /// <summary>Those that have been at their task the longest.</summary>
    public IEnumerable<(string Host, TaskHeading Task, TimeSpan Age, int Attempt)> Oldest(int count) =>
        byAge.Take(count).Select(b => (b.Host, b.Task, clock.GetElapsedTime(b.Since), b.Attempt));

    public void On(RunEvent next)
    {
        switch (next)
        {
            case RunEvent.PlayStarted play:
                Play = play.Name;
                Begin([], play.Hosts);
                break;
            case RunEvent.TasksPlanned planned:
                Begin(planned.Tasks, planned.Hosts);
                break;
            case RunEvent.TaskStarted started:
                Reach(started.Host, started.Task.Id, 0);
                Put(new Busy(started.Host, started.Task, clock.GetTimestamp(), 1));
                break;
            case RunEvent.TaskRetrying retrying when busy.TryGetValue(retrying.Host, out var node):
                node.Value = node.Value with { Attempt = retrying.Attempt + 1 };
                break;
            case RunEvent.TaskEnded ended:
                Reach(ended.Report.Host, ended.Report.Task.Id, 1);
                Remove(ended.Report.Host);
                Judge(ended.Report.Host, ended.Report.Ignored || ended.Report.Rescued ? ReportStatus.Ok : ended.Report.Status);
                break;
            case RunEvent.HostLeft left:
                Remove(left.Host);
                Advance(left.Host, places.Count);
                break;
        }
    }

    private void Begin(IReadOnlyList<TaskHeading> tasks, IReadOnlyList<string> hosts)
    {
        places.Clear();
        done.Clear();
        busy.Clear();
        byAge.Clear();
        steps = 0;
        foreach (var task in tasks.OrderBy(t => t.Id))
        {
            places.TryAdd(task.Id, places.Count);
        }

        foreach (var host in hosts)
        {
            done[host] = 0;
        }
    }

    private void Reach(string host, int task, int ended)
    {
        if (places.TryGetValue(task, out var place))
        {
            Advance(host, place + ended);
        }
    }

    private void Advance(string host, int place)
    {
        if (done.TryGetValue(host, out var before) && place > before)
        {
            done[host] = place;
            steps += place - before;
        }
    }

    private void Put(Busy next)
    {
        Remove(next.Host);
        busy[next.Host] = byAge.AddLast(next);
    }

    private void Remove(string host)
    {
        if (busy.Remove(host, out var node))
        {
            byAge.Remove(node);
        }
    }

    private void Judge(string host, ReportStatus status)
    {
        status = status switch
        {
            ReportStatus.Changed or ReportStatus.Failed or ReportStatus.Unreachable => status,
            ReportStatus.TimedOut => ReportStatus.Failed,
            ReportStatus.Unknown => ReportStatus.Unreachable,
            _ => ReportStatus.Ok,
        };
        if (worst.TryGetValue(host, out var before))
        {
            if (before >= status)
            {
                return;
            }

            counts[before]--;
        }

        worst[host] = status;
        counts[status] = counts.GetValueOrDefault(status) + 1;
    }

    private sealed record Busy(string Host, TaskHeading Task, long Since, int Attempt);
}
