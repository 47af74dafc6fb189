using System.Collections.Concurrent;
using Remediator.Engine.Loading;
using Remediator.Engine.Planning;
using Remediator.Engine.Reporting;
using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Playbooks;
using Remediator.Language.Values;
using Remediator.Modules;
using Remediator.Shell;

namespace Remediator.Engine.Running;

/// <summary>Runs plays one after another, each in serial batches; hosts that failed or were lost take no further part.</summary>
internal sealed class PlaybookRun(Session session, RunRequest request, RunLog log, ChannelPool channels, TimeProvider time, RunJournal journal)
{
    private readonly ConcurrentDictionary<string, bool> gone = [];
    private readonly RunMode mode = new(request.Check, request.Diff, request.Verbosity) { IsNative = request.Settings.JinjaNative };
    private readonly SemaphoreSlim forks = new(Math.Max(1, request.Forks));
    private readonly Dictionary<string, RunVariables> variablesByFolder = [];
    private readonly Dictionary<string, HostState> states = [];

    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (var host in request.FlushCache ? session.Inventory.HostOrder : [])
        {
            session.Cache.Forget(host);
        }

        var index = 0;
        foreach (var play in session.Plays)
        {
            cancellation.ThrowIfCancellationRequested();
            var all = session.HostsOf(play, new DiagnosticBag());
            if (all.Count == 0)
            {
                log.Emit(new RunEvent.NoHostsMatched(play.Title));
                continue;
            }

            var hosts = all.Where(h => !gone.ContainsKey(h)).ToList();
            log.Emit(new RunEvent.PlayStarted(TitleOf(play, hosts), hosts, index));
            if (!await RunAsync(play, index++, all, hosts, cancellation).ConfigureAwait(false))
            {
                break;
            }
        }
    }

    /// <summary>False where the run ends here.</summary>
    private async Task<bool> RunAsync(BoundPlay play, int index, IReadOnlyList<string> all, IReadOnlyList<string> hosts, CancellationToken cancellation)
    {
        var run = VariablesFor(play);
        foreach (var batch in HostSelection.Batches(hosts, SerialOf(play, run)))
        {
            foreach (var host in batch)
            {
                log.Expect(host);
            }

            log.Emit(new RunEvent.TasksPlanned(play.Headings, batch));
            var playRun = Prepare(play, index, all, batch, run);
            if (request.Rollback is { } asked)
            {
                await Task.WhenAll(batch.Select(h => new RequestedRollback(h, playRun).RunAsync(asked, cancellation))).ConfigureAwait(false);
                continue;
            }

            var runners = batch.Select(h => (Host: h, Runner: new HostRunner(h, playRun))).ToList();
            // Planning is work of the processor: a host's walk must not hold up the start of the others.
            // One by one they start in order, which whoever asks for a single fork expects.
            await Task.WhenAll(runners.Select(r => request.Forks == 1 ? r.Runner.RunAsync(cancellation) : Task.Run(() => r.Runner.RunAsync(cancellation), cancellation))).ConfigureAwait(false);
            if (playRun.Stop is { IsFailure: true })
            {
                log.Emit(new RunEvent.NoHostsLeft());
            }

            var failed = runners.Where(r => !r.Runner.IsGood).Select(r => r.Host).ToList();
            if (playRun.HasClearedErrors)
            {
                failed = [];
                gone.Clear();
            }

            failed.ForEach(h => gone[h] = true);
            var isOver = failed.Count == batch.Count || playRun.Stop is { IsFailure: true };
            if (isOver || playRun.Stop is { IsBatchOnly: false })
            {
                var untouched = hosts.SkipWhile(h => h != batch[^1]).Skip(1).ToList();
                if (untouched.Count > 0)
                {
                    log.Spare(untouched);
                    log.Emit(new RunEvent.Warning($"the play stops after this batch; not touched: {string.Join(", ", untouched)}"));
                }

                // As in Ansible, a batch of which nothing is left ends the run.
                return !isOver;
            }
        }

        return true;
    }

    private PlayRun Prepare(BoundPlay play, int index, IReadOnlyList<string> all, IReadOnlyList<string> batch, RunVariables run)
    {
        var roles = new PublicRoles(play.Roles);
        var planner = new SegmentPlanner(new TaskPlanner(mode, request.TaskTimeout ?? RunRequest.DefaultTaskTimeout, play.Binder.Handlers, request.Settings, play.Binder.PendingOf), new IncludePlanner(play.Binder, roles), batch.Count > 1 && play.MaxFailPercentage is not null, play.Syntax.VarsFiles.Any(f => f.Value is not TextValue));
        var magic = new MagicVariables(session, run, play, roles, request, all, batch, h => !gone.ContainsKey(h), StateOf);
        var own = journal with { Play = index, IsStrict = play.RollsBack };
        return new PlayRun(play, batch, planner, new SegmentRun(channels, forks, time, own, log), request.Check, channels, log, time, magic.VariablesOf, session, h => gone[h] = true) { Journal = own, Resumed = request.Resume };
    }

    private HostState StateOf(string host)
    {
        lock (states)
        {
            if (!states.TryGetValue(host, out var state))
            {
                states[host] = state = new HostState(host, session.Cache);
            }

            return state;
        }
    }

    private RunVariables VariablesFor(BoundPlay play)
    {
        if (!variablesByFolder.TryGetValue(play.Files.PlaybookFolder, out var run))
        {
            variablesByFolder[play.Files.PlaybookFolder] = run = session.VariablesFor(play.Files);
        }

        return run;
    }

    private Value? SerialOf(BoundPlay play, RunVariables run) =>
        play.Syntax.Serial is { } serial && run.Renderer.Render(serial.Value, PlayScope(play, run)) is { Succeeded: true } rendered ? rendered.Value : null;

    private string TitleOf(BoundPlay play, IReadOnlyList<string> hosts) =>
        play.Syntax.Name is { } name && VariablesFor(play) is var run && run.Renderer.Render(name.Value, PlayScope(play, run)) is { Succeeded: true } rendered
            ? rendered.Value.ToString() ?? ""
            : play.Title;

    private static VariableScope PlayScope(BoundPlay play, RunVariables run) => new(run.Renderer, [run.ExtraVars, Layer.Of(play.Syntax.Directives.Vars)]);
}
