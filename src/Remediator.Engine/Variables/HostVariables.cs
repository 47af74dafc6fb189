using Remediator.Language.Diagnostics;
using Remediator.Engine.Planning;
using Remediator.Engine.Running;
using Remediator.Language.Values;

namespace Remediator.Engine.Variables;

/// <summary>The variables of one host in one play, by Ansible's order of precedence.</summary>
/// <param name="magic">Names that the engine gives, which nothing overrides.</param>
/// <param name="playVars">The play's <c>vars_files</c> over its <c>vars</c>.</param>
/// <param name="roles">Roles of the play whose variables all its tasks see.</param>
/// <param name="nodeFacts">Facts in place of the state's, where a script is compiled.</param>
internal sealed class HostVariables(
    RunVariables run,
    HostState state,
    IReadOnlyList<ILayer> magic,
    PlayVariables playVars,
    PublicRoles roles,
    ILayer? nodeFacts = null)
{
    private readonly ILayer setFacts = new Layer(state.SetFacts, isLiteral: true);
    private readonly ILayer facts = nodeFacts ?? (run.InjectsFacts ? new Layer(state.Facts, isLiteral: true) : new ComputedLayer(new Dictionary<string, Func<Value>> { ["ansible_local"] = () => state.Facts.GetValueOrDefault("ansible_local", DictValue.Empty) }));

    // Not among the magic names: facts that a task of the segment will gather come before it.
    private readonly ILayer factsByName = nodeFacts ?? new ComputedLayer(new Dictionary<string, Func<Value>> { ["ansible_facts"] = () => state.AnsibleFacts });
    private readonly ILayer includedVars = new Layer(state.IncludedVars);

    public HostState State => state;

    /// <summary>What roles give to tasks outside of them.</summary>
    private ILayer RoleVariables => run.KeepsRolesApart ? Layer.Empty : roles.Variables;

    /// <summary>Why the play's variables cannot be known on this host, or null.</summary>
    public Diagnostic? Problem => playVars.Problem;

    /// <summary>Numbers of script tasks: unique on every channel of the host.</summary>
    public int NextId() => ++state.LastScriptId;

    /// <summary>
    /// What a task sees. From the highest precedence: magic, extra vars, what the includes around it give, parameters of its role,
    /// results and set facts (those expected first), included variables, vars of the task and its blocks, role vars, play vars, facts,
    /// inventory, role defaults.
    /// </summary>
    internal VariableScope ScopeOf(BoundTask task, ILayer expected, Position? position) =>
        new(run.RendererOf(task.Files), [.. LayersOf(task, Layer.Empty, position, expected, factsByName, facts), run.Endpoints.KnownOf(state.Name, run.Inventory.Hosts.ContainsKey(state.Name), task)], run.MergesDicts);

    /// <summary>What <c>hostvars</c> tells of the host: nothing of a play, as in Ansible.</summary>
    public VariableScope SeenByOthers(ILayer magicOfHost) => new(run.LenientRenderer, [magicOfHost, run.ExtraVars, setFacts, includedVars, factsByName, facts, run.InventoryOf(state.Name)], run.MergesDicts);

    /// <summary>Where a task runs. Variables that steer the connection never come from what the host itself says: its facts.</summary>
    /// <param name="item">What the loop gives, where the task has one.</param>
    internal Endpoint? EndpointOf(BoundTask task, TaskKeywords keywords, Position? position, ILayer item, ILayer expected) =>
        // Twenty names are looked for, most of them in vain: empty layers are left out.
        run.Endpoints.Of(state.Name, keywords, new VariableScope(run.RendererOf(task.Files), [.. LayersOf(task, item, position, expected, new WithoutConnection(factsByName), new WithoutConnection(facts)).Where(l => !l.IsEmpty)]));

    private IReadOnlyList<ILayer> LayersOf(BoundTask task, ILayer item, Position? position, ILayer expected, ILayer factsByName, ILayer facts) =>
    [
        new TaskNames(task), .. magic, run.ExtraVars, item,
        .. position?.Layers ?? [],
        .. task.Lineage.Reverse().Select(d => d.Parameters).Where(p => p.Count > 0).Select(Layer.Of),
        .. task.Role is { } role ? [role.ParameterLayer] : (IEnumerable<ILayer>)[],
        expected, setFacts, expected is Speculation planned ? planned.Included : Layer.Empty, includedVars,
        .. OwnVars(task),
        .. task.Role?.VariableLayers ?? [],
        RoleVariables,
        .. playVars.Layers, factsByName, facts, run.InventoryOf(state.Name, task.Files),
        .. task.Role?.DefaultLayers ?? [],
        roles.Defaults,
    ];

    /// <summary>Where a task runs that is delegated: the other host's own variables say how it is reached.</summary>
    internal Endpoint? EndpointOf(string other, BoundTask task, TaskKeywords keywords) =>
        run.Endpoints.Of(other, keywords, new VariableScope(run.RendererOf(task.Files), [Layer.Of(("inventory_hostname", Value.Of(other))), .. magic, run.ExtraVars, run.InventoryOf(other)])) is { } endpoint
            ? endpoint with { OnBehalfOf = other == state.Name ? null : state.Name }
            : null;

    /// <summary>The vars of the task and of the blocks around it, the inner ones first. The play's are the first of the lineage.</summary>
    private static IEnumerable<ILayer> OwnVars(BoundTask task) =>
        task.Lineage.Skip(1).Reverse().Where(d => d.Vars.Count > 0).Select(d => Layer.Of(d.Vars));
}
