using Remediator.Language.Diagnostics;
using Remediator.Language.Templates;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Expressions;

/// <summary>What an evaluation sees and how far it may go.</summary>
public sealed record EvaluationContext(IScope Scope, IOutside Outside, EvaluationLimits Limits, CancellationToken Cancellation = default);

/// <summary>Runs the one tree of both template languages. What goes wrong is an outcome; only cancellation is thrown.</summary>
public static class Evaluator
{
    /// <summary>An error while evaluating.</summary>
    public const string FailedCode = "RMD2100";

    /// <summary>An undefined variable or attribute.</summary>
    public const string UndefinedCode = "RMD2101";

    /// <summary>The value of an expression. An undefined result is an <see cref="UndefinedValue"/>, for the caller to refuse.</summary>
    public static Evaluation<Value> Evaluate(Expr expression, Dialect dialect, EvaluationContext context)
    {
        var interpreter = new Interpreter(dialect, context);
        return Guard(interpreter, expression.Span, () => interpreter.Expressions.Evaluate(expression, new Frame(context.Scope)));
    }

    /// <summary>The text of a template.</summary>
    public static Evaluation<string> Render(Template template, EvaluationContext context)
    {
        var interpreter = new Interpreter(template.Dialect, context);
        return Guard(interpreter, template.Source.Whole with { Length = 0 }, () => template.Dialect.Finish(template, interpreter.Statements.Render(template, new Frame(new Frame(context.Scope)))));
    }

    private static Evaluation<T> Guard<T>(Interpreter interpreter, Span start, Func<T> evaluate)
    {
        interpreter.At = start;
        try
        {
            return Evaluation<T>.Of(evaluate());
        }
        catch (LateValueException late)
        {
            return Evaluation<T>.Late(late.Name);
        }
        catch (EvaluationException error)
        {
            return Evaluation<T>.Failed(Diagnostic.Error(error.IsUndefined ? UndefinedCode : FailedCode, error.Span ?? interpreter.At, error.Message, error.Hint));
        }
    }
}
