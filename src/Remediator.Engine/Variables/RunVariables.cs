using System.Diagnostics.CodeAnalysis;
using Remediator.Engine.Planning;
using Remediator.Engine.Running;
using Remediator.Language.Inventories;
using Remediator.Language.Templates;
using Remediator.Language.Templates.Jinja.Filters;
using Remediator.Language.Values;

namespace Remediator.Engine.Variables;

/// <summary>Variables that live as long as a run: the inventory's and extra vars.</summary>
public sealed class RunVariables
{
    private static readonly IReadOnlyList<string> DefaultPrecedence = ["all_inventory", "groups_inventory", "all_plugins_inventory", "all_plugins_play", "groups_plugins_inventory", "groups_plugins_play"];
    private readonly LiveInventory live;
    private Inventory? layersOf;
    private (Inventory Of, DictValue Value)? groups;
    private readonly VariableFiles files;
    private readonly IReadOnlyList<string> inventoryFolders;
    private readonly string playbookFolder;
    private readonly Renderers renderers;
    private readonly AnsibleSettings settings;
    private readonly Dictionary<string, Layer> inventoryLayers = [];
    private readonly Lock gate = new();

    public RunVariables(LiveInventory live, VariableFiles files, IReadOnlyList<string> inventoryFolders, ControllerFiles controllerFiles, DictValue extraVars, Renderers renderers, Endpoints endpoints, AnsibleSettings settings)
    {
        this.live = live;
        this.files = files;
        this.inventoryFolders = inventoryFolders;
        playbookFolder = controllerFiles.PlaybookFolder;
        this.renderers = renderers;
        this.settings = settings;
        ExtraVars = Layer.Of(extraVars);
        Renderer = renderers.Of(controllerFiles);
        LenientRenderer = renderers.Lenient.Of(controllerFiles);
        Endpoints = endpoints;
    }

    public Inventory Inventory => live.Current;

    public ILayer ExtraVars { get; }

    public Renderer Renderer { get; }

    /// <summary>What is not defined stays as it was written: in what hosts see of each other, as in Ansible.</summary>
    public Renderer LenientRenderer { get; }

    public Endpoints Endpoints { get; }

    /// <summary>True where a dict is merged into those of lower precedence.</summary>
    public bool MergesDicts => settings.HashBehaviour == "merge";

    /// <summary>True where facts are variables of their own.</summary>
    public bool InjectsFacts => settings.InjectFactsAsVars;

    /// <summary>True where tasks outside of a role do not see its variables.</summary>
    public bool KeepsRolesApart => settings.PrivateRoleVars;

    /// <summary>The renderer whose lookups search these folders.</summary>
    public Renderer RendererOf(ControllerFiles files) => renderers.Of(files);

    /// <summary>
    /// Everything the inventory and <c>group_vars</c>/<c>host_vars</c> say of a host, merged once, in Ansible's order: the inventory's
    /// text of all groups, from <c>all</c> down; files of <c>all</c>, beside the inventory, then beside the playbook; files of the
    /// other groups, likewise; then the host's text and files. The configuration may order what groups say otherwise, and look for
    /// files beside the task's own.
    /// </summary>
    /// <param name="task">Where a task's files are searched; null for what all tasks see.</param>
    public Layer InventoryOf(string host, ControllerFiles? task = null)
    {
        IReadOnlyList<string> beside = settings.PlaybookVarsRoot == "top" || task is null ? [playbookFolder]
            : settings.PlaybookVarsRoot == "bottom" ? [task.Folders.Count > 0 ? task.Folders[0] : playbookFolder]
            : task.Folders.Count > 0 ? task.Folders : [playbookFolder];
        return InventoryOf(host, beside);
    }

