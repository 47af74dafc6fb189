using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban;

/// <summary>Reads statements and blocks of statements.</summary>
internal sealed partial class StatementParser
{
    private readonly TokenCursor cursor;
    private readonly ExpressionParser expressions;
    private readonly DiagnosticBag diagnostics;
    private string indent = "";
    private int depth;
    private int loops;

    public StatementParser(IReadOnlyList<Token> tokens, DiagnosticBag diagnostics)
    {
        this.diagnostics = diagnostics;
        cursor = new TokenCursor(tokens, diagnostics);
        expressions = new ExpressionParser(cursor, ParseLambda, 0);
    }

    private Token Current => cursor.Current;

    public IReadOnlyList<Statement> ParseTemplate()
    {
        var statements = new List<Statement>();
        while (!cursor.IsAtEnd)
        {
            statements.AddRange(ParseStatements());
            if (cursor.IsAtEnd)
            {
                break;
            }

            var stray = cursor.Take();
            var (message, hint) = stray.Text switch
            {
                "end" => ("this 'end' closes nothing", "remove it, or open a block such as 'if' before it"),
                "else" => ("this 'else' belongs to no 'if', 'case' or 'for'", null),
                _ => ("this 'when' belongs to no 'case'", (string?)null),
            };
            cursor.Fail(ScribanCodes.UnbalancedEnd, stray.Span, message, hint);
            cursor.Recover();
            if (stray.Text != "end")
            {
                // What follows belongs to the statement that is missing, up to its end.
                ParseStatements();
                if (Current.IsName("end"))
                {
                    cursor.Take();
                }
            }
        }

        return statements;
    }

    /// <summary>Statements up to an <c>end</c>, <c>else</c> or <c>when</c>, which is left to the caller, or to the end of the template.</summary>
    private List<Statement> ParseStatements()
    {
        var statements = new List<Statement>();
        if (++depth > ExpressionParser.MaxDepth)
        {
            cursor.Fail(ScribanCodes.TooDeep, Current.Span, $"blocks are nested more than {ExpressionParser.MaxDepth} deep");
        }

        while (!cursor.IsAtEnd && !IsBlockEnd(Current))
        {
            if (ParseNext() is { } statement)
            {
                statements.Add(statement);
            }
        }

        depth--;
        return statements;
    }

    private static bool IsBlockEnd(Token token) => token.Kind == TokenKind.Identifier && token.Text is "end" or "else" or "when";

