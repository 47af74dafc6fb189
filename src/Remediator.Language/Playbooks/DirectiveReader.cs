using Remediator.Language.Diagnostics;
using Remediator.Language.Values;
using Remediator.Language.Yaml;

namespace Remediator.Language.Playbooks;

/// <summary>Reads the keywords that plays, blocks and tasks share.</summary>
internal sealed class DirectiveReader(SettingReader settings, DiagnosticBag diagnostics)
{
    /// <summary>True where the key is one of these keywords; the directives then hold its value, if that is sound.</summary>
    /// <param name="conditional">Whether <c>when</c>, <c>notify</c> and <c>delegate_to</c> are among them.</param>
    public bool TryTake(ref Directives directives, YamlEntry entry, bool conditional)
    {
        var name = entry.KeyText!;
        if (name == "vars")
        {
            directives = directives with { Vars = ReadVars(entry) ?? directives.Vars };
            return true;
        }

        if ((Keywords.Base[name] ?? (conditional ? Keywords.Conditional[name] : null)) is not { } keyword)
        {
            return false;
        }

        directives = settings.Apply(directives, keyword, entry);
        return true;
    }

    /// <summary>True, with a diagnostic, where the key is Ansible's but has no place in the model yet.</summary>
    public bool RefusesNotSupported(YamlEntry entry)
    {
        if (!Keywords.NotSupported.TryGetValue(entry.KeyText!, out var hint))
        {
            return false;
        }

        if (SettingReader.IsEmpty(entry.Value) || entry.Value is YamlScalar { Text: "never" })
        {
            return true;
        }

        diagnostics.Error("RMD2006", entry.Key.Span, $"'{entry.KeyText}' is not supported yet", hint);
        return true;
    }

    public Setting? ReadName(YamlEntry entry)
    {
        if (entry.Value is YamlScalar)
        {
            var value = YamlValues.ToValue(entry.Value, diagnostics);
            return value is NullValue ? null : new Setting(value is TextValue or TemplateValue ? value : Value.Of(value.ToString()!), entry.Value.Span);
        }

        var isTemplate = entry.Value is YamlMapping && entry.Value.Span.Text.StartsWith("{{", StringComparison.Ordinal);
        diagnostics.Error("RMD2002", Words.FirstLine(entry.Value.Span), $"'name' takes text, not {Words.KindOf(entry.Value)}", isTemplate ? "put the template in quotes" : null);
        return null;
    }

    /// <summary>A mapping, or a list of mappings of which later ones win, as older playbooks have it.</summary>
    private DictValue? ReadVars(YamlEntry entry)
    {
        if (SettingReader.IsEmpty(entry.Value))
        {
            return null;
        }

        var mappings = entry.Value is YamlSequence sequence ? sequence.Items : [entry.Value];
        var vars = new DictBuilder();
        foreach (var node in mappings)
        {
            if (node is not YamlMapping mapping)
            {
                diagnostics.Error("RMD2002", Words.FirstLine(node.Span), $"'vars' takes a mapping of variables, not {Words.KindOf(node)}", "write each variable as 'name: value'");
                return null;
            }

            VarsFileReader.AddTo(vars, mapping, diagnostics);
        }

        return vars.Build();
    }
}
