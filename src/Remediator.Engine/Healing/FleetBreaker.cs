namespace Remediator.Engine.Healing;

/// <summary>
/// Stops a pass when too much of the fleet is in trouble: then it is the network, a server or the playbook, and to go on would spread it.
/// Hosts are in trouble that cannot be reached, that fail with nothing to mend, that are left alone after failures, or whose remediation
/// failed in this pass. Drift alone is no trouble, but what the pass is for. A single host never stops a pass, unless none may fail.
/// </summary>
/// <param name="hosts">How many the pass is about.</param>
/// <param name="percent">The share of them that may be in trouble.</param>
public sealed class FleetBreaker(int hosts, double percent)
{
    private readonly HashSet<string> failing = [];

    /// <summary>How many hosts may be in trouble.</summary>
    public int Allowed { get; } = percent <= 0 ? 0 : Math.Max(1, (int)Math.Floor(hosts * Math.Min(percent, 100) / 100));

    public bool IsOpen => failing.Count > Allowed;

    /// <summary>As many hosts at a time as would stop the pass if all of them failed: so no fault reaches more of them.</summary>
    public int Room => Math.Max(1, Allowed + 1 - failing.Count);

    public string Reason => $"{failing.Count} of {hosts} hosts are failing or out of reach, more than {percent:0.##} %";

    public void Trip(string host) => failing.Add(host);

    public void Mend(string host) => failing.Remove(host);
}
