namespace Remediator.Cli.Clocks;

/// <summary>States of Nagios plugins; the numbers are their exit codes.</summary>
internal enum ClockState
{
    Ok = 0,
    Warning = 1,
    Critical = 2,
    Unknown = 3,
}

/// <summary>What is known of a host's clock.</summary>
/// <param name="Message">Why it is not OK, with what was measured; what was measured where it is.</param>
/// <param name="Reading">Null where nothing was measured.</param>
internal sealed record HostClock(string Host, ClockState State, string Message, ClockReading? Reading);

/// <param name="Offset">Seconds that the system clock is behind NTP time; negative: ahead.</param>
/// <param name="ErrorBound">Seconds that it can be wrong at most.</param>
internal sealed record ClockReading(double Offset, double ErrorBound, long Stratum, string Reference);

/// <summary>The clocks of all hosts that were asked.</summary>
internal sealed record ClockVerdict(IReadOnlyList<HostClock> Hosts)
{
    /// <summary>The worst of all. A host of which nothing is known weighs more than a warning; no host at all is not known either.</summary>
    public ClockState State => Hosts.Count == 0 ? ClockState.Unknown : Hosts.MaxBy(h => Weight(h.State))!.State;

    public static int Weight(ClockState state) => state switch { ClockState.Critical => 3, ClockState.Unknown => 2, ClockState.Warning => 1, _ => 0 };
}
