namespace Remediator.Engine.Tests;

/// <summary>Time that goes by faster than it does, so that pauses and bounds of seconds can be tried.</summary>
internal sealed class FastTime(int factor) : TimeProvider
{
    private readonly long start = System.GetTimestamp();

    private int steps;

    /// <summary>By how much the wall clock jumps each time that somebody looks at it.</summary>
    public TimeSpan Step { get; init; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + (Step * Interlocked.Increment(ref steps));

    public override long GetTimestamp() => start + ((System.GetTimestamp() - start) * factor);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Scaled(dueTime), Scaled(period));

    private TimeSpan Scaled(TimeSpan span) => span > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(span.TotalMilliseconds / factor)) : span;
}
