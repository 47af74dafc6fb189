using Remediator.Language.Inventories;
using Remediator.Language.Values;

namespace Remediator.Engine.Variables;

/// <summary>The inventory of a run, to which plays may add: <c>add_host</c>, <c>group_by</c>. Each state of it is immutable. Thread-safe.</summary>
public sealed class LiveInventory(Inventory start)
{
    private readonly List<Func<Inventory, Inventory>> changes = [];
    private readonly Lock gate = new();
    private volatile Inventory current = start;

    public Inventory Current => current;

    /// <summary>True where the host, a group or a variable is new.</summary>
    public bool AddHost(string name, IReadOnlyList<string> groups, DictValue vars)
    {
        lock (gate)
        {
            var known = current.Hosts.GetValueOrDefault(name);
            var isChange = known is null
                || groups.Any(g => !known.Groups.Contains(g))
                || vars.Any(v => !known.Vars.TryGet(v.Key, out var before) || !before.Equals(v.Value));
            if (isChange)
            {
                Do(i => i.WithHost(name, groups, vars));
            }

            return isChange;
        }
    }

    /// <summary>True where the group is new, or one of its members.</summary>
    public bool AddMember(string group, string host, IReadOnlyList<string> parents)
    {
        lock (gate)
        {
            var isChange = current.Groups.GetValueOrDefault(group) is not { } known
                || !known.OwnHosts.Contains(host)
                || parents.Any(p => p != "all" && current.Groups.GetValueOrDefault(p)?.Children.Contains(group) != true);
            if (isChange)
            {
                // A host that the sources do not name any more does not come back by the groups that it was in.
                Do(i => i.Hosts.ContainsKey(host) ? i.WithMember(group, host, parents, []) : i);
            }

            return isChange;
        }
    }

    /// <summary><c>meta: refresh_inventory</c>: what the sources say now, and what plays added since.</summary>
    public void Refresh(Inventory sources)
    {
        lock (gate)
        {
            current = changes.Aggregate(sources, (inventory, change) => change(inventory));
        }
    }

    private void Do(Func<Inventory, Inventory> change)
    {
        changes.Add(change);
        current = change(current);
    }
}
