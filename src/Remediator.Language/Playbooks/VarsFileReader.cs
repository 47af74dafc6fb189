using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Language.Yaml;

namespace Remediator.Language.Playbooks;

/// <summary>Reads variables from the text of a file and from what <c>-e</c> gives.</summary>
public static class VarsFileReader
{
    /// <summary>The variables of a YAML or JSON file; an empty file has none. Null where it is not a mapping or cannot be read, with a diagnostic.</summary>
    public static DictValue? Read(SourceText source, DiagnosticBag diagnostics)
    {
        var before = diagnostics.Count(d => d.Severity == Severity.Error);
        var documents = YamlReader.Read(source, diagnostics);
        if (diagnostics.Count(d => d.Severity == Severity.Error) > before)
        {
            return null;
        }

        if (documents.Count > 1)
        {
            diagnostics.Error("RMD2010", new Span(source, documents[1].Span.Start, 0), "a file of variables is one document", "remove the '---' before this");
            return null;
        }

        if (documents.Count == 0 || SettingReader.IsEmpty(documents[0]))
        {
            return DictValue.Empty;
        }

        if (documents[0] is not YamlMapping mapping)
        {
            diagnostics.Error("RMD2002", Words.FirstLine(documents[0].Span), $"a file of variables is a mapping, not {Words.KindOf(documents[0])}", "write each variable as 'name: value'");
            return null;
        }

        var vars = new DictBuilder();
        AddTo(vars, mapping, diagnostics);
        return vars.Build();
    }

    /// <summary>The variables of one <c>-e</c>: JSON or YAML where the text starts with <c>{</c> or <c>[</c> or holds no <c>=</c>, otherwise <c>key=value</c> words, whose values are text.</summary>
    public static DictValue? ReadExtra(SourceText source, DiagnosticBag diagnostics)
    {
        var text = source.Content.Trim();
        if (text.Length == 0)
        {
            return DictValue.Empty;
        }

        if (text[0] is '{' or '[' || text.StartsWith("---", StringComparison.Ordinal) || !text.Contains('=', StringComparison.Ordinal))
        {
            return Read(source, diagnostics);
        }

        if (KeyValueText.Split(source.Content) is not { } words)
        {
            diagnostics.Error("RMD2008", source.Whole, "a quote or a template block in the variables is not closed");
            return null;
        }

        var vars = new DictBuilder();
        foreach (var word in words)
        {
            var span = new Span(source, word.Start, word.Length);
            if (word.Key is null)
            {
                diagnostics.Error("RMD2008", span, $"'{span.Text}' is not key=value", "put a value with blanks in quotes: key='a b'");
            }
            else if (CheckName(word.Key, span with { Length = word.Key.Length }, diagnostics))
            {
                vars[word.Key] = YamlValues.ToText(word.Value, span);
            }
        }

        return vars.Build();
    }

    internal static void AddTo(DictBuilder vars, YamlMapping mapping, DiagnosticBag diagnostics)
    {
        foreach (var entry in mapping.Entries)
        {
            var value = YamlValues.ToValue(entry.Value, diagnostics);
            if (CheckName(entry.KeyText!, entry.Key.Span, diagnostics))
            {
                vars[entry.KeyText!] = value;
            }
        }
    }

    private static bool CheckName(string name, Span span, DiagnosticBag diagnostics)
    {
        if (VariableName.IsValid(name))
        {
            return true;
        }

        diagnostics.Error("RMD2009", span, $"'{name}' cannot be the name of a variable", $"letters, digits and '_' can, such as '{VariableName.Suggest(name)}'");
        return false;
    }
}
