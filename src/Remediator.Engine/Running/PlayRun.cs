using System.Collections.Concurrent;
using Remediator.Engine.Planning;
using Remediator.Engine.Reporting;
using Remediator.Engine.Variables;
using Remediator.Shell;

namespace Remediator.Engine.Running;

/// <summary>What the hosts of one batch of one play share while it runs.</summary>
internal sealed class PlayRun(BoundPlay play, IReadOnlyList<string> hosts, SegmentPlanner planner, SegmentRun segments, bool isCheck, ChannelPool channels, RunLog log, TimeProvider time, Func<string, HostVariables> variablesOf, Session session, Action<string> losing)
{
    private readonly ConcurrentDictionary<int, SemaphoreSlim> turns = [];
    private Stop? stop;
    private int lost;

    public BoundPlay Play => play;

    public Program Program => play.Program;

    public SegmentPlanner Planner => planner;

    public SegmentRun Segments => segments;

    public ChannelPool Channels => channels;

    public RunLog Log => log;

    /// <summary>Where hosts write down what the play changes.</summary>
    public required RunJournal Journal { get; init; }

    /// <summary>What was changed on a host is taken back where something fails there.</summary>
    public bool RollsBack => Journal.IsStrict && !isCheck;

    /// <summary>What another process has done of the run; null for a new one.</summary>
    public Resumption? Resumed { get; init; }

    public TimeProvider Time => time;

    public Rendezvous Rendezvous { get; } = new(hosts);

    public IReadOnlyList<string> Hosts => hosts;

    /// <summary>True where nothing is to be changed.</summary>
    public bool IsCheck => isCheck;

    /// <summary>False where each host goes at its own pace (<c>strategy: free</c>) or is alone.</summary>
    public bool MovesTogether { get; } = hosts.Count > 1 && play.MovesTogether;

    /// <summary>Not null once the batch ends early for all hosts: <c>any_errors_fatal</c>, <c>meta: end_play</c>.</summary>
    public Stop? Stop => stop;

    /// <summary>How many hosts failed or were lost.</summary>
    public int Lost => lost;

    /// <summary>Ends the batch for all hosts; the first reason counts.</summary>
    public void End(Stop reason) => Interlocked.CompareExchange(ref stop, reason, null);

    /// <summary>A host failed or was lost, which may be one too many.</summary>
    public void Lose(string host, PlannedTask task)
    {
        losing(host);
        var count = Interlocked.Increment(ref lost);
        if (task.EndsAllOnFailure)
        {
            End(new Stop($"any_errors_fatal: '{task.Heading.Name}' failed on {host}", IsFailure: true) { After = After(task) });
        }
        else if (play.MaxFailPercentage is { } limit && count * 100.0 / hosts.Count > limit)
        {
            End(new Stop($"max_fail_percentage: {count} of {hosts.Count} hosts failed", IsFailure: true) { After = After(task) });
        }
    }

    /// <summary>Hosts that move together all do the task that ends the play.</summary>
    private Place? After(PlannedTask task) => MovesTogether ? task.At.Place : null;

    /// <summary><c>meta: clear_host_errors</c>: hosts that failed so far take part in later plays.</summary>
    public void ClearErrors()
    {
        HasClearedErrors = true;
        log.Forgive();
    }

    public bool HasClearedErrors { get; private set; }

    /// <summary>Waits until one host less than <c>throttle</c> allows is at the task; disposing of it lets the next one in.</summary>
    public async Task<IDisposable?> TurnAsync(PlannedTask task, CancellationToken cancellation)
    {
        if (task.Throttle is not { } most)
        {
            return null;
        }

        var gate = turns.GetOrAdd(task.Heading.Id, _ => new SemaphoreSlim(most));
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        return new Turn(gate);
    }

    /// <summary>The inventory, to which tasks may add.</summary>
    public LiveInventory Inventory => session.Live;

    public void RefreshInventory() => session.RefreshInventory();

    public HostVariables VariablesOf(string host) => variablesOf(host);

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}

/// <summary>Why a batch ends before its last task.</summary>
/// <param name="IsFailure">True where no later batch or play may run on its hosts.</param>
/// <param name="IsBatchOnly">True where the play's later batches still run.</param>
internal sealed record Stop(string Reason, bool IsFailure = false, bool IsBatchOnly = false)
{
    /// <summary>What stands here and before is done all the same; null where the end is at once.</summary>
    public Place? After { get; init; }
}
