using Remediator.Language.Diagnostics;
using Remediator.Language.Text;

namespace Remediator.Language.Templates.Scriban;

/// <summary>Reads the tokens of one code block, up to its <c>}}</c> or, for a hole of an interpolated string, up to its <c>}</c>.</summary>
internal sealed class CodeLexer(SourceText source, int position, List<Token> tokens, DiagnosticBag diagnostics, int depth = 0)
{
    /// <summary>Nested interpolated strings beyond this are refused.</summary>
    private const int MaxDepth = 32;

    /// <summary>Longer symbols stand before their prefixes.</summary>
    private static readonly string[] Symbols =
    [
        "...", "..<", "//=", "..", "//", "+=", "-=", "*=", "/=", "%=", "++", "--", "&&", "||", "|>", "??", "?.", "?!", "==", "!=", "<=", ">=",
        "<<", ">>", "+", "-", "*", "/", "%", "=", "<", ">", "!", "?", ":", ",", ".", "|", "@", "^", "(", ")", "[", "]", "{", "}",
    ];

    private readonly string text = source.Content;
    private int braces;
    private bool spaceBefore;

    /// <summary>Where reading stopped: at the closing mark, or at the end of the text.</summary>
    public int Position { get; private set; } = position;

    /// <summary>False where the text ends before <c>}}</c>.</summary>
    public bool ReadBlock()
    {
        while (Position < text.Length)
        {
            if (IsExit())
            {
                return true;
            }

            ReadToken();
        }

        return false;
    }

    /// <summary>False where the line or the text ends before <c>}</c>.</summary>
    public bool ReadHole()
    {
        while (Position < text.Length && text[Position] != '\n')
        {
            if (braces == 0 && text[Position] == '}')
            {
                tokens.Add(new(TokenKind.End, new Span(source, Position, 1), "}"));
                return true;
            }

            ReadToken();
        }

        tokens.Add(new(TokenKind.End, new Span(source, Math.Min(Position, text.Length), 0), ""));
        return false;
    }

    private bool IsExit()
    {
        if (braces > 0)
        {
            return false;
        }

        var at = text[Position] is '-' or '~' ? Position + 1 : Position;
        return at + 1 < text.Length && text[at] == '}' && text[at + 1] == '}';
    }

    private void ReadToken()
    {
        var start = Position;
        var c = text[start];
        switch (c)
        {
            case '\n':
                Position++;
                Add(TokenKind.Newline, start);
                break;
            case ';':
                Position++;
                Add(TokenKind.Semicolon, start);
                break;
            case '#':
                SkipComment();
                spaceBefore = true;
                break;
            case '"' or '\'' or '`':
            case '$' when start + 1 < text.Length && text[start + 1] is '"' or '\'':
                ReadString(c == '$');
                break;
            case >= '0' and <= '9':
                Add(NumberLexer.Read(source, start, diagnostics));
                break;
            default:
                if (char.IsWhiteSpace(c))
                {
                    Position++;
                    spaceBefore = true;
                }
                else if (IsNameStart(c) || c == '$')
                {
                    ReadName();
                }
                else
                {
                    ReadSymbol();
                }

                break;
        }
    }

    private static bool IsNameStart(char c) => c == '_' || char.IsLetter(c);

    private void ReadName()
    {
        var start = Position++;
        if (text[start] == '$' && Position < text.Length && text[Position] == '$')
        {
            Position++;
        }
        else
        {
            while (Position < text.Length && (IsNameStart(text[Position]) || char.IsDigit(text[Position])))
            {
                Position++;
            }
        }

        Add(TokenKind.Identifier, start);
    }

    private void ReadSymbol()
    {
        var start = Position;
        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(text, start, symbol, 0, symbol.Length) == 0)
            {
                Position += symbol.Length;
                braces += symbol == "{" ? 1 : symbol == "}" ? -1 : 0;
                if (braces < 0)
                {
                    braces = 0;
                }

                Add(TokenKind.Symbol, start);
                return;
            }
        }

        Position++;
        var hint = text[start] switch
        {
            '&' => "write '&&' for and",
            '~' => "'~' strips white space only directly at '{{' or '}}'",
            _ => null,
        };
        diagnostics.Error(ScribanCodes.BadToken, new Span(source, start, 1), $"unexpected character '{text[start]}'", hint);
        Add(TokenKind.Invalid, start);
    }

    /// <summary><c># …</c> ends with the line, <c>## … ##</c> may span lines; both end at <c>}}</c>.</summary>
    private void SkipComment()
    {
        var isLong = Position + 1 < text.Length && text[Position + 1] == '#';
        Position += isLong ? 2 : 1;
        while (Position < text.Length && !IsExit())
        {
            if (!isLong && text[Position] is '\n' or '\r')
            {
                return;
            }

            if (isLong && text[Position] == '#' && Position + 1 < text.Length && text[Position + 1] == '#')
            {
                Position += 2;
                return;
            }

            Position++;
        }
    }

    private void ReadString(bool isInterpolated)
    {
        if (!isInterpolated)
        {
            Add(StringLexer.ReadPlain(source, Position, diagnostics));
            return;
        }

        var start = Position;
        if (depth >= MaxDepth)
        {
            diagnostics.Error(ScribanCodes.TooDeep, new Span(source, start, 2), $"interpolated strings are nested more than {MaxDepth} deep");
            Position = text.Length;
            return;
        }

        var parts = new List<InterpolatedPart>();
        Position = new StringLexer(source, start + 2, text[start + 1], diagnostics).ReadInterpolated(parts, ReadHoleAt);
        Add(new Token(TokenKind.Interpolated, new Span(source, start, Position - start), "") { Parts = parts });
    }

    private (IReadOnlyList<Token> Tokens, int End, bool IsClosed) ReadHoleAt(int start)
    {
        var inner = new List<Token>();
        var lexer = new CodeLexer(source, start, inner, diagnostics, depth + 1);
        var isClosed = lexer.ReadHole();
        return (inner, lexer.Position, isClosed);
    }

    private void Add(TokenKind kind, int start) =>
        Add(new Token(kind, new Span(source, start, Position - start), text[start..Position]));

    private void Add(Token token)
    {
        tokens.Add(token with { SpaceBefore = spaceBefore });
        spaceBefore = false;
        Position = token.Span.End;
    }
}