    private Layer InventoryOf(string host, IReadOnlyList<string> beside)
    {
        var key = string.Join('\n', beside.Prepend(host));
        lock (gate)
        {
            var inventory = live.Current;
            if (layersOf != inventory)
            {
                inventoryLayers.Clear();
                layersOf = inventory;
            }

            if (inventoryLayers.TryGetValue(key, out var known))
            {
                return known;
            }

            var merged = new Dictionary<string, Value>();
            var entry = inventory.Hosts.GetValueOrDefault(host);
            if (entry is null && host is "localhost" or "127.0.0.1" or "::1")
            {
                // Ansible's implicit localhost, which no inventory lists.
                merged["ansible_connection"] = Value.Of("local");
                merged["ansible_python_interpreter"] = Value.Of("/usr/bin/python3");
            }

            var groups = entry?.Groups ?? ["all"];
            foreach (var kind in settings.VariablePrecedence ?? DefaultPrecedence)
            {
                MergeGroups(merged, kind, inventory, groups, beside);
            }

            Merge(merged, entry?.Vars);
            MergeFiles(merged, "host_vars", [host], inventoryFolders.Concat(beside));
            return inventoryLayers[key] = new Layer(merged);
        }
    }

    /// <summary>One kind of what groups say. Unknown kinds are passed over, as in Ansible.</summary>
    private void MergeGroups(Dictionary<string, Value> merged, string kind, Inventory inventory, IReadOnlyList<string> groups, IReadOnlyList<string> beside)
    {
        IReadOnlyList<string> wanted = kind.StartsWith("all_", StringComparison.Ordinal) ? ["all"] : [.. groups.Where(g => g != "all")];
        switch (kind)
        {
            case "all_inventory" or "groups_inventory":
                foreach (var group in wanted)
                {
                    Merge(merged, inventory.Groups.GetValueOrDefault(group)?.Vars);
                }

                break;
            case "all_plugins_inventory" or "groups_plugins_inventory":
                MergeFiles(merged, "group_vars", wanted, inventoryFolders);
                break;
            case "all_plugins_play" or "groups_plugins_play":
                MergeFiles(merged, "group_vars", wanted, beside);
                break;
        }
    }

    /// <summary><c>hostvars</c>: every host's variables, made when asked for.</summary>
    public DictValue HostVars(Func<string, VariableScope> scopeOf) => new HostVarsValue(live.Current, scopeOf);

    /// <summary><c>groups</c>.</summary>
    public DictValue Groups()
    {
        lock (gate)
        {
            if (groups is not { } known || known.Of != live.Current)
            {
                var builder = new DictBuilder();
                foreach (var (name, group) in live.Current.Groups)
                {
                    builder[name] = Value.OfTexts(group.Hosts);
                }

                groups = known = (live.Current, builder.Build());
            }

            return known.Value;
        }
    }

    private void MergeFiles(Dictionary<string, Value> target, string kind, IReadOnlyList<string> names, IEnumerable<string> folders)
    {
        foreach (var folder in folders.Distinct())
        {
            foreach (var variables in names.SelectMany(n => files.Beside(folder, kind, n)))
            {
                Merge(target, variables);
            }
        }
    }

    private void Merge(Dictionary<string, Value> target, DictValue? source)
    {
        foreach (var (key, value) in source ?? DictValue.Empty)
        {
            var name = key.ToString() ?? "";
            target[name] = MergesDicts && value is DictValue high && target.GetValueOrDefault(name) is DictValue low ? DictMerge.Merge(low, high) : value;
        }
    }

    private sealed class HostVarsValue(Inventory inventory, Func<string, VariableScope> scopeOf) : DictValue
    {
        public override int Count => inventory.HostOrder.Count;

        public override IEnumerable<Value> Keys => inventory.HostOrder.Select(Of);

        public override bool TryGet(Value key, [MaybeNullWhen(false)] out Value value)
        {
            // The implicit localhost answers, too, though it is not listed.
            value = key is TextValue name && (inventory.Hosts.ContainsKey(name.Text) || name.Text == "localhost") ? new ScopeValue(scopeOf(name.Text)) : null;
            return value is not null;
        }
    }
}
