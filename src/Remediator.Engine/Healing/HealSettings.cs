namespace Remediator.Engine.Healing;

/// <summary>What an unattended run may do; docs/heal.md says what each is for.</summary>
public sealed record HealSettings
{
    /// <summary>The pass begins after a random part of this time, so that many controllers do not work at once.</summary>
    public TimeSpan Splay { get; init; }

    /// <summary>How often a host may be remediated within <see cref="Window"/>; at least 1.</summary>
    public int MaxRemediations { get; init; } = 3;

    public TimeSpan Window { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The share of the fleet, in percent, that may fail or be out of reach before a pass stops.</summary>
    public double MaxFailing { get; init; } = 30;

    /// <summary>How long a host is left alone after a remediation failed; doubled by each further failure in a row.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan MaxPause { get; init; } = TimeSpan.FromHours(4);

    /// <summary>How long a host's lease lasts unless it is prolonged, which is done while the pass lives.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Names this controller and its state folder, the same each time: its own leases that are left over are dead.</summary>
    public required string Controller { get; init; }

    /// <summary>Whom another controller is told to look for.</summary>
    public required string Holder { get; init; }
}
