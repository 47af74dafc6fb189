using Remediator.Language.Diagnostics;
using Remediator.Language.Templates.Jinja.Filters;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Inventories;

/// <summary>
/// Gathers hosts, groups and variables from several sources, later ones winning, and builds one inventory. A child that would
/// close a circle of groups is refused when it is added (RMD2051), so the rest stays usable for further errors.
/// </summary>
public sealed class InventoryBuilder
{
    internal const string All = "all";
    internal const string Ungrouped = "ungrouped";

    private readonly Dictionary<string, Group> groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Host> hosts = new(StringComparer.Ordinal);
    private readonly List<Group> groupOrder = [];
    private readonly List<Host> hostOrder = [];

    private readonly bool mergesDicts;
    private readonly GroupNaming naming;
    private bool hasInvalidNames;

    /// <param name="mergesDicts">True where a mapping does not hide one that an earlier source gave to the same host or group but is merged into it.</param>
    /// <param name="naming">What becomes of names of groups that are no names of variables; null leaves them.</param>
    public InventoryBuilder(bool mergesDicts = false, GroupNaming? naming = null)
    {
        this.mergesDicts = mergesDicts;
        this.naming = naming ?? GroupNaming.Quiet;
        GroupOf(All);
        GroupOf(Ungrouped);
    }

    public bool HasGroup(string name) => groups.ContainsKey(naming.NameOf(name));

    public void AddGroup(string name) => GroupOf(name);

    public void AddHost(string name, string? group = null)
    {
        var host = HostOf(name);
        if (group == All)
        {
            // It belongs to no group by that, but comes before the hosts of all groups.
            groups[All].Order(host);
        }
        else if (group is not null)
        {
            GroupOf(group).Add(host);
        }
    }

    /// <summary>Makes one group a child of another.</summary>
    /// <param name="span">Where the child is named, for the diagnostic.</param>
    public void AddChild(string parent, string child, Span span, DiagnosticBag diagnostics)
    {
        var (above, below) = (GroupOf(parent), GroupOf(child));
        if (above == below || child == All || Reaches(below, above))
        {
            diagnostics.Error("RMD2051", span, above == below ? $"the group '{child}' cannot be its own child"
                : child == All ? $"'all' holds every group and cannot be a child of '{parent}'"
                : $"the group '{child}' cannot be a child of '{parent}', which it holds itself");
            return;
        }

        below.AddParent(above);
    }

    public void SetHostVariable(string host, string name, Value value) => Set(HostOf(host).Vars, name, value);

    /// <summary>Sets a variable of a group; <c>ansible_group_priority</c> is no variable but the group's priority.</summary>
    public void SetGroupVariable(string group, string name, Value value)
    {
        if (name == "ansible_group_priority")
        {
            GroupOf(group).Priority = value switch
            {
                IntValue whole => (int)Math.Clamp(whole.Value, int.MinValue, int.MaxValue),
                TextValue text when int.TryParse(text.Text, out var number) => number,
                _ => 1,
            };
            return;
        }

        Set(GroupOf(group).Vars, name, value);
    }

    private void Set(DictBuilder variables, string name, Value value)
    {
        var key = Value.Of(name);
        variables[key] = mergesDicts && value is DictValue high && variables.TryGet(key, out var known) && known is DictValue low ? DictMerge.Merge(low, high) : value;
    }

    /// <summary>A builder that holds what an inventory holds, to which more can be added.</summary>
    public static InventoryBuilder From(Inventory inventory)
    {
        var builder = new InventoryBuilder();
        foreach (var group in inventory.Groups.Values)
        {
            var copy = builder.GroupOf(group.Name);
            copy.Priority = group.Priority;
            Copy(group.Vars, copy.Vars);
        }

        foreach (var host in inventory.Hosts.Values)
        {
            Copy(host.Vars, builder.HostOf(host.Name).Vars);
        }

        foreach (var group in inventory.Groups.Values)
        {
            foreach (var child in group.Children)
            {
                builder.GroupOf(child).AddParent(builder.GroupOf(group.Name));
            }

            foreach (var host in group.OwnHosts)
            {
                builder.AddHost(host, group.Name);
            }
        }

        return builder;
    }

