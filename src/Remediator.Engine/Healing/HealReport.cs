using Remediator.Engine.Reporting;

namespace Remediator.Engine.Healing;

public enum HealState
{
    /// <summary>Nothing had drifted, and every verification passed.</summary>
    Healthy,

    /// <summary>It had drifted, was remediated, and passes.</summary>
    Healed,

    /// <summary>It is not as it should be and was not touched: the pass stopped before.</summary>
    Left,

    /// <summary>Not remediated now, because of what was tried before.</summary>
    Held,

    /// <summary>Not remediated: it would have made things worse.</summary>
    Blocked,

    /// <summary>Another run holds its lease.</summary>
    Leased,

    Failed,
    RolledBack,
    RollbackFailed,
    Unreachable,
}

/// <summary>What came of a host in a pass.</summary>
/// <param name="Note">What had drifted, or why it is not as it should be; empty for a healthy host.</param>
public sealed record HealedHost(string Host, HealState State, string Note);

/// <summary>What came of a pass.</summary>
/// <param name="Hosts">All hosts, in the order of the plays.</param>
/// <param name="Stopped">Why the pass stopped before its end; null where it did not.</param>
public sealed record HealReport(IReadOnlyList<HealedHost> Hosts, string? Stopped, bool Interrupted)
{
    /// <summary>Nothing had to be done, and nothing is to be said.</summary>
    public bool IsHealthy => !Interrupted && Stopped is null && Hosts.All(h => h.State == HealState.Healthy);

    /// <summary>By the table in docs/exit-codes.md: what weighs most first.</summary>
    public int ExitCode => Interrupted ? ExitCodes.Interrupted
        : Has(HealState.RollbackFailed) ? ExitCodes.RollbackFailed
        : Has(HealState.Unreachable) ? ExitCodes.Unreachable
        : Has(HealState.Failed) || Has(HealState.Blocked) || Has(HealState.Held) || Has(HealState.Left) || Stopped is not null ? ExitCodes.Failed
        : Has(HealState.RolledBack) ? ExitCodes.RolledBack
        : Has(HealState.Leased) ? ExitCodes.Locked
        : ExitCodes.Success;

    private bool Has(HealState state) => Hosts.Any(h => h.State == state);
}
