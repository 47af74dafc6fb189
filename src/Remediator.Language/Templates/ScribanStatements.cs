using Remediator.Language.Expressions;
using Remediator.Language.Text;

namespace Remediator.Language.Templates;

/// <summary>Scriban's <c>import object</c>: the members become variables.</summary>
public sealed record ImportMembersStatement(Span Span, Expr Object) : Statement(Span);

/// <summary>Scriban's <c>readonly name</c>: later assignments to the name are errors.</summary>
public sealed record ReadOnlyStatement(Span Span, string Name) : Statement(Span);

/// <summary>Scriban's <c>target++</c> and its like: changes the target by <paramref name="Step"/>; the value is the old one where <paramref name="IsAfter"/>, else the new one.</summary>
public sealed record IncrementExpr(Span Span, Expr Target, int Step, bool IsAfter) : Expr(Span);
