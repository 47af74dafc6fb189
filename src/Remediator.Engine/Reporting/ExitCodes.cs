namespace Remediator.Engine.Reporting;

/// <summary>The exit codes of every verb; docs/exit-codes.md says what each means to a script.</summary>
public static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The playbook, the inventory or the arguments are wrong; no host was contacted.</summary>
    public const int Wrong = 1;

    /// <summary>Drift was found by a check.</summary>
    public const int Drift = 2;

    /// <summary>A task, handler or verification failed on some host.</summary>
    public const int Failed = 3;

    /// <summary>Some host was unreachable.</summary>
    public const int Unreachable = 4;

    /// <summary>Another run holds the lock.</summary>
    public const int Locked = 5;

    /// <summary>Rolled back: the host is as it was before.</summary>
    public const int RolledBack = 6;

    public const int RollbackFailed = 7;

    /// <summary>A fault of this program (EX_SOFTWARE of sysexits.h).</summary>
    public const int Bug = 70;

    public const int Interrupted = 130;

    /// <summary>
    /// The code of a finished run. An interruption goes before all, then a rollback that failed; an unreachable host before a failed
    /// one, for what is not known of a host weighs more; these before hosts that are as they were, and drift is last.
    /// </summary>
    public static int Of(IReadOnlyList<HostRecap> hosts, bool check, bool interrupted)
    {
        if (interrupted)
        {
            return Interrupted;
        }

        if (hosts.Any(h => h.Outcome == HostOutcome.RollbackFailed))
        {
            return RollbackFailed;
        }

        if (hosts.Any(h => h.Outcome == HostOutcome.Unreachable))
        {
            return Unreachable;
        }

        if (hosts.Any(h => h.Outcome == HostOutcome.Failed))
        {
            return Failed;
        }

        if (hosts.Any(h => h.Outcome == HostOutcome.RolledBack))
        {
            return RolledBack;
        }

        return check && hosts.Any(h => h.Changed > 0 || h.Outcome == HostOutcome.Drifted) ? Drift : Success;
    }
}
