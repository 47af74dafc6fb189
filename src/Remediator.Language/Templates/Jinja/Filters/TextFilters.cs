using System.Text;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>Filters over text.</summary>
internal static class TextFilters
{
    public static readonly NamedFunction[] All =
    [
        new("upper", "", c => Value.Of(PythonTextMethods.Upper(c.Text))),
        new("lower", "", c => Value.Of(c.Text.ToLowerInvariant())),
        new("capitalize", "", c => Value.Of(PythonTextMethods.Capitalize(c.Text))),
        new("title", "", c => Value.Of(Title(c.Text))),
        new("trim", "chars?", c => Value.Of(c.Has(0) ? c.Text.Trim(c.TextAt(0).ToCharArray()) : c.Text.Trim())),
        new("replace", "old new count?", c => Value.Of(PythonTextMethods.Replace(c.Text, c.TextAt(0), PythonText.Str(c[1]!), c.NumberAt(2, -1), c.Budget))),
        new("center", "width?", c => Value.Of(PythonTextMethods.Center(c.Text, c.NumberAt(0, 80), " ", c.Budget))),
        new("indent", "width? first? blank?", Indent),
        new("wordcount", "", c => Value.Of((long)Words(c.Text))),
        new("wordwrap", "width? break_long_words? wrapstring? break_on_hyphens?", Wrap),
        new("truncate", "length? killwords? end? leeway?", Truncate),
        new("format", "*args **kwargs", Format),
        new("split", "sep? maxsplit?", c => Value.OfTexts(PythonTextMethods.Split(c.Text, c.Has(0) ? c.TextAt(0) : null, c.NumberAt(1, -1)))),
        new("quote", "", c => Value.Of(Quote(c.Input is NullValue ? "" : c.Text))),
        new("comment", "style? newline? beginning? prefix? prefix_count? decoration? postfix? postfix_count? end?", CommentBlock.Write),
    ];

    /// <summary>Text as one word of a POSIX shell, left alone where it is one already.</summary>
    public static string Quote(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "@%+=:,./-_".Contains(c)) ? text : "'" + text.Replace("'", "'\"'\"'") + "'";

    /// <summary>Jinja's title case: a word begins after blanks, hyphens and opening brackets only.</summary>
    private static string Title(string text)
    {
        var inWord = false;
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var separates = char.IsWhiteSpace(c) || "-({[<".Contains(c);
            result.Append(separates ? c : inWord ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c));
            inWord = !separates;
        }

        return result.ToString();
    }

    private static Value Indent(FunctionCall call)
    {
        var indent = call[0] is TextValue text ? text.Text : new string(' ', (int)Math.Clamp(call.NumberAt(0, 4), 0, call.Budget.Limits.OutputLength));
        var lines = PythonTextMethods.Lines(call.Text + "\n");
        var (first, blank) = (call.FlagAt(1), call.FlagAt(2));
        call.Budget.CheckLength(call.Text.Length + ((double)indent.Length * lines.Count));
        return Value.Of(string.Join('\n', lines.Select((line, i) => (i == 0 ? first : blank || line.Length > 0) ? indent + line : line)));
    }

    private static int Words(string text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (IsWord(text[i]) && (i == 0 || !IsWord(text[i - 1])))
            {
                count++;
            }
        }

        return count;

        static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
    }

    private static Value Wrap(FunctionCall call)
    {
        var width = (int)Math.Clamp(call.NumberAt(0, 79), int.MinValue, int.MaxValue);
        if (width <= 0)
        {
            throw call.Fail($"invalid width {width} (must be > 0)");
        }

        var separator = call.TextAt(2, "\n");
        var (breaksWords, breaksHyphens) = (call.FlagAt(1, true), call.FlagAt(3, true));
        return Value.Of(string.Join(separator, PythonTextMethods.Lines(call.Text)
            .Select(line => string.Join(separator, TextWrapping.Wrap(line, width, breaksWords, breaksHyphens)))));
    }

    private static Value Truncate(FunctionCall call)
    {
        var (text, end) = (call.Text, call.TextAt(2, "..."));
        var (length, leeway) = (call.NumberAt(0, 255), call.NumberAt(3, 5));
        if (length < end.Length || leeway < 0)
        {
            throw call.Fail(leeway < 0 ? $"expected leeway >= 0, got {leeway}" : $"expected length >= {end.Length}, got {length}");
        }

        if (text.Length <= length + leeway)
        {
            return call.Input;
        }

        var cut = text[..(int)(length - end.Length)];
        return Value.Of((call.FlagAt(1) ? cut : cut.LastIndexOf(' ') is >= 0 and var blank ? cut[..blank] : cut) + end);
    }

    private static Value Format(FunctionCall call)
    {
        if (call.Rest.Count > 0 && call.Named.Count > 0)
        {
            throw call.Fail("can't handle positional and keyword arguments at the same time");
        }

        if (call.Named.Count == 0)
        {
            return Value.Of(PythonFormat.Percent(call.Text, new ListValue(call.Rest, isTuple: true), call.Budget));
        }

        var builder = new DictBuilder();
        foreach (var (key, value) in call.Named)
        {
            builder[key] = value;
        }

        return Value.Of(PythonFormat.Percent(call.Text, builder.Build(), call.Budget));
    }
}
