using Remediator.Engine.Healing;
using Remediator.Engine.Planning;
using Remediator.Engine.Recording;
using Remediator.Engine.Reporting;
using Remediator.Engine.Running;
using Remediator.Language.Diagnostics;
using Remediator.Language.Values;
using Remediator.Ssh;

namespace Remediator.Cli.Engine;

/// <summary>The engine behind the verbs: the one place that knows both.</summary>
/// <param name="shell">What stands for this machine's shell; null for itself.</param>
internal sealed class EngineSession(IReadOnlyList<string>? shell = null) : IEngineSession
{
    public Task<Loaded<ILoadedRun>> LoadRunAsync(RunRequest request, CancellationToken cancellation)
    {
        var diagnostics = new DiagnosticBag();
        var session = Session.Load(request, diagnostics);
        return Task.FromResult(new Loaded<ILoadedRun>(session is null ? null : new LoadedRun(session, request, shell), diagnostics.InReadingOrder()));
    }

    public Task<Loaded<LoadedInventory>> LoadInventoryAsync(RunRequest request, CancellationToken cancellation)
    {
        var diagnostics = new DiagnosticBag();
        var session = Session.Load(request, diagnostics);
        return Task.FromResult(new Loaded<LoadedInventory>(session is null ? null : new LoadedInventory(session.Inventory, session.VariablesOf) { RawVariablesOf = session.RawVariablesOf, OwnVariablesOf = session.OwnVariablesOf }, diagnostics.InReadingOrder()));
    }

    public Task<Loaded<ILoadedHeal>> LoadHealAsync(RunRequest request, HealSettings settings, StateFolder state, CancellationToken cancellation)
    {
        var diagnostics = new DiagnosticBag();
        var session = Session.Load(request, diagnostics);
        return Task.FromResult(new Loaded<ILoadedHeal>(session is null ? null : new LoadedHeal(session, request, settings, state, shell), diagnostics.InReadingOrder()));
    }

    private sealed class LoadedHeal(Session session, RunRequest request, HealSettings settings, StateFolder state, IReadOnlyList<string>? shell) : ILoadedHeal
    {
        public async Task<HealReport> RunAsync(IRunObserver observer, CancellationToken cancellation)
        {
            EmbeddedSqlite.Register();
            using var memory = new RecordedMemory(state, request.Playbooks, TimeProvider.System, message => observer.On(new RunEvent.Warning(message)));
            var opened = new List<OpenSshTransport>();
            try
            {
                return await new HealPass(request, settings, memory, wanted => Open(wanted, opened), [observer], TimeProvider.System, Random.Shared.NextDouble).RunAsync(session, cancellation);
            }
            finally
            {
                opened.ForEach(o => o.Dispose());
            }
        }

        private Func<ConnectionKind, ITransport> Open(RunRequest wanted, List<OpenSshTransport> opened)
        {
            var options = new ChannelOptions(wanted.Check, wanted.Diff);
            var ssh = new OpenSshTransport(new SshOptions(), options);
            opened.Add(ssh);
            var local = shell is null ? new LocalTransport(options) : new LocalTransport(options) { Shell = shell };
            return kind => kind == ConnectionKind.Local ? local : ssh;
        }
    }

    private sealed class LoadedRun(Session session, RunRequest request, IReadOnlyList<string>? shell) : ILoadedRun
    {
        public IReadOnlyList<PlaybookOutline> Outline() =>
            [.. session.Plays.GroupBy(p => p.Syntax.Span.Source).Select(g => new PlaybookOutline(g.Key.Name, [.. g.Select(OutlineOf)]))];

        public async Task<RunReport> RunAsync(IRunObserver observer, CancellationToken cancellation)
        {
            if (request.Recording is not null)
            {
                EmbeddedSqlite.Register();
            }

            var options = new ChannelOptions(request.Check, request.Diff);
            using var ssh = new OpenSshTransport(new SshOptions { Keep = request.KeepConnections }, options);
            var local = shell is null ? new LocalTransport(options) : new LocalTransport(options) { Shell = shell };
            return await session.RunAsync([observer], kind => kind == ConnectionKind.Local ? local : ssh, cancellation);
        }

        private PlayOutline OutlineOf(BoundPlay play) => new(
            play.Title,
            [.. (play.Syntax.Hosts.Value as IReadOnlyList<Value> ?? [play.Syntax.Hosts.Value]).Select(v => v.ToString() ?? "")],
            play.TagsOfPlay,
            session.HostsOf(play, new DiagnosticBag()),
            [.. play.Program.Tasks.Where(t => t.Heading.Kind is TaskKind.Task or TaskKind.Verify).Select(t => new TaskOutline(t.Heading.Name, t.Tags))]);
    }
}
