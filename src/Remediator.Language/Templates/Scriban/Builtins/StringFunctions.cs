using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban.Builtins;

/// <summary>The functions of <c>string</c>; null counts as empty text.</summary>
internal static partial class StringFunctions
{
    private const string Ellipsis = "...";

    public static Builtin[] All { get; } =
    [
        new("append", "text with", c => Value.Of(c.Text(0) + c.Text(1))),
        new("capitalize", "text", c => Value.Of(Capitalize(c.Text(0)))),
        new("capitalizewords", "text", c => Value.Of(CapitalizeWords(c.Text(0)))),
        new("contains", "text value", c => Ask(c, (text, part) => text.Contains(part, StringComparison.Ordinal))),
        new("downcase", "text", c => Value.Of(c.Text(0).ToLowerInvariant())),
        new("empty", "text", c => Value.Of(c.Text(0).Length == 0)) { AcceptsMissing = true },
        new("ends_with", "text value", c => Ask(c, (text, part) => text.EndsWith(part, StringComparison.Ordinal))),
        new("equals_ignore_case", "text value", c => Ask(c, (text, other) => text.Equals(other, StringComparison.OrdinalIgnoreCase))),
        new("escape", "text", c => Value.Of(ScribanText.Escape(c.Text(0)))),
        new("handleize", "text", c => Value.Of(Handleize(c.Text(0)))),
        new("index_of", "text search startIndex? count? stringComparison?", IndexOf),
        new("literal", "text", c => c.Has(0) ? Value.Of(ScribanText.Quote(c.Text(0))) : Value.Null),
        new("lstrip", "text", c => Value.Of(c.Text(0).TrimStart())),
        new("pad_left", "text width", c => Pad(c, (text, width) => text.PadLeft(width))),
        new("pad_right", "text width", c => Pad(c, (text, width) => text.PadRight(width))),
        new("pluralize", "number singular plural", c => c.Number(0) == 1 ? c[1] : c[2]),
        new("prepend", "text by", c => Value.Of(c.Text(1) + c.Text(0))),
        new("remove", "text remove", c => Replace(c, c.Text(1), "")),
        new("remove_first", "text remove", c => Value.Of(ReplaceOnce(c.Text(0), c.Text(1), "", isLast: false, StringComparison.Ordinal))),
        new("remove_last", "text remove", c => Value.Of(ReplaceOnce(c.Text(0), c.Text(1), "", isLast: true, StringComparison.Ordinal))),
        new("replace", "text match replace", c => Replace(c, c.Text(1), c.Text(2))),
        new("replace_first", "text match replace fromEnd?", c => Value.Of(ReplaceOnce(c.Text(0), c.Text(1), c.Text(2), c[3].Equals(Value.True), StringComparison.OrdinalIgnoreCase))),
        new("rstrip", "text", c => Value.Of(c.Text(0).TrimEnd())),
        new("size", "text", c => Value.Of((long)c.Text(0).Length)),
        new("slice", "text start length?", c => Value.Of(Slice(c.Text(0), c.Int(1), c.Has(2) ? c.Int(2) : null))),
        new("slice1", "text start length?", c => Value.Of(Slice(c.Text(0), c.Int(1), c.Int(2, otherwise: 1)))),
        new("split", "text match", Split),
        new("starts_with", "text value", c => Ask(c, (text, part) => text.StartsWith(part, StringComparison.Ordinal))),
        new("strip", "text", c => Value.Of(c.Text(0).Trim())),
        new("strip_newlines", "text", c => Value.Of(c.Text(0).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal))),
        new("to_double", "text", ToNumber),
        new("to_float", "text", ToNumber),
        new("to_int", "text", c => int.TryParse(c.Text(0), NumberStyles.Integer, CultureInfo.InvariantCulture, out var i) ? Value.Of((long)i) : Value.Null),
        new("to_long", "text", c => long.TryParse(c.Text(0), NumberStyles.Integer, CultureInfo.InvariantCulture, out var i) ? Value.Of(i) : Value.Null),
        new("truncate", "text length ellipsis?", Truncate),
        new("truncatewords", "text count ellipsis?", TruncateWords),
        new("upcase", "text", c => Value.Of(c.Text(0).ToUpperInvariant())),
        new("whitespace", "text", c => Value.Of(string.IsNullOrWhiteSpace(c.Text(0)))) { AcceptsMissing = true },
    ];

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    /// <summary>Nothing is found in null, and null is found in nothing.</summary>
    private static Value Ask(BuiltinCall call, Func<string, string, bool> holds) =>
        Value.Of(call.Has(0) && call.Has(1) && holds(call.Text(0), call.Text(1)));

    private static string Capitalize(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string CapitalizeWords(string text)
    {
        var result = text.ToCharArray();
        for (var i = 0; i < result.Length; i++)
        {
            if (i == 0 || char.IsWhiteSpace(result[i - 1]))
            {
                result[i] = char.ToUpperInvariant(result[i]);
            }
        }

        return new string(result);
    }

    /// <summary>Lower-case letters and digits; anything between them becomes one hyphen.</summary>
    private static string Handleize(string text)
    {
        var handle = new StringBuilder();
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                handle.Append(char.ToLowerInvariant(c));
            }
            else if (handle.Length > 0 && handle[^1] != '-')
            {
                handle.Append('-');
            }
        }

        return handle.ToString().TrimEnd('-');
    }

    private static Value IndexOf(BuiltinCall call)
    {
        var text = call.Text(0);
        var start = call.Int(2);
        if (start < 0 || start > text.Length)
        {
            throw new EvaluationException($"the text has no position {start}");
        }

        var count = call.Int(3, otherwise: text.Length - start);
        if (count < 0 || count > text.Length - start)
        {
            throw new EvaluationException($"the text has no {count} characters from position {start}");
        }

        var comparison = call.Text(4) switch
        {
            "" or "Ordinal" or "CurrentCulture" or "InvariantCulture" => StringComparison.Ordinal,
            "OrdinalIgnoreCase" or "CurrentCultureIgnoreCase" or "InvariantCultureIgnoreCase" => StringComparison.OrdinalIgnoreCase,
            var other => throw new EvaluationException($"'{other}' is not a comparison of strings", null, "use 'Ordinal' or 'OrdinalIgnoreCase'"),
        };
        return Value.Of((long)text.IndexOf(call.Text(1), start, count, comparison));
    }

    private static Value Pad(BuiltinCall call, Func<string, int, string> pad)
    {
        var width = Math.Max(0, call.Int(1));
        call.Budget.CheckLength(width);
        return Value.Of(pad(call.Text(0), width));
    }

    private static Value Replace(BuiltinCall call, string match, string by)
    {
        var text = call.Text(0);
        if (match.Length == 0)
        {
            return Value.Of(text);
        }

        call.Budget.CheckLength((double)text.Length / match.Length * Math.Max(match.Length, by.Length));
        return Value.Of(text.Replace(match, by, StringComparison.Ordinal));
    }

    private static string ReplaceOnce(string text, string match, string by, bool isLast, StringComparison comparison)
    {
        var at = match.Length == 0 ? -1 : isLast ? text.LastIndexOf(match, comparison) : text.IndexOf(match, comparison);
        return at < 0 ? text : string.Concat(text.AsSpan(0, at), by, text.AsSpan(at + match.Length));
    }

    private static string Slice(string text, int start, int? length)
    {
        var from = (long)(start < 0 ? start + (long)text.Length : start);
        var to = from + (length ?? text.Length);
        from = Math.Clamp(from, 0, text.Length);
        to = Math.Clamp(to, from, text.Length);
        return text[(int)from..(int)to];
    }

    private static Value Split(BuiltinCall call)
    {
        var (text, match) = (call.Text(0), call.Text(1));
        if (text.Length == 0)
        {
            return ListValue.Empty;
        }

        return Value.OfTexts(match.Length == 0 ? text.Select(c => c.ToString()) : text.Split(match, StringSplitOptions.RemoveEmptyEntries));
    }

    private static Value ToNumber(BuiltinCall call) =>
        double.TryParse(call.Text(0), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? Value.Of(number) : Value.Null;

    private static Value Truncate(BuiltinCall call)
    {
        var (text, length) = (call.Text(0), call.Int(1));
        var ellipsis = call.TextOrNull(2) ?? Ellipsis;
        return Value.Of(text.Length <= length ? text : text[..Math.Clamp(length - ellipsis.Length, 0, text.Length)] + ellipsis);
    }

    private static Value TruncateWords(BuiltinCall call)
    {
        var words = Blanks().Split(call.Text(0));
        var count = Math.Max(0, call.Int(1));
        return Value.Of(call.Text(0).Length == 0 ? "" : string.Join(' ', words.Take(count)) + (call.TextOrNull(2) ?? Ellipsis));
    }
}
