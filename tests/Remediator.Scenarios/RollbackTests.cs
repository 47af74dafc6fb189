namespace Remediator.Scenarios;

/// <summary>Converge or roll back: what does not prove right is taken back, at once or later, and what was notified is not forgotten.</summary>
public sealed class RollbackTests(RollbackTests.ThreeHosts lab) : IClassFixture<RollbackTests.ThreeHosts>
{
    private const string Configuration = "/etc/chrony/chrony.conf";
    private const string Nowhere = "192.0.2.1";

    private static readonly string[] all = ["ns1", "ns2", "ns3"];

    /// <summary>The directive passes <c>chronyd -p</c> and is fatal at start.</summary>
    [LabFact]
    public async Task Configuration_that_is_fatal_at_start_goes_back_and_the_old_daemon_tracks()
    {
        string[] words = [Places.Shipped("chrony.yml"), "-i", lab.Inventory, "-e", lab.ChronyServers];
        await lab.ResetAsync();
        var healed = await RemediatorProgram.RunAsync(["run", .. words]);
        Assert.True(healed.ExitCode == 0, healed.Told);
        var before = await lab.EachAsync(FileAsync);

        var run = await RemediatorProgram.RunAsync(["run", .. words, "-e", """{"chrony_extra_lines":["hwtimestamp nosuch0"]}"""]);

        Assert.True(run.ExitCode == 6, run.Told);
        Assert.All(all, host => Assert.Equal("rolled_back", run.Host(host).Outcome));
        Assert.All(run.Of("rolled_back"), r => Assert.Equal([$"restored {Configuration}", "restarted chrony.service"], Changes(r)));
        Assert.Equal(before, await lab.EachAsync(FileAsync));
        foreach (var host in lab.Numbers)
        {
            Assert.Equal("active", (await lab.AskAsync(host, "systemctl is-active chrony")).Trim());
            await TracksAsync(host);
            Assert.Equal("", await lab.ExecAsync(host, "ls /var/lib/remediator/pending"));
            Assert.Equal("700", (await lab.ExecAsync(host, "stat -c %a /var/lib/remediator")).Trim());
        }
    }

    [LabFact]
    public async Task Servers_that_cannot_be_reached_end_rolled_back_when_the_time_is_over()
    {
        await ReadyAsync();
        var starts = await StartsAsync(1);

        var run = await RemediatorProgram.RunAsync([.. Run(Nowhere), "-l", "ns1"]);

        Assert.True(run.ExitCode == 6, run.Told);
        Assert.Contains("not converged within 15 s", run.Host("ns1").Note);
        Assert.Equal("rolled_back", run.Host("ns1").Outcome);
        Assert.Contains(lab.NtpServer, await lab.ExecAsync(1, $"cat {Configuration}"));
        // The handler's, and that of the way back.
        Assert.Equal(starts + 2, await StartsAsync(1));
        await TracksAsync(1);
    }

    [LabFact]
    public async Task Handler_of_a_controller_that_was_killed_runs_once_in_the_next_run()
    {
        await ReadyAsync();
        var starts = await StartsAsync(1);
        using (var program = RemediatorProgram.Start([.. Run(lab.NtpServer), "-l", "ns1", "-e", "pause=20", "-e", "line='# new'"]))
        {
            await program.UntilAsync("\"task_ended\"", "\"Configure chrony\"", "\"changed\"");
            await program.SignalAsync("KILL");
            Assert.NotEqual(0, (await program.EndAsync()).ExitCode);
        }

        Assert.Contains("# new", await lab.ExecAsync(1, $"cat {Configuration}"));
        Assert.Equal(starts, await StartsAsync(1));

        var next = await RemediatorProgram.RunAsync([.. Run(lab.NtpServer), "-l", "ns1", "-e", "line='# new'"]);
        Assert.True(next.ExitCode == 0, next.Told);
        Assert.Equal(("ok", "changed"), (next.Task("ns1", "Configure chrony").Status, next.Task("ns1", "Restart chrony").Status));
        Assert.Equal(starts + 1, await StartsAsync(1));

        var last = await RemediatorProgram.RunAsync([.. Run(lab.NtpServer), "-l", "ns1", "-e", "line='# new'"]);
        Assert.Equal(("converged", 0), (last.Host("ns1").Outcome, last.Host("ns1").Changed));
        Assert.Equal(starts + 1, await StartsAsync(1));
    }

