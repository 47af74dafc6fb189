using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Values;
using Remediator.Language.Yaml;

namespace Remediator.Language.Inventories;

/// <summary>Reads what an inventory file of the plugin <c>constructed</c> asks for, and does it to all hosts known so far.</summary>
internal static class ConstructedReader
{
    private static readonly string[] Options = ["plugin", "strict", "compose", "groups", "keyed_groups", "use_extra_vars", "leading_separator", "use_vars_plugins", "cache"];
    private static readonly string[] KeyOptions = ["key", "prefix", "separator", "parent_group", "default_value", "trailing_separator"];

    public static void Read(YamlMapping root, YamlEntry plugin, DiagnosticBag diagnostics, InventoryBuilder builder, DictValue extraVars)
    {
        var name = (plugin.Value as YamlScalar)?.Text;
        if (name is not ("constructed" or "ansible.builtin.constructed"))
        {
            diagnostics.Error("RMD2006", plugin.Value.Span, $"the inventory plugin '{name}' is not supported", "'constructed' is; else give the output of 'ansible-inventory --list --yaml'");
            return;
        }

        foreach (var entry in root.Entries.Where(e => !Options.Contains(e.KeyText)))
        {
            diagnostics.Error("RMD2055", entry.Key.Span, $"'{entry.KeyText}' is not an option of the inventory plugin 'constructed'", DidYouMean.Hint(entry.KeyText!, Options));
        }

        var keyed = new List<KeyedGroup>();
        foreach (var item in Entry(root, "keyed_groups") is YamlSequence list ? list.Items : [])
        {
            if (item is YamlMapping mapping && Key(mapping, diagnostics) is { } key)
            {
                keyed.Add(key);
            }
            else if (item is not YamlMapping)
            {
                diagnostics.Error("RMD2050", item.Span, "a keyed group is a mapping with 'key', 'prefix' and the like");
            }
        }

        var construction = new Construction(
            Expressions(root, "compose", diagnostics),
            Expressions(root, "groups", diagnostics),
            keyed,
            Strict: Flag(root, "strict", false),
            LeadingSeparator: Flag(root, "leading_separator", true),
            Flag(root, "use_extra_vars", false) ? extraVars : DictValue.Empty);
        construction.Apply(builder, diagnostics);
    }

    private static List<NamedExpression> Expressions(YamlMapping root, string name, DiagnosticBag diagnostics)
    {
        switch (Entry(root, name))
        {
            case null or YamlScalar { Text: "" }:
                return [];
            case YamlMapping mapping:
                return [.. mapping.Entries.Select(e => new NamedExpression(e.KeyText!, TextOf(e.Value), e.Value.Span))];
            case var other:
                diagnostics.Error("RMD2050", other.Span, $"'{name}' is a mapping of names to expressions");
                return [];
        }
    }

    private static KeyedGroup? Key(YamlMapping mapping, DiagnosticBag diagnostics)
    {
        foreach (var entry in mapping.Entries.Where(e => !KeyOptions.Contains(e.KeyText)))
        {
            diagnostics.Error("RMD2055", entry.Key.Span, $"'{entry.KeyText}' is not an option of a keyed group", DidYouMean.Hint(entry.KeyText!, KeyOptions));
        }

        if (Entry(mapping, "key") is not { } key)
        {
            diagnostics.Error("RMD2050", mapping.Span with { Length = 1 }, "a keyed group needs a 'key'");
            return null;
        }

        var (otherwise, trailing) = (Entry(mapping, "default_value"), Entry(mapping, "trailing_separator"));
        if (otherwise is not null && trailing is not null)
        {
            diagnostics.Error("RMD2050", trailing.Span, "'default_value' and 'trailing_separator' exclude each other");
            return null;
        }

        return new KeyedGroup(
            new NamedExpression("key", TextOf(key), key.Span),
            Entry(mapping, "prefix") is { } prefix ? TextOf(prefix) : "",
            Entry(mapping, "separator") is { } separator ? TextOf(separator) : "_",
            Entry(mapping, "parent_group") is { } parent ? new NamedExpression("parent_group", TextOf(parent), parent.Span) : null,
            otherwise is null ? null : TextOf(otherwise),
            Flag(mapping, "trailing_separator", true));
    }

    private static YamlNode? Entry(YamlMapping mapping, string name) => mapping.Entries.FirstOrDefault(e => e.KeyText == name)?.Value;

    private static string TextOf(YamlNode node) => node is YamlScalar scalar ? scalar.Text : PythonText.Str(YamlValues.ToValue(node, []));

    private static bool Flag(YamlMapping mapping, string name, bool otherwise) =>
        Entry(mapping, name) is not { } node ? otherwise : YamlValues.ToValue(node, []) is var value && value is TextValue text ? text.Text.ToLowerInvariant() is "true" or "yes" or "on" or "1" : PythonOperators.IsTrue(value);
}
