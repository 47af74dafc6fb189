using Remediator.Cli.Engine;
using Remediator.Engine.Healing;
using Remediator.Engine.Recording;
using Remediator.Engine.Reporting;
using Remediator.Engine.Tests.Reporting;
using Remediator.Language.Diagnostics;
using Remediator.Language.Inventories;
using Remediator.Language.Values;

namespace Remediator.Cli.Tests;

/// <summary>An engine that plays a tape, or finds what it is told to find.</summary>
internal sealed class FakeSession : IEngineSession
{
    public Tape Tape { get; init; } = new Tape().Run().Finish();

    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];

    public IReadOnlyList<PlaybookOutline> Outline { get; init; } = [];

    public LoadedInventory? Inventory { get; init; }

    /// <summary>Waits between events, for looking.</summary>
    public TimeSpan Pace { get; init; }

    /// <summary>Does not hear of a cancellation, as an engine that hangs.</summary>
    public bool IsDeaf { get; init; }

    /// <summary>Called before each event; may cancel the run.</summary>
    public Action<RunEvent> Before { get; init; } = _ => { };

    public RunRequest? Request { get; private set; }

    public bool HasRun { get; private set; }

    public Task<Loaded<ILoadedRun>> LoadRunAsync(RunRequest request, CancellationToken cancellation)
    {
        Request = request;
        var isWrong = Diagnostics.Any(d => d.Severity == Severity.Error);
        return Task.FromResult(new Loaded<ILoadedRun>(isWrong ? null : new Run(this), Diagnostics));
    }

    /// <summary>What a pass comes to.</summary>
    public HealReport Healed { get; init; } = new([], null, Interrupted: false);

    public HealSettings? Settings { get; private set; }

    public Task<Loaded<ILoadedHeal>> LoadHealAsync(RunRequest request, HealSettings settings, StateFolder state, CancellationToken cancellation)
    {
        (Request, Settings) = (request, settings);
        var isWrong = Diagnostics.Any(d => d.Severity == Severity.Error);
        return Task.FromResult(new Loaded<ILoadedHeal>(isWrong ? null : new Heal(this), Diagnostics));
    }

    public Task<Loaded<LoadedInventory>> LoadInventoryAsync(RunRequest request, CancellationToken cancellation)
    {
        Request = request;
        return Task.FromResult(new Loaded<LoadedInventory>(Inventory, Diagnostics));
    }

    public static LoadedInventory SmallInventory()
    {
        var vars = new Dictionary<string, DictValue> { ["h1"] = Value.Dict(("x", Value.Of(1)), ("name", Value.Of("ü"))) };
        var hosts = new[] { "h1", "h2", "h3" };
        var inventory = new Inventory(
            hosts.ToDictionary(h => h, h => new InventoryHost(h, ["all"], vars.GetValueOrDefault(h, DictValue.Empty))),
            new Dictionary<string, InventoryGroup>
            {
                ["all"] = new("all", ["ungrouped", "site"], hosts, DictValue.Empty, 0, 1),
                ["ungrouped"] = new("ungrouped", [], ["h3"], DictValue.Empty, 1, 1),
                ["site"] = new("site", ["web", "db"], ["h1", "h2"], Value.Dict(("ntp", Value.Of("pool"))), 1, 1),
                ["web"] = new("web", [], ["h1"], DictValue.Empty, 2, 1),
                ["db"] = new("db", [], ["h2"], DictValue.Empty, 2, 1),
            })
        { HostOrder = hosts };
        return new LoadedInventory(inventory, h => vars.GetValueOrDefault(h, DictValue.Empty));
    }

    private sealed class Heal(FakeSession session) : ILoadedHeal
    {
        public async Task<HealReport> RunAsync(IRunObserver observer, CancellationToken cancellation)
        {
            await new Run(session).RunAsync(observer, cancellation);
            return session.Healed;
        }
    }

    private sealed class Run(FakeSession session) : ILoadedRun
    {
        public IReadOnlyList<PlaybookOutline> Outline() => session.Outline;

        public Loaded<Remediator.Engine.Compiling.CompiledScript> Compile(Remediator.Engine.Compiling.CompileRequest compile) => new(new("#!/bin/sh\n", [], compile.AllowsSecrets), []);

        public async Task<RunReport> RunAsync(IRunObserver observer, CancellationToken cancellation)
        {
            session.HasRun = true;
            cancellation = session.IsDeaf ? CancellationToken.None : cancellation;
            foreach (var next in session.Tape.Events)
            {
                session.Before(next);
                if (session.Pace > TimeSpan.Zero)
                {
                    await Task.Delay(session.Pace, cancellation);
                }

                cancellation.ThrowIfCancellationRequested();
                observer.On(next);
            }

            return session.Tape.Events.OfType<RunEvent.RunEnded>().Single().Report;
        }
    }
}
