using System.Runtime.CompilerServices;

namespace Remediator.Language.Templates.Jinja;

/// <summary>A place in a list of tokens.</summary>
internal sealed class TokenReader(IReadOnlyList<JinjaToken> tokens)
{
    private int at;

    public JinjaToken Current => tokens[at];

    public JinjaToken Following => tokens[Math.Min(at + 1, tokens.Count - 1)];

    /// <summary>The last token taken.</summary>
    public JinjaToken Previous => tokens[Math.Max(0, at - 1)];

    public bool AtEnd => Current.Kind == TokenKind.End;

    public JinjaToken Take()
    {
        var token = tokens[at];
        if (at < tokens.Count - 1)
        {
            at++;
        }

        return token;
    }

    public bool TryTake(string operation)
    {
        if (!Current.Is(operation))
        {
            return false;
        }

        at++;
        return true;
    }

    public bool TryTakeName(string name)
    {
        if (!Current.IsName(name))
        {
            return false;
        }

        at++;
        return true;
    }

    public JinjaToken Expect(string operation) =>
        Current.Is(operation) ? Take() : throw Unexpected($"'{operation}'");

    public JinjaToken ExpectName(string? name = null) =>
        Current.Kind == TokenKind.Name && (name is null || Current.Text == name) ? Take() : throw Unexpected(name is null ? "a name" : $"'{name}'");

    public JinjaToken Expect(TokenKind kind, string expected) => Current.Kind == kind ? Take() : throw Unexpected(expected);

    public JinjaSyntaxException Unexpected(string? expected = null)
    {
        var hint = Current.Is("=") ? "write '==' to compare" : null;
        return new(Current.Span, expected is null ? $"unexpected {Current.Describe()}" : $"expected {expected}, got {Current.Describe()}", hint);
    }

    /// <summary>An error rather than a stack overflow on input that nests too deeply.</summary>
    public void CheckDepth()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new JinjaSyntaxException(Current.Span, "nested too deeply");
        }
    }
}
