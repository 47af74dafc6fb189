using Remediator.Language.Diagnostics;
using Remediator.Engine.Planning;
using Remediator.Engine.Running;
using Remediator.Language.Values;

namespace Remediator.Engine.Variables;

/// <summary>The variables of one host in one play, by Ansible's order of precedence.</summary>
/// <param name="magic">Names that the engine gives, which nothing overrides.</param>
/// <param name="playVars">The play's <c>vars_files</c> over its <c>vars</c>.</param>
internal sealed class HostVariables(
    RunVariables run,
    HostState state,
    ILayer magic,
    PlayVariables playVars)
{
    private readonly ILayer setFacts = new Layer(state.SetFacts, isLiteral: true);
    private readonly ILayer facts = new Layer(state.Facts, isLiteral: true);

    // Not among the magic names: facts that a task of the segment will gather come before it.
    private readonly ILayer factsByName = new ComputedLayer(new Dictionary<string, Func<Value>> { ["ansible_facts"] = () => state.AnsibleFacts });
    private readonly ILayer inventory = run.InventoryOf(state.Name);

    public HostState State => state;

    /// <summary>Why the play's variables cannot be known on this host, or null.</summary>
    public Diagnostic? Problem => playVars.Problem;

    /// <summary>Numbers of script tasks: unique on every channel of the host.</summary>
    public int NextId() => ++state.LastScriptId;

    /// <summary>What a task sees. From the highest precedence: magic, extra vars, results and set facts (those expected first), task and block vars, play vars, facts, inventory.</summary>
    internal VariableScope ScopeOf(BoundTask task, ILayer expected) =>
        new VariableScope(run.Renderer, [magic, run.ExtraVars, expected, setFacts, .. OwnVars(task), .. playVars.Layers, factsByName, facts, inventory]);

    /// <summary>What other hosts see through <c>hostvars</c>.</summary>
    public VariableScope PlayScope() => new(run.Renderer, [magic, run.ExtraVars, setFacts, .. playVars.Layers, factsByName, facts, inventory]);

    /// <summary>Where a task runs. Variables that steer the connection never come from the host itself (facts, results).</summary>
    internal Endpoint? EndpointOf(BoundTask task, TaskKeywords keywords) =>
        run.Endpoints.Of(state.Name, keywords, new VariableScope(run.Renderer, [magic, run.ExtraVars, .. OwnVars(task), .. playVars.Layers, inventory]));

    /// <summary>The vars of the task and of the blocks around it, the inner ones first. The play's are the first of the lineage.</summary>
    private static IEnumerable<ILayer> OwnVars(BoundTask task) =>
        task.Lineage.Skip(1).Reverse().Where(d => d.Vars.Count > 0).Select(d => Layer.Of(d.Vars));
}
