using System.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Expressions;

/// <summary>Python's methods of text.</summary>
internal static class PythonTextMethods
{
    public static readonly NamedFunction[] All =
    [
        new("capitalize", "", c => Value.Of(Capitalize(c.Text))),
        new("casefold", "", c => Value.Of(c.Text.ToLowerInvariant().Replace("ß", "ss"))),
        new("center", "width fill?", c => Value.Of(Center(c.Text, c.NumberAt(0), c.TextAt(1, " "), c.Budget))),
        new("count", "part", c => Value.Of((long)Count(c.Text, c.TextAt(0)))),
        new("endswith", "suffix start? end?", c => Value.Of(Affixes(c).Any(Sub(c, 1, 2).EndsWith))),
        new("expandtabs", "tabsize?", c => Value.Of(ExpandTabs(c.Text, (int)Math.Clamp(c.NumberAt(0, 8), 0, 1000)))),
        new("find", "part start? end?", c => Value.Of(Find(c, last: false))),
        new("format", "*args **kwargs", c => Value.Of(PythonFormat.Braces(c.Text, c))),
        new("format_map", "mapping", c => Value.Of(PythonFormat.Braces(c.Text, c with { Named = (c[0] as DictValue ?? throw c.Wrong(c[0]!, "a dict")).ToDictionary(e => PythonText.Str(e.Key), e => e.Value) }))),
        new("index", "part start? end?", c => Found(Find(c, last: false))),
        new("isalnum", "", c => Value.Of(c.Text.Length > 0 && c.Text.All(char.IsLetterOrDigit))),
        new("isalpha", "", c => Value.Of(c.Text.Length > 0 && c.Text.All(char.IsLetter))),
        new("isascii", "", c => Value.Of(c.Text.All(char.IsAscii))),
        new("isdecimal", "", c => Value.Of(c.Text.Length > 0 && c.Text.All(char.IsDigit))),
        new("isdigit", "", c => Value.Of(c.Text.Length > 0 && c.Text.All(char.IsDigit))),
        new("isidentifier", "", c => Value.Of(c.Text.Length > 0 && (char.IsLetter(c.Text[0]) || c.Text[0] == '_') && c.Text.All(x => char.IsLetterOrDigit(x) || x == '_'))),
        new("islower", "", c => Value.Of(c.Text.Any(char.IsLower) && !c.Text.Any(char.IsUpper))),
        new("isnumeric", "", c => Value.Of(c.Text.Length > 0 && c.Text.All(char.IsNumber))),
        new("isprintable", "", c => Value.Of(!c.Text.Any(char.IsControl))),
        new("isspace", "", c => Value.Of(c.Text.Length > 0 && c.Text.All(char.IsWhiteSpace))),
        new("istitle", "", c => Value.Of(c.Text.Any(char.IsLetter) && Title(c.Text) == c.Text)),
        new("isupper", "", c => Value.Of(c.Text.Any(char.IsUpper) && !c.Text.Any(char.IsLower))),
        new("join", "items", c => Value.Of(Join(c))),
        new("ljust", "width fill?", c => Value.Of(c.Text + Fill(c, c.Text))),
        new("lower", "", c => Value.Of(c.Text.ToLowerInvariant())),
        new("lstrip", "characters?", c => Value.Of(c.Has(0) ? c.Text.TrimStart(c.TextAt(0).ToCharArray()) : c.Text.TrimStart())),
        new("partition", "separator", c => Partition(c, last: false)),
        new("removeprefix", "prefix", c => Value.Of(c.TextAt(0) is var p && c.Text.StartsWith(p, StringComparison.Ordinal) ? c.Text[p.Length..] : c.Text)),
        new("removesuffix", "suffix", c => Value.Of(c.TextAt(0) is { Length: > 0 } p && c.Text.EndsWith(p, StringComparison.Ordinal) ? c.Text[..^p.Length] : c.Text)),
        new("replace", "old new count?", c => Value.Of(Replace(c.Text, c.TextAt(0), c.TextAt(1), c.NumberAt(2, -1), c.Budget))),
        new("rfind", "part start? end?", c => Value.Of(Find(c, last: true))),
        new("rindex", "part start? end?", c => Found(Find(c, last: true))),
        new("rjust", "width fill?", c => Value.Of(Fill(c, c.Text) + c.Text)),
        new("rpartition", "separator", c => Partition(c, last: true)),
        new("rsplit", "sep? maxsplit?", c => Value.OfTexts(SplitFromEnd(c.Text, c.Has(0) ? c.TextAt(0) : null, c.NumberAt(1, -1)))),
        new("rstrip", "characters?", c => Value.Of(c.Has(0) ? c.Text.TrimEnd(c.TextAt(0).ToCharArray()) : c.Text.TrimEnd())),
        new("split", "sep? maxsplit?", c => Value.OfTexts(Split(c.Text, c.Has(0) ? c.TextAt(0) : null, c.NumberAt(1, -1)))),
        new("splitlines", "keepends?", c => Value.OfTexts(Lines(c.Text, c.FlagAt(0)))),
        new("startswith", "prefix start? end?", c => Value.Of(Affixes(c).Any(Sub(c, 1, 2).StartsWith))),
        new("strip", "characters?", c => Value.Of(c.Has(0) ? c.Text.Trim(c.TextAt(0).ToCharArray()) : c.Text.Trim())),
        new("swapcase", "", c => Value.Of(string.Concat(c.Text.Select(x => char.IsUpper(x) ? char.ToLowerInvariant(x).ToString() : Upper(x.ToString()))))),
        new("title", "", c => Value.Of(Title(c.Text))),
        new("upper", "", c => Value.Of(Upper(c.Text))),
        new("zfill", "width", c => Value.Of(ZeroFill(c))),
    ];

