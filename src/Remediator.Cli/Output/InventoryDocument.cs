using System.Text;
using Remediator.Cli.Engine;
using Remediator.Engine.Reporting;
using Remediator.Language.Inventories;
using Remediator.Language.Values;

namespace Remediator.Cli.Output;

/// <summary>An inventory in the forms that ansible-inventory prints, values as they are written.</summary>
/// <param name="isExport">Variables stand where they are said, not merged into hosts.</param>
internal sealed class InventoryDocument(LoadedInventory loaded, bool isExport)
{
    private const string Root = "all";

    /// <summary>The document that inventory scripts print.</summary>
    public DictValue List()
    {
        var hostVars = new DictBuilder();
        foreach (var host in loaded.Inventory.HostOrder)
        {
            if (VariablesOf(host) is { Count: > 0 } variables)
            {
                hostVars[host] = variables;
            }
        }

        var document = new DictBuilder { ["_meta"] = Value.Dict(("hostvars", hostVars.Build())) };
        foreach (var group in loaded.Inventory.Groups.Values)
        {
            var entry = new DictBuilder();
            if (group.Children.Count > 0)
            {
                entry["children"] = Value.OfTexts(group.Children);
            }

            if (group.Name != Root && OwnHosts(group) is { Count: > 0 } hosts)
            {
                entry["hosts"] = Value.OfTexts(hosts);
            }

            AddVariables(entry, group);
            if (entry.Count > 0)
            {
                document[group.Name] = entry.Build();
            }
        }

        return document.Build();
    }

    /// <summary>Groups within groups; a host's variables stand where it is named first.</summary>
    public DictValue Tree()
    {
        var document = new DictBuilder();
        AddGroup(document, loaded.Inventory.Groups[Root], [], []);
        return document.Build();
    }

    /// <summary>The variables of a host; null where there is none of that name.</summary>
    public DictValue? Host(string name) => loaded.Inventory.Hosts.ContainsKey(name) ? VariablesOf(name) : null;

    /// <summary>Lines of a tree from a group on; null where there is none of that name.</summary>
    public string? Graph(string name, bool withVariables)
    {
        if (!loaded.Inventory.Groups.TryGetValue(name, out var root))
        {
            return null;
        }

        var text = new StringBuilder();
        AppendGroup(text, root, 0, withVariables);
        return text.ToString();
    }

    private void AddGroup(DictBuilder parent, InventoryGroup group, HashSet<string> seenGroups, HashSet<string> seenHosts)
    {
        var entry = new DictBuilder();
        var children = new DictBuilder();
        foreach (var child in group.Children.Order(StringComparer.Ordinal).Where(loaded.Inventory.Groups.ContainsKey))
        {
            if (seenGroups.Add(child))
            {
                AddGroup(children, loaded.Inventory.Groups[child], seenGroups, seenHosts);
            }
            else
            {
                children[child] = DictValue.Empty;
            }
        }

        var hosts = new DictBuilder();
        foreach (var host in OwnHosts(group).Where(_ => group.Name != Root).Order(StringComparer.Ordinal))
        {
            hosts[host] = seenHosts.Add(host) ? VariablesOf(host) : DictValue.Empty;
        }

        if (children.Count > 0)
        {
            entry["children"] = children.Build();
        }

        if (hosts.Count > 0)
        {
            entry["hosts"] = hosts.Build();
        }

        AddVariables(entry, group);
        parent[group.Name] = entry.Build();
    }

    private void AddVariables(DictBuilder entry, InventoryGroup group)
    {
        if (isExport && loaded.OwnVariablesOf("group_vars", group.Name) is { Count: > 0 } variables)
        {
            entry["vars"] = AsWritten(variables);
        }
    }

    private void AppendGroup(StringBuilder text, InventoryGroup group, int depth, bool withVariables)
    {
        AppendEntry(text, $"@{group.Name}:", depth);
        foreach (var child in group.Children.Where(loaded.Inventory.Groups.ContainsKey))
        {
            AppendGroup(text, loaded.Inventory.Groups[child], depth + 1, withVariables);
        }

        foreach (var host in group.Name == Root ? [] : OwnHosts(group))
        {
            AppendEntry(text, host, depth + 1);
            if (withVariables)
            {
                AppendVariables(text, VariablesOf(host), depth + 2);
            }
        }

        if (withVariables)
        {
            AppendVariables(text, AsWritten(loaded.OwnVariablesOf("group_vars", group.Name)), depth + 1);
        }
    }

    private static void AppendVariables(StringBuilder text, DictValue variables, int depth)
    {
        foreach (var (key, value) in variables.OrderBy(e => e.Key.ToString(), StringComparer.Ordinal))
        {
            AppendEntry(text, $"{{{key} = {PythonText.Str(value)}}}", depth);
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

    private DictValue VariablesOf(string host) => (DictValue)AsWritten(isExport ? loaded.OwnVariablesOf("host_vars", host) : loaded.RawVariablesOf(host));

    /// <summary>Templates as their text, and encrypted values as Ansible's JSON names them, so that showing an inventory needs no password.</summary>
    private static Value AsWritten(Value value) => value switch
    {
        VaultedText vaulted => Value.Dict(("__ansible_vault", Value.Of(vaulted.Ciphertext))),
        TemplateValue template => Value.Of(template.Source),
        ListValue list => Value.Of(list.Select(AsWritten)),
        DictValue dict => AsWritten(dict),
        _ => value,
    };

    private static DictValue AsWritten(DictValue dict)
    {
        var written = new DictBuilder();
        foreach (var (key, value) in dict)
        {
            written[AsWritten(key)] = AsWritten(value);
        }

        return written.Build();
    }

    private IReadOnlyList<string> OwnHosts(InventoryGroup group)
    {
        var others = group.Children.Where(loaded.Inventory.Groups.ContainsKey).SelectMany(c => loaded.Inventory.Groups[c].Hosts).ToHashSet(StringComparer.Ordinal);
        return [.. group.Hosts.Where(h => !others.Contains(h))];
    }
}
