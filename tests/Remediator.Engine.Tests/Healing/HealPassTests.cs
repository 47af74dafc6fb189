using Remediator.Engine.Healing;
using Remediator.Engine.Reporting;

namespace Remediator.Engine.Tests.Healing;

public sealed class HealPassTests
{
    private static readonly string[] Ten = [.. Enumerable.Range(0, 10).Select(i => $"h{i}")];

    [Fact]
    public async Task Healthy_fleet_is_checked_and_nothing_else()
    {
        var fleet = new Fleet("a", "b");

        var report = await fleet.PassAsync();

        Assert.True(report.IsHealthy);
        Assert.Equal((0, 0, 0), (report.ExitCode, fleet.Touched, fleet.Guarded.Count));
        Assert.Empty(fleet.Memory.All);
        Assert.True(Assert.Single(fleet.Transcript.Events.OfType<RunEvent.RunStarted>()).Check);
    }

    [Fact]
    public async Task Only_the_hosts_that_drifted_are_remediated()
    {
        var fleet = new Fleet("a", "b", "c");
        fleet.Drifted.UnionWith(["b"]);

        var report = await fleet.PassAsync();

        Assert.Equal("a Healthy , b Healed Configure, c Healthy ", Told(report));
        Assert.Equal(0, report.ExitCode);
        Assert.Equal((0, 1, 0), (fleet.RunsOf("a"), fleet.RunsOf("b"), fleet.RunsOf("c")));
        Assert.Equal(["b"], fleet.Guarded);
        Assert.Equal([(false, HealAttempt.Begun), (true, "")], fleet.Memory.All.Select(a => (a.Succeeded, a.Note)));
    }

    [Fact]
    public async Task Host_that_another_has_mended_by_then_counts_for_no_budget()
    {
        var fleet = new Fleet("a") { Mended = "a" };
        fleet.Drifted.Add("a");

        Assert.Equal(HealState.Healthy, (await fleet.PassAsync()).Hosts[0].State);
        Assert.Equal([HealAttempt.Begun, HealAttempt.Unneeded], fleet.Memory.All.Select(a => a.Note));
    }

    [Theory]
    [InlineData("held 42 heal of root@other, process 7\n", HealState.Leased, 5, "held by heal of root@other, process 7 for 42 s")]
    [InlineData("full bytes 0 /var\nfull inodes 3 /run\n", HealState.Blocked, 3, "disk full on /var (0 bytes free); disk full on /run (3 inodes free)")]
    [InlineData("broken Read-only file system\n", HealState.Blocked, 3, "its lease cannot be taken: Read-only file system")]
    [InlineData("step a start of chronyd would step the clock\n", HealState.Blocked, 3, "clock_step is never: a start of chronyd would step the clock; tasks that drain the host first have the tag 'drain'")]
    [InlineData("", HealState.Blocked, 3, "its guard said nothing that can be understood: ")]
    public async Task Host_whose_guard_refuses_is_not_touched(string said, HealState state, int code, string note)
    {
        var fleet = new Fleet("a") { Guards = { ["a"] = said } };
        fleet.Drifted.Add("a");

        var report = await fleet.PassAsync();

        Assert.Equal([new HealedHost("a", state, note)], report.Hosts);
        Assert.Equal((code, 0), (report.ExitCode, fleet.Touched));
        Assert.Empty(fleet.Memory.All);
    }

    [Theory]
    [InlineData("stale boot 0 heal of x\ntaken\n", "a: took over the lease of heal of x: the host has booted since")]
    [InlineData("stale over 700 heal of x\ntaken\n", "a: took over the lease of heal of x: it was 700 s old and over")]
    [InlineData("stale own 9 heal of me\ntaken\n", "a: took over this controller's own lease, 9 s old: heal of me is gone")]
    public async Task Dead_lease_is_taken_over_and_told(string said, string warning)
    {
        var fleet = new Fleet("a") { Guards = { ["a"] = said } };
        fleet.Drifted.Add("a");

        Assert.Equal(HealState.Healed, (await fleet.PassAsync()).Hosts[0].State);
        Assert.Equal(warning, Assert.Single(fleet.Transcript.Events.OfType<RunEvent.Warning>()).Message);
    }

    [Fact]
    public async Task Remediations_that_fail_stop_the_pass_before_they_reach_the_fleet()
    {
        var fleet = new Fleet(Ten);
        fleet.Drifted.UnionWith(Ten);
        fleet.Hopeless.UnionWith(Ten);

        var report = await fleet.PassAsync();

        // 30 % of 10 may fail: the fourth stops it, and no more than four are tried at a time.
        Assert.Equal((4, 4), (fleet.Touched, report.Hosts.Count(h => h.State == HealState.Failed)));
        Assert.Equal(6, report.Hosts.Count(h => h.State == HealState.Left));
        Assert.Equal("4 of 10 hosts are failing or out of reach, more than 30 %: the pass stopped; not touched: h4, h5, h6, h7, h8, h9", report.Stopped);
        Assert.Equal(3, report.ExitCode);
    }

    [Theory]
    [InlineData(3, 7)]
    [InlineData(4, 0)]
    public async Task Fleet_that_is_out_of_reach_stops_the_pass_before_anything_is_touched(int unreachable, int touched)
    {
        var fleet = new Fleet(Ten);
        fleet.Unreachable.UnionWith(Ten.Take(unreachable));
        fleet.Drifted.UnionWith(Ten.Skip(unreachable));

        var report = await fleet.PassAsync();

        Assert.Equal((touched, 4), (fleet.Touched, report.ExitCode));
        Assert.Equal(touched == 0, report.Stopped is not null);
    }

