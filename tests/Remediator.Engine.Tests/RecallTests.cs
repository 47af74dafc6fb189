using Remediator.Engine.Recording;
using Remediator.Engine.Reporting;
using Remediator.Engine.Running;
using Remediator.Engine.Tests.Recording;
using Remediator.Language.Diagnostics;
using Remediator.Shell;
using static Remediator.Engine.Tests.FakeTransport;

namespace Remediator.Engine.Tests;

/// <summary>What was done before a line was lost, or a process died, is known afterwards and not done again.</summary>
public sealed class RecallTests : IDisposable
{
    private const string Three = """
        - hosts: all
          gather_facts: false
          tasks:
            - { name: one, command: "true", register: r, notify: h }
            - { name: two, command: "true" }
            - { name: three, command: "echo {{ r.changed }}" }
            - { name: said, debug: { msg: "{{ r.changed }}" } }
          handlers:
            - { name: h, command: "true" }
        """;

    private static readonly Trouble Dropped = new(TroubleKind.Network, "the line dropped");
    private readonly Sample sample = Sample.Of(("playbook.yml", Three));
    private readonly StateSample state = new();
    private IReadOnlyList<string> warnings = [];
    private FakeTransport transport = null!;

    [Theory]
    [InlineData("done 0.KEY changed", "one: Changed, two: Changed, three: Changed, said: Ok, h: Changed", 0, 4)]
    [InlineData("done 0.KEY ok", "one: Changed, two: Changed, three: Changed, said: Ok, h: Changed", 0, 4)]
    [InlineData("done 0.KEY failed", "one: Changed, two: Failed", 3, 2)]
    [InlineData("", "one: Changed, two: Changed, three: Changed, said: Ok, h: Changed", 0, 5)]
    [InlineData("start 0.KEY", "one: Changed, two: Unknown", 4, 2)]
    [InlineData("start 0.KEY\nbusy", "one: Changed, two: Unknown", 4, 2)]
    [InlineData("busy", "one: Changed, two: Unknown", 4, 2)]
    [InlineData("blind", "one: Changed, two: Unknown", 4, 2)]
    public async Task Line_that_drops_while_a_task_runs_is_opened_once_more_and_the_host_s_word_decides(string word, string expected, int code, int sent)
    {
        var second = "";
        transport = new FakeTransport(_ => null, (_, segment) => (tasks, token) =>
        {
            if (segment == 1)
            {
                second = transport.Keys[1];
                return Say([.. Change(tasks[0]), Start(tasks[1]), new ChannelEvent.Lost(Dropped)]);
            }

            return segment == 2 ? Say([new ChannelEvent.Said(new Event.Tokens(word.Replace("KEY", second))), new ChannelEvent.Ended()]) : AllChange(tasks, token);
        });
        var (report, told) = await RunAsync();

        Assert.Equal((expected, code), (Statuses(told), report.ExitCode));
        Assert.Equal((sent, 2), (transport.TasksOf("a"), transport.OpenedOf("a")));
    }

    [Fact]
    public async Task Host_that_was_rebooted_meanwhile_is_told_and_verified()
    {
        var boot = "first";
        File.WriteAllText(Path.Combine(sample.Folder, "playbook.yml"), Three + "\n  verify:\n    - { name: check, command: \"true\" }\n");
        transport = new FakeTransport(_ => null, (_, segment) => (tasks, token) =>
        {
            boot = "second";
            return segment == 1 ? Say([Start(tasks[0]), new ChannelEvent.Lost(Dropped)])
                : segment == 2 ? Say([new ChannelEvent.Said(new Event.Tokens("")), new ChannelEvent.Ended()]) : AllChange(tasks, token);
        }) { BootId = _ => boot };
        var (report, told) = await RunAsync();

        Assert.Equal("one: Changed, two: Changed, three: Changed, said: Ok, h: Changed, check: Changed", Statuses(told));
        Assert.Equal((0, "a has booted since the run began"), (report.ExitCode, Assert.Single(warnings)));
    }

    [Theory]
    [InlineData("", "one: Changed, check: Changed", 2)]
    [InlineData("start 0.KEY", "one: Changed, check: Unknown", 1)]
    public async Task Line_that_drops_while_a_verification_is_tried_costs_the_try_unless_it_may_have_changed_something(string word, string expected, int attempts)
    {
        File.WriteAllText(Path.Combine(sample.Folder, "playbook.yml"), """
            - hosts: all
              gather_facts: false
              tasks:
                - { name: one, command: "true" }
              verify:
                - { name: check, command: "true", within: 60s, every: 1s }
            """);
        transport = new FakeTransport(_ => null, (_, segment) => (tasks, token) =>
            segment == 2 ? Say([Start(tasks[0]), new ChannelEvent.Lost(Dropped)])
            : segment == 3 ? Say([new ChannelEvent.Said(new Event.Tokens(word.Replace("KEY", transport.Keys[1]))), new ChannelEvent.Ended()])
            : AllChange(tasks, token));
        var (_, told) = await RunAsync();

        Assert.Equal((expected, attempts), (Statuses(told), told[^1].Attempts));
    }

