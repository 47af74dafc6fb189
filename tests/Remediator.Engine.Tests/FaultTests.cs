using System.Runtime.CompilerServices;
using System.Text;
using Remediator.Engine.Reporting;
using Remediator.Engine.Running;
using Remediator.Language.Diagnostics;
using Remediator.Shell;
using static Remediator.Engine.Tests.FakeTransport;
using TaskStatus = Remediator.Shell.TaskStatus;

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
        // The second channel is for the question what ran, which this host does not answer either.
        Assert.Equal((2, 2, 4), (transport.SegmentsOf("a"), transport.OpenedOf("a"), report.ExitCode));
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
        var transport = new FakeTransport(_ => null, (_, segment) => (tasks, _) => Say(segment == 1 ? [.. Change(tasks[0]), Start(tasks[1]), new ChannelEvent.Lost(Dropped)] : [new ChannelEvent.Lost(Dropped)]));
        var (_, transcript) = await RunAsync(playbook, "a,", transport);

        Assert.Equal(["one", "two"], transcript.Reports.Select(r => r.Task.Name));
        Assert.Equal(2, transport.SegmentsOf("a"));
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
    public async Task Clock_that_steps_back_ends_no_task_early_and_holds_none_up()
    {
        const string playbook = """
            - hosts: all
              gather_facts: false
              tasks:
                - { name: hangs, command: "true", timeout: 5, ignore_errors: true }
                - { name: tried, command: "true", register: r, until: r.attempts == 3, retries: 5, delay: 2 }
            """;
        var transport = new FakeTransport(_ => null, (_, segment) => segment == 1 ? Hang : AllChange);
        var (report, transcript) = await RunAsync(playbook, "a,", transport, time: new FastTime(20) { Step = TimeSpan.FromHours(-3) });

        Assert.Equal([("hangs", ReportStatus.TimedOut), ("tried", ReportStatus.Changed)], transcript.Reports.Select(r => (r.Task.Name, r.Status)));
        Assert.Equal(3, transcript.Reports.Last().Attempts);
        Assert.Equal(0, report.ExitCode);
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

    [Fact]
    public async Task Host_that_reboots_is_waited_for_until_it_has_booted_and_passes_its_test()
    {
        var opened = 0;
        var transport = new FakeTransport(_ => ++opened is 2 or 3 ? Dropped : null, (_, segment) => (tasks, _) => Say(segment switch
        {
            // Its boot id; then it goes. It answers once more before it is gone, once while its test cannot pass, then all is well.
            1 => [Start(tasks[0]), Printed(tasks[0], "old"), Ended(tasks[0], TaskStatus.Ok), new ChannelEvent.Ended()],
            2 => [Start(tasks[0]), new ChannelEvent.Lost(Dropped)],
            3 or 4 => [Start(tasks[0]), Ended(tasks[0], TaskStatus.Failed), new ChannelEvent.Ended()],
            _ => [Start(tasks[0]), Ended(tasks[0], TaskStatus.Ok), new ChannelEvent.Ended()],
        }));
        var (report, transcript) = await RunAsync(
            """
            - hosts: all
              gather_facts: false
              tasks:
                - reboot:
                  register: r
                - assert: {that: [r.rebooted, r is changed, r.elapsed > 0]}
            """,
            "a,",
            transport);

        Assert.Equal([ReportStatus.Changed, ReportStatus.Ok], transcript.Reports.Select(r => r.Status));
        Assert.Equal((0, 5, 6), (report.ExitCode, transport.SegmentsOf("a"), transport.OpenedOf("a")));
    }

    [Fact]
    public async Task Host_that_stays_away_fails_the_wait_and_may_be_forgiven()
    {
        var transport = new FakeTransport(_ => Dropped, (_, _) => AllChange);
        var (report, transcript) = await RunAsync(
            """
            - hosts: all
              gather_facts: false
              tasks:
                - wait_for_connection: {timeout: 3}
                  ignore_errors: true
                - wait_for_connection: {timeout: 1, delay: 1}
            """,
            "a,",
            transport);

        Assert.Equal("timed out waiting for ping module test: the line dropped", transcript.Reports.First().Message);
        Assert.Equal([ReportStatus.Failed, ReportStatus.Failed], transcript.Reports.Select(r => r.Status));
        Assert.Equal((3, 0), (report.ExitCode, transport.SegmentsOf("a")));
        Assert.InRange(transport.OpenedOf("a"), 3, 6);
    }

    private static ChannelEvent Printed(int task, string text) => new ChannelEvent.Said(new Event.Capture(task, "boot_id", 0, Encoding.UTF8.GetBytes(text), []));

    private static ChannelEvent Ended(int task, TaskStatus status) => new ChannelEvent.Said(new Event.Done(task, status, false, ""));

    private static async Task<(RunReport Report, Transcript Transcript)> RunAsync(
        string playbook, string hosts, FakeTransport transport, IRunObserver? watch = null, CancellationToken cancellation = default, int forks = RunRequest.DefaultForks, TimeProvider? time = null)
    {
        using var sample = Sample.Of(("playbook.yml", playbook));
        var diagnostics = new DiagnosticBag();
        var session = Session.Load(new RunRequest { Playbooks = [Path.Combine(sample.Folder, "playbook.yml")], Inventories = [hosts], Forks = forks }, diagnostics, time ?? new FastTime(20));
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
