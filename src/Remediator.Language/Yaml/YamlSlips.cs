using System.Buffers;
using System.Text.RegularExpressions;
using Remediator.Language.Diagnostics;
using Remediator.Language.Text;

namespace Remediator.Language.Yaml;

/// <summary>
/// Says what an author most likely did wrong where the parser only says what it could not use: each usual slip is looked for
/// in the lines around the error, and the diagnostic stands at the slip.
/// </summary>
internal static partial class YamlSlips
{
    private const string Code = "RMD1001";
    private const string TemplateCode = "RMD1003";

    /// <summary>Control characters that YAML does not allow; a zero would even end the text silently.</summary>
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(i => (char)i).Where(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r' or '\u0085')), '\uFFFE', '\uFFFF']);

    public static Diagnostic? FindForbiddenCharacter(SourceText source)
    {
        var at = source.Content.AsSpan().IndexOfAny(Forbidden);
        return at < 0 ? null : Diagnostic.Error(Code, new Span(source, at, 1), $"the character U+{(int)source.Content[at]:X4} cannot stand in YAML", "in double quotes it can be written as an escape such as \"\\x1b\"");
    }

    public static Diagnostic ExplainUnclosed(SourceText source, Span open) =>
        Diagnostic.Error(Code, open, $"the '{source.Content.AsSpan(Math.Min(open.Start, source.Content.Length), Math.Min(1, Math.Max(0, source.Content.Length - open.Start)))}' that opens here is not closed");

    public static Diagnostic Explain(SourceText source, int start, int end, string message, Span open)
    {
        var text = source.Content;
        start = Math.Clamp(start, 0, text.Length);
        end = Math.Clamp(end, start, text.Length);
        var (line, _) = source.Locate(start);
        return FindTab(source, line, message)
            ?? FindOpenQuote(source, start, end, message)
            ?? FindBareTemplate(source, line)
            ?? FindReservedStart(source, start, message)
            ?? FindTextAfterQuotes(source, line)
            ?? FindMissingBlank(source, line, message)
            ?? FindColonInText(source, line, message)
            ?? FindIndentation(source, line, message)
            ?? FindUnclosedCollection(source, start, message, open)
            ?? Diagnostic.Error(Code, new Span(source, start, LengthOnLine(source, start, end)), Reword(message));
    }

    public static Diagnostic ExplainBareTemplate(SourceText source, int start) =>
        Diagnostic.Error(TemplateCode, new Span(source, start, TemplateLength(source.Content, start)),
            "a value that starts with a template needs quotes; YAML reads '{' as a mapping", "put the whole value in quotes: \"{{ … }}\"");

    /// <summary>The length of <c>{{ … }}</c>, on one line.</summary>
    private static int TemplateLength(string text, int start)
    {
        var line = text.AsSpan(start);
        line = line.IndexOfAny('\r', '\n') is var end and >= 0 ? line[..end] : line;
        return line.IndexOf("}}") is var close and >= 0 ? close + 2 : Math.Max(1, line.Length);
    }

    private static int LengthOnLine(SourceText source, int start, int end)
    {
        var newline = source.Content.IndexOf('\n', start);
        return Math.Max(1, Math.Min(end, newline < 0 ? source.Content.Length : newline) - start);
    }

    private static Diagnostic? FindTab(SourceText source, int line, string message)
    {
        // The parser gives no place for this error: it is the first line indented with a tab.
        var isTabError = message.Contains("tab", StringComparison.OrdinalIgnoreCase);
        var (from, to) = isTabError ? (1, source.Locate(source.Content.Length).Line) : (Math.Max(1, line - 1), line);
        for (var i = from; i <= to; i++)
        {
            var content = source.LineAt(i);
            var tab = content.IndexOf('\t', StringComparison.Ordinal);
            if (tab >= 0 && content.AsSpan(0, tab).Trim(' ').IsEmpty)
            {
                var length = content.Length - content.AsSpan(tab).TrimStart('\t').Length - tab;
                return Diagnostic.Error(Code, new Span(source, source.OffsetOf(i, tab + 1), length), "a tab cannot indent a line in YAML", "use blanks, two for each level");
            }
        }

        return null;
    }

    private static Diagnostic? FindOpenQuote(SourceText source, int start, int end, string message)
    {
        if (!message.Contains("quoted scalar", StringComparison.Ordinal) || start >= source.Content.Length)
        {
            return null;
        }

        if (message.Contains("escape", StringComparison.Ordinal))
        {
            return Diagnostic.Error(Code, BadEscape(source, start), "this escape does not exist in YAML", "write the backslash twice, or use single quotes, where a backslash is a plain character");
        }

        var quote = source.Content[start];
        return message.Contains("end of stream", StringComparison.Ordinal) || message.Contains("document", StringComparison.Ordinal) || message.Contains("indentation", StringComparison.Ordinal)
            ? Diagnostic.Error(Code, new Span(source, start, LengthOnLine(source, start, end)), $"the quote {quote} that opens here is not closed",
                quote == '\'' ? "inside single quotes, write an apostrophe twice: ''" : "inside double quotes, write \\\" for a quote")
            : null;
    }

    private static Span BadEscape(SourceText source, int start)
    {
        var text = source.Content;
        for (var at = start + 1; at + 1 < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\')
            {
                if (!"0abt\tnvfre \"/\\N_LPxuU\r\n'".Contains(text[at + 1], StringComparison.Ordinal))
                {
                    return new Span(source, at, 2);
                }

                at++;
            }
        }

        return new Span(source, start, 1);
    }

    private static Diagnostic? FindBareTemplate(SourceText source, int line)
    {
        for (var i = line; i >= Math.Max(1, line - 1); i--)
        {
            if (BareTemplate().Match(source.LineAt(i)) is { Success: true } match)
            {
                var start = source.OffsetOf(i, match.Groups["open"].Index + 1);
                return ExplainBareTemplate(source, start);
            }
        }

        return null;
    }

    private static Diagnostic? FindReservedStart(SourceText source, int start, string message)
    {
        if (start >= source.Content.Length)
        {
            return null;
        }

        var c = source.Content[start];
        var isReserved = message.Contains("cannot start any token", StringComparison.Ordinal) || message.Contains("anchor or alias", StringComparison.Ordinal);
        if (!isReserved || char.IsWhiteSpace(c))
        {
            return null;
        }

        var meaning = c switch
        {
            '*' => "starts an alias in YAML",
            '&' => "starts an anchor in YAML",
            _ => "is reserved in YAML",
        };
        return Diagnostic.Error(Code, new Span(source, start, 1), $"a value cannot start with '{c}', which {meaning}", $"put the value in quotes: \"{c}…\"");
    }

    private static Diagnostic? FindTextAfterQuotes(SourceText source, int line)
    {
        if (TextAfterQuotes().Match(source.LineAt(line)) is not { Success: true } match)
        {
            return null;
        }

        var rest = match.Groups["rest"];
        return Diagnostic.Error(Code, new Span(source, source.OffsetOf(line, rest.Index + 1), Math.Max(1, rest.Length)),
            "text stands behind the closing quote",
            match.Value.Contains('\'', StringComparison.Ordinal) && !match.Value.Contains('"', StringComparison.Ordinal)
                ? "inside single quotes, write an apostrophe twice: ''; or put the whole value in double quotes"
                : "put the whole value in quotes of the other kind");
    }

    private static Diagnostic? FindMissingBlank(SourceText source, int line, string message)
    {
        var dash = MissingBlankAfterDash().Match(source.LineAt(line));
        if (dash.Success && message.Contains("'-' indicator", StringComparison.Ordinal))
        {
            return Diagnostic.Error(Code, new Span(source, source.OffsetOf(line, dash.Groups["dash"].Index + 1), 1), "a list item needs a blank after its '-'", "write '- ' before the item");
        }

        if (!message.Contains("mapping", StringComparison.Ordinal) && !message.Contains("':'", StringComparison.Ordinal))
        {
            return null;
        }

        for (var i = line; i >= Math.Max(1, line - 1); i--)
        {
            if (MissingBlank().Match(source.LineAt(i)) is { Success: true } match)
            {
                var colon = source.OffsetOf(i, match.Groups["colon"].Index + 1);
                return Diagnostic.Error(Code, new Span(source, colon, 1), $"a blank is missing after the colon of '{match.Groups["key"].Value}'", $"write '{match.Groups["key"].Value}: {Shorten(match.Groups["value"].Value)}'");
            }
        }

        return null;
    }

    private static Diagnostic? FindColonInText(SourceText source, int line, string message)
    {
        if (!message.Contains("invalid mapping", StringComparison.Ordinal) && !message.Contains("not allowed in this context", StringComparison.Ordinal))
        {
            return null;
        }

        if (ColonInText().Match(source.LineAt(line)) is not { Success: true } match)
        {
            return null;
        }

        var colon = source.OffsetOf(line, match.Groups["colon"].Index + 1);
        return Diagnostic.Error(Code, new Span(source, colon, 1), $"the value of '{match.Groups["key"].Value}' holds a colon and a blank, which YAML reads as another key", "put the value in quotes");
    }

    private static Diagnostic? FindIndentation(SourceText source, int line, string message)
    {
        var content = source.LineAt(line);
        var indent = content.Length - content.AsSpan().TrimStart(' ').Length;
        var isStructure = message.Contains("expected key", StringComparison.Ordinal) || message.Contains("'-' indicator", StringComparison.Ordinal)
            || message.Contains("invalid mapping", StringComparison.Ordinal) || message.Contains("not allowed in this context", StringComparison.Ordinal);
        if (!isStructure || PreviousLine(source, line) is not { } previous)
        {
            return null;
        }

        var above = source.LineAt(previous);
        var aboveIndent = above.Length - above.AsSpan().TrimStart(' ').Length;
        if (aboveIndent == indent)
        {
            // An item behind a key in the list's column: the key is what does not fit.
            (line, content) = content.AsSpan(indent).StartsWith("- ") ? (previous, above) : (line, content);
            return Diagnostic.Error(Code, new Span(source, source.OffsetOf(line, indent + 1), Math.Max(1, content.TrimEnd().Length - indent)),
                "this line does not fit the list above it", "an item starts with '- '; keys of the same item stand below its first key");
        }

        return Diagnostic.Error(Code, new Span(source, source.OffsetOf(line, indent + 1), Math.Max(1, content.TrimEnd().Length - indent)),
            $"the indentation of this line, {indent}, fits nothing above it", $"the line before ({previous}) is indented by {aboveIndent}; keys of one mapping start in one column");
    }

    private static int? PreviousLine(SourceText source, int line)
    {
        for (var i = line - 1; i >= 1; i--)
        {
            var content = source.LineAt(i).AsSpan().TrimStart(' ');
            if (!content.IsEmpty && content[0] != '#')
            {
                return i;
            }
        }

        return null;
    }

    private static Diagnostic? FindUnclosedCollection(SourceText source, int start, string message, Span open)
    {
        if (!message.Contains("flow", StringComparison.Ordinal))
        {
            return null;
        }

        if (source.Content.AsSpan(start).Trim().IsEmpty)
        {
            return ExplainUnclosed(source, open);
        }

        return source.Content[start] is '[' or '{'
            ? ExplainUnclosed(source, new Span(source, start, 1))
            : Diagnostic.Error(Code, new Span(source, start, 1), "a comma or a closing bracket is missing before this");
    }

    private static string Shorten(string value) => value.Length > 40 ? value[..40] + "…" : value;

    private static string Reword(string message)
    {
        var text = message.TrimEnd('.').Replace("scanning", "reading", StringComparison.Ordinal).Replace("parsing", "reading", StringComparison.Ordinal);
        return text.Length == 0 ? "this is not YAML" : char.ToLowerInvariant(text[0]) + text[1..];
    }

    [GeneratedRegex("""^\s*(?:-\s+)*(?:[^\s'"#:][^'"#:]*:\s+|-\s+)(?<open>\{\{)""", RegexOptions.CultureInvariant)]
    private static partial Regex BareTemplate();

    [GeneratedRegex("""^\s*(?:-\s+)*(?:[^\s'"#:][^'"#:]*:\s+)?(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*(?<rest>[^\s:,\]}#'"].*|(?<=')".*|(?<=")'.*)$""", RegexOptions.CultureInvariant)]
    private static partial Regex TextAfterQuotes();

    [GeneratedRegex("""^\s*(?<dash>-)[^\s-]""", RegexOptions.CultureInvariant)]
    private static partial Regex MissingBlankAfterDash();

    [GeneratedRegex("""^\s*(?:-\s+)*(?<key>[A-Za-z_][\w.-]*)(?<colon>:)(?<value>[^\s:/].*)$""", RegexOptions.CultureInvariant)]
    private static partial Regex MissingBlank();

    [GeneratedRegex("""^\s*(?:-\s+)*(?<key>[^\s'"#:][^'"#:]*):\s+[^'"\[{|>].*?(?<colon>:)(?:\s|$)""", RegexOptions.CultureInvariant)]
    private static partial Regex ColonInText();
}
