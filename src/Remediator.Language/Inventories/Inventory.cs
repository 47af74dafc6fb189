using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Inventories;

/// <summary>Hosts, groups and the variables that inventory sources give them. Immutable once built.</summary>
public sealed record Inventory(IReadOnlyDictionary<string, InventoryHost> Hosts, IReadOnlyDictionary<string, InventoryGroup> Groups)
{
    /// <summary>All host names in Ansible's order: those put under <c>all</c>, those of no group, then group by group.</summary>
    public required IReadOnlyList<string> HostOrder { get; init; }

    /// <summary>The inventory with a host, new or known, in more groups, which are made where they are missing, and with more variables.</summary>
    public Inventory WithHost(string name, IEnumerable<string> groups, DictValue vars) => With(builder =>
    {
        builder.AddHost(name);
        foreach (var group in groups)
        {
            builder.AddHost(name, group);
        }

        foreach (var (key, value) in vars)
        {
            builder.SetHostVariable(name, key.ToString() ?? "", value);
        }
    });

    /// <summary>The inventory with a host in a group that is a child of others; groups that are missing are made.</summary>
    /// <param name="diagnostics">Gets RMD2051 where a parent is below the group.</param>
    public Inventory WithMember(string group, string host, IEnumerable<string> parents, DiagnosticBag diagnostics) => With(builder =>
    {
        builder.AddHost(host, group);
        foreach (var parent in parents.Where(p => p != InventoryBuilder.All))
        {
            builder.AddChild(parent, group, Span.None, diagnostics);
        }
    });

    /// <summary>The inventory after a change; this one stays as it is.</summary>
    public Inventory With(Action<InventoryBuilder> change)
    {
        var builder = InventoryBuilder.From(this);
        change(builder);
        return builder.Build([]);
    }
}

/// <param name="Groups">Names of the groups that hold the host directly or through children, with <c>all</c>, in Ansible's merge order: by depth, priority, name.</param>
/// <param name="Vars">From the inventory's own text (host lines, <c>hosts:</c> entries); not rendered.</param>
public sealed record InventoryHost(string Name, IReadOnlyList<string> Groups, DictValue Vars);

/// <param name="Hosts">All hosts: the group's own in the order in which they were added, then those of child groups, level by level.</param>
/// <param name="Depth">0 for <c>all</c>, 1 for its children, and so on; the longest path counts.</param>
/// <param name="Priority"><c>ansible_group_priority</c>, 1 by default.</param>
public sealed record InventoryGroup(string Name, IReadOnlyList<string> Children, IReadOnlyList<string> Hosts, DictValue Vars, int Depth, int Priority)
{
    /// <summary>Hosts of the group itself, without those of its children.</summary>
    public IReadOnlyList<string> OwnHosts { get; init; } = [];
}