    [Fact]
    public async Task Fleet_whose_verification_fails_with_nothing_to_mend_is_left_alone()
    {
        var fleet = new Fleet(Ten);
        fleet.Failing.UnionWith(Ten.Take(4));

        var report = await fleet.PassAsync();

        Assert.Equal((0, 3), (fleet.Touched, report.ExitCode));
        Assert.NotNull(report.Stopped);
    }

    [Fact]
    public async Task Drift_alone_stops_nothing()
    {
        var fleet = new Fleet(Ten);
        fleet.Drifted.UnionWith(Ten);

        var report = await fleet.PassAsync();

        Assert.All(report.Hosts, h => Assert.Equal(HealState.Healed, h.State));
        Assert.Equal((10, 0), (fleet.Touched, report.ExitCode));
    }

    [Fact]
    public async Task Pass_that_cannot_remember_touches_nothing()
    {
        var fleet = new Fleet("a") { Memory = { IsBroken = true } };
        fleet.Drifted.Add("a");

        var report = await fleet.PassAsync();

        Assert.Equal((0, 3), (fleet.Touched, report.ExitCode));
        Assert.Equal("what was tried cannot be remembered (no space left on device): the pass stopped; not touched: a", report.Stopped);
    }

    [Theory]
    [InlineData("Healthy Healed", 0)]
    [InlineData("Healthy Leased", 5)]
    [InlineData("Leased RolledBack", 6)]
    [InlineData("RolledBack Held", 3)]
    [InlineData("Failed Unreachable", 4)]
    [InlineData("Unreachable RollbackFailed", 7)]
    [InlineData("Blocked", 3)]
    [InlineData("Left", 3)]
    public void What_weighs_most_is_the_exit_code(string states, int code)
    {
        var report = new HealReport([.. states.Split(' ').Select(s => new HealedHost("a", Enum.Parse<HealState>(s), ""))], null, Interrupted: false);

        Assert.Equal(code, report.ExitCode);
        Assert.Equal(130, (report with { Interrupted = true }).ExitCode);
        Assert.False((report with { Stopped = "it stopped" }).IsHealthy);
        Assert.NotEqual(0, (report with { Stopped = "it stopped" }).ExitCode);
    }

    [Fact]
    public async Task Serving_host_is_not_touched_by_a_playbook_that_steps_clocks()
    {
        const string steps = """
            - hosts: all
              gather_facts: false
              tasks:
                - { name: Configure, command: "true" }
              handlers:
                - { name: Step, command: chronyc makestep }
            """;
        var fleet = new Fleet("a", "b") { Play = steps, Inventory = "a clock_step=never\nb\n" };
        fleet.Drifted.UnionWith(["a", "b"]);

        var report = await fleet.PassAsync();

        Assert.Equal((0, 1), (fleet.RunsOf("a"), fleet.RunsOf("b")));
        Assert.Equal("clock_step is never, and the task 'Step' steps the clock; tasks that drain the host first have the tag 'drain'", report.Hosts[0].Note);

        var drained = new Fleet("a") { Play = steps.Replace("tasks:", "pre_tasks:\n    - { name: Drain, command: \"true\", tags: drain }\n  tasks:"), Inventory = "a clock_step=never\n" };
        drained.Drifted.Add("a");
        Assert.Equal(HealState.Healed, (await drained.PassAsync()).Hosts[0].State);
    }

    [Fact]
    public async Task Day_of_passes_keeps_to_the_budget_of_each_host()
    {
        var fleet = new Fleet("flaps", "hopeless", "well");
        fleet.Hopeless.Add("hopeless");
        var touched = new Dictionary<string, List<TimeSpan>> { ["flaps"] = [], ["hopeless"] = [], ["well"] = [] };
        for (var now = TimeSpan.Zero; now < TimeSpan.FromDays(1); now += TimeSpan.FromMinutes(5))
        {
            // Something undoes what heal does, every time.
            fleet.Drifted.UnionWith(["flaps", "hopeless"]);
            var before = touched.Keys.ToDictionary(h => h, fleet.RunsOf);
            await fleet.PassAsync();
            foreach (var host in touched.Keys.Where(h => fleet.RunsOf(h) > before[h]))
            {
                touched[host].Add(now);
            }

            fleet.Time.Pass(TimeSpan.FromMinutes(5));
        }

        Assert.Empty(touched["well"]);
        Assert.All(touched.Values, times => Assert.All(times, from => Assert.InRange(times.Count(t => t >= from && t < from + TimeSpan.FromHours(1)), 1, 3)));
        // The budget is used, hour after hour, by the host that gets well each time.
        Assert.Equal(72, touched["flaps"].Count);
        // 5, 10, 20, 40, 80, 160 minutes, then every four hours; the fourth one waits for the hour of the first three to be over.
        Assert.Equal(
            [0, 5, 15, 60, 100, 180, 340, 580, 820, 1060, 1300],
            touched["hopeless"].Select(t => (int)t.TotalMinutes));
    }

    private static string Told(HealReport report) => string.Join(", ", report.Hosts.Select(h => $"{h.Host} {h.State} {h.Note}"));
}
