using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban;

/// <summary>
/// Walks over tokens. After an error it shows <see cref="TokenKind.Invalid"/> until <see cref="Recover"/>, so that every loop of the
/// parser ends and one mistake is one diagnostic.
/// </summary>
internal sealed class TokenCursor(IReadOnlyList<Token> tokens, DiagnosticBag diagnostics)
{
    /// <summary>A template with more mistakes than this is not of the language at all.</summary>
    private const int MaxErrors = 50;

    private int position;
    private bool isPanicking;
    private int openBrackets;

    public DiagnosticBag Diagnostics { get; } = diagnostics;

    public Token Current
    {
        get
        {
            SkipNewlinesInBrackets();
            return isPanicking ? tokens[position] with { Kind = TokenKind.Invalid } : tokens[position];
        }
    }

    public Token Next => tokens[Math.Min(position + 1, tokens.Count - 1)];

    public Token Previous => tokens[Math.Max(position - 1, 0)];

    public bool IsAtEnd => tokens[position].Kind == TokenKind.End;

    /// <summary>True after an error beyond which nothing is read, nor reported.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>True where a statement may end here.</summary>
    public bool IsEndOfStatement => Current.Kind is TokenKind.Newline or TokenKind.Semicolon or TokenKind.CodeExit or TokenKind.End;

    public Token Take()
    {
        var token = Current;
        if (!isPanicking && tokens[position].Kind != TokenKind.End)
        {
            position++;
        }

        return token;
    }

    public bool TryTake(string symbol)
    {
        if (!Current.Is(symbol))
        {
            return false;
        }

        Take();
        return true;
    }

    /// <summary>Line ends mean nothing between brackets.</summary>
    public void OpenBracket() => openBrackets++;

    public void CloseBracket() => openBrackets--;

    /// <summary>Line ends mean something again inside <c>do … end</c>, even within brackets. Give the result to <see cref="LeaveBody"/>.</summary>
    public int EnterBody()
    {
        var open = openBrackets;
        openBrackets = 0;
        return open;
    }

    public void LeaveBody(int open) => openBrackets = open;

    public void SkipNewlines()
    {
        while (Current.Kind == TokenKind.Newline)
        {
            Take();
        }
    }

    /// <summary>Takes the closing bracket, or tells where the open one stands.</summary>
    public void Close(string symbol, Token open)
    {
        if (!TryTake(symbol))
        {
            Fail(ScribanCodes.UnclosedBlock, Current.Span, $"'{symbol}' is needed here, not {Current.Shown}", $"'{open.Text}' was opened at line {open.Span.Position.Line}, column {open.Span.Position.Column}");
        }
    }

    /// <summary>Reports the first error of a statement; those that follow from it are kept quiet. Its value stands for what could not be read.</summary>
    public Expr Fail(string code, Span span, string message, string? hint = null)
    {
        if (!isPanicking && !IsStopped)
        {
            if (tokens[position].Kind != TokenKind.Invalid)
            {
                Diagnostics.Error(code, span, message, hint);
            }

            isPanicking = true;
            if (code == ScribanCodes.TooDeep || Diagnostics.Count >= MaxErrors)
            {
                IsStopped = true;
                position = tokens.Count - 1;
            }
        }

        return new LiteralExpr(span, Value.Null);
    }

    /// <summary>After an error, goes on with the next statement.</summary>
    public void Recover()
    {
        if (!isPanicking)
        {
            return;
        }

        isPanicking = false;
        openBrackets = 0;
        while (!IsEndOfStatement && tokens[position].Kind != TokenKind.Text)
        {
            position++;
        }
    }

    private void SkipNewlinesInBrackets()
    {
        while (openBrackets > 0 && !isPanicking && tokens[position].Kind == TokenKind.Newline)
        {
            position++;
        }
    }
}
