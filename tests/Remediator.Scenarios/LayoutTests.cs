namespace Remediator.Scenarios;

/// <summary>The same playbooks on both families of distributions: other files, other names of the unit, other package managers.</summary>
public sealed class LayoutTests(LayoutTests.BothLayouts lab) : IClassFixture<LayoutTests.BothLayouts>
{
    [LabFact]
    public async Task Chrony_playbook_heals_both_layouts()
    {
        await lab.ResetAsync();
        await Task.WhenAll(lab.Numbers.Select(n => lab.BreakAsync(n, "config")));
        string[] words = ["run", Places.Shipped("chrony.yml"), "-i", lab.Inventory, "-e", lab.ChronyServers];

        var run = await RemediatorProgram.RunAsync(words);
        var again = await RemediatorProgram.RunAsync(words);

        Assert.True(run.ExitCode == 0, run.Told);
        Assert.All(run.Hosts, h => Assert.Equal("converged", h.Outcome));
        Assert.True(again.ExitCode == 0, again.Told);
        Assert.All(again.Hosts, h => Assert.Equal(("converged", 0), (h.Outcome, h.Changed)));
        Assert.Contains("driftfile /var/lib/chrony/drift\n", await lab.ExecAsync(1, "cat /etc/chrony.conf"));
        Assert.Contains("driftfile /var/lib/chrony/chrony.drift\n", await lab.ExecAsync(2, "cat /etc/chrony/chrony.conf"));
        Assert.Equal("0", (await lab.AskAsync(1, "ls -d /etc/chrony 2>/dev/null | wc -l")).Trim());
        Assert.All(await lab.EachAsync(n => lab.ExecAsync(n, "chronyc -c tracking")), t => Assert.Equal(lab.NtpServer, t.Split(',')[1]));
    }

    [LabFact]
    public async Task Stopped_and_failed_units_are_healed_on_both_layouts()
    {
        await lab.ResetAsync();
        await Task.WhenAll(lab.BreakAsync(1, "resources"), lab.BreakAsync(2, "stopped"));

        var run = await RemediatorProgram.RunAsync("run", Places.Shipped("chrony.yml"), "-i", lab.Inventory, "-e", lab.ChronyServers);

        Assert.True(run.ExitCode == 0, run.Told);
        Assert.Equal("enabled\nactive\n", await lab.ExecAsync(1, "systemctl is-enabled chronyd; systemctl is-active chronyd"));
        Assert.Equal("enabled\nactive\n", await lab.ExecAsync(2, "systemctl is-enabled chrony; systemctl is-active chrony"));
    }

    [LabFact]
    public async Task Ansible_style_playbook_runs_unchanged_on_both_layouts()
    {
        await lab.ResetAsync();
        string[] words = ["run", Places.Shipped("ansible-style.yml"), "-i", lab.Inventory, "-e", $$"""{"ntp_servers":["{{lab.NtpServer}}"]}"""];

        var run = await RemediatorProgram.RunAsync(words);
        var again = await RemediatorProgram.RunAsync(words);

        Assert.True(run.ExitCode == 0, run.Told);
        Assert.All(run.Tasks.Where(t => t.Kind == "handler"), t => Assert.Equal("changed", t.Status));
        Assert.Contains($"server {lab.NtpServer} iburst", await lab.ExecAsync(1, "cat /etc/chrony.conf"));
        Assert.Contains($"server {lab.NtpServer} iburst", await lab.ExecAsync(2, "cat /etc/chrony/chrony.conf"));
        Assert.True(again.ExitCode == 0, again.Told);
        Assert.All(again.Hosts, h => Assert.Equal(0, h.Changed));
    }

    /// <summary>ns1 is laid out like Amazon Linux, ns2 like Debian.</summary>
    public sealed class BothLayouts() : Lab("layout", 2, "--layout", "ns1=rhel");
}

/// <summary>Hosts that never had chrony.</summary>
public sealed class BareHostTests(BareHostTests.BareHosts lab) : IClassFixture<BareHostTests.BareHosts>
{
    [LabFact]
    public async Task Chrony_is_installed_from_a_real_repository_and_converges()
    {
        Assert.All(await lab.EachAsync(n => lab.AskAsync(n, "command -v chronyd")), path => Assert.Equal("", path));
        string[] words = [Places.Shipped("chrony.yml"), "-i", lab.Inventory, "-e", lab.ChronyServers];

        var bare = await lab.SnapshotsAsync();
        var plan = await RemediatorProgram.RunAsync(["plan", .. words]);
        Assert.True(plan.ExitCode == 2, plan.Told);
        Assert.Equal(bare, await lab.SnapshotsAsync());

        var run = await RemediatorProgram.RunAsync(["run", .. words]);
        var again = await RemediatorProgram.RunAsync(["run", .. words]);

        Assert.True(run.ExitCode == 0, run.Told);
        Assert.All(run.Hosts, h => Assert.Equal("converged", h.Outcome));
        Assert.All(run.Tasks.Where(t => t.Name == "Have chrony"), t => Assert.Equal("changed", t.Status));
        Assert.Contains("install ok installed", await lab.ExecAsync(1, "dpkg-query -W -f '${Status}' chrony"));
        Assert.Contains("chrony", await lab.ExecAsync(2, "rpm -q chrony"));
        Assert.True(again.ExitCode == 0, again.Told);
        Assert.All(again.Hosts, h => Assert.Equal(("converged", 0), (h.Outcome, h.Changed)));
    }

    /// <summary>ns1 is laid out like Debian, ns2 like Amazon Linux.</summary>
    public sealed class BareHosts() : Lab("bare", 2, "--variant", "bare", "--layout", "ns2=rhel");
}
