using System.Net;
using System.Net.Sockets;

namespace Remediator.Scenarios;

/// <summary>Hosts and lines that go, before a run and in its midst: each costs itself alone, and bounded time.</summary>
public sealed class LossTests(LossTests.ThreeHosts lab) : IClassFixture<LossTests.ThreeHosts>
{
    [LabFact]
    public async Task Host_whose_sshd_is_killed_in_mid_task_fails_alone()
    {
        using var program = RemediatorProgram.Start("run", Places.Playbook("long-command.yml"), "-i", lab.Inventory, "-e", "seconds=6");
        await program.UntilAsync("\"task_started\"", "\"ns2\"", "\"Work\"");
        await lab.BreakAsync(2, "sshd-kill");
        var run = await program.EndAsync();
        await lab.ResetAsync(2);

        Assert.True(run.ExitCode == 4, run.Told);
        Assert.Equal(["ok", "unreachable", "ok"], run.Hosts.Select(h => h.Outcome));
        Assert.Equal(["ns1", "ns3"], run.Tasks.Where(t => t is { Name: "Go on", Status: "changed" }).Select(t => t.Host).Order());
        var lost = run.Task("ns2", "Work");
        Assert.True(lost is { Status: "unknown", Trouble: "network" }, lost.ToString());
        Assert.True(run.Duration < TimeSpan.FromSeconds(40), run.Told);
    }

    [LabFact]
    public async Task Host_that_goes_silent_in_mid_task_fails_alone()
    {
        using var program = RemediatorProgram.Start("run", Places.Playbook("long-command.yml"), "-i", lab.Inventory, "-e", "seconds=5");
        await program.UntilAsync("\"task_started\"", "\"ns3\"", "\"Work\"");
        await lab.BreakAsync(3, "net-down");
        var run = await program.EndAsync();
        await lab.ResetAsync(3);

        Assert.True(run.ExitCode == 4, run.Told);
        Assert.Equal(["ok", "ok", "unreachable"], run.Hosts.Select(h => h.Outcome));
        Assert.Equal("unknown", run.Task("ns3", "Work").Status);
        Assert.True(run.Duration < TimeSpan.FromSeconds(40), run.Told);
    }

    [LabFact]
    public async Task Dead_hosts_cost_bounded_time_and_nobody_else_anything()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        var inventory = lab.InventoryWith("dead.ini", text => text.Replace("[lab:vars]", $"""
            nobody ansible_host={lab.NtpServer[..^1]}250
            refusing ansible_host={lab.NtpServer}
            mute ansible_host=127.0.0.1 ansible_port={((IPEndPoint)mute.LocalEndpoint).Port}
            nameless ansible_host=no-such-host.invalid

            [lab:vars]
            """));

        var run = await RemediatorProgram.RunAsync("run", Places.Playbook("long-command.yml"), "-i", inventory, "-e", "seconds=1", "-T", "5");

        Assert.True(run.ExitCode == 4, run.Told);
        Assert.All(lab.Numbers, n => Assert.Equal(("ok", 3), (run.Host($"ns{n}").Outcome, run.Host($"ns{n}").Ok)));
        foreach (var (host, trouble, words) in new[] { ("nobody", "network", "no way to"), ("refusing", "network", "refused"), ("mute", "time-out", "did not answer"), ("nameless", "network", "not known") })
        {
            var ended = run.Tasks.Last(t => t.Host == host);
            Assert.True(ended.Status == "unreachable" && ended.Trouble == trouble && (ended.Message + run.Host(host).Note).Contains(words) && ended.Hint is { Length: > 0 }, ended.ToString());
        }