    [LabFact]
    public async Task Run_is_taken_back_later_but_not_over_what_was_changed_by_hand()
    {
        await ReadyAsync();
        var before = await lab.ExecAsync(2, $"cat {Configuration}");
        var run = await RemediatorProgram.RunAsync([.. Run(lab.NtpServer), "-e", "line='# new'"]);
        Assert.True(run.ExitCode == 0, run.Told);
        string[] back = ["rollback", run.Of("run_ended").Single().GetProperty("run_id").GetString()!, "-i", lab.Inventory];
        await lab.ExecAsync(2, $"echo '# by hand' >>{Configuration}");
        await lab.ExecAsync(3, "rm /var/lib/remediator/runs/*/000001.was");

        var first = await RemediatorProgram.TextAsync(back);
        Assert.True(first.ExitCode == 7, first.Told);
        Assert.Contains("rolled back: [ns1]", first.Stdout);
        Assert.Contains($"stays     {Configuration}: it was changed since by something else", first.Stdout);
        Assert.Contains("ROLLBACK FAILED!: [ns3]", first.Stdout);
        Assert.Contains($"The saved copies are on the host, in /var/lib/remediator/runs/{back[1]}", first.Stdout);
        Assert.Contains("# by hand", await lab.ExecAsync(2, $"cat {Configuration}"));
        Assert.Contains("# new", await lab.ExecAsync(3, $"cat {Configuration}"));

        var forced = await RemediatorProgram.RunAsync([.. back, "-l", "ns2", "--force"]);
        Assert.True(forced.ExitCode == 0, forced.Told);
        Assert.Equal(before, await lab.ExecAsync(2, $"cat {Configuration}"));
        var again = await RemediatorProgram.RunAsync([.. back, "-l", "ns1:ns2"]);
        Assert.True(again.ExitCode == 0, again.Told);
        Assert.All(again.Of("rolled_back"), r => Assert.Empty(Changes(r)));
    }

    [LabFact]
    public async Task Canary_that_fails_goes_back_and_the_other_hosts_are_named_and_not_touched()
    {
        await ReadyAsync();
        var file = await FileAsync(1);
        var before = await lab.SnapshotsAsync();

        var run = await RemediatorProgram.RunAsync([.. Run(Nowhere), "-e", """{"batches":[1,"100%"]}"""]);

        Assert.True(run.ExitCode == 6, run.Told);
        Assert.Equal([("ns1", "rolled_back")], run.Hosts.Select(h => (h.Name, h.Outcome)));
        Assert.Equal(["ns2", "ns3"], run.Of("run_ended").Single().GetProperty("untouched").EnumerateArray().Select(h => h.GetString()));
        Assert.Equal(file, await FileAsync(1));
        Assert.Equal(before.Skip(1), (await lab.SnapshotsAsync()).Skip(1));
    }

    private static IEnumerable<string> Changes(System.Text.Json.JsonElement rolledBack) =>
        rolledBack.GetProperty("changes").EnumerateArray().Select(c => $"{c.GetProperty("state").GetString()} {c.GetProperty("what").GetString()}");

    private Task<string> FileAsync(int host) => lab.ExecAsync(host, $"stat -c '%a %u %g %Y' {Configuration}; cat {Configuration}");

    private string[] Run(string server) => ["run", Places.Playbook("rollback.yml"), "-i", lab.Inventory, "-e", $"server={server}"];

    /// <summary>Hosts on which the playbook has nothing to do, without journals of before.</summary>
    private async Task ReadyAsync()
    {
        await lab.ResetAsync();
        var run = await RemediatorProgram.RunAsync(Run(lab.NtpServer));
        Assert.True(run.ExitCode == 0, run.Told);
        await lab.EachAsync(n => lab.ExecAsync(n, "rm -rf /var/lib/remediator"));
    }

    /// <summary>Until chronyd follows the lab's server; fails after a while.</summary>
    private async Task TracksAsync(int host) => await lab.ExecAsync(host, $"i=0; until chronyc -nc tracking | grep -q ,{lab.NtpServer},; do i=$((i + 1)); [ $i -lt 60 ] || exit 1; sleep 1; done");

    /// <summary>How often chronyd was started since boot.</summary>
    private async Task<int> StartsAsync(int host) =>
        int.Parse(await lab.AskAsync(host, "journalctl -q -b -u chrony -o cat --no-pager | grep -c 'chronyd version .* starting'"));

    public sealed class ThreeHosts() : Lab("rollback", 3);
}