    [Fact]
    public async Task Segments_are_whole_again_once_all_that_the_host_said_is_known()
    {
        File.WriteAllText(Path.Combine(sample.Folder, "playbook.yml"), "- hosts: all\n  gather_facts: false\n  tasks:\n" + string.Concat(Enumerable.Range(0, 9).Select(i => $"    - {{ name: t{i}, command: \"true\" }}\n")));
        transport = new FakeTransport(_ => null, (_, segment) => (tasks, token) =>
            segment == 1 ? Say([.. Change(tasks[0]), .. Change(tasks[1]), Start(tasks[2]), new ChannelEvent.Lost(Dropped)])
            : segment == 2 ? Say([new ChannelEvent.Said(new Event.Tokens(string.Join('\n', transport.Keys.Take(3).Select(k => $"done 0.{k} changed")))), new ChannelEvent.Ended()])
            : AllChange(tasks, token));
        var (report, told) = await RunAsync();

        Assert.Equal((9, 0, 3), (told.Count(r => r.Status == ReportStatus.Changed), report.ExitCode, transport.SegmentsOf("a")));
    }

    [Fact]
    public async Task Run_that_was_killed_goes_on_where_the_record_ends_and_contacts_no_host_that_is_finished()
    {
        transport = new FakeTransport(_ => null, (_, _) => AllChange);
        await RunAsync("a,b", recorder: new Killed(state, "b"));
        var second = transport.Keys[1];
        transport = new FakeTransport(_ => null, (_, segment) => (tasks, token) =>
            segment == 1 ? Say([new ChannelEvent.Said(new Event.Tokens("")), new ChannelEvent.Ended()]) : AllChange(tasks, token));
        var (report, told) = await RunAsync("a,b", Resumption(UnknownTasks.Report));

        Assert.Equal((0, 0), (report.ExitCode, transport.OpenedOf("a")));
        Assert.Equal(["b: one Changed True", "b: two Changed False", "b: three Changed False", "b: said Ok False", "b: h Changed False"], told.Where(r => r.Host == "b").Select(r => $"{r.Host}: {r.Task.Name} {r.Status} {r.IsRecorded}"));
        Assert.Equal(5, told.Count(r => r.Host == "a" && r.IsRecorded));
        Assert.Equal((1, 3), (transport.OpenedOf("b"), transport.TasksOf("b")));
        Assert.NotEmpty(second);
    }

    [Theory]
    [InlineData(UnknownTasks.Report, "one: Changed, two: Unknown", 4)]
    [InlineData(UnknownTasks.Rerun, "one: Changed, two: Changed, three: Changed, said: Ok, h: Changed", 0)]
    [InlineData(UnknownTasks.Skip, "one: Changed, two: Changed, three: Changed, said: Ok, h: Changed", 0)]
    public async Task Task_that_began_and_is_not_known_to_have_ended_is_the_user_s_to_decide(UnknownTasks unknown, string expected, int code)
    {
        transport = new FakeTransport(_ => null, (_, _) => AllChange);
        await RunAsync(recorder: new Killed(state, "a"));
        // Of one process or another, a task has the same name on the host.
        var second = transport.Keys[1];
        transport = new FakeTransport(_ => null, (_, segment) => (tasks, token) =>
            segment == 1 ? Say([new ChannelEvent.Said(new Event.Tokens($"start 0.{second}")), new ChannelEvent.Ended()]) : AllChange(tasks, token));
        var (report, told) = await RunAsync(resume: Resumption(unknown));

        Assert.Equal((expected, code), (Statuses(told), report.ExitCode));
        Assert.Equal(unknown switch { UnknownTasks.Rerun => 3, UnknownTasks.Skip => 2, _ => 0 }, transport.TasksOf("a"));
    }

    public void Dispose()
    {
        sample.Dispose();
        state.Dispose();
    }

    private static string Statuses(IEnumerable<TaskReport> told) => string.Join(", ", told.Select(r => $"{r.Task.Name}: {r.Status}"));

    private Resumption Resumption(UnknownTasks unknown)
    {
        var run = state.Read(h => h.Find("latest").Single());
        return new Resumption(run.Id, state.Read(h => h.Tasks(run.Id)), unknown);
    }

    private async Task<(RunReport Report, IReadOnlyList<TaskReport> Told)> RunAsync(string hosts = "a,", Resumption? resume = null, IRunObserver? recorder = null)
    {
        var diagnostics = new DiagnosticBag();
        var session = Session.Load(new RunRequest { Playbooks = [Path.Combine(sample.Folder, "playbook.yml")], Inventories = [hosts], Resume = resume, Forks = 1 }, diagnostics, new FastTime(20));
        Assert.Empty(diagnostics.Select(DiagnosticText.Render));
        var transcript = new Transcript();
        var report = await session!.RunAsync(recorder is null ? [transcript] : [transcript, recorder], _ => transport, default).WaitAsync(TimeSpan.FromSeconds(60));
        warnings = [.. transcript.Events.OfType<RunEvent.Warning>().Select(w => w.Message)];
        return (report, [.. transcript.Reports]);
    }

    private static async IAsyncEnumerable<ChannelEvent> Say(IReadOnlyList<ChannelEvent> said)
    {
        foreach (var one in said)
        {
            await Task.Yield();
            yield return one;
        }
    }

    /// <summary>A recorder whose process dies after the first task of a host, and when all others are finished.</summary>
    private sealed class Killed(StateSample state, string amid) : IRunObserver
    {
        private readonly List<RunEvent> events = [];

        public void On(RunEvent next)
        {
            switch (next)
            {
                case RunEvent.RunEnded:
                    state.Record(events);
                    break;
                case RunEvent.TaskEnded { Report: var report } when report.Host == amid && report.Task.Name != "one":
                case RunEvent.HostLeft left when left.Host == amid:
                    break;
                default:
                    events.Add(next);
                    break;
            }
        }
    }
}
