using Remediator.Language.Templates;

namespace Remediator.Language.Expressions;

/// <summary>The parts of expressions and statements, for those that look at a tree without running it.</summary>
public static class Tree
{
    /// <summary>The expression and all expressions in it.</summary>
    public static IEnumerable<Expr> All(Expr expression)
    {
        var pending = new Stack<Expr>([expression]);
        while (pending.TryPop(out var next))
        {
            yield return next;
            foreach (var part in Parts(next))
            {
                pending.Push(part);
            }

            if (next is LambdaExpr lambda)
            {
                foreach (var inner in All(lambda.Body))
                {
                    yield return inner;
                }
            }
        }
    }

    /// <summary>All expressions of a body and of the bodies in it.</summary>
    public static IEnumerable<Expr> All(IEnumerable<Statement> body)
    {
        foreach (var statement in body)
        {
            foreach (var expression in Expressions(statement).SelectMany(All))
            {
                yield return expression;
            }

            foreach (var expression in Bodies(statement).SelectMany(All))
            {
                yield return expression;
            }
        }
    }

    /// <summary>All blocks of a body, those in other blocks too.</summary>
    public static IEnumerable<BlockStatement> Blocks(IEnumerable<Statement> body)
    {
        foreach (var statement in body)
        {
            if (statement is BlockStatement block)
            {
                yield return block;
            }

            foreach (var inner in Bodies(statement).SelectMany(Blocks))
            {
                yield return inner;
            }
        }
    }

    /// <summary>The expressions directly in an expression.</summary>
    public static IEnumerable<Expr> Parts(Expr expression) => expression switch
    {
        AttributeExpr e => [e.Target],
        IndexExpr e => [e.Target, e.Index],
        SliceExpr e => Present(e.Target, e.Start, e.Stop, e.Step),
        CallExpr e => [e.Callee, .. e.Arguments.Select(a => a.Value)],
        FilterExpr e => [e.Input, .. e.Arguments.Select(a => a.Value)],
        TestExpr e => [e.Input, .. e.Arguments.Select(a => a.Value)],
        UnaryExpr e => [e.Operand],
        BinaryExpr e => [e.Left, e.Right],
        CompareExpr e => [e.First, .. e.Links.Select(l => l.Operand)],
        ConditionalExpr e => Present(e.Condition, e.Then, e.Otherwise),
        ListExpr e => e.Items,
        DictExpr e => e.Entries.SelectMany(p => new[] { p.Key, p.Value }),
        AssignExpr e => [e.Target, e.Value],
        IncrementExpr e => [e.Target],
        FunctionReferenceExpr e => [e.Target],
        LambdaExpr e => e.Parameters.Where(p => p.Default is not null).Select(p => p.Default!),
        _ => [],
    };

    /// <summary>The expressions directly in a statement, in the order in which they are evaluated.</summary>
    public static IEnumerable<Expr> Expressions(Statement statement) => statement switch
    {
        OutputStatement s => [s.Value],
        DoStatement s => [s.Value],
        IfStatement s => s.Branches.Select(b => b.Condition),
        ForStatement s => Present(s.Items, s.Filter, s.Offset, s.Limit, s.Columns),
        WhileStatement s => [s.Condition],
        ReturnStatement s => Present(s.Value),
        SetStatement s => [s.Value, .. s.Targets],
        CaptureStatement s => Present(s.Filter, s.Target),
        FilterStatement s => [s.Filter],
        WithStatement s => [.. Present(s.Object), .. s.Assignments.Select(a => a.Value)],
        CaseStatement s => [s.Subject, .. s.Whens.SelectMany(w => w.Values)],
        MacroStatement s => s.Parameters.Where(p => p.Default is not null).Select(p => p.Default!),
        CallStatement s => [s.Call, .. s.Parameters.Where(p => p.Default is not null).Select(p => p.Default!)],
        IncludeStatement s => [s.Template],
        ImportStatement s => [s.Template],
        ImportMembersStatement s => [s.Object],
        ExtendsStatement s => [s.Template],
        _ => [],
    };

    /// <summary>The bodies directly in a statement.</summary>
    public static IEnumerable<IReadOnlyList<Statement>> Bodies(Statement statement) => statement switch
    {
        IfStatement s => [.. s.Branches.Select(b => b.Body), s.Otherwise],
        ForStatement s => [s.Body, s.Otherwise],
        WhileStatement s => [s.Body],
        CaptureStatement s => [s.Body],
        FilterStatement s => [s.Body],
        WithStatement s => [s.Body],
        CaseStatement s => [.. s.Whens.Select(w => w.Body), s.Otherwise],
        MacroStatement s => [s.Body],
        CallStatement s => [s.Body],
        BlockStatement s => [s.Body],
        SequenceStatement s => [s.Body],
        _ => [],
    };

    private static IEnumerable<Expr> Present(params Expr?[] expressions) => expressions.OfType<Expr>();
}
