namespace Remediator.Scenarios;

/// <summary>What cannot be healed is told with its reason, and what was there stays.</summary>
public sealed class RefusalTests(RefusalTests.ThreeHosts lab) : IClassFixture<RefusalTests.ThreeHosts>
{
    private const string Config = "/etc/chrony/chrony.conf";

    [LabFact]
    public async Task Configuration_that_does_not_validate_leaves_file_and_daemon_alone()
    {
        await lab.ResetAsync(1);
        var before = await StateAsync(1);

        var run = await ChronyAsync(1, "nonsense directive");

        Assert.True(run.ExitCode == 3, run.Told);
        Assert.Equal("failed", run.Host("ns1").Outcome);
        var message = run.Task("ns1", "Configure chrony").Message;
        Assert.Contains(Config, message);
        Assert.Matches("at line [0-9]+", message);
        Assert.Equal(before, await StateAsync(1));
        Assert.Equal("", await lab.AskAsync(1, "ls -A /etc/chrony | grep -i remediator"));
    }

    [LabFact]
    public async Task Configuration_that_validates_and_does_not_start_fails_the_restart_with_the_reason()
    {
        await lab.ResetAsync(2);

        var run = await ChronyAsync(2, "hwtimestamp nosuch0");

        Assert.True(run.ExitCode == 6, run.Told);
        Assert.Equal("rolled_back", run.Host("ns2").Outcome);
        var restart = run.Task("ns2", "Restart chrony");
        Assert.Equal("failed", restart.Status);
        Assert.Contains("ActiveState=failed", restart.Message);
        Assert.Contains("Result=", restart.Message);
        Assert.Contains("nosuch0", restart.Message);
    }

    [LabFact]
    public async Task Clocks_that_are_not_right_are_never_converged_and_say_what_was_measured()
    {
        await lab.ResetAsync();
        await Task.WhenAll(
            lab.BreakAsync(1, "ntp-unreachable"),
            lab.BreakAsync(2, "skew", "300"),
            lab.ExecAsync(3, $"printf 'local stratum 10\\nmanual\\n' >{Config}; systemctl restart chrony"));
        await lab.ExecAsync(1, "systemctl restart chrony");

        var run = await RemediatorProgram.RunAsync("run", Places.Playbook("judge-clocks.yml"), "-i", lab.Inventory);

        Assert.True(run.ExitCode == 3, run.Told);
        Assert.All(run.Hosts, h => Assert.Equal("failed", h.Outcome));
        Assert.All(run.Tasks, t => Assert.True(t is { Kind: "verify", Attempts: > 1 }, t.ToString()));
        Assert.Contains("not synchronised", run.Host("ns1").Note, StringComparison.OrdinalIgnoreCase);
        Assert.Matches("system time (300|299)\\.", run.Host("ns2").Note);
        Assert.Contains("7F7F0101", run.Host("ns3").Note);
        Assert.All(run.Hosts, h => Assert.Contains("8 s", h.Note));
        Assert.True(run.Duration < TimeSpan.FromSeconds(40), run.Told);
    }

    [LabFact]
    public async Task Right_clocks_are_converged()
    {
        await lab.ResetAsync();

        var run = await RemediatorProgram.RunAsync("run", Places.Playbook("judge-clocks.yml"), "-i", lab.Inventory);

        Assert.True(run.ExitCode == 0, run.Told);
        Assert.All(run.Hosts, h => Assert.Equal(("converged", 0), (h.Outcome, h.Changed)));
        Assert.All(run.Tasks, t => Assert.True(t.Result.GetProperty("system_time_seconds").GetDouble() is > -0.05 and < 0.05, t.ToString()));
    }

    [LabFact]
    public async Task Full_disk_fails_the_replacement_and_keeps_the_old_file()
    {
        const string File = "/etc/remediator-scenario";
        await lab.ExecAsync(1, $"echo old >{File}; cp {File} /run/copy");
        await lab.BreakAsync(1, "disk-full");

        var run = await RemediatorProgram.RunAsync("run", Places.Playbook("fill-a-file.yml"), "-i", lab.Inventory, "-l", "ns1,ns2");

        var kept = await lab.AskAsync(1, $"cmp {File} /run/copy && echo same; ls -A /etc | grep -i '^.remediator'");
        await lab.ResetAsync(1);
        Assert.True(run.ExitCode == 3, run.Told);
        Assert.Equal(("failed", "ok"), (run.Host("ns1").Outcome, run.Host("ns2").Outcome));
        Assert.True(run.Task("ns1", "Replace").Message.Contains("No space left on device"), run.Told);
        Assert.Equal("same\n", kept);

        var again = await RemediatorProgram.RunAsync("run", Places.Playbook("fill-a-file.yml"), "-i", lab.Inventory, "-l", "ns1");
        Assert.True(again.ExitCode == 0 && again.Host("ns1").Changed == 1, again.Told);
    }

    private Task<Run> ChronyAsync(int host, string line) => RemediatorProgram.RunAsync(
        "run", Places.Shipped("chrony.yml"), "-i", lab.Inventory, "-l", $"ns{host}", "-e", lab.ChronyServers, "-e", $$"""{"chrony_extra_lines":["{{line}}"]}""");

    private Task<string> StateAsync(int host) => lab.ExecAsync(host, $"cat {Config}; stat -c '%a %U %G %Y %i' {Config}; systemctl show -p ActiveState,ExecMainStartTimestampMonotonic chrony");

    public sealed class ThreeHosts() : Lab("refusal", 3);
}
