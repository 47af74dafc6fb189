using System.Text.RegularExpressions;

namespace Remediator.Scenarios;

/// <summary><c>heal</c> on real hosts: quiet where all is well, one at a time, and never making things worse.</summary>
public sealed class UnattendedTests(UnattendedTests.ThreeHosts lab) : IClassFixture<UnattendedTests.ThreeHosts>
{
    private string[] Words => [Places.Shipped("chrony.yml"), "-i", lab.Inventory, "-e", lab.ChronyServers, "--max-remediations", "99", "--pause", "1s"];

    [LabFact]
    public async Task Healthy_fleet_is_checked_in_silence_and_not_written_to()
    {
        await HealthyAsync();
        await lab.EachAsync(n => lab.ExecAsync(n, "touch /var/tmp/before; sleep 0.1"));

        var pass = await HealAsync("quiet");

        Assert.Equal((0, "", ""), (pass.ExitCode, pass.Stdout, pass.Stderr));
        foreach (var written in await lab.EachAsync(WrittenAsync))
        {
            Assert.Equal("", written);
        }
    }

    [LabFact]
    public async Task Two_controllers_started_together_change_a_host_once()
    {
        await HealthyAsync();
        await lab.ExecAsync(1, "echo '# by hand' >>/etc/chrony/chrony.conf");
        var before = await StartsAsync(1);

        var passes = await Task.WhenAll(HealAsync("one"), HealAsync("two"));

        // One may be done before the other has looked; mostly it is not, and the other says who holds the host.
        Assert.Contains(passes, p => p.ExitCode == 0 && p.Stdout.Contains("ns1                        : healed: Configure chrony (content); Restart chrony"));
        Assert.All(passes.Where(p => p.ExitCode != 0), p =>
        {
            Assert.True(p.ExitCode == 5, p.Told);
            Assert.Matches("ns1 +: locked: held by heal of .+, process [0-9]+ for [0-9]+ s", p.Stdout);
        });
        Assert.Equal(before + 1, await StartsAsync(1));
        Assert.Equal("", (await lab.ExecAsync(1, "ls /var/lib/remediator/leases")).Trim());
    }

    [LabFact]
    public async Task Two_passes_of_one_controller_are_one_and_a_refusal()
    {
        await HealthyAsync();
        await lab.ExecAsync(1, "systemctl stop chrony");
        using var first = RemediatorProgram.Start(["heal", .. Words, "--state", State("same")]);
        await first.UntilAsync("\"event\":\"task_ended\"");

        var second = await HealAsync("same");

        Assert.Equal(5, second.ExitCode);
        Assert.StartsWith("remediator heal: another heal of ", second.Stderr);
        Assert.Contains($"is at work: process ", second.Stderr);
        Assert.True((await first.EndAsync()).ExitCode == 0, "the first pass");
    }

    [LabFact]
    public async Task Pass_that_was_killed_counts_as_failed_and_its_lease_is_taken_over()
    {
        await HealthyAsync();
        await lab.ExecAsync(2, "echo '# by hand' >>/etc/chrony/chrony.conf");
        using (var killed = RemediatorProgram.Start(["heal", .. Words, "--state", State("killed")]))
        {
            await killed.UntilAsync("\"event\":\"run_started\"", "\"check\":false");
            await killed.SignalAsync("KILL");
            await killed.EndAsync();
        }

        var held = await HealAsync("killed", "--pause", "1h");
        Assert.True(held.ExitCode == 3, held.Told);
        Assert.Matches("ns2 +: held: 1 remediation failed in a row; it is left alone until .*: begun and not ended", held.Stdout);

        var healed = await HealAsync("killed");
        Assert.True(healed.ExitCode == 0, healed.Told);
        Assert.Matches("ns2: took over this controller's own lease, [0-9]+ s old: heal of .* is gone", healed.Stderr);
        Assert.Matches("ns2 +: healed: ", healed.Stdout);
    }

    [LabFact]
    public async Task Host_with_a_full_disk_is_blocked_and_healed_once_there_is_room()
    {
        await HealthyAsync();
        await lab.ExecAsync(3, "systemctl stop chrony");
        await lab.BreakAsync(3, "disk-full");
        var before = await lab.SnapshotAsync(3);

        var blocked = await HealAsync("full");

        Assert.True(blocked.ExitCode == 3, blocked.Told);
        Assert.Matches(@"ns3 +: blocked: disk full on / \([0-9]+ bytes free\)", blocked.Stdout);
        Assert.Equal(before, await lab.SnapshotAsync(3));

        await lab.ExecAsync(3, "rm -f /var/tmp/filler");
        var healed = await HealAsync("full");
        Assert.True(healed.ExitCode == 0, healed.Told);
        Assert.Matches(@"ns3 +: healed: Run chrony, now and after a boot \(active\)", healed.Stdout);
    }

