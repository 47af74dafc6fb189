using Remediator.Language.Expressions;

namespace Remediator.Language.Templates.Jinja;

/// <summary>Reads Jinja's expressions, one method for each level of precedence, the loosest first.</summary>
internal sealed partial class ExpressionParser(TokenReader tokens)
{
    public Expr Expression(bool withConditional = true)
    {
        tokens.CheckDepth();
        return withConditional ? Conditional() : Or();
    }

    /// <summary>One expression, or several with commas between them as a tuple.</summary>
    public Expr Tuple(bool withConditional = true)
    {
        var first = Expression(withConditional);
        if (!tokens.Current.Is(","))
        {
            return first;
        }

        var items = new List<Expr> { first };
        while (tokens.TryTake(",") && !AtTupleEnd())
        {
            items.Add(Expression(withConditional));
        }

        return new ListExpr(first.Span.To(tokens.Previous.Span), items, IsTuple: true);
    }

    /// <summary>The filters after a value whose <c>|</c> is read next, as in <c>set x | upper</c>.</summary>
    public Expr Filters(Expr input)
    {
        while (tokens.TryTake("|"))
        {
            input = FilterAfterBar(input);
        }

        return input;
    }

    /// <summary>A filter whose bar is read already.</summary>
    public Expr FilterAfterBar(Expr input)
    {
        var (name, span) = DottedName();
        var arguments = tokens.Current.Is("(") ? Arguments() : [];
        return new FilterExpr((input.Span.Length > 0 ? input.Span : span).To(tokens.Previous.Span), input, name, arguments);
    }

    public List<Argument> Arguments()
    {
        tokens.Expect("(");
        var arguments = new List<Argument>();
        while (!tokens.Current.Is(")"))
        {
            if (arguments.Count > 0)
            {
                tokens.Expect(",");
                if (tokens.Current.Is(")"))
                {
                    break;
                }
            }

            arguments.Add(OneArgument(arguments));
        }

        tokens.Expect(")");
        return arguments;
    }

    private Argument OneArgument(List<Argument> before)
    {
        if (tokens.TryTake("**"))
        {
            return new(Expression(), Spread: ArgumentSpread.Dict);
        }

        if (tokens.TryTake("*"))
        {
            return new(Expression(), Spread: ArgumentSpread.List);
        }

        if (tokens.Current.Kind == TokenKind.Name && tokens.Following.Is("="))
        {
            var name = tokens.Take().Text;
            tokens.Take();
            return new(Expression(), name);
        }

        return before.Exists(a => a.Name is not null || a.Spread == ArgumentSpread.Dict)
            ? throw new JinjaSyntaxException(tokens.Current.Span, "a positional argument follows a keyword argument")
            : new(Expression());
    }

    private Expr Conditional()
    {
        var value = Or();
        while (tokens.TryTakeName("if"))
        {
            var condition = Or();
            var otherwise = tokens.TryTakeName("else") ? Expression() : null;
            value = new ConditionalExpr(value.Span.To((otherwise ?? condition).Span), condition, value, otherwise);
        }

        return value;
    }

    private Expr Or()
    {
        var left = And();
        while (tokens.TryTakeName("or"))
        {
            left = Binary(BinaryOperator.Or, left, And());
        }

        return left;
    }

    private Expr And()
    {
        var left = Not();
        while (tokens.TryTakeName("and"))
        {
            left = Binary(BinaryOperator.And, left, Not());
        }

        return left;
    }

    private Expr Not()
    {
        tokens.CheckDepth();
        if (tokens.Current.IsName("not"))
        {
            var start = tokens.Take().Span;
            var operand = Not();
            return new UnaryExpr(start.To(operand.Span), UnaryOperator.Not, operand);
        }

        return Compare();
    }

    private Expr Compare()
    {
        var first = Sum();
        var links = new List<(CompareOperator, Expr)>();
        while (CompareSign() is { } operation)
        {
            links.Add((operation, Sum()));
        }

        return links.Count == 0 ? first : new CompareExpr(first.Span.To(links[^1].Item2.Span), first, links);
    }

    private CompareOperator? CompareSign()
    {
        if (tokens.Current.IsName("not") && tokens.Following.IsName("in"))
        {
            tokens.Take();
            tokens.Take();
            return CompareOperator.NotIn;
        }

        if (tokens.TryTakeName("in"))
        {
            return CompareOperator.In;
        }

        CompareOperator? operation = tokens.Current.Kind != TokenKind.Operator ? null : tokens.Current.Text switch
        {
            "==" => CompareOperator.Equal,
            "!=" => CompareOperator.NotEqual,
            "<" => CompareOperator.Less,
            "<=" => CompareOperator.LessOrEqual,
            ">" => CompareOperator.Greater,
            ">=" => CompareOperator.GreaterOrEqual,
            _ => null,
        };
        if (operation is not null)
        {
            tokens.Take();
        }

        return operation;
    }

    private Expr Sum() => Chain(Concat, static text => text switch { "+" => BinaryOperator.Add, "-" => BinaryOperator.Subtract, _ => null });

    private Expr Concat() => Chain(Product, static text => text == "~" ? BinaryOperator.Concat : null);

    private Expr Product() => Chain(Power, static text => text switch
    {
        "*" => BinaryOperator.Multiply,
        "/" => BinaryOperator.Divide,
        "//" => BinaryOperator.FloorDivide,
        "%" => BinaryOperator.Modulo,
        _ => null,
    });

    private Expr Power() => Chain(() => Unary(withFilter: true), static text => text == "**" ? BinaryOperator.Power : null);

    private Expr Chain(Func<Expr> operand, Func<string, BinaryOperator?> operation)
    {
        var left = operand();
        while (tokens.Current.Kind == TokenKind.Operator && operation(tokens.Current.Text) is { } found)
        {
            tokens.Take();
            left = Binary(found, left, operand());
        }

        return left;
    }

    private bool AtTupleEnd() =>
        tokens.Current.Kind is TokenKind.BlockEnd or TokenKind.VariableEnd or TokenKind.End || tokens.Current.Is(")") || tokens.Current.IsName("in");

    private static BinaryExpr Binary(BinaryOperator operation, Expr left, Expr right) => new(left.Span.To(right.Span), operation, left, right);
}
