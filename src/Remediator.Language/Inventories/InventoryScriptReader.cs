using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Inventories;

/// <summary>Reads what an inventory script prints for <c>--list</c>.</summary>
public static class InventoryScriptReader
{
    /// <summary>Adds what the JSON says; the hosts whose variables it does not say (there is no <c>_meta</c>), which are asked for one by one.</summary>
    /// <param name="script">The whole of the script, for diagnostics (RMD2058).</param>
    public static IReadOnlyList<string> Read(string json, Span script, DiagnosticBag diagnostics, InventoryBuilder builder)
    {
        if (!JsonText.TryParse(json, out var parsed, out var error) || parsed is not DictValue groups)
        {
            diagnostics.Error("RMD2058", script, $"the script's output for --list is not a JSON object{(error is null ? "" : $": {error}")}");
            return [];
        }

        var hosts = new List<string>();
        foreach (var (key, value) in groups)
        {
            if (key is TextValue { Text: not "_meta" and var name })
            {
                ReadGroup(name, value, hosts, script, diagnostics, builder);
            }
        }

        if (groups["_meta"] is not DictValue meta || meta["hostvars"] is not { } all)
        {
            return [.. hosts.Distinct()];
        }

        if (all is not DictValue hostVars)
        {
            diagnostics.Error("RMD2058", script, "'hostvars' in the script's '_meta' is not an object");
            return [];
        }

        foreach (var host in hosts.Distinct())
        {
            SetVars(host, hostVars[host] as DictValue ?? DictValue.Empty, script, builder);
        }

        return [];
    }

    /// <summary>Adds what the script printed for <c>--host</c>; nothing at all stands for no variables.</summary>
    public static void ReadHost(string host, string json, Span script, DiagnosticBag diagnostics, InventoryBuilder builder)
    {
        if (json.Trim().Length == 0)
        {
            return;
        }

        if (!JsonText.TryParse(json, out var parsed, out var error) || parsed is not DictValue vars)
        {
            diagnostics.Error("RMD2058", script, $"the script's output for --host {host} is not a JSON object{(error is null ? "" : $": {error}")}");
            return;
        }

        SetVars(host, vars, script, builder);
    }

    private static void ReadGroup(string name, Value value, List<string> hosts, Span script, DiagnosticBag diagnostics, InventoryBuilder builder)
    {
        builder.AddGroup(name);
        // A list is one of hosts; an object without the known keys is a host of the group's name, with variables.
        var group = value switch
        {
            DictValue dict when dict["hosts"] is null && dict["vars"] is null && dict["children"] is null => Value.Dict(("hosts", Value.OfTexts([name])), ("vars", dict)),
            DictValue dict => dict,
            _ => Value.Dict(("hosts", value)),
        };
        foreach (var host in List(group, "hosts", name, script, diagnostics))
        {
            hosts.Add(host);
            builder.AddHost(host, name);
        }

        if (group["vars"] is DictValue vars)
        {
            foreach (var (key, entry) in vars)
            {
                builder.SetGroupVariable(name, PythonText.Str(key), Rendered(entry, script));
            }
        }
        else if (group["vars"] is not null)
        {
            diagnostics.Error("RMD2058", script, $"'vars' of the script's group '{name}' is not an object");
        }

        foreach (var child in List(group, "children", name, script, diagnostics))
        {
            builder.AddChild(name, child, script, diagnostics);
        }
    }

    private static IEnumerable<string> List(DictValue group, string key, string name, Span script, DiagnosticBag diagnostics)
    {
        switch (group[key])
        {
            case null:
                return [];
            case ListValue list:
                return list.Select(PythonText.Str);
            default:
                diagnostics.Error("RMD2058", script, $"'{key}' of the script's group '{name}' is not a list");
                return [];
        }
    }

    private static void SetVars(string host, DictValue vars, Span script, InventoryBuilder builder)
    {
        builder.AddHost(host);
        foreach (var (key, value) in vars)
        {
            builder.SetHostVariable(host, PythonText.Str(key), Rendered(value, script));
        }
    }

    /// <summary>Text with braces is a template, as in every inventory: who may run the script may write the inventory.</summary>
    private static Value Rendered(Value value, Span script) => value switch
    {
        TextValue text => Yaml.YamlValues.ToText(text.Text, script),
        ListValue list => new ListValue([.. list.Select(v => Rendered(v, script))]),
        DictValue dict => Mapped(dict, script),
        _ => value,
    };

    private static DictValue Mapped(DictValue dict, Span script)
    {
        var builder = new DictBuilder();
        foreach (var (key, value) in dict)
        {
            builder[key] = Rendered(value, script);
        }

        return builder.Build();
    }
}
