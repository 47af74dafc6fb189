using System.Runtime.CompilerServices;
using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban;

/// <summary>Reads expressions: operators by precedence, calls without parentheses, pipes.</summary>
internal sealed partial class ExpressionParser(TokenCursor cursor, Func<Token, LambdaExpr> parseLambda, int depth)
{
    /// <summary>Nested brackets, operators and blocks beyond this are refused.</summary>
    public const int MaxDepth = 200;

    /// <summary>Links of one chain (<c>a + b + …</c>, <c>a.b.…</c>, <c>a | f | …</c>) beyond this are refused: the tree is as deep as the chain is long.</summary>
    private const int MaxChain = 1000;

    private const int UnaryPrecedence = 200;

    private int depth = depth;
    private bool isLoopHead;
    private bool isWhen;
    private bool forbidsNamed;

    private TokenCursor Cursor { get; } = cursor;

    private Func<Token, LambdaExpr> ParseLambda { get; } = parseLambda;

    private Token Current => Cursor.Current;

    /// <summary>A whole expression, with calls, conditions and pipes.</summary>
    public Expr Parse()
    {
        if (!Enter())
        {
            return TooDeep();
        }

        var expression = ParseBinary(0, takesArguments: true);
        if (Current.Is("?"))
        {
            expression = ParseConditional(expression);
        }

        for (var links = 0; Current.Is("|") || Current.Is("|>"); links++)
        {
            Cursor.Take();
            Cursor.SkipNewlines();
            expression = links < MaxChain ? ParsePipe(expression) : ChainTooLong();
            if (Current.Is("?"))
            {
                expression = ParseConditional(expression);
            }
        }

        depth--;
        return expression is SpreadExpr spread
            ? Cursor.Fail(ScribanCodes.Unexpected, spread.Span, "'^' spreads a list over the arguments of a call", "write it before an argument, as in 'f ^list'")
            : expression;
    }

    /// <summary>What <c>for x in</c> goes over: its parameters <c>limit:</c>, <c>offset:</c> and <c>reversed</c> end it.</summary>
    public Expr ParseLoopItems()
    {
        isLoopHead = true;
        var items = Parse();
        isLoopHead = false;
        return items;
    }

    /// <summary>One value of a <c>when</c>: <c>||</c> separates values there.</summary>
    public Expr ParseWhenValue()
    {
        isWhen = true;
        var value = Parse();
        isWhen = false;
        return value;
    }

    /// <summary>A value without operators and calls, such as that of <c>limit:</c>.</summary>
    public Expr ParseOperand() => ParseUnary(takesArguments: false, UnaryPrecedence);

    private bool Enter() => ++depth <= MaxDepth && RuntimeHelpers.TryEnsureSufficientExecutionStack();

    private Expr TooDeep() => Cursor.Fail(ScribanCodes.TooDeep, Current.Span, $"the expression is nested more than {MaxDepth} deep");

    private Expr ChainTooLong() => Cursor.Fail(ScribanCodes.TooDeep, Current.Span, $"the expression has more than {MaxChain} parts", "split it with variables");

    /// <summary>Inside brackets the rules of the surrounding head do not hold.</summary>
    private T Within<T>(Func<T> parse)
    {
        Cursor.OpenBracket();
        var result = Apart(parse);
        Cursor.CloseBracket();
        return result;
    }

    private T Apart<T>(Func<T> parse)
    {
        var outer = (isLoopHead, isWhen, forbidsNamed);
        (isLoopHead, isWhen, forbidsNamed) = (false, false, false);
        var result = parse();
        (isLoopHead, isWhen, forbidsNamed) = outer;
        return result;
    }

    private Expr ParseConditional(Expr condition)
    {
        Cursor.Take();
        var outer = forbidsNamed;
        forbidsNamed = true;
        var then = Parse();
        if (!Cursor.TryTake(":"))
        {
            forbidsNamed = outer;
            return Cursor.Fail(ScribanCodes.Unexpected, Current.Span, $"':' is needed here, not {Current.Shown}", "a condition reads 'test ? one : other'");
        }

        forbidsNamed = outer;
        var otherwise = Parse();
        return new ConditionalExpr(condition.Span.To(otherwise.Span), condition, then, otherwise);
    }

    private Expr ParsePipe(Expr input)
    {
        if (!StartsOperand(Current))
        {
            return Cursor.Fail(ScribanCodes.Unexpected, Current.Span, $"a function is needed after '|', not {Current.Shown}");
        }

        return PipeInto(ParseBinary(0, takesArguments: true), input);
    }

    /// <summary>The input becomes the first argument; in <c>x | f == 1</c> the function is the leftmost operand.</summary>
    private Expr PipeInto(Expr target, Expr input)
    {
        var span = input.Span.To(target.Span);
        var first = ToArgument(input);
        return target switch
        {
            CallExpr call => call with { Span = span, Arguments = [first, .. call.Arguments] },
            NameExpr or AttributeExpr or IndexExpr or LambdaExpr => new CallExpr(span, target, [first]),
            FunctionReferenceExpr reference => new CallExpr(span, reference.Target, [first]),
            BinaryExpr binary => binary with { Span = span, Left = PipeInto(binary.Left, input) },
            CompareExpr compare => compare with { Span = span, First = PipeInto(compare.First, input) },
            _ => Cursor.Fail(ScribanCodes.Unexpected, target.Span, "a pipe needs a function on its right", "such as 'x | string.upcase'"),
        };
    }

