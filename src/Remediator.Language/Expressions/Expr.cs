using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Expressions;

/// <summary>An expression of either template language. Two parsers make this one tree, one evaluator runs it.</summary>
public abstract record Expr(Span Span);

public sealed record LiteralExpr(Span Span, Value Value) : Expr(Span);

public sealed record NameExpr(Span Span, string Name) : Expr(Span);

/// <summary><c>target.name</c>; with <paramref name="Safe"/> (Scriban's <c>?.</c>) nothing of nothing is nothing.</summary>
public sealed record AttributeExpr(Span Span, Expr Target, string Name, bool Safe = false) : Expr(Span);

public sealed record IndexExpr(Span Span, Expr Target, Expr Index, bool Safe = false) : Expr(Span);

public sealed record SliceExpr(Span Span, Expr Target, Expr? Start, Expr? Stop, Expr? Step) : Expr(Span);

public sealed record Argument(Expr Value, string? Name = null, ArgumentSpread Spread = ArgumentSpread.None);

public enum ArgumentSpread
{
    None,
    List,
    Dict,
}

public sealed record CallExpr(Span Span, Expr Callee, IReadOnlyList<Argument> Arguments) : Expr(Span);

/// <summary><c>input | name(arguments)</c>. In Scriban a pipe into a function is a call whose first argument is the input: its parser makes a <see cref="CallExpr"/>.</summary>
public sealed record FilterExpr(Span Span, Expr Input, string Name, IReadOnlyList<Argument> Arguments) : Expr(Span);

/// <summary><c>input is [not] name arguments</c>.</summary>
public sealed record TestExpr(Span Span, Expr Input, string Name, IReadOnlyList<Argument> Arguments, bool Negated) : Expr(Span);

public enum UnaryOperator
{
    Not,
    Minus,
    Plus,
}

public sealed record UnaryExpr(Span Span, UnaryOperator Operator, Expr Operand) : Expr(Span);

public enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    FloorDivide,
    Modulo,
    Power,

    /// <summary>Jinja's <c>~</c>: both sides as text.</summary>
    Concat,
    And,
    Or,

    /// <summary>Scriban's <c>??</c>.</summary>
    Coalesce,

    /// <summary>Scriban's <c>a..b</c>, both ends included.</summary>
    RangeInclusive,

    /// <summary>Scriban's <c>a..&lt;b</c>.</summary>
    RangeExclusive,
    ShiftLeft,
    ShiftRight,
}

public sealed record BinaryExpr(Span Span, BinaryOperator Operator, Expr Left, Expr Right) : Expr(Span);

public enum CompareOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
}

/// <summary>A chain as in Python: <c>a &lt; b &lt;= c</c> is true when each link is, and each operand is evaluated once.</summary>
public sealed record CompareExpr(Span Span, Expr First, IReadOnlyList<(CompareOperator Operator, Expr Operand)> Links) : Expr(Span);

/// <summary><c>then if condition else otherwise</c>; without an else the result is undefined where the condition does not hold.</summary>
public sealed record ConditionalExpr(Span Span, Expr Condition, Expr Then, Expr? Otherwise) : Expr(Span);

public sealed record ListExpr(Span Span, IReadOnlyList<Expr> Items, bool IsTuple = false) : Expr(Span);

public sealed record DictExpr(Span Span, IReadOnlyList<(Expr Key, Expr Value)> Entries) : Expr(Span);

/// <summary>Scriban's <c>target = value</c> (also <c>+=</c>, <c>++</c> after lowering); its value is nothing.</summary>
public sealed record AssignExpr(Span Span, Expr Target, Expr Value) : Expr(Span);

/// <summary>Scriban's <c>@name</c>: the function itself rather than its result.</summary>
public sealed record FunctionReferenceExpr(Span Span, Expr Target) : Expr(Span);

/// <summary>Scriban's <c>do; …; ret x; end</c> and <c>f(x) = …</c>: a function without a name.</summary>
public sealed record LambdaExpr(Span Span, IReadOnlyList<Templates.MacroParameter> Parameters, IReadOnlyList<Templates.Statement> Body) : Expr(Span);
