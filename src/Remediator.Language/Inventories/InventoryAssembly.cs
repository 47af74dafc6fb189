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
        var priorities = groups.ToDictionary(g => g, PriorityOf);
        var mergeOrder = groups.OrderBy(g => depths[g]).ThenBy(g => priorities[g]).ThenBy(g => g.Name, StringComparer.Ordinal).ToList();
        var ranks = mergeOrder.Select((group, rank) => (group, rank)).ToDictionary(e => e.group, e => e.rank);
        var lineages = Lineages(sorted, ranks);
        var members = groups.ToDictionary(g => g, _ => new List<string>());
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
            foreach (var rank in ranksOfHost)
            {
                members[mergeOrder[rank]].Add(host.Name);
            }

            // Hosts of the same groups share one list: most of a fleet does.
            var key = string.Join(' ', ranksOfHost);
            if (!cache.TryGetValue(key, out var names))
            {
                cache.Add(key, names = [.. ranksOfHost.Select(r => mergeOrder[r].Name)]);
            }

            byName.Add(host.Name, new InventoryHost(host.Name, names, Copy(host.Vars)));
        }

        var tops = groups.Where(g => g.Name != InventoryBuilder.All && g.Parents.Count == 0).Select(g => g.Name);
        var result = groups.ToDictionary(
            g => g.Name,
            g => new InventoryGroup(
                g.Name,
                g.Name == InventoryBuilder.All ? [.. tops.Concat(g.Children.Select(c => c.Name)).Distinct()] : [.. g.Children.Select(c => c.Name)],
                members[g],
                Copy(g.Vars),
                depths[g],
                priorities[g]),
            StringComparer.Ordinal);
        return new Inventory(byName, result) { HostOrder = [.. hosts.Select(h => h.Name)] };
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

    private static int PriorityOf(Group group) =>
        group.Vars.TryGet(new TextValue("ansible_group_priority"), out var value)
            ? value switch
            {
                IntValue whole => (int)Math.Clamp(whole.Value, int.MinValue, int.MaxValue),
                TextValue text when int.TryParse(text.Text, out var number) => number,
                _ => 1,
            }
            : 1;

    private static DictValue Copy(DictBuilder vars) => vars.Count == 0 ? DictValue.Empty : vars.Snapshot();
}
