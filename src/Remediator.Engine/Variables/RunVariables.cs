using System.Diagnostics.CodeAnalysis;
using Remediator.Engine.Running;
using Remediator.Language.Inventories;
using Remediator.Language.Templates;
using Remediator.Language.Values;

namespace Remediator.Engine.Variables;

/// <summary>Variables that live as long as a run: the inventory's, extra vars, and the state of every host.</summary>
public sealed class RunVariables
{
    private readonly Inventory inventory;
    private readonly VariableFiles files;
    private readonly IReadOnlyList<string> inventoryFolders;
    private readonly string playbookFolder;
    private readonly Dictionary<string, Layer> inventoryLayers = [];
    private readonly Dictionary<string, HostState> states = [];
    private readonly Lock gate = new();

    public RunVariables(Inventory inventory, VariableFiles files, IReadOnlyList<string> inventoryFolders, string playbookFolder, DictValue extraVars, Renderer renderer, Endpoints endpoints)
    {
        this.inventory = inventory;
        this.files = files;
        this.inventoryFolders = inventoryFolders;
        this.playbookFolder = playbookFolder;
        ExtraVars = Layer.Of(extraVars);
        Renderer = renderer;
        Endpoints = endpoints;
    }

    public Inventory Inventory => inventory;

    public ILayer ExtraVars { get; }

    public Renderer Renderer { get; }

    public Endpoints Endpoints { get; }

    public HostState StateOf(string host)
    {
        lock (gate)
        {
            if (!states.TryGetValue(host, out var state))
            {
                states[host] = state = new HostState(host);
            }

            return state;
        }
    }

    /// <summary>
    /// Everything the inventory and <c>group_vars</c>/<c>host_vars</c> say of a host, merged once: groups from <c>all</c> down (the
    /// inventory's text, then files beside the inventory, then beside the playbook), then the host in the same order.
    /// </summary>
    public Layer InventoryOf(string host)
    {
        lock (gate)
        {
            if (inventoryLayers.TryGetValue(host, out var known))
            {
                return known;
            }

            var merged = new Dictionary<string, Value>();
            var entry = inventory.Hosts.GetValueOrDefault(host);
            // Ansible's order: inventory text of all groups is merged by group, then files; 'all' comes first at each level.
            foreach (var group in entry?.Groups ?? ["all"])
            {
                Merge(merged, inventory.Groups.GetValueOrDefault(group)?.Vars);
                foreach (var folder in inventoryFolders.Append(playbookFolder))
                {
                    foreach (var variables in files.Beside(folder, "group_vars", group))
                    {
                        Merge(merged, variables);
                    }
                }
            }

            Merge(merged, entry?.Vars);
            foreach (var folder in inventoryFolders.Append(playbookFolder))
            {
                foreach (var variables in files.Beside(folder, "host_vars", host))
                {
                    Merge(merged, variables);
                }
            }

            return inventoryLayers[host] = new Layer(merged);
        }
    }

    /// <summary><c>hostvars</c>: every host's variables, made when asked for.</summary>
    public DictValue HostVars(Func<string, VariableScope> scopeOf) => new HostVarsValue(inventory.HostOrder, scopeOf);

    /// <summary><c>groups</c>.</summary>
    public DictValue Groups()
    {
        var builder = new DictBuilder();
        foreach (var (name, group) in inventory.Groups)
        {
            builder[name] = Value.OfTexts(group.Hosts);
        }

        return builder.Build();
    }

    private static void Merge(Dictionary<string, Value> target, DictValue? source)
    {
        foreach (var (key, value) in source ?? DictValue.Empty)
        {
            target[key.ToString() ?? ""] = value;
        }
    }

    private sealed class HostVarsValue(IReadOnlyList<string> hosts, Func<string, VariableScope> scopeOf) : DictValue
    {
        public override int Count => hosts.Count;

        public override IEnumerable<Value> Keys => hosts.Select(Of);

        public override bool TryGet(Value key, [MaybeNullWhen(false)] out Value value)
        {
            value = key is TextValue name && hosts.Contains(name.Text) ? new ScopeValue(scopeOf(name.Text)) : null;
            return value is not null;
        }
    }

    private sealed class ScopeValue(VariableScope scope) : DictValue
    {
        public override int Count => scope.Names.Count();

        public override IEnumerable<Value> Keys => scope.Names.Select(Of);

        public override bool TryGet(Value key, [MaybeNullWhen(false)] out Value value)
        {
            value = null;
            return key is TextValue name && scope.TryGet(name.Text, out value);
        }
    }
}
