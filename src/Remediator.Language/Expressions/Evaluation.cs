using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Expressions;

/// <summary>What evaluating gave: a value, or the name of the late value it needs, or an error. Exactly one of the three.</summary>
public readonly record struct Evaluation<T>
{
    private readonly T? value;

    private Evaluation(T? value, string? late, Diagnostic? error)
    {
        this.value = value;
        LateName = late;
        Error = error;
    }

    public bool Succeeded => LateName is null && Error is null;

    /// <summary>The variable whose value is not known yet.</summary>
    public string? LateName { get; }

    public Diagnostic? Error { get; }

    /// <summary>The value; throws where there is none.</summary>
    public T Value => Succeeded ? value! : throw new InvalidOperationException(Error?.Message ?? $"'{LateName}' is not known yet");

    public static Evaluation<T> Of(T value) => new(value, null, null);

    public static Evaluation<T> Late(string name) => new(default, name, null);

    public static Evaluation<T> Failed(Diagnostic error) => new(default, null, error);

    public Evaluation<TOther> Then<TOther>(Func<T, Evaluation<TOther>> next) =>
        LateName is not null ? Evaluation<TOther>.Late(LateName) : Error is not null ? Evaluation<TOther>.Failed(Error) : next(value!);

    public Evaluation<TOther> Select<TOther>(Func<T, TOther> next) => Then(v => Evaluation<TOther>.Of(next(v)));
}

/// <summary>Ends an evaluation inside the evaluator and its filters; never leaves the evaluator.</summary>
public sealed class EvaluationException(string message, Span? span = null, string? hint = null) : Exception(message)
{
    /// <summary>Where, if the thrower knows; else the evaluator puts the span of the expression that called.</summary>
    public Span? Span { get; } = span;

    public string? Hint { get; } = hint;

    /// <summary>True for an undefined variable (Ansible's AnsibleUndefinedVariable), which <c>default</c> and lookups may catch.</summary>
    public bool IsUndefined { get; init; }
}

/// <summary>Thrown by the evaluator where a <see cref="LateValue"/> is reached; never leaves the evaluator.</summary>
public sealed class LateValueException(string name) : Exception
{
    public string Name { get; } = name;
}

/// <summary>Names and their values, as an expression sees them.</summary>
public interface IScope
{
    /// <summary>
    /// The value, rendered (never a <see cref="TemplateValue"/>). A <see cref="LateValue"/> where it is not known yet. May throw
    /// <see cref="EvaluationException"/> where rendering the variable fails.
    /// </summary>
    bool TryGet(string name, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out Value value);

    /// <summary>All names, for did-you-mean.</summary>
    IEnumerable<string> Names { get; }
}

/// <summary>What the language cannot do by itself, given by the engine: files, the environment, other templates.</summary>
public interface IOutside
{
    /// <summary>A lookup plugin's result, always a list (as <c>query</c> gives it). May throw <see cref="EvaluationException"/>.</summary>
    IReadOnlyList<Value> Lookup(string plugin, CallArguments arguments, IScope scope);

    /// <summary>The text of a template that another one includes, imports or extends, or null where there is none.</summary>
    SourceText? FindTemplate(string name, SourceText from);

    /// <summary>The present moment, for <c>now()</c> and Scriban's <c>date.now</c>.</summary>
    DateTimeOffset Now { get; }
}

/// <summary>Bounds on what one evaluation may do; exceeding one is an error at the place that did.</summary>
/// <param name="Steps">Statements and loop rounds.</param>
/// <param name="Depth">Nested calls, includes and macros.</param>
/// <param name="OutputLength">Characters written, or built by one operation such as repetition.</param>
/// <param name="Time">Monotonic time of one evaluation.</param>
public sealed record EvaluationLimits(long Steps, int Depth, int OutputLength, TimeSpan Time)
{
    public static EvaluationLimits Default { get; } = new(10_000_000, 200, 64 * 1024 * 1024, TimeSpan.FromSeconds(30));
}