    /// <summary>Adds the hosts of a list such as <c>a,b,</c> or <c>web[1:3],</c>.</summary>
    public void AddHostList(SourceText source, DiagnosticBag diagnostics)
    {
        var start = 0;
        foreach (var part in source.Content.Split(','))
        {
            var name = part.Trim();
            if (name.Length > 0)
            {
                HostNames.Add(this, name, new Span(source, start + part.IndexOf(name, StringComparison.Ordinal), name.Length), Ungrouped, diagnostics);
            }

            start += part.Length + 1;
        }
    }

    /// <summary>The inventory so far. The builder can go on to be used; the inventory does not change with it.</summary>
    public Inventory Build(DiagnosticBag diagnostics)
    {
        if (hasInvalidNames && naming.Warns)
        {
            diagnostics.Warn("RMD2059", Span.None, naming.Warning);
        }

        foreach (var host in hostOrder.Where(h => groups.ContainsKey(h.Name)))
        {
            diagnostics.Warn("RMD2052", Span.None, $"'{host.Name}' is both a host and a group; as a pattern it means the group");
        }

        foreach (var host in hostOrder)
        {
            if (host.Groups.Count == 0)
            {
                groups[Ungrouped].Add(host);
            }
            else if (host.Groups.Count > 1 && host.Groups.Contains(groups[Ungrouped]))
            {
                groups[Ungrouped].Remove(host);
            }
        }

        return InventoryAssembly.Assemble(groupOrder, hostOrder);
    }

    private Group GroupOf(string name)
    {
        if (naming != GroupNaming.Quiet && !GroupNaming.IsValid(name))
        {
            hasInvalidNames = true;
            name = naming.NameOf(name);
        }

        if (!groups.TryGetValue(name, out var group))
        {
            groups.Add(name, group = new Group(name, groupOrder.Count));
            groupOrder.Add(group);
        }

        return group;
    }

    private Host HostOf(string name)
    {
        if (!hosts.TryGetValue(name, out var host))
        {
            hosts.Add(name, host = new Host(name, hostOrder.Count));
            hostOrder.Add(host);
        }

        return host;
    }

    private static void Copy(DictValue source, DictBuilder target)
    {
        foreach (var (key, value) in source)
        {
            target[key] = value;
        }
    }

    private static bool Reaches(Group from, Group target)
    {
        var seen = new HashSet<Group>();
        var open = new Stack<Group>([from]);
        while (open.TryPop(out var group))
        {
            if (group == target)
            {
                return true;
            }

            if (seen.Add(group))
            {
                foreach (var child in group.Children)
                {
                    open.Push(child);
                }
            }
        }

        return false;
    }

    internal sealed class Host(string name, int index)
    {
        public string Name { get; } = name;

        public int Index { get; } = index;

        public HashSet<Group> Groups { get; } = [];

        public DictBuilder Vars { get; } = new();
    }

    internal sealed class Group(string name, int index)
    {
        private readonly HashSet<Group> parentSet = [];
        private readonly List<Host> hosts = [];
        private readonly HashSet<Host> hostSet = [];

        public string Name { get; } = name;

        public int Index { get; } = index;

        /// <summary>Hosts of the group itself, in the order in which they were added.</summary>
        public IReadOnlyCollection<Host> Hosts => hosts;

        public int Priority { get; set; } = 1;

        public List<Group> Children { get; } = [];

        public IReadOnlyCollection<Group> Parents => parentSet;

        public DictBuilder Vars { get; } = new();

        public void Add(Host host)
        {
            Order(host);
            host.Groups.Add(this);
        }

        /// <summary>Gives the host a place in the order without making it a member.</summary>
        public void Order(Host host)
        {
            if (hostSet.Add(host))
            {
                hosts.Add(host);
            }
        }

        public void Remove(Host host)
        {
            hostSet.Remove(host);
            hosts.Remove(host);
            host.Groups.Remove(this);
        }

        public void AddParent(Group parent)
        {
            if (parentSet.Add(parent))
            {
                parent.Children.Add(this);
            }
        }
    }
}
