using Remediator.Language.Values;
using Group = Remediator.Language.Inventories.InventoryBuilder.Group;
using Host = Remediator.Language.Inventories.InventoryBuilder.Host;

namespace Remediator.Language.Inventories;

/// <summary>Turns the builder's graph into the immutable inventory: depths, ancestors and orders.</summary>
internal static class InventoryAssembly
{
    public static Inventory Assemble(List<Group> groups, List<Host> hosts)
    {
        var sorted = ParentsFirst(groups);
        var depths = Depths(sorted);
                var mergeOrder = groups.OrderBy(g => depths[g]).ThenBy(g => g.Priority).ThenBy(g => g.Name, StringComparer.Ordinal).ToList();
        var ranks = mergeOrder.Select((group, rank) => (group, rank)).ToDictionary(e => e.group, e => e.rank);
        var lineages = Lineages(sorted, ranks);
        var byName = new Dictionary<string, InventoryHost>(hosts.Count, StringComparer.Ordinal);
        var cache = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var host in hosts)
        {
            var ranksOfHost = new SortedSet<int>();
            foreach (var group in host.Groups)
            {
                ranksOfHost.UnionWith(lineages[group]);
            }

            ranksOfHost.Add(ranks[groups[0]]);
            // Hosts of the same groups share one list: most of a fleet does.
            var key = string.Join(' ', ranksOfHost);
            if (!cache.TryGetValue(key, out var names))
            {
                cache.Add(key, names = [.. ranksOfHost.Select(r => mergeOrder[r].Name)]);
            }

            byName.Add(host.Name, new InventoryHost(host.Name, names, Copy(host.Vars)));
        }

        var children = groups.ToDictionary(g => g, g => (IReadOnlyList<Group>)g.Children);
        children[groups[0]] = ChildrenOfAll(groups);
        var result = groups.ToDictionary(
            g => g.Name,
            g => new InventoryGroup(g.Name, [.. children[g].Select(c => c.Name)], Members(g, children), Copy(g.Vars), depths[g], g.Priority)
            {
                OwnHosts = [.. g.Hosts.Select(h => h.Name)],
            },
            StringComparer.Ordinal);
        return new Inventory(byName, result) { HostOrder = result[InventoryBuilder.All].Hosts };
    }

    /// <summary>As in Ansible: <c>ungrouped</c>, the groups that a source puts under <c>all</c>, then those without a parent.</summary>
    private static List<Group> ChildrenOfAll(List<Group> groups)
    {
        var (all, ungrouped) = (groups[0], groups[1]);
        return [.. new[] { ungrouped }.Concat(all.Children).Concat(groups.Where(g => g != all && g.Parents.Count == 0)).Distinct()];
    }

    /// <summary>The hosts of a group and of those below it, level by level, each in the order in which it was added.</summary>
    private static List<string> Members(Group top, Dictionary<Group, IReadOnlyList<Group>> children)
    {
        var names = new List<string>();
        var seen = new HashSet<Host>();
        var met = new HashSet<Group> { top };
        var open = new Queue<Group>(met);
        while (open.TryDequeue(out var group))
        {
            names.AddRange(group.Hosts.Where(seen.Add).Select(h => h.Name));
            foreach (var child in children[group].Where(met.Add))
            {
                open.Enqueue(child);
            }
        }

        return names;
    }

    /// <summary>Every group after all of its parents; the builder lets no circle in.</summary>
    private static List<Group> ParentsFirst(List<Group> groups)
    {
        var waiting = groups.ToDictionary(g => g, g => g.Parents.Count);
        var ready = new Queue<Group>(groups.Where(g => waiting[g] == 0));
        var sorted = new List<Group>(groups.Count);
        while (ready.TryDequeue(out var group))
        {
            sorted.Add(group);
            foreach (var child in group.Children)
            {
                if (--waiting[child] == 0)
                {
                    ready.Enqueue(child);
                }
            }
        }

        return sorted;
    }

    private static Dictionary<Group, int> Depths(List<Group> sorted)
    {
        var depths = new Dictionary<Group, int>(sorted.Count);
        foreach (var group in sorted)
        {
            depths[group] = group.Name == InventoryBuilder.All ? 0 : 1 + group.Parents.Select(p => depths[p]).DefaultIfEmpty(0).Max();
        }

        return depths;
    }

    /// <summary>Ranks of each group and all of its ancestors.</summary>
    private static Dictionary<Group, HashSet<int>> Lineages(List<Group> sorted, Dictionary<Group, int> ranks)
    {
        var lineages = new Dictionary<Group, HashSet<int>>(sorted.Count);
        foreach (var group in sorted)
        {
            var lineage = new HashSet<int> { ranks[group] };
            foreach (var parent in group.Parents)
            {
                lineage.UnionWith(lineages[parent]);
            }

            lineages[group] = lineage;
        }

        return lineages;
    }

    private static DictValue Copy(DictBuilder vars) => vars.Count == 0 ? DictValue.Empty : vars.Snapshot();
}
