namespace Remediator.Engine.Tests.Healing;

/// <summary>Time that stands still until it is moved; no timer ever fires.</summary>
internal sealed class StillTime : TimeProvider
{
    private TimeSpan passed;

    /// <summary>What the clock on the wall is put forward or back by.</summary>
    public TimeSpan Jump { get; set; }

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero) + passed + Jump;

    public override long GetTimestamp() => passed.Ticks * TimestampFrequency / TimeSpan.TicksPerSecond;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Silent();

    public void Pass(TimeSpan span) => passed += span;

    private sealed class Silent : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
