using System.Runtime.CompilerServices;
using Remediator.Engine.Reporting;
using Remediator.Engine.Running;
using Remediator.Language.Diagnostics;
using static Remediator.Engine.Tests.FakeTransport;

namespace Remediator.Engine.Tests;

/// <summary>Hosts that cannot be reached, fall silent or go away in the middle.</summary>
public class FaultTests
{
    private const string TwoTasks = """
        - hosts: all
          gather_facts: false
          tasks:
            - { name: one, command: "true" }
            - { name: two, command: "true" }
            - { name: three, command: "true" }
        """;

    private static readonly Trouble Dropped = new(TroubleKind.Network, "the line dropped");

    [Theory]
    [InlineData(TroubleKind.Network, "network")]
    [InlineData(TroubleKind.Authentication, "authentication")]
    [InlineData(TroubleKind.HostKey, "host key")]
    [InlineData(TroubleKind.Become, "become")]
    [InlineData(TroubleKind.TimeOut, "time-out")]
    [InlineData(TroubleKind.Shell, "shell")]
    [InlineData(TroubleKind.Client, "client")]
    public async Task Host_that_cannot_be_opened_is_unreachable_and_left_alone(TroubleKind kind, string name)
    {
        var transport = new FakeTransport(e => e.Host == "a" ? new Trouble(kind, "a: no way", "try another") : null, (_, _) => AllChange);
        var (report, transcript) = await RunAsync(TwoTasks, "a,b", transport);

        var task = Assert.Single(transcript.Reports, r => r.Host == "a");
        Assert.Equal((ReportStatus.Unreachable, "one", name, "a: no way", "try another"), (task.Status, task.Task.Name, task.Trouble, task.Message, task.Hint));
        Assert.Equal(1, transport.OpenedOf("a"));
        Assert.Equal([HostOutcome.Unreachable, HostOutcome.Ok], report.Hosts.Select(h => h.Outcome));
        Assert.Equal(3, report.Hosts[1].Changed);
        Assert.Equal(4, report.ExitCode);
        Assert.Equal(0, transport.Live);
    }

    [Theory]
    [InlineData("before the first word", 0, "one: Unknown")]
    [InlineData("while the first runs", 1, "one: Unknown")]
    [InlineData("while the second runs", 3, "one: Changed, two: Unknown")]
    [InlineData("between two tasks, when the next may have begun", 2, "one: Changed, two: Unknown")]
    [InlineData("while the last runs", 5, "one: Changed, two: Changed, three: Unknown")]
    public async Task Line_that_drops_leaves_the_task_unknown_and_nothing_runs_again(string when, int words, string expected)
    {
        var transport = new FakeTransport(_ => null, (_, _) => (tasks, _) => Say([.. tasks.SelectMany(Change).Take(words), new ChannelEvent.Lost(Dropped)]));
        var (report, transcript) = await RunAsync(TwoTasks, "a,", transport);

        Assert.Equal((when, expected), (when, string.Join(", ", transcript.Reports.Select(r => $"{r.Task.Name}: {r.Status}"))));
        Assert.Contains("may or may not have run", transcript.Reports.Last().Message);
        Assert.Equal((1, 1, 4), (transport.SegmentsOf("a"), transport.OpenedOf("a"), report.ExitCode));
    }

    [Fact]
    public async Task Line_that_drops_after_the_last_answer_loses_nothing()
    {
        var transport = new FakeTransport(_ => null, (_, _) => (tasks, _) => Say([.. tasks.SelectMany(Change), new ChannelEvent.Lost(Dropped)]));
        var (report, _) = await RunAsync(TwoTasks + "\n" + TwoTasks, "a,", transport);

        Assert.Equal((6, 0), (report.Hosts[0].Changed, report.ExitCode));
        Assert.Equal((2, 2), (transport.SegmentsOf("a"), transport.OpenedOf("a")));
    }

    [Fact]
    public async Task Script_that_ends_without_a_task_s_end_leaves_it_unknown()
    {
        var transport = new FakeTransport(_ => null, (_, _) => (tasks, _) => Say([.. Change(tasks[0]), Start(tasks[1]), new ChannelEvent.Ended()]));
        var (report, transcript) = await RunAsync(TwoTasks, "a,", transport);

        Assert.Equal([ReportStatus.Changed, ReportStatus.Unknown], transcript.Reports.Select(r => r.Status));
        Assert.Equal(4, report.ExitCode);
    }

    [Fact]
    public async Task Lost_host_is_not_asked_to_rescue_or_to_handle()
    {
        const string playbook = """
            - hosts: all
              gather_facts: false
              force_handlers: true
              tasks:
                - block:
                    - { name: one, command: "true", notify: h }
                    - { name: two, command: "true" }
                  rescue:
                    - { name: rescue, command: "true" }
                  always:
                    - { name: always, command: "true" }
              handlers:
                - { name: h, command: "true" }
            """;
        var transport = new FakeTransport(_ => null, (_, _) => (tasks, _) => Say([.. Change(tasks[0]), Start(tasks[1]), new ChannelEvent.Lost(Dropped)]));
        var (_, transcript) = await RunAsync(playbook, "a,", transport);

        Assert.Equal(["one", "two"], transcript.Reports.Select(r => r.Task.Name));
        Assert.Equal(1, transport.SegmentsOf("a"));
    }

