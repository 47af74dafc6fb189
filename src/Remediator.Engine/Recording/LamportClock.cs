namespace Remediator.Engine.Recording;

/// <summary>
/// A counter that orders events where clocks cannot (Lamport 1978): each event counts on, and what is heard of another counter moves
/// this one past it. Events that know of one another are in order by it, whatever any clock says; ties are broken by the node's name.
/// </summary>
public sealed class LamportClock(long last = 0)
{
    private long last = last;

    public long Last => Volatile.Read(ref last);

    /// <summary>The time of an event that happens now.</summary>
    public long Tick() => Interlocked.Increment(ref last);

    /// <summary>A counter was heard of: what happens from now on comes after it.</summary>
    public void Receive(long other)
    {
        for (var known = Last; known < other && Interlocked.CompareExchange(ref last, other, known) != known; known = Last)
        {
        }
    }
}
