namespace Remediator.Scenarios;

/// <summary>A pass of <c>heal</c> over many hosts; tests/lab/heal-light.sh says what it looks for.</summary>
public sealed class FleetTests
{
    [LabFact]
    public async Task Healthy_fleet_of_light_hosts_is_checked_without_a_write_on_any()
    {
        var script = Path.Combine(Path.GetDirectoryName(Places.LabScript)!, "heal-light.sh");

        var ended = await Command.RunAsync("bash", [script, "40"], TimeSpan.FromMinutes(5), ("LAB_NAME", $"{Places.LabPrefix}fleet"), ("REMEDIATOR", Places.Program));

        Assert.True(ended.ExitCode == 0, ended.Stdout + ended.Stderr);
        Assert.Contains("heal of 40 healthy hosts: exit code 0 in ", ended.Stdout);
        Assert.Contains(", 0 bytes said, 0 paths written", ended.Stdout);
    }
}