    private Statement? ParseNext()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Text:
                cursor.Take();
                return new TextStatement(token.Span, token.Text);
            case TokenKind.CodeEnter:
                cursor.Take();
                indent = token.Text;
                return null;
            case TokenKind.CodeExit:
            case TokenKind.Newline:
            case TokenKind.Semicolon:
                cursor.Take();
                return null;
            default:
                var statement = ParseStatement(token);
                ExpectEnd(statement);
                cursor.Recover();
                return statement;
        }
    }

    /// <summary>A statement ends with its line, a <c>;</c> or its code block.</summary>
    private void ExpectEnd(Statement? before = null)
    {
        if (cursor.IsEndOfStatement)
        {
            return;
        }

        var token = Current;
        if (token.Is("="))
        {
            cursor.Fail(ScribanCodes.BadAssignment, token.Span, "an assignment is a statement of its own and cannot stand inside another one", "write '==' to compare");
        }
        else
        {
            var hint = before is null ? "a statement ends with its line, with ';' or with '}}'" : "a line end, a ';' or an operator is missing before it";
            cursor.Fail(ScribanCodes.Unexpected, token.Span, $"unexpected {token.Shown} after the statement", hint);
        }
    }

    private Statement? ParseStatement(Token token)
    {
        if (token.Kind != TokenKind.Identifier || (token.Text is "for" or "while" or "tablerow" && cursor.Next.Is(".")))
        {
            return ParseExpressionStatement();
        }

        return token.Text switch
        {
            "if" => ParseIf(cursor.Take()),
            "for" => ParseFor(cursor.Take()),
            "while" => ParseWhile(cursor.Take()),
            "case" => ParseCase(cursor.Take()),
            "func" => ParseFunction(cursor.Take()),
            "capture" => ParseCapture(cursor.Take()),
            "with" => ParseWith(cursor.Take()),
            "wrap" => ParseWrap(cursor.Take()),
            "tablerow" => ParseFor(cursor.Take()),
            "ret" => ParseReturn(cursor.Take()),
            "break" => new BreakStatement(InLoop(cursor.Take())),
            "continue" => new ContinueStatement(InLoop(cursor.Take())),
            "import" => ParseImport(cursor.Take()),
            "readonly" => ParseReadOnly(cursor.Take()),
            _ => ParseExpressionStatement(),
        };
    }

    private Span InLoop(Token token)
    {
        if (loops == 0)
        {
            diagnostics.Error(ScribanCodes.Unexpected, token.Span, $"'{token.Text}' can only stand inside 'for', 'while' or 'wrap'");
        }

        return token.Span;
    }

    private Statement ParseExpressionStatement()
    {
        var start = Current;
        var isAlone = cursor.Next.Kind is TokenKind.Newline or TokenKind.Semicolon or TokenKind.CodeExit or TokenKind.End;
        if (start.Kind == TokenKind.Identifier && !cursor.Next.Is("=") && Keywords.Instead(start.Text, isAlone) is { } instead && (isAlone || cursor.Next.Kind == TokenKind.Identifier || start.Text.StartsWith("els", StringComparison.Ordinal) || start.Text is "elif" or "return"))
        {
            cursor.Fail(ScribanCodes.UnknownStatement, start.Span, $"'{start.Text}' is not a statement of Scriban", instead);
            return new TextStatement(start.Span, "");
        }

        var expression = expressions.Parse();
        if (AssignmentOf(Current) is { } operation)
        {
            return ParseAssignment(expression, operation);
        }

        if (expression is CallExpr { Callee: NameExpr callee } call && call.Arguments.Any(a => a.Value is NameExpr { Name: "in" }) && Keywords.Nearest(callee.Name) is { } nearest)
        {
            cursor.Fail(ScribanCodes.UnknownStatement, callee.Span, $"'{callee.Name}' is not a statement of Scriban", nearest);
        }

        return new OutputStatement(expression.Span, expression) { Indent = indent };
    }

    /// <summary>The operator of an assignment without its <c>=</c>, or null.</summary>
    private static string? AssignmentOf(Token token) => token.Kind == TokenKind.Symbol && token.Text is "=" or "+=" or "-=" or "*=" or "/=" or "//=" or "%="
        ? token.Text[..^1]
        : null;

    private Statement ParseAssignment(Expr target, string operation)
    {
        var sign = cursor.Take();
        if (operation.Length == 0 && target is CallExpr { Callee: NameExpr name } declaration && declaration.Arguments.All(a => a is { Value: NameExpr, Name: null, Spread: ArgumentSpread.None }))
        {
            return ParseInlineFunction(name, declaration);
        }

        if (!ExpressionParser.IsPlace(target))
        {
            cursor.Fail(ScribanCodes.BadAssignment, target.Span, "only a variable, a member or an item can be assigned to", sign.Text == "=" ? "write '==' to compare" : null);
        }

        var value = ParseValue($"a value is needed after '{sign.Text}'");
        if (operation.Length > 0)
        {
            value = ExpressionParser.Combine(operation, target, value);
        }

        var span = target.Span.To(value.Span);
        return new DoStatement(span, new AssignExpr(span, target, value));
    }

    /// <summary><c>name(x, y) = expression</c>.</summary>
    private MacroStatement ParseInlineFunction(NameExpr name, CallExpr declaration)
    {
        var value = ParseValue("the function's value is needed after '='");
        var parameters = declaration.Arguments.Select(a => new MacroParameter(((NameExpr)a.Value).Name)).ToList();
        return new MacroStatement(declaration.Span, name.Name, parameters, [new ReturnStatement(value.Span, value)]);
    }

    /// <summary>A value that must be there.</summary>
    private Expr ParseValue(string otherwise)
    {
        if (cursor.IsEndOfStatement)
        {
            return cursor.Fail(ScribanCodes.Unexpected, Current.Span, $"{otherwise}, not {Current.Shown}");
        }

        return expressions.Parse();
    }
}
