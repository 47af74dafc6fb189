using System.Text;
using Remediator.Language.Text;

namespace Remediator.Language.Templates.Jinja;

/// <summary>Splits a template into text and tags, with whitespace control applied to the text; <see cref="ExpressionLexer"/> splits what stands in a tag.</summary>
internal sealed class JinjaLexer
{
    private const int None = -1;
    private const int Unsearched = -2;
    private readonly SourceText source;
    private readonly string text;
    private readonly JinjaSyntax syntax;
    private readonly ExpressionLexer inner;
    private readonly List<JinjaToken> tokens = [];
    private readonly int end;

    /// <summary>Where each kind of tag comes next, so that text is searched once; -1 where none does.</summary>
    private readonly int[] next = new int[4];
    private int at;

    /// <param name="start">Where the template begins: after a header line.</param>
    private JinjaLexer(SourceText source, int start, JinjaSyntax syntax)
    {
        this.source = source;
        this.syntax = syntax;
        text = source.Content;
        at = start;
        inner = new ExpressionLexer(source, syntax);
        Array.Fill(next, Unsearched);
        // As in Jinja, one newline at the end is not part of the template; the renderer adds back what the source had.
        end = text.EndsWith("\r\n", StringComparison.Ordinal) ? text.Length - 2 : text.EndsWith('\n') || text.EndsWith('\r') ? text.Length - 1 : text.Length;
        end = Math.Max(start, end);
    }

    public static List<JinjaToken> Template(SourceText source, int start, JinjaSyntax syntax)
    {
        var lexer = new JinjaLexer(source, start, syntax);
        lexer.Run();
        return lexer.tokens;
    }

    /// <summary>The tokens of a bare expression.</summary>
    public static List<JinjaToken> Expression(SourceText source, JinjaSyntax syntax)
    {
        var tokens = new List<JinjaToken>();
        var at = 0;
        new ExpressionLexer(source, syntax).Read(tokens, ref at, source.Content.Length, null);
        tokens.Add(new(TokenKind.End, "", new Span(source, source.Content.Length, 0)));
        return tokens;
    }

    private void Run()
    {
        var lineStarts = true;
        while (at < end)
        {
            var (tag, kind) = NextTag();
            if (kind == Tag.None)
            {
                AddData(at, end);
                break;
            }

            var sign = SignAfter(tag, kind);
            var dataEnd = tag;
            if (sign == '-')
            {
                while (dataEnd > at && char.IsWhiteSpace(text[dataEnd - 1]))
                {
                    dataEnd--;
                }
            }
            else if (sign != '+' && kind is not (Tag.Variable or Tag.LineStatement or Tag.LineComment) && syntax.LstripBlocks)
            {
                dataEnd = LineStart(tag, lineStarts);
            }

            AddData(at, dataEnd);
            at = tag;
            lineStarts = ReadTag(kind, sign);
        }

        tokens.Add(new(TokenKind.End, "", new Span(source, end, 0)));
    }

    private enum Tag
    {
        None,
        Block,
        Variable,
        Comment,
        LineStatement,
        LineComment,
    }

    private (int Position, Tag Kind) NextTag()
    {
        var best = (Position: end, Kind: Tag.None);
        var longest = 0;
        foreach (var (start, kind) in new[] { (syntax.CommentStart, Tag.Comment), (syntax.BlockStart, Tag.Block), (syntax.VariableStart, Tag.Variable) })
        {
            var found = next[(int)kind];
            if (found < at && found != None)
            {
                found = next[(int)kind] = text.IndexOf(start, at, end - at, StringComparison.Ordinal);
            }

            if (found >= 0 && (found < best.Position || (found == best.Position && start.Length > longest)))
            {
                best = (found, kind);
                longest = start.Length;
            }
        }

        return LinePrefix(syntax.LineCommentPrefix, Tag.LineComment, LinePrefix(syntax.LineStatementPrefix, Tag.LineStatement, best));
    }

    /// <summary>A line that begins with a prefix, after blanks, before the best tag so far.</summary>
    private (int Position, Tag Kind) LinePrefix(string? prefix, Tag kind, (int Position, Tag Kind) best)
    {
        if (prefix is null)
        {
            return best;
        }

        for (var found = text.IndexOf(prefix, at, end - at, StringComparison.Ordinal); found >= 0 && found < best.Position; found = text.IndexOf(prefix, found + 1, end - found - 1, StringComparison.Ordinal))
        {
            var line = found;
            while (line > at && text[line - 1] is ' ' or '\t')
            {
                line--;
            }

            var beginsLine = line == 0 || text[line - 1] == '\n';
            if (beginsLine || kind == Tag.LineComment)
            {
                return (beginsLine ? line : found, kind);
            }
        }

        return best;
    }

    private char SignAfter(int tag, Tag kind)
    {
        var length = kind switch { Tag.Block => syntax.BlockStart.Length, Tag.Variable => syntax.VariableStart.Length, Tag.Comment => syntax.CommentStart.Length, _ => 0 };
        return length > 0 && tag + length < end && text[tag + length] is '-' or '+' ? text[tag + length] : '\0';
    }

    private int LineStart(int tag, bool lineStarts)
    {
        var line = tag;
        while (line > at && text[line - 1] is not ('\n' or '\r'))
        {
            if (!char.IsWhiteSpace(text[line - 1]))
            {
                return tag;
            }

            line--;
        }

        return line > at || lineStarts ? line : tag;
    }

