using Remediator.Language.Values;

namespace Remediator.Language.Inventories;

/// <summary>What the inventory's own text says about hosts, in Ansible's order; variables from group_vars and host_vars come between, from the engine.</summary>
public static class InventoryVariables
{
    /// <summary>A host's groups in merge order: of the same variable the last group's value holds.</summary>
    public static IEnumerable<InventoryGroup> GroupsOf(Inventory inventory, InventoryHost host) => host.Groups.Select(g => inventory.Groups[g]);

    /// <summary>Group variables under the host's own.</summary>
    public static DictValue Merge(Inventory inventory, InventoryHost host)
    {
        var merged = new DictBuilder();
        foreach (var vars in GroupsOf(inventory, host).Select(g => g.Vars).Append(host.Vars))
        {
            foreach (var (key, value) in vars)
            {
                merged[key] = value;
            }
        }

        return merged.Build();
    }

    /// <summary>Names that mean this machine where no inventory names it.</summary>
    public static bool IsLocalhost(string name) => name is "localhost" or "127.0.0.1" or "::1";

    /// <summary>The host that Ansible makes up for <c>localhost</c>: of no group but all, reached without SSH.</summary>
    public static InventoryHost ImplicitLocalhost(string name) =>
        new(name, [InventoryBuilder.All], Value.Dict(("ansible_connection", Value.Of("local"))));
}
