using Remediator.Engine.Planning;
using Remediator.Engine.Running;
using Remediator.Language.Values;

namespace Remediator.Engine.Variables;

/// <summary>The variables of one host in one play, by Ansible's order of precedence.</summary>
/// <param name="magic">Names that the engine gives, which nothing overrides.</param>
/// <param name="playVars">The play's <c>vars_files</c> (rendered paths, so per host) over its <c>vars</c>.</param>
public sealed class HostVariables(
    RunVariables run,
    HostState state,
    ILayer magic,
    IReadOnlyList<ILayer> playVars)
{
    private readonly ILayer setFacts = new Layer(state.SetFacts);
    private readonly ILayer facts = new Layer(state.Facts);

    // Not among the magic names: facts that a task of the segment will gather come before it.
    private readonly ILayer ansibleFacts = new ComputedLayer(new Dictionary<string, Func<Value>> { ["ansible_facts"] = () => state.AnsibleFacts });
    private readonly ILayer inventory = run.InventoryOf(state.Name);

    public HostState State => state;

    /// <summary>Numbers of script tasks: unique on every channel of the host.</summary>
    public int NextId() => ++state.LastScriptId;

    /// <summary>What a task sees. From the highest precedence: magic, extra vars, results and set facts (those expected first), task and block vars, play vars, facts, inventory.</summary>
    internal VariableScope ScopeOf(BoundTask task, ILayer expected)
    {
        List<ILayer> layers = [magic, run.ExtraVars, expected, setFacts, ansibleFacts];
        // The play's own directives are the first of the lineage; its vars are in playVars.
        for (var i = task.Lineage.Count - 1; i > 0; i--)
        {
            if (task.Lineage[i].Vars.Count > 0)
            {
                layers.Add(Layer.Of(task.Lineage[i].Vars));
            }
        }

        return new VariableScope(run.Renderer, [.. layers, .. playVars, facts, inventory]);
    }

    /// <summary>What the play's own keywords see.</summary>
    public VariableScope PlayScope() => new(run.Renderer, [magic, run.ExtraVars, setFacts, ansibleFacts, .. playVars, facts, inventory]);

    /// <summary>Where a task runs. Variables that steer the connection never come from the host itself (facts, results).</summary>
    internal Endpoint EndpointOf(BoundTask task, TaskKeywords keywords, VariableScope scope)
    {
        List<ILayer> layers = [magic, run.ExtraVars];
        for (var i = task.Lineage.Count - 1; i > 0; i--)
        {
            if (task.Lineage[i].Vars.Count > 0)
            {
                layers.Add(Layer.Of(task.Lineage[i].Vars));
            }
        }

        return run.Endpoints.Of(state.Name, keywords, new VariableScope(run.Renderer, [.. layers, .. playVars, inventory]));
    }
}
