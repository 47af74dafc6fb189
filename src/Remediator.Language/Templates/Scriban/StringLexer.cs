using System.Globalization;
using System.Text;
using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban;

/// <summary>Reads quoted, verbatim (backtick) and interpolated strings.</summary>
internal sealed class StringLexer(SourceText source, int position, char quote, DiagnosticBag diagnostics)
{
    private readonly string text = source.Content;
    private readonly char quote = quote;
    private readonly StringBuilder content = new();

    /// <summary>A string in quotes or backticks that starts at <paramref name="start"/>.</summary>
    public static Token ReadPlain(SourceText source, int start, DiagnosticBag diagnostics)
    {
        var lexer = new StringLexer(source, start + 1, source.Content[start], diagnostics);
        var end = lexer.quote == '`' ? lexer.ReadVerbatim(start) : lexer.ReadQuoted(start);
        return new Token(TokenKind.Literal, new Span(source, start, end - start), "") { Value = Value.Of(lexer.content.ToString()) };
    }

    /// <summary>The parts of a string after <c>$"</c>; returns where it ends.</summary>
    public int ReadInterpolated(List<InterpolatedPart> parts, Func<int, (IReadOnlyList<Token> Tokens, int End, bool IsClosed)> readHole)
    {
        var start = position - 2;
        while (position < text.Length && text[position] != quote)
        {
            if (text[position] != '{')
            {
                ReadCharacter();
                continue;
            }

            parts.Add(new(content.ToString(), null));
            content.Clear();
            var open = position;
            var (tokens, end, isClosed) = readHole(position + 1);
            if (!isClosed)
            {
                diagnostics.Error(ScribanCodes.UnclosedBlock, new Span(source, open, 1), "the '{' of an interpolated string is not closed on its line", "add '}', or write '\\{' for a plain brace");
                return end;
            }

            parts.Add(new(null, tokens));
            position = end + 1;
        }

        parts.Add(new(content.ToString(), null));
        return Close(start);
    }

    private int ReadQuoted(int start)
    {
        while (position < text.Length && text[position] != quote)
        {
            ReadCharacter();
        }

        return Close(start);
    }

    private int ReadVerbatim(int start)
    {
        while (position < text.Length)
        {
            if (text[position] == '`')
            {
                if (position + 1 >= text.Length || text[position + 1] != '`')
                {
                    break;
                }

                position++;
            }

            content.Append(text[position++]);
        }

        return Close(start);
    }

    private int Close(int start)
    {
        if (position < text.Length)
        {
            return position + 1;
        }

        // Going on after the line keeps the rest of the template from being reported as well.
        diagnostics.Error(ScribanCodes.UnclosedBlock, new Span(source, start, 1), "the string is never closed", $"add {quote} where it ends");
        var lineEnd = text.IndexOf('\n', start);
        var rest = lineEnd < 0 ? text.Length : lineEnd;
        var blockEnd = text.IndexOf("}}", start, rest - start, StringComparison.Ordinal);
        return blockEnd < 0 ? rest : blockEnd;
    }

    private void ReadCharacter()
    {
        var c = text[position++];
        if (c != '\\' || position >= text.Length)
        {
            content.Append(c);
            return;
        }

        var escape = text[position++];
        switch (escape)
        {
            case '\n':
                break;
            case '\r':
                position += position < text.Length && text[position] == '\n' ? 1 : 0;
                break;
            case 'u':
                ReadHex(4);
                break;
            case 'x':
                ReadHex(2);
                break;
            default:
                var index = "0'\"\\{bfnrtv".IndexOf(escape);
                if (index < 0)
                {
                    diagnostics.Error(
                        ScribanCodes.BadToken,
                        new Span(source, position - 2, 2),
                        $"'\\{escape}' is not an escape of a string",
                        "write '\\\\' for a backslash, or use a verbatim string in backticks");
                }
                else
                {
                    content.Append("\0'\"\\{\b\f\n\r\t\v"[index]);
                }

                break;
        }
    }

    private void ReadHex(int digits)
    {
        if (position + digits <= text.Length && int.TryParse(text.AsSpan(position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            content.Append((char)code);
            position += digits;
            return;
        }

        diagnostics.Error(ScribanCodes.BadToken, new Span(source, position - 2, 2), $"'\\{text[position - 1]}' needs {digits} hexadecimal digits");
    }
}
