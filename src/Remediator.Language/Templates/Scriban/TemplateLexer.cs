using Remediator.Language.Diagnostics;
using Remediator.Language.Text;

namespace Remediator.Language.Templates.Scriban;

/// <summary>Splits a template into text and the tokens of its code blocks, and applies <c>{{-</c>, <c>{{~</c>, <c>-}}</c> and <c>~}}</c>.</summary>
internal sealed class TemplateLexer(SourceText source, DiagnosticBag diagnostics)
{
    private readonly string text = source.Content;
    private readonly List<Token> tokens = [];
    private int position;

    private enum Trim
    {
        None,

        /// <summary><c>~</c>: white space of the same line, and after a block the first line end too.</summary>
        Line,

        /// <summary><c>-</c>: all white space.</summary>
        All,
    }

    public IReadOnlyList<Token> Read()
    {
        while (position < text.Length)
        {
            ReadText();
            if (position < text.Length)
            {
                ReadBlock();
            }
        }

        tokens.Add(new(TokenKind.End, new Span(source, text.Length, 0), ""));
        return tokens;
    }

    /// <summary>The start of the next <c>{{</c> or <c>{%…%{</c>, or the length of the text.</summary>
    private static int FindBlock(string text, int from)
    {
        for (var open = text.IndexOf('{', from); open >= 0; open = text.IndexOf('{', open + 1))
        {
            var next = open + 1;
            while (next < text.Length && text[next] == '%')
            {
                next++;
            }

            if (next < text.Length && text[next] == '{')
            {
                return open;
            }
        }

        return text.Length;
    }

    private void ReadText()
    {
        var start = position;
        position = FindBlock(text, position);
        var end = position;
        if (position < text.Length)
        {
            var mark = position + 1;
            while (text[mark] == '%')
            {
                mark++;
            }

            end = TrimEnd(start, end, TrimOf(mark + 1));
        }

        AddText(start, end);
    }

    private void AddText(int start, int end)
    {
        if (end > start)
        {
            tokens.Add(new(TokenKind.Text, new Span(source, start, end - start), text[start..end]));
        }
    }

    private Trim TrimOf(int at) => at >= text.Length ? Trim.None : text[at] switch
    {
        '-' => Trim.All,
        '~' => Trim.Line,
        _ => Trim.None,
    };

    private int TrimEnd(int start, int end, Trim trim)
    {
        while (trim != Trim.None && end > start && char.IsWhiteSpace(text[end - 1]) && !(trim == Trim.Line && text[end - 1] == '\n'))
        {
            end--;
        }

        return end;
    }

    private void SkipAfter(Trim trim)
    {
        while (trim != Trim.None && position < text.Length && char.IsWhiteSpace(text[position]))
        {
            if (text[position++] == '\n' && trim == Trim.Line)
            {
                return;
            }
        }
    }

    private void ReadBlock()
    {
        var start = position;
        var percents = 0;
        while (text[start + 1 + percents] == '%')
        {
            percents++;
        }

        position = start + 2 + percents;
        var isTrimmed = TrimOf(position) != Trim.None;
        position += isTrimmed ? 1 : 0;
        if (percents > 0)
        {
            ReadEscape(start, percents);
            return;
        }

        var enter = new Span(source, start, position - start);
        tokens.Add(new(TokenKind.CodeEnter, enter, isTrimmed ? "" : IndentBefore(start)));
        var code = new CodeLexer(source, position, tokens, diagnostics);
        if (!code.ReadBlock())
        {
            diagnostics.Error(ScribanCodes.UnclosedBlock, enter, "the code block is never closed", "add '}}' where the code ends");
        }

        position = code.Position;
        ReadExit();
    }

    private void ReadExit()
    {
        if (position >= text.Length)
        {
            return;
        }

        var start = position;
        var trim = TrimOf(position);
        position += trim == Trim.None ? 2 : 3;
        tokens.Add(new(TokenKind.CodeExit, new Span(source, start, position - start), "}}"));
        SkipAfter(trim);
    }

    /// <summary><c>{%{ … }%}</c>: everything inside is text; more percent signs let the text hold the shorter marks.</summary>
    private void ReadEscape(int start, int percents)
    {
        var close = "}" + new string('%', percents) + "}";
        var end = text.IndexOf(close, position, StringComparison.Ordinal);
        if (end < 0)
        {
            var mark = new Span(source, start, percents + 2);
            diagnostics.Error(ScribanCodes.UnclosedBlock, mark, "the escape block is never closed", $"add '{close}' where the text ends");
            position = text.Length;
            return;
        }

        var trim = end > position ? TrimOf(end - 1) : Trim.None;
        AddText(position, trim == Trim.None ? end : end - 1);
        position = end + close.Length;
        SkipAfter(trim);
    }

    /// <summary>The blanks before a code block that is the first thing on its line: what it writes keeps that indent on every line.</summary>
    private string IndentBefore(int start)
    {
        if (tokens.Count == 0 || tokens[^1].Kind != TokenKind.Text || tokens[^1].Span.End != start)
        {
            return "";
        }

        var lineStart = start == 0 ? 0 : text.LastIndexOf('\n', start - 1) + 1;
        var indent = text[lineStart..start];
        return string.IsNullOrWhiteSpace(indent) ? indent : "";
    }
}
