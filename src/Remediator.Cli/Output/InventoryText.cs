using System.Text;
using Remediator.Cli.Engine;
using Remediator.Engine.Reporting;
using Remediator.Language.Diagnostics;
using Remediator.Language.Inventories;
using Remediator.Language.Values;

namespace Remediator.Cli.Output;

/// <summary>An inventory in the forms of ansible-inventory.</summary>
internal static class InventoryText
{
    public static string List(LoadedInventory loaded)
    {
        var inventory = loaded.Inventory;
        var variables = new DictBuilder();
        foreach (var host in inventory.HostOrder)
        {
            if (loaded.VariablesOf(host) is { Count: > 0 } known)
            {
                variables[host] = known;
            }
        }

        var document = new DictBuilder { ["_meta"] = Value.Dict(("hostvars", variables.Build())) };
        foreach (var group in inventory.Groups.Values.OrderBy(g => g.Depth).ThenBy(g => g.Name, StringComparer.Ordinal))
        {
            var entry = new DictBuilder();
            if (group.Children.Count > 0)
            {
                entry["children"] = Value.OfTexts(group.Children);
            }

            if (OwnHosts(inventory, group) is { Count: > 0 } hosts)
            {
                entry["hosts"] = Value.OfTexts(hosts);
            }

            if (entry.Count > 0)
            {
                document[group.Name] = entry.Build();
            }
        }

        return JsonDocuments.Indented(document.Build()) + "\n";
    }

    public static (string Text, UsageError? Error) Host(LoadedInventory loaded, string name) => loaded.Inventory.Hosts.ContainsKey(name)
        ? (JsonDocuments.Indented(loaded.VariablesOf(name)) + "\n", null)
        : ("", new UsageError($"unknown host '{name}'", DidYouMean.Hint(name, loaded.Inventory.HostOrder)));

    public static (string Text, UsageError? Error) Graph(LoadedInventory loaded, string group, bool withVariables)
    {
        if (!loaded.Inventory.Groups.TryGetValue(group, out var root))
        {
            return ("", new UsageError($"unknown group '{group}'", DidYouMean.Hint(group, loaded.Inventory.Groups.Keys)));
        }

        var text = new StringBuilder();
        AppendGroup(text, loaded, root, 0, withVariables);
        return (text.ToString(), null);
    }

    private static void AppendGroup(StringBuilder text, LoadedInventory loaded, InventoryGroup group, int depth, bool withVariables)
    {
        AppendEntry(text, $"@{group.Name}:", depth);
        foreach (var child in group.Children)
        {
            if (loaded.Inventory.Groups.TryGetValue(child, out var next))
            {
                AppendGroup(text, loaded, next, depth + 1, withVariables);
            }
        }

        foreach (var host in OwnHosts(loaded.Inventory, group))
        {
            AppendEntry(text, host, depth + 1);
            if (withVariables)
            {
                AppendVariables(text, loaded.VariablesOf(host), depth + 2);
            }
        }

        if (withVariables)
        {
            AppendVariables(text, group.Vars, depth + 1);
        }
    }

    private static void AppendVariables(StringBuilder text, DictValue variables, int depth)
    {
        foreach (var (key, value) in variables)
        {
            AppendEntry(text, $"{{{key} = {value}}}", depth);
        }
    }

    private static void AppendEntry(StringBuilder text, string entry, int depth)
    {
        if (depth > 0)
        {
            text.Append("  ").Insert(text.Length, "|  ", depth - 1).Append("|--");
        }

        text.Append(PrintableText.Of(entry)).Append('\n');
    }

    /// <summary>Hosts that the group has not only through its children; <c>all</c> has those of no other group.</summary>
    private static IReadOnlyList<string> OwnHosts(Inventory inventory, InventoryGroup group)
    {
        var others = group.Children.Where(inventory.Groups.ContainsKey).SelectMany(c => inventory.Groups[c].Hosts).ToHashSet(StringComparer.Ordinal);
        return [.. group.Hosts.Where(h => !others.Contains(h))];
    }
}
