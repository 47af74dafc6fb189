using Remediator.Language.Expressions;
using Remediator.Language.Text;

namespace Remediator.Language.Templates;

/// <summary>A part of a template of either language, whitespace control already applied.</summary>
public abstract record Statement(Span Span);

public sealed record TextStatement(Span Span, string Text) : Statement(Span);

public sealed record OutputStatement(Span Span, Expr Value) : Statement(Span)
{
    /// <summary>Blanks that go before every further line of the value: those before a Scriban code block that is the first thing on its line.</summary>
    public string Indent { get; init; } = "";
}

/// <summary>An expression whose value is not written: Jinja's <c>do</c>, a Scriban assignment.</summary>
public sealed record DoStatement(Span Span, Expr Value) : Statement(Span);

public sealed record IfStatement(Span Span, IReadOnlyList<(Expr Condition, IReadOnlyList<Statement> Body)> Branches, IReadOnlyList<Statement> Otherwise) : Statement(Span);

/// <param name="Targets">One name, or several that unpack each item.</param>
/// <param name="Filter">Jinja's <c>for x in y if …</c>.</param>
public sealed record ForStatement(
    Span Span,
    IReadOnlyList<string> Targets,
    Expr Items,
    Expr? Filter,
    bool Recursive,
    IReadOnlyList<Statement> Body,
    IReadOnlyList<Statement> Otherwise) : Statement(Span)
{
    /// <summary>Scriban's <c>offset:</c>, <c>limit:</c> and <c>reversed</c>.</summary>
    public Expr? Offset { get; init; }

    public Expr? Limit { get; init; }

    /// <summary>Scriban's <c>tablerow</c>: how many cells a row of the table has; null for a loop that writes none.</summary>
    public Expr? Columns { get; init; }

    public bool Reversed { get; init; }
}

public sealed record WhileStatement(Span Span, Expr Condition, IReadOnlyList<Statement> Body) : Statement(Span);

public sealed record BreakStatement(Span Span) : Statement(Span);

public sealed record ContinueStatement(Span Span) : Statement(Span);

/// <summary>Scriban's <c>ret</c>.</summary>
public sealed record ReturnStatement(Span Span, Expr? Value) : Statement(Span);

/// <summary>Jinja's <c>set a, b = value</c> and <c>set ns.a = value</c>.</summary>
public sealed record SetStatement(Span Span, IReadOnlyList<Expr> Targets, Expr Value) : Statement(Span);

/// <summary>The body's text as the value of a variable: Jinja's <c>set x | filter</c> … <c>endset</c>, Scriban's <c>capture</c>.</summary>
/// <param name="Filter">An expression over the name <c>&lt;captured&gt;</c>, or null.</param>
public sealed record CaptureStatement(Span Span, Expr Target, Expr? Filter, IReadOnlyList<Statement> Body) : Statement(Span)
{
    /// <summary>The name under which <see cref="Filter"/> sees the captured text.</summary>
    public const string Captured = "<captured>";
}

/// <summary>Jinja's <c>filter name(args)</c> … <c>endfilter</c>: an expression over <see cref="CaptureStatement.Captured"/>.</summary>
public sealed record FilterStatement(Span Span, Expr Filter, IReadOnlyList<Statement> Body) : Statement(Span);

/// <summary>Jinja's <c>with a = 1</c> (assignments), Scriban's <c>with object</c> (<paramref name="Object"/> becomes the scope of assignments and names).</summary>
public sealed record WithStatement(Span Span, IReadOnlyList<(string Name, Expr Value)> Assignments, Expr? Object, IReadOnlyList<Statement> Body) : Statement(Span);

/// <param name="Whens">Scriban's <c>case x; when a, b; …</c>: the first whose values hold the subject runs.</param>
public sealed record CaseStatement(Span Span, Expr Subject, IReadOnlyList<(IReadOnlyList<Expr> Values, IReadOnlyList<Statement> Body)> Whens, IReadOnlyList<Statement> Otherwise) : Statement(Span);

public sealed record MacroParameter(string Name, Expr? Default = null, bool IsRest = false);

/// <summary>Jinja's <c>macro</c>, Scriban's <c>func</c>.</summary>
public sealed record MacroStatement(Span Span, string Name, IReadOnlyList<MacroParameter> Parameters, IReadOnlyList<Statement> Body) : Statement(Span);

/// <summary>Jinja's <c>call(params) macro(args)</c> … <c>endcall</c>.</summary>
public sealed record CallStatement(Span Span, IReadOnlyList<MacroParameter> Parameters, CallExpr Call, IReadOnlyList<Statement> Body) : Statement(Span);

public sealed record IncludeStatement(Span Span, Expr Template, bool IgnoreMissing, bool WithContext) : Statement(Span);

/// <summary>Jinja's <c>import x as y</c> (one entry with a null name) and <c>from x import a as b</c>.</summary>
public sealed record ImportStatement(Span Span, Expr Template, string? As, IReadOnlyList<(string Name, string As)> Names, bool WithContext) : Statement(Span);

public sealed record ExtendsStatement(Span Span, Expr Template) : Statement(Span);

public sealed record BlockStatement(Span Span, string Name, bool Scoped, bool Required, IReadOnlyList<Statement> Body) : Statement(Span);

/// <summary>Several statements where one is expected.</summary>
public sealed record SequenceStatement(Span Span, IReadOnlyList<Statement> Body) : Statement(Span);
