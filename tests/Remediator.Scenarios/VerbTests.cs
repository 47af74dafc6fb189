using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Remediator.Scenarios;

/// <summary>The other verbs on real hosts, and what a program that reads the output may rely on.</summary>
public sealed class VerbTests(VerbTests.TwoHosts lab) : IClassFixture<VerbTests.TwoHosts>
{
    [LabFact]
    public async Task Facts_are_one_json_object_with_a_key_per_host()
    {
        var run = await RemediatorProgram.TextAsync("facts", "-i", lab.Inventory, "--filter", "ansible_hostname", "--filter", "ansible_distribution*");

        Assert.True(run.ExitCode == 0, run.Told);
        using var facts = JsonDocument.Parse(run.Stdout);
        Assert.Equal(["ns1", "ns2"], facts.RootElement.EnumerateObject().Select(p => p.Name));
        foreach (var host in facts.RootElement.EnumerateObject())
        {
            Assert.Equal(host.Name, host.Value.GetProperty("ansible_hostname").GetString());
            Assert.Equal("Debian", host.Value.GetProperty("ansible_distribution").GetString());
            Assert.False(host.Value.TryGetProperty("ansible_kernel", out _));
        }
    }

    [LabFact]
    public async Task Ping_tells_as_whom_and_which_host_does_not_answer()
    {
        var inventory = lab.InventoryWith("ping.ini", text => text.Replace("[lab:vars]", $"refusing ansible_host={lab.NtpServer}\n[lab:vars]"));

        var whole = await RemediatorProgram.TextAsync("ping", "-i", lab.Inventory);
        var part = await RemediatorProgram.TextAsync("ping", "-i", inventory, "-T", "3");

        Assert.True(whole.ExitCode == 0, whole.Told);
        Assert.Matches("^ns1 : reachable as root in [0-9.]+ s$", Line(whole.Stdout, "ns1"));
        Assert.Matches("^ns2 : reachable as root in [0-9.]+ s$", Line(whole.Stdout, "ns2"));
        Assert.True(part.ExitCode == 4, part.Told);
        Assert.Matches("^ns2 : reachable as root", Line(part.Stdout, "ns2"));
        Assert.StartsWith("refusing : unreachable (network): refusing refused the connection", Line(part.Stdout, "refusing"));
    }

    [LabFact]
    public async Task Inventory_graph_shows_the_tree()
    {
        var run = await RemediatorProgram.TextAsync("inventory", "-i", lab.Inventory, "--graph");

        Assert.True(run.ExitCode == 0, run.Told);
        Assert.Equal("""
            @all:
              |--@ungrouped:
              |--@lab:
              |  |--ns1
              |  |--ns2

            """.ReplaceLineEndings("\n"), run.Stdout);
    }

    [LabFact]
    public async Task Mistakes_are_told_together_and_no_host_is_contacted()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var inventory = lab.Write("counted.ini", $"counted ansible_host=127.0.0.1 ansible_port={((IPEndPoint)listener.LocalEndpoint).Port}\n");

        var bad = await RemediatorProgram.RunAsync("run", Places.Playbook("bad.yml"), "-i", inventory);
        Assert.True(bad.ExitCode == 1, bad.Told);
        Assert.False(listener.Pending());
        Assert.Equal([8, 14, 17, 21], bad.Of("diagnostic").Select(d => d.GetProperty("line").GetInt32()).Order());
        Assert.Contains("template", bad.Of("diagnostic").First().GetProperty("hint").GetString());

        // The listener does count: a playbook without mistakes knocks.
        var good = await RemediatorProgram.RunAsync("run", Places.Playbook("leave-a-mark.yml"), "-i", inventory, "-e", "mark=x", "-T", "1");
        Assert.True(good.ExitCode == 4, good.Told);
        Assert.True(listener.Pending());
    }

    [LabFact]
    public async Task Json_output_is_events_and_nothing_else()
    {
        var inventory = lab.InventoryWith("json.ini", text => text.Replace("[lab:vars]", $"refusing ansible_host={lab.NtpServer}\n[lab:vars]"));

        var run = await RemediatorProgram.RunAsync("run", Places.Playbook("one-by-one.yml"), "-i", inventory, "-e", "mark=json", "-T", "2", "-vvv");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Equal("", run.Stderr);
        Assert.EndsWith("\n", run.Stdout);
        Assert.Equal("started", run.Events[0].GetProperty("event").GetString());
        Assert.Equal(1, run.Events[0].GetProperty("schema").GetInt32());
        Assert.Equal("ended", run.Events[^1].GetProperty("event").GetString());
        Assert.Equal(run.ExitCode, run.Events[^1].GetProperty("exit_code").GetInt32());
        Assert.Single(run.Of("run_ended"));
    }

    [LabFact]
    public async Task Text_in_a_pipe_has_the_lines_that_people_know_and_no_colour()
    {
        var run = await RemediatorProgram.TextAsync("run", Places.Playbook("leave-a-mark.yml"), "-i", lab.Inventory, "-e", "mark=text");

        Assert.True(run.ExitCode == 0, run.Told);
        Assert.Contains("PLAY [Leave a mark] ***", run.Stdout);
        Assert.Contains("\nTASK [Mark] ***", run.Stdout);
        Assert.Contains("\nchanged: [ns1]\n", run.Stdout);
        Assert.Matches(@"\nns2 +: ok=1 +changed=1 +unreachable=0 +failed=0", run.Stdout);
        Assert.DoesNotContain("\u001b", run.Stdout + run.Stderr);
    }

    private static string Line(string text, string start) => text.Split('\n').Single(l => l.StartsWith(start, StringComparison.Ordinal));

    public sealed class TwoHosts() : Lab("verbs", 2);
}
