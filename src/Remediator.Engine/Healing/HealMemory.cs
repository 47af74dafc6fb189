namespace Remediator.Engine.Healing;

/// <summary>A remediation of a host. It is remembered when it begins and again when it has ended: the later one of a pass counts.</summary>
/// <param name="Pass">The pass's id.</param>
/// <param name="Note">Why it failed, or <see cref="Unneeded"/>; else empty.</param>
public sealed record HealAttempt(string Host, DateTimeOffset At, string Pass, bool Succeeded, string Note)
{
    /// <summary>Somebody else had mended the host by then: nothing was changed.</summary>
    public const string Unneeded = "nothing to change";

    public const string Begun = "begun and not ended";

    /// <summary>Whether it counts for the budget.</summary>
    public bool Counts => !(Succeeded && Note == Unneeded);
}

/// <summary>Keeps what was tried, between passes.</summary>
public interface IHealMemory
{
    /// <summary>What was tried at that time or later, in order.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    IReadOnlyList<HealAttempt> Since(DateTimeOffset since);

    /// <exception cref="IOException">It cannot be kept.</exception>
    void Add(HealAttempt attempt);
}