    [Fact]
    public async Task Task_over_its_time_out_is_ended_and_rescued_over_a_new_channel()
    {
        const string playbook = """
            - hosts: all
              gather_facts: false
              tasks:
                - block:
                    - { name: hangs, command: "true", timeout: 5 }
                  rescue:
                    - { name: rescue, command: "true" }
            """;
        var transport = new FakeTransport(_ => null, (_, segment) => segment == 1 ? Hang : AllChange);
        var (report, transcript) = await RunAsync(playbook, "a,", transport);

        Assert.Equal([("hangs", ReportStatus.TimedOut, true), ("rescue", ReportStatus.Changed, false)], transcript.Reports.Select(r => (r.Task.Name, r.Status, r.Rescued)));
        Assert.Equal((2, 0, 0), (transport.OpenedOf("a"), transport.Live, report.ExitCode));
    }

    [Fact]
    public async Task Slow_host_does_not_hold_up_another()
    {
        var fastIsDone = new TaskCompletionSource();
        var transport = new FakeTransport(_ => null, (e, _) => e.Host == "slow" ? (tasks, token) => AfterAsync(fastIsDone.Task, tasks, token) : AllChange);
        var watch = new Watch(next => next is RunEvent.HostLeft { Host: "fast" }, fastIsDone.SetResult);
        var (report, _) = await RunAsync(TwoTasks, "slow,fast", transport, watch);

        Assert.Equal([3, 3], report.Hosts.Select(h => h.Changed));
    }

    [Fact]
    public async Task Cancellation_ends_the_run_with_what_is_known_and_closes_every_channel()
    {
        using var stop = new CancellationTokenSource();
        var transport = new FakeTransport(_ => null, (e, _) => e.Host == "hangs" ? Hang : AllChange);
        var watch = new Watch(next => next is RunEvent.HostLeft { Host: "fast" }, stop.Cancel);
        var (report, transcript) = await RunAsync(TwoTasks, "hangs,fast", transport, watch, stop.Token);

        Assert.Equal((130, true, 0), (report.ExitCode, report.Interrupted, transport.Live));
        Assert.Equal(3, report.Hosts.Single(h => h.Host == "fast").Changed);
        Assert.IsType<RunEvent.RunEnded>(transcript.Events[^1]);
    }

    [Fact]
    public async Task Two_hundred_hosts_run_ten_at_a_time()
    {
        var hosts = string.Join(',', Enumerable.Range(0, 200).Select(i => $"h{i}"));
        var transport = new FakeTransport(_ => null, (_, _) => (tasks, token) => AfterAsync(Task.Delay(2, token), tasks, token));
        var (report, _) = await RunAsync(TwoTasks, hosts, transport, forks: 10);

        Assert.Equal(200, report.Hosts.Count(h => h.Changed == 3));
        Assert.InRange(transport.MostBusy, 2, 10);
        Assert.Equal(0, transport.Live);
    }

    private static async Task<(RunReport Report, Transcript Transcript)> RunAsync(
        string playbook, string hosts, FakeTransport transport, IRunObserver? watch = null, CancellationToken cancellation = default, int forks = RunRequest.DefaultForks)
    {
        using var sample = Sample.Of(("playbook.yml", playbook));
        var diagnostics = new DiagnosticBag();
        var session = Session.Load(new RunRequest { Playbooks = [Path.Combine(sample.Folder, "playbook.yml")], Inventories = [hosts], Forks = forks }, diagnostics, new FastTime(20));
        Assert.Empty(diagnostics.Select(DiagnosticText.Render));
        var transcript = new Transcript();
        var run = session!.RunAsync(watch is null ? [transcript] : [transcript, watch], _ => transport, cancellation);
        return (await run.WaitAsync(TimeSpan.FromSeconds(60)), transcript);
    }

    private static async IAsyncEnumerable<ChannelEvent> Say(IReadOnlyList<ChannelEvent> said)
    {
        foreach (var one in said)
        {
            await Task.Yield();
            yield return one;
        }
    }

    private static async IAsyncEnumerable<ChannelEvent> Hang(IReadOnlyList<int> tasks, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return Start(tasks[0]);
        await Task.Delay(Timeout.Infinite, cancellation);
    }

    private static async IAsyncEnumerable<ChannelEvent> AfterAsync(Task first, IReadOnlyList<int> tasks, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await first;
        await foreach (var said in AllChange(tasks, cancellation))
        {
            yield return said;
        }
    }

    private sealed class Watch(Func<RunEvent, bool> isIt, Action then) : IRunObserver
    {
        public void On(RunEvent next)
        {
            if (isIt(next))
            {
                then();
            }
        }
    }
}