    public static string Upper(string text) => text.ToUpperInvariant().Replace("ß", "SS");

    public static string Capitalize(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant();

    public static string Replace(string text, string old, string with, long count, EvaluationBudget budget)
    {
        if (count == 0)
        {
            return text;
        }

        var most = count < 0 ? int.MaxValue : (int)Math.Min(count, int.MaxValue);
        var found = old.Length == 0 ? text.Length + 1 : Count(text, old);
        budget.CheckLength(text.Length + ((double)Math.Min(found, most) * (with.Length - old.Length)));
        if (count < 0 && old.Length > 0)
        {
            return text.Replace(old, with, StringComparison.Ordinal);
        }

        var builder = new StringBuilder();
        var from = 0;
        for (var done = 0; done < most; done++)
        {
            var at = old.Length == 0 ? done : text.IndexOf(old, from, StringComparison.Ordinal);
            if (at < 0 || at > text.Length)
            {
                break;
            }

            builder.Append(text, from, at - from).Append(with);
            from = at + old.Length;
        }

        return builder.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>Python's <c>split</c>: by runs of blanks without empty parts, or by a separator with them.</summary>
    public static List<string> Split(string text, string? separator, long most)
    {
        var parts = new List<string>();
        var rest = text;
        if (separator is null)
        {
            rest = rest.TrimStart();
            while (rest.Length > 0)
            {
                var end = 0;
                while (end < rest.Length && !char.IsWhiteSpace(rest[end]))
                {
                    end++;
                }

                if (most >= 0 && parts.Count >= most)
                {
                    parts.Add(rest.TrimEnd());
                    return parts;
                }

                parts.Add(rest[..end]);
                rest = rest[end..].TrimStart();
            }

            return parts;
        }

        if (separator.Length == 0)
        {
            throw new EvaluationException("empty separator");
        }

        return [.. most < 0 ? text.Split(separator) : text.Split(separator, (int)Math.Min(most + 1, int.MaxValue))];
    }

    /// <summary>Python's <c>splitlines</c>.</summary>
    public static List<string> Lines(string text, bool keepEnds = false)
    {
        var lines = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('\n' or '\r' or '\v' or '\f' or '\x1c' or '\x1d' or '\x1e' or '\x85' or '\u2028' or '\u2029'))
            {
                continue;
            }

            var end = i;
            if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
            {
                i++;
            }

            lines.Add(text[start..(keepEnds ? i + 1 : end)]);
            start = i + 1;
        }

        if (start < text.Length)
        {
            lines.Add(text[start..]);
        }

        return lines;
    }

    public static string Center(string text, long width, string fill, EvaluationBudget budget)
    {
        var missing = width - PythonAccess.Length(text);
        if (missing <= 0)
        {
            return text;
        }

        budget.CheckLength(width);
        var left = (missing / 2) + (missing & width & 1);
        return Repeat(fill, left) + text + Repeat(fill, missing - left);
    }

    private static List<string> SplitFromEnd(string text, string? separator, long most)
    {
        if (most < 0)
        {
            return Split(text, separator, most);
        }

        var reversed = Split(Reverse(text), separator is null ? null : Reverse(separator), most);
        reversed.Reverse();
        return [.. reversed.Select(Reverse)];
    }

    private static string Reverse(string text) => string.Concat(text.EnumerateRunes().Reverse().Select(r => r.ToString()));

