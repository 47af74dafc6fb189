using System.Diagnostics.CodeAnalysis;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban;

internal enum TokenKind
{
    /// <summary>Text between code blocks, whitespace control already applied.</summary>
    Text,
    CodeEnter,
    CodeExit,
    Newline,
    Semicolon,

    /// <summary>A name, a local name (<c>$x</c>), <c>$</c> or <c>$$</c>.</summary>
    Identifier,

    /// <summary>A number or a string.</summary>
    Literal,

    /// <summary><c>$"…{expression}…"</c>.</summary>
    Interpolated,
    Symbol,

    /// <summary>Something the lexer has already reported, or the end of what the parser may see while it recovers.</summary>
    Invalid,
    End,
}

/// <param name="Text">The text to write, the name, the symbol, or the indent of a <see cref="TokenKind.CodeEnter"/>.</param>
/// <param name="SpaceBefore">Whether white space stands before it: that alone tells <c>f [1]</c> from <c>x[1]</c>.</param>
internal readonly record struct Token(TokenKind Kind, Span Span, string Text, bool SpaceBefore = false)
{
    public Value? Value { get; init; }

    public IReadOnlyList<InterpolatedPart>? Parts { get; init; }

    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsName(string name) => Kind == TokenKind.Identifier && Text == name;

    /// <summary>How an error names it.</summary>
    public string Shown => Kind switch
    {
        TokenKind.CodeExit => "'}}'",
        TokenKind.CodeEnter => "'{{'",
        TokenKind.Newline => "the end of the line",
        TokenKind.End => "the end of the template",
        TokenKind.Text => "text",
        TokenKind.Semicolon => "';'",
        TokenKind.Interpolated => "a string",
        TokenKind.Literal => Value is TextValue ? "a string" : $"'{Text}'",
        _ => $"'{Text}'",
    };
}

/// <summary>Either text, or the tokens of a <c>{…}</c> hole.</summary>
internal sealed record InterpolatedPart(string? Text, IReadOnlyList<Token>? Hole)
{
    [MemberNotNullWhen(true, nameof(Hole))]
    [MemberNotNullWhen(false, nameof(Text))]
    public bool IsHole => Hole is not null;
}
