using System.Globalization;
using System.Text;
using Remediator.Language.Text;

namespace Remediator.Language.Templates.Jinja;

/// <summary>Splits what stands inside a Jinja tag into names, numbers, strings and operators.</summary>
internal sealed class ExpressionLexer(SourceText source, JinjaSyntax syntax)
{
    private static readonly string[] Operators =
        ["**", "//", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<", "=", ".", ":", "|", ",", ";"];

    private readonly string text = source.Content;

    /// <summary>Reads up to the end delimiter (left unread) or to the end of the text where there is none.</summary>
    public void Read(List<JinjaToken> tokens, ref int at, int end, string? close) => Read(tokens, ref at, end, close, wholeLine: false);

    /// <summary>Reads the rest of a line statement, over line ends inside brackets.</summary>
    public void ReadLine(List<JinjaToken> tokens, ref int at, int end) => Read(tokens, ref at, end, null, wholeLine: true);

    private void Read(List<JinjaToken> tokens, ref int at, int end, string? close, bool wholeLine)
    {
        var open = new Stack<JinjaToken>();
        var inVariable = close is not null && close == syntax.VariableEnd;
        while (at < end)
        {
            if (open.Count == 0 && ((close is not null && Closes(at, close)) || (wholeLine && text[at] == '\n')))
            {
                return;
            }

            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            var token = Next(ref at, end, inVariable);
            tokens.Add(token);
            if (token.Kind == TokenKind.Operator)
            {
                Balance(open, token);
            }

            if (at == start)
            {
                throw new JinjaSyntaxException(new Span(source, start, 1), $"unexpected character '{text[start]}'");
            }
        }

        if (open.TryPop(out var unclosed))
        {
            throw new JinjaSyntaxException(unclosed.Span, $"'{unclosed.Text}' is never closed");
        }
    }

    private bool Closes(int at, string close) =>
        string.CompareOrdinal(text, at, close, 0, close.Length) == 0
        || (text[at] is '-' or '+' && string.CompareOrdinal(text, at + 1, close, 0, close.Length) == 0 && !(text[at] == '+' && close == syntax.VariableEnd));

    private static void Balance(Stack<JinjaToken> open, JinjaToken token)
    {
        switch (token.Text)
        {
            case "(" or "[" or "{":
                open.Push(token);
                break;
            case ")" or "]" or "}":
                var expected = open.TryPop(out var opener) ? opener.Text switch { "(" => ")", "[" => "]", _ => "}" } : null;
                if (expected != token.Text)
                {
                    throw new JinjaSyntaxException(token.Span, expected is null ? $"unexpected '{token.Text}'" : $"unexpected '{token.Text}', expected '{expected}'");
                }

                break;
        }
    }

    private JinjaToken Next(ref int at, int end, bool inVariable)
    {
        var start = at;
        var c = text[at];
        if (char.IsLetter(c) || c == '_')
        {
            while (at < end && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
            {
                at++;
            }

            return Token(TokenKind.Name, start, at, text[start..at]);
        }

        if (char.IsAsciiDigit(c))
        {
            return Number(ref at, end);
        }

        if (c is '\'' or '"')
        {
            return String(ref at, end, keepsBackslashes: inVariable && syntax.KeepsBackslashes);
        }

        foreach (var operation in Operators)
        {
            if (string.CompareOrdinal(text, at, operation, 0, operation.Length) == 0)
            {
                at += operation.Length;
                return Token(TokenKind.Operator, start, at, operation);
            }
        }

        throw new JinjaSyntaxException(new Span(source, at, 1), $"unexpected character '{c}'", c == '!' ? "write 'not', or '!=' to compare" : c == '&' ? "write 'and'" : null);
    }

    private JinjaToken Number(ref int at, int end)
    {
        var start = at;
        if (text[at] == '0' && at + 1 < end && char.ToLowerInvariant(text[at + 1]) is 'x' or 'o' or 'b')
        {
            at += 2;
            while (at < end && (char.IsAsciiHexDigit(text[at]) || text[at] == '_'))
            {
                at++;
            }

            return Token(TokenKind.Integer, start, at, text[start..at].Replace("_", "").ToLowerInvariant());
        }

        Digits(ref at, end);
        var isFloat = false;
        if (at + 1 < end && text[at] == '.' && char.IsAsciiDigit(text[at + 1]) && (start == 0 || text[start - 1] != '.'))
        {
            isFloat = true;
            at++;
            Digits(ref at, end);
        }

        var exponent = at;
        if (exponent < end && text[exponent] is 'e' or 'E')
        {
            exponent += exponent + 1 < end && text[exponent + 1] is '+' or '-' ? 2 : 1;
            if (exponent < end && char.IsAsciiDigit(text[exponent]))
            {
                isFloat = true;
                at = exponent;
                Digits(ref at, end);
            }
        }

        if (!isFloat && text[start] == '0' && text[start..at].Any(c => c is not ('0' or '_')))
        {
            throw new JinjaSyntaxException(new Span(source, start, at - start), "a whole number does not begin with zero", "quote a file mode ('0644'), or write 0o644 for an octal number");
        }

        return Token(isFloat ? TokenKind.Float : TokenKind.Integer, start, at, text[start..at].Replace("_", ""));
    }

    private void Digits(ref int at, int end)
    {
        while (at < end && (char.IsAsciiDigit(text[at]) || (text[at] == '_' && at + 1 < end && char.IsAsciiDigit(text[at + 1]))))
        {
            at++;
        }
    }

    private JinjaToken String(ref int at, int end, bool keepsBackslashes)
    {
        var start = at;
        var quote = text[at++];
        var value = new StringBuilder();
        while (at < end && text[at] != quote)
        {
            if (text[at] == '\\' && at + 1 < end)
            {
                if (keepsBackslashes && text[at + 1] != quote)
                {
                    value.Append(text[at++]);
                    if (text[at] == '\\')
                    {
                        value.Append(text[at++]);
                    }
                }
                else
                {
                    Escape(value, ref at, end);
                }
            }
            else if (text[at] == '\r')
            {
                value.Append('\n');
                at += at + 1 < end && text[at + 1] == '\n' ? 2 : 1;
            }
            else
            {
                value.Append(text[at++]);
            }
        }

        if (at >= end)
        {
            throw new JinjaSyntaxException(new Span(source, start, 1), "this string has no end");
        }

        at++;
        return Token(TokenKind.String, start, at, value.ToString());
    }

    /// <summary>Python's escapes; an unknown one stays as it is.</summary>
    private void Escape(StringBuilder value, ref int at, int end)
    {
        var c = text[at + 1];
        at += 2;
        switch (c)
        {
            case '\n':
                break;
            case 'x':
                Code(value, ref at, end, 2);
                break;
            case 'u':
                Code(value, ref at, end, 4);
                break;
            case 'U':
                Code(value, ref at, end, 8);
                break;
            case >= '0' and <= '7':
                var octal = c - '0';
                for (var digits = 1; digits < 3 && at < end && text[at] is >= '0' and <= '7'; digits++)
                {
                    octal = (octal * 8) + (text[at++] - '0');
                }

                value.Append((char)octal);
                break;
            default:
                var plain = "\\'\"abfnrtv".IndexOf(c);
                value.Append(plain >= 0 ? "\\'\"\a\b\f\n\r\t\v"[plain].ToString() : "\\" + c);
                break;
        }
    }

    private void Code(StringBuilder value, ref int at, int end, int digits)
    {
        if (at + digits > end || !uint.TryParse(text.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || code > 0x10FFFF)
        {
            throw new JinjaSyntaxException(new Span(source, at - 2, 2), $"this escape needs {digits} hexadecimal digits");
        }

        at += digits;
        value.Append(code is >= 0xD800 and <= 0xDFFF ? ((char)code).ToString() : char.ConvertFromUtf32((int)code));
    }

    private JinjaToken Token(TokenKind kind, int start, int end, string value) => new(kind, value, new Span(source, start, end - start));
}
