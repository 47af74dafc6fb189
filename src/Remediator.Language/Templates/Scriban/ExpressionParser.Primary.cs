using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban;

/// <summary>Names, literals, brackets, and the members and items that follow them.</summary>
internal sealed partial class ExpressionParser
{
    private static readonly string[] ForMembers = ["changed", "even", "first", "index", "last", "length", "odd", "rindex"];
    private static readonly string[] WhileMembers = ["even", "first", "index", "odd"];

    private Expr ParsePostfix()
    {
        var expression = ParsePrimary();
        for (var links = 0; expression is not LambdaExpr; links++)
        {
            var token = Current;
            if (links >= MaxChain)
            {
                return ChainTooLong();
            }

            if (token.Is(".") || token.Is("?."))
            {
                expression = ParseMember(expression);
            }
            else if (token.Is("[") && !token.SpaceBefore)
            {
                expression = ParseIndex(expression);
            }
            else if (token.Is("(") && !token.SpaceBefore && expression is NameExpr or AttributeExpr or IndexExpr or CallExpr)
            {
                var arguments = ParseArgumentList();
                expression = new CallExpr(expression.Span.To(Cursor.Previous.Span), expression, arguments);
            }
            else if ((token.Is("++") || token.Is("--")) && IsPlace(expression))
            {
                Cursor.Take();
                return Increment(expression.Span.To(token.Span), expression, token.Text, isAfter: true);
            }
            else
            {
                return expression;
            }
        }

        return expression;
    }

    private Expr ParseMember(Expr target)
    {
        var dot = Cursor.Take();
        var name = Current;
        if (name.Kind != TokenKind.Identifier || name.Text.StartsWith('$'))
        {
            return Cursor.Fail(ScribanCodes.Unexpected, name.Span, $"a member name is needed after '{dot.Text}', not {name.Shown}");
        }

        Cursor.Take();
        var text = name.Text;
        if (text is "empty" or "blank" && Current.Is("?") && !Current.SpaceBefore)
        {
            Cursor.Take();
            text = "empty?";
        }

        if (target is NameExpr { Name: "for" or "while" } loop)
        {
            var members = loop.Name == "for" ? ForMembers : WhileMembers;
            if (!members.Contains(text))
            {
                return Cursor.Fail(ScribanCodes.Unexpected, name.Span, $"'{loop.Name}' has no member '{text}'", DidYouMean.Hint(text, members) ?? $"it has {string.Join(", ", members)}");
            }
        }

        if (target is NameExpr { Name: "this" })
        {
            return new NameExpr(name.Span, text);
        }

        if (target is NameExpr { Name: "$" } && text is not ("size" or "empty?"))
        {
            return new NameExpr(target.Span.To(name.Span), ScribanFunction.NamedPrefix + text);
        }

        // After one '?.' the whole rest of the path gives nothing for nothing.
        return new AttributeExpr(target.Span.To(name.Span), target, text, dot.Text == "?." || target is AttributeExpr { Safe: true });
    }

    private Expr ParseIndex(Expr target)
    {
        var open = Cursor.Take();
        var index = Within(() =>
        {
            var inner = ParseRequired("an index");
            Cursor.Close("]", open);
            return inner;
        });
        var span = target.Span.To(Cursor.Previous.Span);
        return (target, index) switch
        {
            (NameExpr { Name: "$" }, LiteralExpr { Value: TextValue name }) => new NameExpr(span, ScribanFunction.NamedPrefix + name.Text),
            (NameExpr { Name: "this" }, LiteralExpr { Value: TextValue name }) => new NameExpr(span, name.Text),
            _ => new IndexExpr(span, target, index, target is AttributeExpr { Safe: true }),
        };
    }

    private Expr ParseRequired(string what) => StartsOperand(Current)
        ? Parse()
        : Cursor.Fail(ScribanCodes.Unexpected, Current.Span, $"{what} is needed here, not {Current.Shown}");

