namespace Remediator.Scenarios;

/// <summary>The main job: playbooks/chrony.yml on hosts whose clocks are broken as in the incident reports.</summary>
public sealed class HealingTests(HealingTests.ThreeHosts lab) : IClassFixture<HealingTests.ThreeHosts>
{
    private const string Configure = "Configure chrony";
    private const string Start = "Run chrony, now and after a boot";
    private const string Restart = "Restart chrony";

    private static readonly string[] names = ["ns1", "ns2", "ns3"];

    private string[] Words => [Places.Shipped("chrony.yml"), "-i", lab.Inventory, "-e", lab.ChronyServers];

    [LabFact]
    public async Task Three_broken_hosts_converge_within_a_minute_and_stay()
    {
        await lab.ResetAsync();
        await BreakAllAsync();
        var broken = await lab.SnapshotsAsync();

        var plan = await RemediatorProgram.RunAsync(["plan", .. Words]);
        Assert.True(plan.ExitCode == 2, plan.Told);
        Assert.Equal(broken, await lab.SnapshotsAsync());

        var run = await RemediatorProgram.RunAsync(["run", .. Words]);
        Assert.True(run.ExitCode == 0, run.Told);
        Assert.Equal(["converged", "converged", "converged"], run.Hosts.Select(h => h.Outcome));
        Assert.True(run.Duration < TimeSpan.FromSeconds(60), $"it took {run.Duration}");
        foreach (var host in lab.Numbers)
        {
            var tracking = (await lab.ExecAsync(host, "chronyc -c tracking")).Split(',');
            Assert.Equal(lab.NtpServer, tracking[1]);
            Assert.Equal("Normal", tracking[^1].Trim());
            Assert.Equal("enabled active", await StateAsync(host));
        }

        var healed = await lab.SnapshotsAsync();
        var check = await RemediatorProgram.RunAsync(["run", .. Words, "--check"]);
        Assert.True(check.ExitCode == 0, check.Told);
        Assert.All(check.Hosts, h => Assert.Equal(0, h.Changed));
        Assert.Equal(healed, await lab.SnapshotsAsync());

        var again = await RemediatorProgram.RunAsync(["run", .. Words]);
        Assert.True(again.ExitCode == 0, again.Told);
        Assert.All(again.Hosts, h => Assert.Equal(("converged", 0), (h.Outcome, h.Changed)));
        Assert.Equal(healed, await lab.SnapshotsAsync());
    }

    [LabFact]
    public async Task Plan_names_the_drifted_facets_of_each_host_and_no_others()
    {
        await HealAsync();
        await BreakAllAsync();

        var plan = await RemediatorProgram.RunAsync(["plan", .. Words]);

        Assert.True(plan.ExitCode == 2, plan.Told);
        Assert.Equal([(Start, "active")], Drift(plan, "ns1"));
        Assert.Equal([(Configure, "content")], Drift(plan, "ns2"));
        Assert.Equal([(Start, "active"), (Start, "enabled")], Drift(plan, "ns3"));
        Assert.Equal(["ns2"], plan.Tasks.Where(t => t is { Name: Restart, Status: "changed" }).Select(t => t.Host));
    }

    /// <summary>Damage that chronyd does not need to be told of, and damage that it does.</summary>
    [LabTheory]
    [InlineData("content", "echo '# by hand' >>/etc/chrony/chrony.conf")]
    [InlineData("mode", "chmod 600 /etc/chrony/chrony.conf")]
    [InlineData("owner", "chown ops /etc/chrony/chrony.conf")]
    [InlineData("group", "chgrp ops /etc/chrony/chrony.conf")]
    public async Task Drift_of_one_facet_is_named_alone_and_mended_with_one_restart(string facet, string damage)
    {
        await HealAsync("ns1");
        var whole = await lab.ExecAsync(1, "stat -c '%a %U %G' /etc/chrony/chrony.conf; cat /etc/chrony/chrony.conf");
        await lab.ExecAsync(1, damage);
        var before = await StartOfAsync(1);

        var plan = await RemediatorProgram.RunAsync(["plan", .. Words, "-l", "ns1"]);
        Assert.True(plan.ExitCode == 2, plan.Told);
        Assert.Equal([(Configure, facet)], Drift(plan, "ns1"));
        Assert.Equal("changed", plan.Task("ns1", Restart).Status);
        Assert.Equal(before, await StartOfAsync(1));

        var run = await RemediatorProgram.RunAsync(["run", .. Words, "-l", "ns1"]);
        Assert.True(run.ExitCode == 0, run.Told);
        Assert.Equal(whole, await lab.ExecAsync(1, "stat -c '%a %U %G' /etc/chrony/chrony.conf; cat /etc/chrony/chrony.conf"));
        var after = await StartOfAsync(1);
        Assert.Equal(before.Starts + 1, after.Starts);

        var again = await RemediatorProgram.RunAsync(["run", .. Words, "-l", "ns1"]);
        Assert.Equal(0, again.Host("ns1").Changed);
        Assert.Equal(after, await StartOfAsync(1));
    }

    private static (string Task, string Facet)[] Drift(Run run, string host) =>
        [.. run.Tasks.Where(t => t.Host == host).SelectMany(t => t.Drift.Select(f => (t.Name, f))).Order()];

    private async Task BreakAllAsync() => await Task.WhenAll(lab.BreakAsync(1, "resources"), lab.BreakAsync(2, "config"), lab.BreakAsync(3, "stopped"));

    /// <summary>Brings hosts to what the playbook wants, whatever the test before left.</summary>
    private async Task HealAsync(string hosts = "all")
    {
        await Task.WhenAll(lab.Numbers.Where(n => hosts == "all" || names[n - 1] == hosts).Select(lab.ResetAsync));
        var run = await RemediatorProgram.RunAsync(["run", .. Words, "-l", hosts]);
        Assert.True(run.ExitCode == 0, run.Told);
    }

    private async Task<string> StateAsync(int host) => (await lab.AskAsync(host, "echo $(systemctl is-enabled chrony) $(systemctl is-active chrony)")).Trim();

    /// <summary>When chronyd was started, and how often since boot.</summary>
    private async Task<(string At, int Starts)> StartOfAsync(int host)
    {
        var at = await lab.ExecAsync(host, "systemctl show -p ExecMainStartTimestampMonotonic,NRestarts chrony");
        var starts = await lab.AskAsync(host, "journalctl -q -b -u chrony -o cat --no-pager | grep -c 'chronyd version .* starting'");
        return (at, int.Parse(starts));
    }

    public sealed class ThreeHosts() : Lab("healing", 3);
}