    private static Value Partition(FunctionCall call, bool last)
    {
        var (text, separator) = (call.Text, call.TextAt(0));
        var at = last ? text.LastIndexOf(separator, StringComparison.Ordinal) : text.IndexOf(separator, StringComparison.Ordinal);
        string[] parts = at >= 0 ? [text[..at], separator, text[(at + separator.Length)..]] : last ? ["", "", text] : [text, "", ""];
        return new ListValue([.. parts.Select(Value.Of)], isTuple: true);
    }

    private static IEnumerable<string> Affixes(FunctionCall call) => call[0] switch
    {
        ListValue { IsTuple: true } list => list.Select(PythonText.Str),
        TextValue text => [text.Text],
        { } other => throw call.Wrong(other, "a str or a tuple of str"),
        null => [],
    };

    /// <summary>The part of the text between two optional arguments, with ordinal comparison.</summary>
    private static Part Sub(FunctionCall call, int start, int end)
    {
        var text = call.Text;
        var from = Clamp(call.NumberAt(start), text.Length);
        var to = Clamp(call.NumberAt(end, text.Length), text.Length);
        return new Part(from <= to ? text[from..to] : "");
    }

    private static int Clamp(long place, int length) => (int)Math.Clamp(place < 0 ? place + length : place, 0, length);

    private static long Find(FunctionCall call, bool last)
    {
        var text = call.Text;
        var part = call.TextAt(0);
        var from = Clamp(call.NumberAt(1), text.Length);
        var to = Clamp(call.NumberAt(2, text.Length), text.Length);
        if (from > to)
        {
            return -1;
        }

        var within = text[from..to];
        var at = last ? within.LastIndexOf(part, StringComparison.Ordinal) : within.IndexOf(part, StringComparison.Ordinal);
        return at < 0 ? -1 : at + from;
    }

    private static Value Found(long place) => place >= 0 ? Value.Of(place) : throw new EvaluationException("substring not found");

    private static int Count(string text, string part)
    {
        if (part.Length == 0)
        {
            return text.Length + 1;
        }

        var count = 0;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    private static string Join(FunctionCall call)
    {
        var parts = call.ItemsAt(0).Select((item, i) => item is TextValue text ? text.Text
            : item is UndefinedValue undefined ? throw Interpreter.Refuse(undefined)
            : throw call.Fail($"sequence item {i}: expected str instance, {item.TypeName} found")).ToList();
        call.Budget.CheckLength(parts.Sum(p => (double)p.Length + call.Text.Length));
        return string.Join(call.Text, parts);
    }

    private static string Title(string text)
    {
        var inWord = false;
        return string.Create(text.Length, text, (buffer, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                buffer[i] = inWord ? char.ToLowerInvariant(source[i]) : char.ToUpperInvariant(source[i]);
                inWord = char.IsLetter(source[i]);
            }
        });
    }

    private static string Fill(FunctionCall call, string text)
    {
        var missing = call.NumberAt(0) - PythonAccess.Length(text);
        call.Budget.CheckLength(call.NumberAt(0));
        return missing > 0 ? Repeat(call.TextAt(1, " "), missing) : "";
    }

    private static string ZeroFill(FunctionCall call)
    {
        var text = call.Text;
        call.Budget.CheckLength(call.NumberAt(0));
        var missing = call.NumberAt(0) - PythonAccess.Length(text);
        return missing <= 0 ? text : text.Length > 0 && text[0] is '+' or '-' ? text[0] + Repeat("0", missing) + text[1..] : Repeat("0", missing) + text;
    }

    private static string ExpandTabs(string text, int size)
    {
        var builder = new StringBuilder();
        var column = 0;
        foreach (var c in text)
        {
            if (c == '\t')
            {
                var blanks = size == 0 ? 0 : size - (column % size);
                builder.Append(' ', blanks);
                column += blanks;
            }
            else
            {
                builder.Append(c);
                column = c is '\n' or '\r' ? 0 : column + 1;
            }
        }

        return builder.ToString();
    }

    private static string Repeat(string fill, long count) =>
        fill.EnumerateRunes().Count() == 1 ? new StringBuilder().Insert(0, fill, (int)count).ToString() : throw new EvaluationException("The fill character must be exactly one character long");

    private sealed record Part(string Text)
    {
        public bool StartsWith(string prefix) => Text.StartsWith(prefix, StringComparison.Ordinal);

        public bool EndsWith(string suffix) => Text.EndsWith(suffix, StringComparison.Ordinal);
    }
}