        Assert.True(run.Duration < TimeSpan.FromSeconds(60), run.Told);
    }

    [LabFact]
    public async Task Changed_host_key_is_refused_and_nothing_runs()
    {
        var known = File.ReadAllLines(Path.Combine(lab.Folder, "known_hosts"));
        var (first, second) = (known.First(l => l.Contains(",ns1 ")), known.First(l => l.Contains(",ns2 ")));
        var forged = lab.Write("forged_hosts", string.Join('\n', first, second.Split(' ')[0] + first[first.IndexOf(' ')..]) + "\n");
        var inventory = lab.InventoryWith("forged.ini", text => text.Replace($"UserKnownHostsFile={lab.Folder}/known_hosts", $"UserKnownHostsFile={forged}"));

        var run = await RemediatorProgram.RunAsync("run", Places.Playbook("leave-a-mark.yml"), "-i", inventory, "-l", "ns1,ns2", "-e", "mark=forged");

        Assert.True(run.ExitCode == 4, run.Told);
        Assert.Equal("ok", run.Host("ns1").Outcome);
        var refused = run.Tasks.Last(t => t.Host == "ns2");
        Assert.True(refused is { Status: "unreachable", Trouble: "host key" } && refused.Hint!.Contains("ssh-keygen -R"), refused.ToString());
        Assert.Equal("1", (await lab.AskAsync(1, "ls /run/forged | wc -l")).Trim());
        Assert.Equal("0", (await lab.AskAsync(2, "ls /run/forged 2>/dev/null | wc -l")).Trim());
    }

    [LabFact]
    public async Task Hung_command_is_ended_with_its_children_and_rescued()
    {
        const string Running = "systemctl show -p ActiveState,ExecMainStartTimestampMonotonic ssh chrony systemd-logind; ps -o args= 1";
        var before = await lab.EachAsync(n => lab.ExecAsync(n, Running));

        var run = await RemediatorProgram.RunAsync("run", Places.Playbook("hung-command.yml"), "-i", lab.Inventory);

        Assert.True(run.ExitCode == 0, run.Told);
        Assert.All(run.Hosts, h => Assert.Equal(("ok", 1), (h.Outcome, h.Rescued)));
        Assert.All(run.Tasks.Where(t => t.Name == "Hang"), t => Assert.True(t is { Status: "timed_out", Seconds: > 2.5 and < 10 }, t.ToString()));
        // The host's own watcher looks every other second whether the line is still there, and ends politely first.
        await Task.WhenAll(lab.Numbers.Select(n => lab.UntilGoneAsync(n, "sleep 8639[89]")));
        Assert.All(await lab.EachAsync(n => lab.AskAsync(n, "ls /run/rescued /run/not-reached 2>/dev/null")), s => Assert.Equal("/run/rescued\n", s));
        // Once a name that two parts of the prelude shared made the watcher end everything on the host, PID 1 first.
        Assert.Equal(before, await lab.EachAsync(n => lab.ExecAsync(n, Running)));
    }

    [LabFact]
    public async Task Interrupt_ends_what_runs_on_the_hosts_and_tells_what_is_known()
    {
        using var program = RemediatorProgram.Start("run", Places.Playbook("long-command.yml"), "-i", lab.Inventory, "-e", "seconds=86397");
        foreach (var host in lab.Numbers)
        {
            await lab.UntilAsync(host, "sleep 86397");
        }

        await program.SignalAsync("INT");
        var run = await program.EndAsync();

        Assert.True(run.ExitCode == 130, run.Told);
        var ended = run.Of("run_ended").Single();
        Assert.True(ended.GetProperty("interrupted").GetBoolean());
        Assert.All(run.Hosts, h => Assert.Equal(1, h.Ok));
        await Task.WhenAll(lab.Numbers.Select(n => lab.UntilGoneAsync(n, "sleep 86397")));
    }

    [LabFact]
    public async Task Interrupted_text_ends_with_the_recap()
    {
        using var program = RemediatorProgram.StartText("run", Places.Playbook("long-command.yml"), "-i", lab.Inventory, "-l", "ns1", "-e", "seconds=86396");
        await lab.UntilAsync(1, "sleep 86396");
        await program.SignalAsync("INT");
        var run = await program.EndAsync();

        Assert.True(run.ExitCode == 130, run.Told);
        Assert.Contains("PLAY RECAP", run.Stdout);
        Assert.Contains("interrupted", run.Stdout[run.Stdout.IndexOf("PLAY RECAP", StringComparison.Ordinal)..]);
    }

    public sealed class ThreeHosts() : Lab("loss", 3);
}
