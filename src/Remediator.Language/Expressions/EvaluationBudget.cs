using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Remediator.Language.Expressions;

/// <summary>Counts what one evaluation has used of its <see cref="EvaluationLimits"/>; every method throws <see cref="EvaluationException"/> where a limit is passed.</summary>
public sealed class EvaluationBudget(EvaluationLimits limits, CancellationToken cancellation = default)
{
    /// <summary>Reading the clock costs more than a step, so it is read once in so many.</summary>
    private const int StepsBetweenClocks = 256;

    private readonly long started = Stopwatch.GetTimestamp();
    private long steps;
    private long written;
    private int depth;

    public EvaluationLimits Limits { get; } = limits;

    /// <summary>What is left of the time, never below one millisecond: the time-out of a regular expression.</summary>
    public TimeSpan TimeLeft
    {
        get
        {
            var left = Limits.Time - Stopwatch.GetElapsedTime(started);
            return left > TimeSpan.FromMilliseconds(1) ? left : TimeSpan.FromMilliseconds(1);
        }
    }

    /// <summary>One statement, loop round or call.</summary>
    public void Step()
    {
        if (++steps > Limits.Steps)
        {
            throw new EvaluationException($"the evaluation took more than {Limits.Steps} steps");
        }

        if (steps % StepsBetweenClocks == 0)
        {
            CheckTime();
        }
    }

    /// <summary>Many steps at once, such as the items of a list that a filter goes over.</summary>
    public void Steps(long count)
    {
        steps += Math.Max(0, count - 1);
        Step();
        if (count >= StepsBetweenClocks)
        {
            CheckTime();
        }
    }

    public void CheckTime()
    {
        cancellation.ThrowIfCancellationRequested();
        if (Stopwatch.GetElapsedTime(started) > Limits.Time)
        {
            throw new EvaluationException($"the evaluation took longer than {Limits.Time.TotalSeconds:0.###} s");
        }
    }

    /// <summary>Characters or items that one operation is about to build.</summary>
    public void CheckLength(double length)
    {
        if (length > Limits.OutputLength)
        {
            throw new EvaluationException($"the result would have more than {Limits.OutputLength} characters or items");
        }
    }

    /// <summary>Characters added to the output.</summary>
    public void Write(int length)
    {
        written += length;
        CheckLength(written);
    }

    /// <summary>Goes into a call, an include or a macro; the caller leaves with <see cref="Leave"/>.</summary>
    public void Enter()
    {
        Step();
        if (++depth > Limits.Depth)
        {
            depth = 0;
            throw new EvaluationException($"calls and includes are nested more than {Limits.Depth} deep");
        }

        CheckStack();
    }

    public void Leave() => depth--;

    /// <summary>Turns a tree that is too deep for the stack into an error.</summary>
    public static void CheckStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new EvaluationException("the expression is nested too deeply");
        }
    }
}
