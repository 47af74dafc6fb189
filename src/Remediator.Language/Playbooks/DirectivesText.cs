using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Playbooks;

/// <summary>Keywords that stand as a value, as under <c>apply:</c> of an include, rather than as keys of a task.</summary>
public static class DirectivesText
{
    /// <summary>The keywords of a block; others are refused with RMD2001.</summary>
    /// <param name="place">Where the mapping stands.</param>
    public static Directives Read(DictValue words, Span place, DiagnosticBag diagnostics)
    {
        var directives = Directives.None;
        foreach (var (key, value) in words)
        {
            var name = key.ToString() ?? "";
            if (name == "vars" && value is DictValue vars)
            {
                directives = directives with { Vars = vars };
            }
            else if ((Keywords.Base[name] ?? Keywords.Conditional[name]) is { } keyword)
            {
                directives = keyword.Set(directives, SettingsOf(keyword.Shape, value, place));
            }
            else if (name != "name")
            {
                diagnostics.Error("RMD2001", place, $"'{name}' is not a valid attribute for a Block", DidYouMean.Hint(name, Keywords.OfBlocks));
            }
        }

        return directives;
    }

    private static IReadOnlyList<Setting> SettingsOf(Shape shape, Value value, Span place) => shape switch
    {
        Shape.CommaList when value is TextValue text => [.. text.Text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(t => new Setting(Value.Of(t), place))],
        Shape.CommaList or Shape.TextOrList or Shape.Conditions when value is ListValue list => [.. list.Select(v => new Setting(v, place))],
        Shape.Flag when value is TextValue text => [new Setting(Value.Of(text.Text.ToLowerInvariant() is "yes" or "true" or "on" or "1"), place)],
        _ => [new Setting(value, place)],
    };
}