    [LabFact]
    public async Task Serving_host_whose_clock_would_be_stepped_is_blocked()
    {
        await HealthyAsync();
        await lab.BreakAsync(1, "skew", "300");
        await lab.ExecAsync(1, "until chronyc -c tracking | cut -d , -f 5 | grep -qE '^(299[.]9|300[.]0)'; do sleep 0.2; done");
        var serving = lab.InventoryWith("serving.ini", text => text.Replace("[lab:vars]", "[lab:vars]\nclock_step=never"));
        string[] words = [Places.Shipped("chrony.yml"), "-i", serving, "-l", "ns1", "-e", lab.ChronyServers, "--state", State("serving")];

        var blocked = await RemediatorProgram.TextAsync(["heal", .. words, "-e", """{"chrony_makestep": {"threshold": 1.0, "limit": 3}}"""]);

        Assert.True(blocked.ExitCode == 3, blocked.Told);
        Assert.True(Regex.IsMatch(blocked.Stdout, @"ns1 +: blocked: clock_step is never: a start of chronyd would step the clock, which is (299|300)\.[0-9]+ s wrong \(makestep 1(\.0)? 3\); tasks that drain the host first have the tag 'drain'"), blocked.Told);
        Assert.DoesNotContain("PLAY", blocked.Stdout);

        // The shipped playbook's own makestep for such a host steps nothing, so there is nothing against it.
        var healed = await RemediatorProgram.TextAsync(["heal", .. words]);
        Assert.True(healed.ExitCode == 0, healed.Told);
        Assert.Equal("makestep 1 0", (await lab.ExecAsync(1, "grep ^makestep /etc/chrony/chrony.conf")).Trim());
    }

    [LabFact]
    public async Task Remediation_that_does_not_prove_right_is_taken_back_and_the_host_is_left_alone()
    {
        await HealthyAsync();
        await lab.ExecAsync(1, "echo '# by hand' >>/etc/chrony/chrony.conf");
        var drifted = await ConfigurationAsync(1);
        // The directive passes chronyd -p and is fatal at start.
        string[] words = ["heal", Places.Shipped("chrony.yml"), "-i", lab.Inventory, "-l", "ns1", "-e", lab.ChronyServers, "-e", """{"chrony_extra_lines":["hwtimestamp nosuch0"]}""", "--state", State("back")];

        var back = await RemediatorProgram.TextAsync(words);

        Assert.True(back.ExitCode == 6, back.Told);
        Assert.Contains("rolled back: [ns1]", back.Stdout);
        Assert.Matches("ns1 +: rolled-back: ", back.Stdout);
        Assert.Equal(drifted, await ConfigurationAsync(1));
        Assert.Equal("active", (await lab.AskAsync(1, "systemctl is-active chrony")).Trim());
        var starts = await StartsAsync(1);

        var held = await RemediatorProgram.TextAsync(words);

        Assert.True(held.ExitCode == 3, held.Told);
        Assert.Matches("ns1 +: held: 1 remediation failed in a row; it is left alone until ", held.Stdout);
        Assert.Equal((drifted, starts), (await ConfigurationAsync(1), await StartsAsync(1)));
        Assert.Equal("", (await lab.ExecAsync(1, "ls /var/lib/remediator/leases")).Trim());
    }

    [LabFact]
    public async Task Rollback_that_fails_in_a_pass_is_loud_and_says_where_the_copies_are()
    {
        await HealthyAsync();
        // The daemon that ran before the pass would not start again: the way back cannot prove right either.
        await lab.ExecAsync(1, "echo 'hwtimestamp nosuch0' >>/etc/chrony/chrony.conf");
        string[] words = ["heal", Places.Shipped("chrony.yml"), "-i", lab.Inventory, "-l", "ns1", "-e", lab.ChronyServers, "-e", """{"chrony_extra_lines":["hwtimestamp nosuch1"]}""", "--state", State("stuck")];

        var stuck = await RemediatorProgram.TextAsync(words);

        Assert.True(stuck.ExitCode == 7, stuck.Told);
        Assert.Matches("ns1 +: rollback-failed: ", stuck.Stdout);
        Assert.Contains("The saved copies are on the host, in /var/lib/remediator/runs/", stuck.Stdout);
        var held = await RemediatorProgram.TextAsync(words);
        Assert.True(held.ExitCode == 3, held.Told);
        Assert.Matches("ns1 +: held: ", held.Stdout);
    }

    [LabFact]
    public async Task Host_that_drifts_again_and_again_is_held_by_its_budget()
    {
        await HealthyAsync();
        string[] words = [Places.Shipped("chrony.yml"), "-i", lab.Inventory, "-l", "ns1", "-e", lab.ChronyServers, "--state", State("budget"), "--max-remediations", "1"];
        await lab.ExecAsync(1, "systemctl stop chrony");
        var healed = await RemediatorProgram.TextAsync(["heal", .. words]);
        Assert.True(healed.ExitCode == 0, healed.Told);
        await lab.ExecAsync(1, "systemctl stop chrony");

        var held = await RemediatorProgram.TextAsync(["heal", .. words]);

        Assert.True(held.ExitCode == 3, held.Told);
        Assert.Matches("ns1 +: held: 1 remediation in the last 1h; the next one not before ", held.Stdout);
        Assert.Equal("inactive", (await lab.AskAsync(1, "systemctl is-active chrony")).Trim());
    }