    /// <summary>Reads one tag; true where a line starts after it.</summary>
    private bool ReadTag(Tag kind, char sign)
    {
        var begin = at;
        var skip = sign == '\0' ? 0 : 1;
        switch (kind)
        {
            case Tag.Comment:
                at = CloseOf(begin + syntax.CommentStart.Length + skip, syntax.CommentEnd, begin, "Missing end of comment tag");
                break;
            case Tag.Variable:
                Add(TokenKind.VariableBegin, begin, syntax.VariableStart.Length + skip);
                inner.Read(tokens, ref at, end, syntax.VariableEnd);
                EndTag(TokenKind.VariableEnd, syntax.VariableEnd, begin, trims: false);
                break;
            case Tag.Block when RawBody(begin + syntax.BlockStart.Length + skip) is { } body:
                ReadRaw(begin, body);
                break;
            case Tag.Block:
                Add(TokenKind.BlockBegin, begin, syntax.BlockStart.Length + skip);
                inner.Read(tokens, ref at, end, syntax.BlockEnd);
                EndTag(TokenKind.BlockEnd, syntax.BlockEnd, begin, trims: true);
                break;
            case Tag.LineStatement:
                var prefix = text.IndexOf(syntax.LineStatementPrefix!, begin, StringComparison.Ordinal);
                Add(TokenKind.BlockBegin, prefix, syntax.LineStatementPrefix!.Length);
                inner.ReadLine(tokens, ref at, end);
                Add(TokenKind.BlockEnd, at, at < end ? 1 : 0);
                break;
            default:
                while (at < end && text[at] != '\n')
                {
                    at++;
                }

                break;
        }

        return at > begin && text[at - 1] == '\n';
    }

    private void EndTag(TokenKind kind, string close, int begin, bool trims)
    {
        var start = at;
        if (at >= end)
        {
            throw new JinjaSyntaxException(new Span(source, begin, Math.Min(2, text.Length - begin)), $"this tag has no end '{close}'");
        }

        var sign = text[at] is '-' or '+' ? text[at++] : '\0';
        at += close.Length;
        AfterTag(sign, trims);
        tokens.Add(new(kind, close, new Span(source, start, close.Length)));
    }

    private void AfterTag(char sign, bool trims)
    {
        if (sign == '-')
        {
            while (at < end && char.IsWhiteSpace(text[at]))
            {
                at++;
            }
        }
        else if (sign != '+' && trims && syntax.TrimBlocks && at < end)
        {
            at += text[at] == '\r' && at + 1 < end && text[at + 1] == '\n' ? 2 : text[at] is '\n' or '\r' ? 1 : 0;
        }
    }

    /// <summary>The end of a comment, whitespace after it handled.</summary>
    private int CloseOf(int from, string close, int begin, string missing)
    {
        var found = from <= end ? text.IndexOf(close, from, end - from, StringComparison.Ordinal) : -1;
        if (found < 0)
        {
            throw new JinjaSyntaxException(new Span(source, begin, Math.Min(2, text.Length - begin)), missing);
        }

        at = found + close.Length;
        AfterTag(found > from && text[found - 1] is '-' or '+' ? text[found - 1] : '\0', trims: true);
        return at;
    }

    /// <summary>Where the body of <c>raw</c> starts, or null where the tag is another one.</summary>
    private int? RawBody(int inTag)
    {
        var i = SkipBlanks(inTag);
        if (string.CompareOrdinal(text, i, "raw", 0, 3) != 0)
        {
            return null;
        }

        i = SkipBlanks(i + 3);
        var strips = i < end && text[i] == '-';
        i += strips ? 1 : 0;
        if (string.CompareOrdinal(text, i, syntax.BlockEnd, 0, syntax.BlockEnd.Length) != 0)
        {
            return null;
        }

        i += syntax.BlockEnd.Length;
        return strips ? SkipBlanks(i) : i;
    }

    private void ReadRaw(int begin, int body)
    {
        for (var found = text.IndexOf(syntax.BlockStart, body, end - body, StringComparison.Ordinal); found >= 0; found = text.IndexOf(syntax.BlockStart, found + 1, end - found - 1, StringComparison.Ordinal))
        {
            var i = found + syntax.BlockStart.Length;
            var sign = i < end && text[i] is '-' or '+' ? text[i++] : '\0';
            i = SkipBlanks(i);
            if (string.CompareOrdinal(text, i, "endraw", 0, 6) != 0)
            {
                continue;
            }

            i = SkipBlanks(i + 6);
            var after = i < end && text[i] is '-' or '+' ? text[i++] : '\0';
            if (string.CompareOrdinal(text, i, syntax.BlockEnd, 0, syntax.BlockEnd.Length) != 0)
            {
                continue;
            }

            var bodyEnd = found;
            while (sign == '-' && bodyEnd > body && char.IsWhiteSpace(text[bodyEnd - 1]))
            {
                bodyEnd--;
            }

            at = body;
            if (sign == '\0' && syntax.LstripBlocks)
            {
                bodyEnd = LineStart(found, lineStarts: false);
            }

            AddData(body, bodyEnd);
            at = i + syntax.BlockEnd.Length;
            AfterTag(after, trims: true);
            return;
        }

        throw new JinjaSyntaxException(new Span(source, begin, syntax.BlockStart.Length), "Missing end of raw directive");
    }

    private int SkipBlanks(int i)
    {
        while (i < end && char.IsWhiteSpace(text[i]))
        {
            i++;
        }

        return i;
    }

    private void Add(TokenKind kind, int start, int length)
    {
        tokens.Add(new(kind, "", new Span(source, start, length)));
        at = start + length;
    }

    private void AddData(int from, int to)
    {
        if (to > from)
        {
            tokens.Add(new(TokenKind.Data, Normalize(text[from..to]), new Span(source, from, to - from)));
        }
    }

    private static string Normalize(string data) => data.Contains('\r') ? new StringBuilder(data).Replace("\r\n", "\n").Replace('\r', '\n').ToString() : data;
}