    private Expr ParseBinary(int minimum, bool takesArguments)
    {
        var left = ParseUnary(takesArguments, minimum);
        for (var links = 0; PrecedenceOf(Current) is var precedence && precedence > minimum; links++)
        {
            if (links >= MaxChain)
            {
                left = ChainTooLong();
                break;
            }

            var operation = Cursor.Take();
            if (!StartsOperand(Current))
            {
                left = Cursor.Fail(ScribanCodes.Unexpected, Current.Span, $"a value is needed after '{operation.Text}', not {Current.Shown}");
                break;
            }

            var right = ParseBinary(precedence, takesArguments);
            left = Combine(operation.Text, left, right);
        }

        return left;
    }

    private int PrecedenceOf(Token token) => token.Kind != TokenKind.Symbol ? 0 : token.Text switch
    {
        "??" or "?!" => 20,
        "||" when isWhen => 0,
        "||" => 30,
        "&&" => 40,
        "==" or "!=" => 70,
        "<" or "<=" or ">" or ">=" => 80,
        "+" or "-" => 100,
        "*" or "/" or "//" or "%" or "<<" or ">>" => 110,
        ".." or "..<" => 130,
        _ => 0,
    };

    public static Expr Combine(string operation, Expr left, Expr right)
    {
        var span = left.Span.To(right.Span);
        return operation switch
        {
            "==" => Compare(CompareOperator.Equal),
            "!=" => Compare(CompareOperator.NotEqual),
            "<" => Compare(CompareOperator.Less),
            "<=" => Compare(CompareOperator.LessOrEqual),
            ">" => Compare(CompareOperator.Greater),
            ">=" => Compare(CompareOperator.GreaterOrEqual),

            // a ?! b is b where a is something.
            "?!" => new ConditionalExpr(span, Compare(CompareOperator.NotEqual, new LiteralExpr(left.Span, Value.Null)), right, new LiteralExpr(span, Value.Null)),
            _ => new BinaryExpr(span, OperatorOf(operation), left, right),
        };

        Expr Compare(CompareOperator comparison, Expr? to = null) => new CompareExpr(span, left, [(comparison, to ?? right)]);
    }

    private static BinaryOperator OperatorOf(string symbol) => symbol switch
    {
        "??" => BinaryOperator.Coalesce,
        "||" => BinaryOperator.Or,
        "&&" => BinaryOperator.And,
        "+" => BinaryOperator.Add,
        "-" => BinaryOperator.Subtract,
        "*" => BinaryOperator.Multiply,
        "/" => BinaryOperator.Divide,
        "//" => BinaryOperator.FloorDivide,
        "%" => BinaryOperator.Modulo,
        "<<" => BinaryOperator.ShiftLeft,
        ">>" => BinaryOperator.ShiftRight,
        ".." => BinaryOperator.RangeInclusive,
        "..<" => BinaryOperator.RangeExclusive,
        _ => throw new ArgumentOutOfRangeException(nameof(symbol), symbol, "not an operator"),
    };

    private Expr ParseUnary(bool takesArguments, int minimum)
    {
        var token = Current;
        if (token.Kind != TokenKind.Symbol || token.Text is not ("!" or "-" or "+" or "@" or "^" or "++" or "--"))
        {
            var operand = ParsePostfix();
            return takesArguments && StartsArgument() ? ParseArguments(operand, minimum) : operand;
        }

        Cursor.Take();
        if (!StartsOperand(Current))
        {
            return Cursor.Fail(ScribanCodes.Unexpected, Current.Span, $"a value is needed after '{token.Text}', not {Current.Shown}");
        }

        if (!Enter())
        {
            return TooDeep();
        }

        var inner = ParseBinary(UnaryPrecedence, takesArguments && token.Text is not ("@" or "^"));
        depth--;
        var span = token.Span.To(inner.Span);
        switch (token.Text)
        {
            case "!":
                return new UnaryExpr(span, UnaryOperator.Not, inner);
            case "-" when inner is LiteralExpr { Value: IntValue { Value: not long.MinValue } whole }:
                return new LiteralExpr(span, Value.Of(-whole.Value));
            case "-":
                return new UnaryExpr(span, UnaryOperator.Minus, inner);
            case "+":
                return new UnaryExpr(span, UnaryOperator.Plus, inner);
            case "++" or "--":
                return Increment(span, inner, token.Text, isAfter: false);
            case "^":
                return new SpreadExpr(span, inner);
            default:
                // Parentheses call a function without a name; '@' before them takes the function itself.
                var function = inner is CallExpr { Callee: LambdaExpr lambda, Arguments: [] } ? lambda : inner;
                var reference = new FunctionReferenceExpr(span, function);
                return takesArguments && StartsArgument() ? ParseArguments(reference, minimum) : reference;
        }
    }

    private Expr Increment(Span span, Expr target, string operation, bool isAfter) => IsPlace(target)
        ? new IncrementExpr(span, target, operation == "++" ? 1 : -1, isAfter)
        : Cursor.Fail(ScribanCodes.BadAssignment, target.Span, $"'{operation}' needs a variable, a member or an item");

    /// <summary>True for what can be assigned to.</summary>
    public static bool IsPlace(Expr expression) => expression switch
    {
        NameExpr { Name: not ("$$" or "for" or "while") } => true,
        AttributeExpr { Safe: false } attribute => IsPlace(attribute.Target),
        IndexExpr { Safe: false } index => IsPlace(index.Target),
        _ => false,
    };
}

/// <summary><c>^list</c> before an argument; it becomes an <see cref="ArgumentSpread"/> and never leaves the parser.</summary>
internal sealed record SpreadExpr(Span Span, Expr List) : Expr(Span);
