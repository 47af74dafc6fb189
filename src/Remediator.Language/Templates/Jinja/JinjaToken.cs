using Remediator.Language.Diagnostics;
using Remediator.Language.Text;

namespace Remediator.Language.Templates.Jinja;

internal enum TokenKind
{
    Data,
    BlockBegin,
    BlockEnd,
    VariableBegin,
    VariableEnd,
    Name,
    String,
    Integer,
    Float,
    Operator,
    End,
}

/// <param name="Text">The name, operator or digits; of a string or of data its value.</param>
internal readonly record struct JinjaToken(TokenKind Kind, string Text, Span Span)
{
    public bool Is(string operation) => Kind == TokenKind.Operator && Text == operation;

    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    /// <summary>How an error names the token.</summary>
    public string Describe() => Kind switch
    {
        TokenKind.Data => "template text",
        TokenKind.BlockBegin => "begin of statement block",
        TokenKind.BlockEnd => "end of statement block",
        TokenKind.VariableBegin => "begin of print statement",
        TokenKind.VariableEnd => "end of print statement",
        TokenKind.String => "a string",
        TokenKind.End => "end of template",
        _ => $"'{Text}'",
    };
}

/// <summary>Ends reading at a syntax error; never leaves the language.</summary>
internal sealed class JinjaSyntaxException(Span span, string message, string? hint = null) : Exception(message)
{
    public const string Code = "RMD1101";

    public Diagnostic Diagnostic => Diagnostics.Diagnostic.Error(Code, span, Message, hint);
}
