using Remediator.Language.Expressions;

namespace Remediator.Language.Templates.Scriban;

/// <summary>Calls: <c>f a b name: c</c> and <c>f(a, b)</c>.</summary>
internal sealed partial class ExpressionParser
{
    private static readonly string[] LoopParameters = ["limit", "offset", "reversed", "cols"];

    private static bool StartsOperand(Token token) => token.Kind switch
    {
        TokenKind.Identifier or TokenKind.Literal or TokenKind.Interpolated => true,
        TokenKind.Symbol => token.Text is "(" or "[" or "{" or "!" or "-" or "+" or "@" or "^" or "++" or "--",
        _ => false,
    };

    private bool StartsArgument()
    {
        var token = Current;
        return token.Kind switch
        {
            TokenKind.Identifier => !(isLoopHead && LoopParameters.Contains(token.Text)),
            TokenKind.Literal or TokenKind.Interpolated => true,
            TokenKind.Symbol => token.Text is "(" or "[" or "{" or "!" or "@" or "^",
            _ => false,
        };
    }

    /// <summary>Arguments that stand after the function, separated by blanks.</summary>
    private Expr ParseArguments(Expr callee, int minimum)
    {
        if (callee is FunctionReferenceExpr reference)
        {
            callee = reference.Target;
        }

        if ((callee is NameExpr { Name: "not" } ? "not" : Current.Text) is var word && Current.Kind == TokenKind.Identifier && Keywords.Operator(word) is { } symbol)
        {
            return Cursor.Fail(ScribanCodes.UnknownStatement, word == "not" ? callee.Span : Current.Span, $"'{word}' is not an operator of Scriban", $"write '{symbol}'");
        }

        if (callee is not (NameExpr or AttributeExpr or IndexExpr or CallExpr or LambdaExpr))
        {
            return Cursor.Fail(
                ScribanCodes.Unexpected,
                Current.Span,
                $"{Current.Shown} cannot follow a value",
                "an operator, a '|', a line end or a ';' is missing between them");
        }

        var arguments = new List<Argument>();
        while (StartsArgument())
        {
            var argument = IsNamed() ? ParseNamed(minimum) : ToArgument(ParseBinary(minimum, takesArguments: false));
            arguments.Add(argument);
            if (argument.Value is LambdaExpr)
            {
                break;
            }
        }

        var span = arguments.Count == 0 ? callee.Span : callee.Span.To(arguments[^1].Value.Span);
        return new CallExpr(span, callee, arguments);
    }

    private bool IsNamed() => !forbidsNamed && Current.Kind == TokenKind.Identifier && Cursor.Next.Is(":");

    private Argument ParseNamed(int minimum)
    {
        var name = Cursor.Take().Text;
        Cursor.Take();
        return new Argument(ParseBinary(minimum, takesArguments: false), name);
    }

    /// <summary>Arguments in parentheses, separated by commas.</summary>
    private List<Argument> ParseArgumentList()
    {
        var open = Cursor.Take();
        return Within(() =>
        {
            var arguments = new List<Argument>();
            while (!Current.Is(")"))
            {
                if (IsNamed())
                {
                    var name = Cursor.Take().Text;
                    Cursor.Take();
                    arguments.Add(new Argument(Parse(), name));
                }
                else
                {
                    arguments.Add(ParseArgument());
                }

                if (!Cursor.TryTake(","))
                {
                    break;
                }
            }

            Cursor.Close(")", open);
            return arguments;
        });
    }

    private Argument ParseArgument()
    {
        if (!Current.Is("^"))
        {
            return ToArgument(Parse());
        }

        Cursor.Take();
        return new Argument(Parse(), null, ArgumentSpread.List);
    }

    private static Argument ToArgument(Expr expression) =>
        expression is SpreadExpr spread ? new Argument(spread.List, null, ArgumentSpread.List) : new Argument(expression);
}