    [LabFact]
    public async Task Check_judges_the_clocks_of_the_fleet_by_the_conventions_of_nagios()
    {
        await HealthyAsync();
        var fine = await RemediatorProgram.TextAsync("check", "-i", lab.Inventory);
        Assert.True(fine.ExitCode == 0, fine.Told);
        Assert.Matches(@"^CLOCK OK - 3 hosts: largest offset 0\.\d{9} s \(ns\d\), largest error bound \d\.\d+ s \(ns\d\) \| ns1_offset=", fine.Stdout);

        await lab.ExecAsync(2, "systemctl stop chrony");
        var bad = await RemediatorProgram.TextAsync("check", "-i", lab.Inventory);
        Assert.True(bad.ExitCode == 2, bad.Told);
        Assert.StartsWith("CLOCK CRITICAL - 3 hosts, 1 critical: ns2: chronyd does not answer: 506 Cannot talk to daemon | ", bad.Stdout);

        var gone = lab.InventoryWith("gone.ini", text => text.Replace("[lab:vars]", $"gone ansible_host={lab.NtpServer}\n[lab:vars]"));
        var unknown = await RemediatorProgram.TextAsync("check", "-i", gone, "-l", "gone", "-T", "3");
        Assert.True(unknown.ExitCode == 3, unknown.Told);
        Assert.StartsWith("CLOCK UNKNOWN - gone: unreachable (network): ", unknown.Stdout);
    }

    [LabFact]
    public async Task Timer_is_installed_on_a_control_node_and_systemd_finds_nothing_wrong_with_it()
    {
        await lab.ExecAsync(3, "mkdir -p /etc/remediator && printf '#!/bin/sh\\necho \"$*\"\\n' >/usr/local/bin/remediator && chmod 755 /usr/local/bin/remediator && : >/etc/remediator/clock.yml && : >/etc/remediator/hosts.ini");
        string[] words = [Places.Shipped("heal-timer.yml"), "-i", lab.Inventory, "-l", "ns3", "-e", "heal_playbook=/etc/remediator/clock.yml", "-e", "heal_inventory=/etc/remediator/hosts.ini", "-e", "heal_splay=0"];

        var run = await RemediatorProgram.RunAsync(["run", .. words]);
        Assert.True(run.ExitCode == 0, run.Told);
        Assert.Equal("converged", run.Host("ns3").Outcome);
        Assert.Equal("", (await lab.AskAsync(3, "systemd-analyze verify /etc/systemd/system/heal-clock.service /etc/systemd/system/heal-clock.timer 2>&1 | grep heal-clock")).Trim());

        // Started by hand: what the timer starts works within its bounds, and its own state.
        await lab.ExecAsync(3, "systemctl start heal-clock.service");
        Assert.Contains("heal /etc/remediator/clock.yml --inventory /etc/remediator/hosts.ini", await lab.AskAsync(3, "journalctl -u heal-clock.service -o cat --no-pager"));

        var again = await RemediatorProgram.RunAsync(["run", .. words]);
        Assert.True(again.ExitCode == 0, again.Told);
        Assert.Equal(0, again.Host("ns3").Changed);
        await lab.ExecAsync(3, "systemctl -q disable --now heal-clock.timer; rm -f /etc/systemd/system/heal-clock.*; systemctl daemon-reload");
    }

    /// <summary>Hosts as the playbook wants them.</summary>
    private async Task HealthyAsync()
    {
        await lab.ResetAsync();
        var run = await RemediatorProgram.RunAsync("run", Places.Shipped("chrony.yml"), "-i", lab.Inventory, "-e", lab.ChronyServers);
        Assert.True(run.ExitCode == 0, run.Told);
    }

    private Task<Run> HealAsync(string state, params string[] more) => RemediatorProgram.TextAsync(["heal", .. Words.Where(w => more is [] || w is not ("--pause" or "1s")), .. more, "--state", State(state)]);

    private string State(string name) => Path.Combine(lab.Folder, $"state-{name}");

    private Task<string> ConfigurationAsync(int host) => lab.ExecAsync(host, "stat -c '%a %u %g %Y' /etc/chrony/chrony.conf; cat /etc/chrony/chrony.conf");

    private async Task<int> StartsAsync(int host) =>
        int.Parse(await lab.AskAsync(host, "journalctl -q -b -u chrony -o cat --no-pager | grep -c 'chronyd version .* starting'"));

    /// <summary>
    /// What was written on a host since the mark. Left out: what sshd, sudo, chronyd and systemd write themselves, and the folder of
    /// sessions' folders, which come and go.
    /// </summary>
    private Task<string> WrittenAsync(int host) => lab.ExecAsync(host, """
        find / -xdev -cnewer /var/tmp/before ! -path /var/tmp/before ! -path /tmp ! -path '/var/log/*' ! -path /var/log ! -path '/var/lib/chrony*' ! -path '/var/lib/systemd/*' ! -path '/run/*' ! -path /run ! -path '/proc/*' ! -path '/sys/*' ! -path '/dev/*' ! -path '/root/.cache*' | sort
        """);

    public sealed class ThreeHosts() : Lab("unattended", 3);
}
