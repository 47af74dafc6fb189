using Remediator.Engine.Reporting;
using Remediator.Engine.Running;
using Remediator.Language.Diagnostics;

namespace Remediator.Engine.Healing;

/// <summary>
/// One unattended pass over the hosts of a request: a check; then, only where something is wrong, the guards of those hosts and a run
/// over them, a few hosts at a time. A healthy fleet costs the check alone, which writes nothing anywhere.
/// </summary>
/// <param name="transports">Ways to hosts for a run of a request.</param>
/// <param name="observers">Hear the runs: of the check too, whose <see cref="RunEvent.RunStarted.Check"/> tells.</param>
/// <param name="chance">From 0 to 1, for the splay.</param>
public sealed class HealPass(
    RunRequest request, HealSettings settings, IHealMemory memory, Func<RunRequest, Func<ConnectionKind, ITransport>> transports, IReadOnlyList<IRunObserver> observers, TimeProvider time, Func<double> chance)
{
    /// <summary>Hosts that are named where a pass stopped; each has its own line besides.</summary>
    private const int MostNamed = 20;

    private readonly HealBudget budget = new(settings);
    private readonly EndpointWatch ways = new();
    private readonly string pass = RunId.Make(time);
    private readonly Dictionary<string, HealedHost> results = [];
    private readonly HashSet<string> tried = [];
    private List<string> hosts = [];
    private string? stopped;

    /// <summary>The pass.</summary>
    /// <param name="session">The request, read and checked.</param>
    public async Task<HealReport> RunAsync(Session session, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(settings.Splay * chance(), time, cancellation).ConfigureAwait(false);
            var found = new HostFindings();
            var check = await CheckAsync(found, cancellation).ConfigureAwait(false);
            if (check is null || check.Interrupted)
            {
                return Report(isInterrupted: check is not null);
            }

            await MendAsync(session, check, found, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What is known is told.
        }

        return Report(cancellation.IsCancellationRequested);
    }

    private async Task MendAsync(Session session, RunReport check, HostFindings found, CancellationToken cancellation)
    {
        var breaker = new FleetBreaker(hosts.Count, settings.MaxFailing);
        try
        {
            var wanted = Classify(session, check, found, breaker);
            while (!breaker.IsOpen && stopped is null && wanted.Where(h => !tried.Contains(h)).Take(breaker.Room).ToList() is { Count: > 0 } batch)
            {
                tried.UnionWith(batch);
                await RemediateAsync(session, batch, found, breaker, cancellation).ConfigureAwait(false);
            }
        }
        catch (IOException e)
        {
            // Without a memory there is no budget, and who has none might do the same thing for ever.
            stopped = $"what was tried cannot be remembered ({e.Message}): the pass stopped";
        }

        var left = hosts.Where(h => !results.ContainsKey(h)).ToList();
        stopped ??= breaker.IsOpen ? $"{breaker.Reason}: the pass stopped" : null;
        if (stopped is not null && left.Count > 0)
        {
            var rest = left.Count > MostNamed ? $" and {left.Count - MostNamed} more" : "";
            stopped = $"{stopped}; not touched: {string.Join(", ", left.Take(MostNamed))}{rest}";
        }

        left.ForEach(h => Set(h, HealState.Left, found.Changes(h)));
    }

    /// <summary>Null where the request cannot be read any more.</summary>
    private async Task<RunReport?> CheckAsync(HostFindings found, CancellationToken cancellation)
    {
        // Where nothing has drifted diffs cost nothing, and what would be written tells whether a clock would be stepped.
        // Checks every few minutes that find nothing are no history.
        var asked = request with { Check = true, Diff = true, Recording = null };
        if (Load(asked) is not { } session)
        {
            return null;
        }

        hosts = [.. session.Plays.SelectMany(p => session.HostsOf(p, new DiagnosticBag())).Distinct()];
        return await session.RunAsync([found, .. observers], ways.Around(transports(asked)), cancellation).ConfigureAwait(false);
    }

    /// <summary>Sorts the hosts by what the check found. Gives those to remediate.</summary>
    private List<string> Classify(Session session, RunReport check, HostFindings found, FleetBreaker breaker)
    {
        var attempts = memory.Since(time.GetUtcNow() - HealBudget.Memory).ToLookup(a => a.Host);
        var recaps = check.Hosts.ToDictionary(h => h.Host);
        var wanted = new List<string>();
        foreach (var host in hosts)
        {
            var recap = recaps.GetValueOrDefault(host);
            switch (recap?.Outcome)
            {
                case null:
                    Set(host, HealState.Left, "the check did not come to it");
                    break;
                case HostOutcome.Ok or HostOutcome.Converged:
                    Set(host, HealState.Healthy, "");
                    break;
                case HostOutcome.Unreachable:
                    Set(host, HealState.Unreachable, recap.Note);
                    breaker.Trip(host);
                    break;
                default:
                    if (recap.Outcome != HostOutcome.Drifted)
                    {
                        breaker.Trip(host);
                    }

                    if (budget.Hold(attempts[host], time.GetUtcNow()) is { } reason)
                    {
                        Set(host, HealState.Held, reason);
                        breaker.Trip(host);
                    }
                    else
                    {
                        wanted.Add(host);
                    }

                    break;
            }
        }

        if (wanted.Count > 0 && ClockSteps.Stepper(session.Plays) is { } task && !ClockSteps.HasDrain(session.Plays))
        {
            foreach (var host in wanted.Where(h => ClockSteps.IsServing(session.VariablesOf(h))))
            {
                Set(host, HealState.Blocked, $"{ClockSteps.Variable} is never, and the task '{task}' steps the clock; tasks that drain the host first have the tag '{ClockSteps.Drain}'");
                breaker.Trip(host);
            }
        }

        return [.. wanted.Where(h => !results.ContainsKey(h))];
    }

    private async Task RemediateAsync(Session session, IReadOnlyList<string> batch, HostFindings found, FleetBreaker breaker, CancellationToken cancellation)
    {
        var isDrained = ClockSteps.HasDrain(session.Plays);
        var open = transports(request);
        var guards = batch.Select(h => ways.Of(h) is { } way ? new HostGuard(h, way, open(way.Kind), Lease, settings) : null).OfType<HostGuard>().ToList();
        var granted = new List<HostGuard>();
        try
        {
            using var forks = new SemaphoreSlim(Math.Max(1, request.Forks));
            var answers = await Task.WhenAll(guards.Select(async guard =>
            {
                await forks.WaitAsync(cancellation).ConfigureAwait(false);
                try
                {
                    var question = !isDrained && ClockSteps.IsServing(session.VariablesOf(guard.Host)) ? ClockSteps.Question(found.Of(guard.Host)) : null;
                    return (Guard: guard, Answer: await guard.AskAsync(question, time, cancellation).ConfigureAwait(false));
                }
                finally
                {
                    forks.Release();
                }
            })).ConfigureAwait(false);
            foreach (var (guard, answer) in answers)
            {
                if (answer.State is not { } state)
                {
                    granted.Add(guard);
                    Warn(guard.Host, answer.Note);
                    continue;
                }

                Set(guard.Host, state, answer.Note);
                if (state is HealState.Unreachable or HealState.Blocked)
                {
                    breaker.Trip(guard.Host);
                }
            }

            await RunAsync(granted, found, breaker, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await Task.WhenAll(guards.Select(async guard =>
            {
                await guard.DropAsync(time).ConfigureAwait(false);
                await guard.DisposeAsync().ConfigureAwait(false);
            })).ConfigureAwait(false);
        }
    }

    /// <summary>The run over hosts whose leases are held: it reads their state anew, for it may have changed since the check.</summary>
    private async Task RunAsync(IReadOnlyList<HostGuard> guards, HostFindings found, FleetBreaker breaker, CancellationToken cancellation)
    {
        if (guards.Count == 0)
        {
            return;
        }

        // Without a memory there is no budget, so it comes first.
        Remember(guards, _ => new HealOutcome(false, HealAttempt.Begun));
        var wanted = request with { Limit = string.Join(',', guards.Select(g => g.Host)) };
        if (Load(wanted) is not { } session)
        {
            return;
        }

        var done = new HostFindings();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var keeping = KeepAsync(guards, over.Token);
        RunReport report;
        try
        {
            report = await session.RunAsync([done, .. observers], transports(wanted), cancellation).ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await keeping.ConfigureAwait(false);
        }

        var recaps = report.Hosts.ToDictionary(h => h.Host);
        foreach (var host in guards.Select(g => g.Host))
        {
            var recap = recaps.GetValueOrDefault(host);
            var state = StateOf(recap, report.Interrupted);
            Set(host, state, state is HealState.Healthy ? "" : state is HealState.Healed ? done.Changes(host) : recap?.Note ?? "the run did not come to it");
            if (state is HealState.Healthy or HealState.Healed)
            {
                breaker.Mend(host);
            }
            else
            {
                breaker.Trip(host);
            }
        }

        Remember(guards, host => results[host] switch
        {
            { State: HealState.Healthy } => new HealOutcome(true, HealAttempt.Unneeded),
            { State: HealState.Healed } => new HealOutcome(true, ""),
            var failed => new HealOutcome(false, failed.Note),
        });
    }

    private static HealState StateOf(HostRecap? recap, bool isInterrupted) => recap?.Outcome switch
    {
        HostOutcome.Unreachable => HealState.Unreachable,
        HostOutcome.RolledBack => HealState.RolledBack,
        HostOutcome.RollbackFailed => HealState.RollbackFailed,
        HostOutcome.Ok or HostOutcome.Converged when !isInterrupted => recap.Changed > 0 ? HealState.Healed : HealState.Healthy,
        _ => HealState.Failed,
    };

    private async Task KeepAsync(IReadOnlyList<HostGuard> guards, CancellationToken over)
    {
        try
        {
            while (true)
            {
                await Task.Delay(settings.Lease / 3, time, over).ConfigureAwait(false);
                foreach (var guard in guards)
                {
                    if (!await guard.KeepAsync(time, over).ConfigureAwait(false))
                    {
                        Warn(guard.Host, "its lease could not be prolonged");
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private void Remember(IReadOnlyList<HostGuard> guards, Func<string, HealOutcome> outcome)
    {
        foreach (var guard in guards)
        {
            var (succeeded, note) = outcome(guard.Host);
            memory.Add(new HealAttempt(guard.Host, time.GetUtcNow(), pass, succeeded, note));
        }
    }

    /// <summary>What was read once is read again for each run: a play may have changed the inventory. Errors by now stop the pass.</summary>
    private Session? Load(RunRequest wanted)
    {
        var diagnostics = new DiagnosticBag();
        var session = Session.Load(wanted, diagnostics, time);
        if (session is null)
        {
            stopped = $"the playbooks or inventories cannot be read any more: {diagnostics.First(d => d.Severity == Severity.Error).Message}";
        }

        return session;
    }

    private void Set(string host, HealState state, string note) => results[host] = new HealedHost(host, state, note);

    private void Warn(string host, string note)
    {
        if (note.Length > 0)
        {
            foreach (var observer in observers)
            {
                observer.On(new RunEvent.Warning($"{host}: {note}"));
            }
        }
    }

    private HealReport Report(bool isInterrupted) => new([.. hosts.Where(results.ContainsKey).Select(h => results[h])], stopped, isInterrupted);

    /// <summary>The same for every controller that has the playbooks, wherever it keeps them.</summary>
    private string Lease => string.Concat(string.Join('+', request.Playbooks.Select(p => Path.GetFileName(p))).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '+' ? c : '_'));

    private readonly record struct HealOutcome(bool Succeeded, string Note);
}
