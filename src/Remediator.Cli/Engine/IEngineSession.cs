using Remediator.Engine.Compiling;
using Remediator.Engine.Healing;
using Remediator.Engine.Recording;
using Remediator.Engine.Reporting;
using Remediator.Language.Diagnostics;
using Remediator.Language.Inventories;
using Remediator.Language.Values;

namespace Remediator.Cli.Engine;

/// <summary>All that the verbs want of the engine.</summary>
internal interface IEngineSession
{
    /// <summary>Reads and checks playbooks, inventories and variables. Contacts no host.</summary>
    Task<Loaded<ILoadedRun>> LoadRunAsync(RunRequest request, CancellationToken cancellation);

    /// <summary>Reads and checks what <see cref="LoadRunAsync"/> does, for a pass that keeps what it tries in a folder.</summary>
    Task<Loaded<ILoadedHeal>> LoadHealAsync(RunRequest request, HealSettings settings, StateFolder state, CancellationToken cancellation);

    /// <summary>Reads and checks the request's inventories with their variables.</summary>
    Task<Loaded<LoadedInventory>> LoadInventoryAsync(RunRequest request, CancellationToken cancellation);
}

/// <summary>What was read, and what was found wrong. There is no value where a diagnostic is an error.</summary>
internal sealed record Loaded<T>(T? Value, IReadOnlyList<Diagnostic> Diagnostics)
    where T : class;

/// <summary>Playbooks that may run.</summary>
internal interface ILoadedRun
{
    /// <summary>What would run, by the request's tags and limit. Made when asked for.</summary>
    IReadOnlyList<PlaybookOutline> Outline();

    /// <summary>
    /// Runs. A cancellation ends what runs on the hosts; the report then says so (<see cref="RunReport.Interrupted"/>) and holds
    /// what is known.
    /// </summary>
    Task<RunReport> RunAsync(IRunObserver observer, CancellationToken cancellation);

    /// <summary>Makes one script of it, for a node that no controller reaches.</summary>
    Loaded<CompiledScript> Compile(CompileRequest compile);
}

/// <summary>An unattended pass that may begin.</summary>
internal interface ILoadedHeal
{
    /// <summary>Checks, and remediates where it must; the observer hears of every run.</summary>
    Task<HealReport> RunAsync(IRunObserver observer, CancellationToken cancellation);
}

/// <summary>A playbook as <c>--list-hosts</c>, <c>--list-tasks</c> and <c>--list-tags</c> show it.</summary>
internal sealed record PlaybookOutline(string Path, IReadOnlyList<PlayOutline> Plays);

/// <param name="Patterns">The entries of <c>hosts</c>.</param>
/// <param name="Hosts">The hosts that the patterns and the limit choose, in inventory order.</param>
internal sealed record PlayOutline(
    string Name, IReadOnlyList<string> Patterns, IReadOnlyList<string> Tags, IReadOnlyList<string> Hosts, IReadOnlyList<TaskOutline> Tasks);

/// <param name="Tags">Its own and those of its blocks and play.</param>
internal sealed record TaskOutline(string Name, IReadOnlyList<string> Tags);

/// <param name="VariablesOf">A host's variables, all files of groups and hosts merged in; not rendered.</param>
internal sealed record LoadedInventory(Inventory Inventory, Func<string, DictValue> VariablesOf)
{
    /// <summary>A host's variables as they are written.</summary>
    public Func<string, DictValue> RawVariablesOf { get; init; } = VariablesOf;

    /// <summary>What is said of a group or host alone, by <c>group_vars</c> or <c>host_vars</c> and its name.</summary>
    public Func<string, string, DictValue> OwnVariablesOf { get; init; } = (_, name) => VariablesOf(name);
}
