using Remediator.Language.Templates;

namespace Remediator.Language.Expressions;

/// <summary>The names that an expression or template reads from outside itself.</summary>
public static class FreeNames
{
    public static IReadOnlySet<string> Of(Expr expression)
    {
        var free = new HashSet<string>(StringComparer.Ordinal);
        Visit(expression, free, []);
        return free;
    }

    public static IReadOnlySet<string> Of(IEnumerable<Statement> body)
    {
        var free = new HashSet<string>(StringComparer.Ordinal);
        Visit(body, free, []);
        return free;
    }

    private static void Visit(Expr expression, HashSet<string> free, HashSet<string> bound)
    {
        foreach (var part in Tree.All(expression))
        {
            if (part is NameExpr name && !bound.Contains(name.Name))
            {
                free.Add(name.Name);
            }
        }
    }

    private static void Visit(IEnumerable<Statement> body, HashSet<string> free, HashSet<string> bound)
    {
        foreach (var statement in body)
        {
            Visit(statement, free, bound);
        }
    }

    private static void Visit(Statement statement, HashSet<string> free, HashSet<string> bound)
    {
        EvaluationBudget.CheckStack();
        switch (statement)
        {
            case ForStatement loop:
            {
                Visit(loop.Items, free, bound);
                HashSet<string> inner = [.. bound, .. loop.Targets, "loop"];
                foreach (var part in Tree.Expressions(loop).Skip(1))
                {
                    Visit(part, free, inner);
                }

                Visit(loop.Body, free, inner);
                Visit(loop.Otherwise, free, bound);
                break;
            }

            case SetStatement set:
                Visit(set.Value, free, bound);
                foreach (var target in set.Targets)
                {
                    Bind(target, bound);
                }

                break;
            case CaptureStatement capture:
                Visit(capture.Body, free, [.. bound]);
                if (capture.Filter is not null)
                {
                    Visit(capture.Filter, free, [.. bound, CaptureStatement.Captured]);
                }

                Bind(capture.Target, bound);
                break;
            case FilterStatement filter:
                Visit(filter.Body, free, [.. bound]);
                Visit(filter.Filter, free, [.. bound, CaptureStatement.Captured]);
                break;
            case MacroStatement macro:
                bound.Add(macro.Name);
                Visit(macro.Body, free, [.. bound, .. macro.Parameters.Select(p => p.Name), "caller", "varargs", "kwargs"]);
                VisitParts(macro, free, bound);
                break;
            case CallStatement call:
                VisitParts(call, free, bound);
                Visit(call.Body, free, [.. bound, .. call.Parameters.Select(p => p.Name)]);
                break;
            case ImportStatement import:
                VisitParts(import, free, bound);
                bound.UnionWith(import.Names.Select(n => n.As));
                if (import.As is not null)
                {
                    bound.Add(import.As);
                }

                break;
            case WithStatement with:
                VisitParts(with, free, bound);
                Visit(with.Body, free, [.. bound, .. with.Assignments.Select(a => a.Name)]);
                break;
            case BlockStatement block:
                Visit(block.Body, free, [.. bound, "super", "self"]);
                break;
            case IfStatement choice:
                // A name set in one branch may be read from outside where the other branch runs, so branches do not bind.
                VisitParts(choice, free, bound);
                foreach (var body in Tree.Bodies(choice))
                {
                    Visit(body, free, [.. bound]);
                }

                break;
            default:
                VisitParts(statement, free, bound);
                foreach (var body in Tree.Bodies(statement))
                {
                    Visit(body, free, bound);
                }

                break;
        }
    }

    private static void VisitParts(Statement statement, HashSet<string> free, HashSet<string> bound)
    {
        foreach (var part in Tree.Expressions(statement))
        {
            Visit(part, free, bound);
        }
    }

    private static void Bind(Expr target, HashSet<string> bound)
    {
        switch (target)
        {
            case NameExpr name:
                bound.Add(name.Name);
                break;
            case ListExpr list:
                foreach (var item in list.Items)
                {
                    Bind(item, bound);
                }

                break;
        }
    }
}
