namespace Remediator.Ssh.Tests;

/// <summary>A clock whose pauses of less than a minute are over at once; they are counted. Longer ones, time-outs, are real.</summary>
internal sealed class ImpatientTime : TimeProvider
{
    private readonly List<TimeSpan> pauses = [];

    public IReadOnlyList<TimeSpan> Pauses
    {
        get
        {
            lock (pauses)
            {
                return [.. pauses];
            }
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero && dueTime < TimeSpan.FromMinutes(1))
        {
            lock (pauses)
            {
                pauses.Add(dueTime);
            }

            dueTime = TimeSpan.FromMilliseconds(1);
        }

        return base.CreateTimer(callback, state, dueTime, period);
    }
}