    private Expr ParsePrimary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Literal:
                Cursor.Take();
                return new LiteralExpr(token.Span, token.Value!);
            case TokenKind.Interpolated:
                Cursor.Take();
                return ParseInterpolated(token);
            case TokenKind.Identifier:
                return ParseName(token);
            case TokenKind.Symbol when token.Text == "(":
                Cursor.Take();
                return Within(() =>
                {
                    var inner = Current.Is("^") ? ParseUnary(takesArguments: false, 0) : ParseRequired("a value");
                    if (inner is SpreadExpr && (Current.Is("|") || Current.Is("|>")))
                    {
                        Cursor.Take();
                        inner = ParsePipe(inner);
                    }

                    Cursor.Close(")", token);
                    return inner is LambdaExpr ? new CallExpr(inner.Span, inner, []) : inner;
                });
            case TokenKind.Symbol when token.Text == "[":
                return ParseList();
            case TokenKind.Symbol when token.Text == "{":
                return ParseObject();
            default:
                return Cursor.Fail(ScribanCodes.Unexpected, token.Span, $"a value is needed here, not {token.Shown}");
        }
    }

    private Expr ParseName(Token token)
    {
        if (token.Text == "do")
        {
            return Apart(() => ParseLambda(token));
        }

        if (Keywords.IsStatement(token.Text) && !(token.Text is "for" or "while" && Cursor.Next.Is(".")))
        {
            return Cursor.Fail(
                ScribanCodes.Unexpected,
                token.Span,
                $"'{token.Text}' starts a statement and cannot stand in an expression",
                $"put '{token.Text}' on a line of its own or after ';'");
        }

        Cursor.Take();
        return token.Text switch
        {
            "null" => new LiteralExpr(token.Span, Value.Null),
            "true" => new LiteralExpr(token.Span, Value.True),
            "false" => new LiteralExpr(token.Span, Value.False),
            ['$', .. var digits] when digits.Length > 0 && int.TryParse(digits, out var index) =>
                new IndexExpr(token.Span, new NameExpr(token.Span, "$"), new LiteralExpr(token.Span, Value.Of((long)index))),
            _ => new NameExpr(token.Span, token.Text),
        };
    }

    private Expr ParseInterpolated(Token token)
    {
        // Starting with text makes every '+' a joining of texts.
        Expr result = new LiteralExpr(token.Span, Value.Of(""));
        foreach (var part in token.Parts!)
        {
            var value = part.IsHole ? ParseHole(part.Hole) : new LiteralExpr(token.Span, Value.Of(part.Text));
            result = new BinaryExpr(token.Span, BinaryOperator.Concat, result, value);
        }

        return result;
    }

    private Expr ParseHole(IReadOnlyList<Token> hole)
    {
        var inner = new TokenCursor(hole, Cursor.Diagnostics);
        var parser = new ExpressionParser(inner, ParseLambda, depth);
        var expression = parser.ParseRequired("an expression");
        if (!inner.IsAtEnd)
        {
            inner.Fail(ScribanCodes.Unexpected, inner.Current.Span, $"'}}' is needed here, not {inner.Current.Shown}");
        }

        return expression;
    }

    private Expr ParseList()
    {
        var open = Cursor.Take();
        var items = Within(() =>
        {
            var list = new List<Expr>();
            while (!Current.Is("]"))
            {
                list.Add(ParseRequired("an item or ']'"));
                if (!Cursor.TryTake(","))
                {
                    break;
                }
            }

            Cursor.Close("]", open);
            return list;
        });
        return new ListExpr(open.Span.To(Cursor.Previous.Span), items);
    }

    private Expr ParseObject()
    {
        var open = Cursor.Take();
        var entries = Within(() =>
        {
            var members = new List<(Expr, Expr)>();
            while (!Current.Is("}"))
            {
                var name = Current;
                if (!(name.Kind == TokenKind.Identifier && !name.Text.StartsWith('$')) && name.Value is not TextValue)
                {
                    Cursor.Fail(ScribanCodes.Unexpected, name.Span, $"a member name or '}}' is needed here, not {name.Shown}", "members read 'name: value' or '\"name\": value'");
                    break;
                }

                Cursor.Take();
                if (!Cursor.TryTake(":"))
                {
                    Cursor.Fail(ScribanCodes.Unexpected, Current.Span, $"':' is needed after the member name, not {Current.Shown}");
                    break;
                }

                members.Add((new LiteralExpr(name.Span, name.Value ?? Value.Of(name.Text)), ParseRequired("a value")));
                if (!Cursor.TryTake(","))
                {
                    break;
                }
            }

            Cursor.Close("}", open);
            return members;
        });
        return new DictExpr(open.Span.To(Cursor.Previous.Span), entries);
    }
}
