using Remediator.Language.Values;

namespace Remediator.Language.Inventories;

/// <summary>Hosts, groups and the variables that inventory sources give them. Immutable once built.</summary>
public sealed record Inventory(IReadOnlyDictionary<string, InventoryHost> Hosts, IReadOnlyDictionary<string, InventoryGroup> Groups)
{
    /// <summary>All host names in the order in which the sources name them first.</summary>
    public required IReadOnlyList<string> HostOrder { get; init; }
}

/// <param name="Groups">Names of the groups that hold the host directly or through children, with <c>all</c>, in Ansible's merge order: by depth, priority, name.</param>
/// <param name="Vars">From the inventory's own text (host lines, <c>hosts:</c> entries); not rendered.</param>
public sealed record InventoryHost(string Name, IReadOnlyList<string> Groups, DictValue Vars);

/// <param name="Hosts">All hosts, those of child groups too, in inventory order.</param>
/// <param name="Depth">0 for <c>all</c>, 1 for its children, and so on; the longest path counts.</param>
/// <param name="Priority"><c>ansible_group_priority</c>, 1 by default.</param>
public sealed record InventoryGroup(string Name, IReadOnlyList<string> Children, IReadOnlyList<string> Hosts, DictValue Vars, int Depth, int Priority);
