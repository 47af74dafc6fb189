using Remediator.Language.Diagnostics;
using Remediator.Language.Playbooks;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Language.Yaml;

namespace Remediator.Language.Inventories;

/// <summary>Reads inventories in Ansible's YAML form (and its JSON): groups with <c>hosts</c>, <c>children</c> and <c>vars</c>.</summary>
public static class InventoryYamlReader
{
    private static readonly IReadOnlyList<string> Sections = ["hosts", "children", "vars"];

    /// <param name="extraVars">For constructed groups that ask for them.</param>
    public static void Read(SourceText source, DiagnosticBag diagnostics, InventoryBuilder builder, DictValue? extraVars = null)
    {
        var documents = YamlReader.Read(source, diagnostics);
        if (documents.Count == 0 || SettingReader.IsEmpty(documents[0]))
        {
            return;
        }

        if (documents[0] is not YamlMapping root)
        {
            diagnostics.Error("RMD2050", Words.FirstLine(documents[0].Span), $"an inventory is a mapping of groups, not {Words.KindOf(documents[0])}", "write 'all:' with 'hosts:' below it");
            return;
        }

        if (root.Entries.FirstOrDefault(e => e.KeyText == "plugin") is { } plugin)
        {
            ConstructedReader.Read(root, plugin, diagnostics, builder, extraVars ?? DictValue.Empty);
            return;
        }

        foreach (var entry in root.Entries)
        {
            ReadGroup(entry, builder, diagnostics);
        }
    }

    private static void ReadGroup(YamlEntry entry, InventoryBuilder builder, DiagnosticBag diagnostics)
    {
        var group = entry.KeyText!;
        builder.AddGroup(group);
        if (SettingReader.IsEmpty(entry.Value))
        {
            return;
        }

        if (entry.Value is not YamlMapping mapping)
        {
            diagnostics.Error("RMD2050", Words.FirstLine(entry.Value.Span), $"the group '{group}' is a mapping, not {Words.KindOf(entry.Value)}", "a group has 'hosts', 'children' and 'vars'");
            return;
        }

        foreach (var section in mapping.Entries)
        {
            switch (section.KeyText)
            {
                case "hosts":
                    ForEach(section, group, diagnostics, host => ReadHost(host, group, builder, diagnostics));
                    break;
                case "children":
                    ForEach(section, group, diagnostics, child =>
                    {
                        ReadGroup(child, builder, diagnostics);
                        builder.AddChild(group, child.KeyText!, child.Key.Span, diagnostics);
                    });
                    break;
                case "vars":
                    ForEach(section, group, diagnostics, variable => builder.SetGroupVariable(group, variable.KeyText!, YamlValues.ToValue(variable.Value, diagnostics)));
                    break;
                default:
                    // Ansible warns and goes on, and a misspelt 'hosts' then leaves a group silently empty.
                    diagnostics.Error("RMD2055", section.Key.Span, $"'{section.KeyText}' is no part of the group '{group}', which has 'hosts', 'children' and 'vars'",
                        DidYouMean.Hint(section.KeyText!, Sections) ?? $"is it a group? put it under 'children:'; is it a variable? put it under 'vars:'");
                    break;
            }
        }
    }

    private static void ForEach(YamlEntry section, string group, DiagnosticBag diagnostics, Action<YamlEntry> read)
    {
        if (SettingReader.IsEmpty(section.Value))
        {
            return;
        }

        switch (section.Value)
        {
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries)
                {
                    read(entry);
                }

                break;
            case YamlScalar scalar when section.KeyText != "vars":
                read(new YamlEntry(scalar, new YamlScalar(scalar.Span with { Length = 0 }, null, "", ScalarStyle.Plain)));
                break;
            default:
                diagnostics.Error("RMD2050", Words.FirstLine(section.Value.Span), $"'{section.KeyText}' of the group '{group}' is a mapping, not {Words.KindOf(section.Value)}",
                    section.KeyText == "vars" ? "write 'name: value'" : "write each name with a colon behind it, without '- '");
                break;
        }
    }

    private static void ReadHost(YamlEntry entry, string group, InventoryBuilder builder, DiagnosticBag diagnostics)
    {
        if (YamlValues.ToValue(entry.Key, []) is IntValue or FloatValue)
        {
            diagnostics.Error("RMD2050", entry.Key.Span, $"Host pattern {entry.KeyText} must be a string. Enclose integers/floats in quotation marks.");
            return;
        }

        var names = HostNames.Add(builder, entry.KeyText!, entry.Key.Span, group, diagnostics);
        if (SettingReader.IsEmpty(entry.Value))
        {
            return;
        }

        if (entry.Value is not YamlMapping vars)
        {
            diagnostics.Error("RMD2050", Words.FirstLine(entry.Value.Span), $"the host '{entry.KeyText}' has a mapping of variables, not {Words.KindOf(entry.Value)}", "write each variable as 'name: value'");
            return;
        }

        foreach (var variable in vars.Entries)
        {
            var value = YamlValues.ToValue(variable.Value, diagnostics);
            foreach (var name in names)
            {
                builder.SetHostVariable(name, variable.KeyText!, value);
            }
        }
    }
}
