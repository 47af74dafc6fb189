using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Language.Yaml;

namespace Remediator.Language.Playbooks;

/// <summary>Wording and places that the diagnostics of playbooks share.</summary>
internal static class Words
{
    public static string KindOf(YamlNode node) => node switch
    {
        YamlSequence => "a list",
        YamlMapping => "a mapping",
        _ when SettingReader.IsEmpty(node) => "nothing",
        YamlScalar scalar => $"'{Shorten(scalar.Text)}'",
        _ => "this",
    };

    public static string KindOf(Value value) => value switch
    {
        ListValue => "a list",
        DictValue => "a mapping",
        NullValue => "nothing",
        _ => $"'{Shorten(value.ToString()!)}'",
    };

    public static string OneOf(IReadOnlyList<string> choices) =>
        choices.Count == 1 ? $"'{choices[0]}'" : string.Join(", ", choices.Take(choices.Count - 1).Select(c => $"'{c}'")) + $" or '{choices[^1]}'";

    /// <summary>A span cut at the end of its first line, so that its carets stay on the line shown.</summary>
    public static Span FirstLine(Span span)
    {
        var end = span.Source.Content.AsSpan(span.Start, Math.Min(span.Length, span.Source.Content.Length - span.Start)).IndexOfAny('\r', '\n');
        return end < 0 ? span : span with { Length = Math.Max(1, end) };
    }

    /// <summary>The parts of a scalar between commas, trimmed, empty ones left out; each with its place where the text stands in the source as it is.</summary>
    public static IEnumerable<(string Text, Span Span)> SplitCommas(YamlScalar scalar)
    {
        var start = 0;
        foreach (var part in scalar.Text.Split(','))
        {
            var text = part.Trim();
            if (text.Length > 0)
            {
                yield return (text, Place(scalar, start + part.Length - part.AsSpan().TrimStart().Length, text.Length));
            }

            start += part.Length + 1;
        }
    }

    /// <summary>The place of a part of a scalar's text; the whole scalar where escapes or folding moved the text.</summary>
    public static Span Place(YamlScalar scalar, int start, int length)
    {
        var shift = scalar.Style switch { ScalarStyle.Plain => 0, ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted => 1, _ => -1 };
        var content = scalar.Span.Source.Content;
        var from = scalar.Span.Start + shift;
        return shift >= 0 && scalar.Span.Length == scalar.Text.Length + (2 * shift) && string.CompareOrdinal(content, from, scalar.Text, 0, scalar.Text.Length) == 0
            ? new Span(scalar.Span.Source, from + start, length)
            : scalar.Span;
    }

    private static string Shorten(string text)
    {
        var line = text.Split('\n')[0];
        return line.Length > 60 ? line[..60] + "…" : line;
    }
}
