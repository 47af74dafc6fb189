using System.Globalization;
using Remediator.Language.Expressions;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja;

/// <summary>What binds tighter than the operators: literals, attributes, subscripts, calls, filters and tests.</summary>
internal sealed partial class ExpressionParser
{
    private static readonly string[] AfterTest = ["else", "or", "and", "is", "not", "in", "if"];

    private Expr Unary(bool withFilter)
    {
        tokens.CheckDepth();
        Expr value;
        if (tokens.Current.Is("-") || tokens.Current.Is("+"))
        {
            var sign = tokens.Take();
            var operand = Unary(withFilter: false);
            value = new UnaryExpr(sign.Span.To(operand.Span), sign.Text == "-" ? UnaryOperator.Minus : UnaryOperator.Plus, operand);
        }
        else
        {
            value = Primary();
        }

        value = Postfix(value);
        return withFilter ? FiltersAndTests(value) : value;
    }

    private Expr Primary()
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                tokens.Take();
                return token.Text switch
                {
                    "true" or "True" => new LiteralExpr(token.Span, Value.True),
                    "false" or "False" => new LiteralExpr(token.Span, Value.False),
                    "none" or "None" => new LiteralExpr(token.Span, Value.Null),
                    _ => new NameExpr(token.Span, token.Text),
                };
            case TokenKind.String:
                tokens.Take();
                var text = token.Text;
                while (tokens.Current.Kind == TokenKind.String)
                {
                    text += tokens.Take().Text;
                }

                return new LiteralExpr(token.Span.To(tokens.Previous.Span), Value.Of(text));
            case TokenKind.Integer or TokenKind.Float:
                tokens.Take();
                return new LiteralExpr(token.Span, Number(token));
            case TokenKind.Operator when token.Text == "(":
                tokens.Take();
                return Parenthesised(token.Span);
            case TokenKind.Operator when token.Text == "[":
                return List();
            case TokenKind.Operator when token.Text == "{":
                return Dict();
            default:
                throw tokens.Unexpected();
        }
    }

    private static Value Number(JinjaToken token)
    {
        if (token.Kind == TokenKind.Float)
        {
            return Value.Of(double.Parse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture));
        }

        try
        {
            return Value.Of(token.Text.Length > 2 && token.Text[0] == '0' && char.IsLetter(token.Text[1])
                ? Convert.ToInt64(token.Text[2..], token.Text[1] switch { 'x' => 16, 'o' => 8, _ => 2 })
                : long.Parse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is OverflowException or FormatException)
        {
            throw new JinjaSyntaxException(token.Span, $"'{token.Text}' is not an integer of 64 bits");
        }
    }

    private Expr Parenthesised(Span open)
    {
        if (tokens.TryTake(")"))
        {
            return new ListExpr(open.To(tokens.Previous.Span), [], IsTuple: true);
        }

        var value = Tuple();
        tokens.Expect(")");
        return value with { Span = open.To(tokens.Previous.Span) };
    }

    private Expr List()
    {
        var open = tokens.Expect("[").Span;
        var items = new List<Expr>();
        while (!tokens.Current.Is("]"))
        {
            items.Add(Expression());
            if (!tokens.TryTake(","))
            {
                break;
            }
        }

        return new ListExpr(open.To(tokens.Expect("]").Span), items);
    }

    private Expr Dict()
    {
        var open = tokens.Expect("{").Span;
        var entries = new List<(Expr, Expr)>();
        while (!tokens.Current.Is("}"))
        {
            var key = Expression();
            tokens.Expect(":");
            entries.Add((key, Expression()));
            if (!tokens.TryTake(","))
            {
                break;
            }
        }

        return new DictExpr(open.To(tokens.Expect("}").Span), entries);
    }

    private Expr Postfix(Expr value)
    {
        while (true)
        {
            if (tokens.TryTake("."))
            {
                var name = tokens.Current.Kind is TokenKind.Name or TokenKind.Integer ? tokens.Take() : throw tokens.Unexpected("a name or number after '.'");
                var span = value.Span.To(name.Span);
                value = name.Kind == TokenKind.Name ? new AttributeExpr(span, value, name.Text) : new IndexExpr(span, value, new LiteralExpr(name.Span, Number(name)));
            }
            else if (tokens.Current.Is("["))
            {
                value = Subscript(value);
            }
            else if (tokens.Current.Is("("))
            {
                var arguments = Arguments();
                value = new CallExpr(value.Span.To(tokens.Previous.Span), value, arguments);
            }
            else
            {
                return value;
            }
        }
    }

    private Expr FiltersAndTests(Expr value)
    {
        while (true)
        {
            if (tokens.TryTake("|"))
            {
                value = FilterAfterBar(value);
            }
            else if (tokens.Current.IsName("is"))
            {
                value = Test(value);
            }
            else if (tokens.Current.Is("("))
            {
                var arguments = Arguments();
                value = new CallExpr(value.Span.To(tokens.Previous.Span), value, arguments);
            }
            else
            {
                return value;
            }
        }
    }

    private Expr Subscript(Expr value)
    {
        tokens.Expect("[");
        if (tokens.Current.Is("]"))
        {
            throw new JinjaSyntaxException(tokens.Current.Span, "expected subscript expression");
        }

        var start = tokens.Current.Is(":") ? null : Expression();
        Expr result;
        if (tokens.TryTake(":"))
        {
            var stop = tokens.Current.Is(":") || tokens.Current.Is("]") ? null : Expression();
            var step = tokens.TryTake(":") && !tokens.Current.Is("]") ? Expression() : null;
            result = new SliceExpr(value.Span, value, start, stop, step);
        }
        else if (tokens.Current.Is(","))
        {
            var items = new List<Expr> { start! };
            while (tokens.TryTake(","))
            {
                items.Add(Expression());
            }

            result = new IndexExpr(value.Span, value, new ListExpr(start!.Span, items, IsTuple: true));
        }
        else
        {
            result = new IndexExpr(value.Span, value, start!);
        }

        return result with { Span = value.Span.To(tokens.Expect("]").Span) };
    }

    private Expr Test(Expr value)
    {
        tokens.ExpectName("is");
        var negated = tokens.TryTakeName("not");
        var (name, _) = DottedName();
        List<Argument> arguments = [];
        if (tokens.Current.Is("("))
        {
            arguments = Arguments();
        }
        else if (StartsTestArgument(tokens.Current))
        {
            if (tokens.Current.IsName("is"))
            {
                throw new JinjaSyntaxException(tokens.Current.Span, "You cannot chain multiple tests with is");
            }

            arguments = [new(Postfix(Primary()))];
        }

        return new TestExpr(value.Span.To(tokens.Previous.Span), value, name, arguments, negated);
    }

    private static bool StartsTestArgument(JinjaToken token) => token.Kind switch
    {
        TokenKind.Name => !AfterTest.Contains(token.Text) || token.Text == "is",
        TokenKind.String or TokenKind.Integer or TokenKind.Float => true,
        TokenKind.Operator => token.Text is "[" or "{",
        _ => false,
    };

    private (string Name, Span Span) DottedName()
    {
        var first = tokens.ExpectName();
        var name = first.Text;
        while (tokens.Current.Is(".") && tokens.Following.Kind == TokenKind.Name)
        {
            tokens.Take();
            name += "." + tokens.Take().Text;
        }

        return (name, first.Span.To(tokens.Previous.Span));
    }
}
