using Remediator.Engine.Reporting;
using Remediator.Language.Values;
using Remediator.Testing;

namespace Remediator.Engine.Tests.Reporting;

public sealed class RunTextTests
{
    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int> { { "heal", 2 }, { "failures", 1 }, { "loops", 1 } };
            foreach (var name in Tapes.All.Keys)
            {
                cases.Add(name, 0);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void RunText_of_a_recorded_run_is_as_its_golden_file(string name, int verbosity)
    {
        var lines = Tapes.All[name].Text(new TextDetail(verbosity));

        Golden.Verify(string.Concat(lines.Select(l => PrintableText.Of(l.Text) + "\n")), $"Goldens/{name}{(verbosity > 0 ? "-" + new string('v', verbosity) : "")}.txt");
    }

    [Fact]
    public void RunText_of_hosts_in_any_interleaving_is_the_same_text()
    {
        // The same events, each host's own in order, mixed anew each time.
        var tasks = Enumerable.Range(0, 6).Select(i => Tape.Task(i, $"task {i}")).ToList();
        var hosts = Enumerable.Range(0, 5).Select(i => $"h{i}").ToList();
        var texts = new HashSet<string>();
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var tape = new Tape().Run().Play("p", hosts, tasks);
            var next = hosts.ToDictionary(h => h, _ => 0);
            while (next.Where(n => n.Value < tasks.Count).Select(n => n.Key).ToList() is { Count: > 0 } open)
            {
                var host = open[random.Next(open.Count)];
                tape.Start(host, tasks[next[host]]).End(host, tasks[next[host]]);
                next[host]++;
            }

            texts.Add(string.Join('\n', tape.Finish().Text()));
        }

        Assert.Single(texts);
        Assert.Equal(30, texts.Single().Split('\n').Count(l => l.StartsWith("ok: [h", StringComparison.Ordinal)));
    }

    [Fact]
    public void RunText_prints_a_group_as_soon_as_the_last_host_is_past_it()
    {
        var text = new RunText(new TextDetail());
        var (first, second) = (Tape.Task(0, "first"), Tape.Task(1, "second"));
        var tape = new Tape().Run().Play("p", ["a", "b", "c"], first, second).End("a", first).End("b", first).Leave("c", HostOutcome.Ok).End("a", second).Start("b", second);

        var printed = tape.Events.Select(e => string.Concat(text.On(e).Select(l => l.Text + "|"))).ToList();

        Assert.Equal("", printed[3]);
        Assert.Equal("", printed[4]);
        Assert.Contains("ok: [a]|ok: [b]", printed[5]);
        Assert.Equal("", printed[6]);
        Assert.Equal("", printed[7]);
        Assert.Contains("ok: [a]", string.Concat(text.Flush()));
    }

    [Fact]
    public void RunText_of_a_host_that_skips_a_task_does_not_wait_for_it()
    {
        var text = new RunText(new TextDetail());
        var (first, second) = (Tape.Task(0, "first"), Tape.Task(1, "second"));
        foreach (var next in new Tape().Run().Play("p", ["a", "b"], first, second).End("a", first).Events)
        {
            text.On(next);
        }

        Assert.Contains(text.On(new RunEvent.TaskStarted("b", second)), l => l.Text == "ok: [a]");
    }

    [Fact]
    public void RunText_of_a_long_failure_cuts_values_unless_asked_for_more()
    {
        var output = string.Concat(Enumerable.Range(1, 50).Select(i => $"line {i}\n"));
        var tape = new Tape().Run().Play("p", ["a"], Tapes.Install)
            .End("a", Tapes.Install, ReportStatus.Failed, "non-zero return code", Tape.Output(1, output, msg: new string('x', 600)));

        var brief = tape.Text().Select(l => l.Text).ToList();
        var full = tape.Text(new TextDetail(Verbosity: 1)).Select(l => l.Text).ToList();

        Assert.Contains("    stdout: (last 20 of 50 lines; -v shows all)", brief);
        Assert.Contains("      line 50", brief);
        Assert.DoesNotContain("      line 30", brief);
        Assert.Contains(brief, l => l.Contains("… (100 more characters)") && !l.Contains("stdout_lines"));
        Assert.Contains("      line 1", full);
        Assert.Contains(full, l => l.Contains("\"stdout_lines\": [\"line 1\"") && !l.Contains("more characters"));
    }

    [Fact]
    public void RunText_of_a_censored_failure_shows_no_output()
    {
        var result = Value.Dict(("censored", Value.Of("hidden by no_log")), ("changed", Value.False));
        var lines = new Tape().Run().Play("p", ["a"], Tapes.Install).End("a", Tapes.Install, ReportStatus.Failed, "the secret is 42", result).Text();

        Assert.Contains(lines, l => l.Text == "fatal: [a]: FAILED! => {\"censored\": \"hidden by no_log\", \"changed\": false}");
        Assert.DoesNotContain(lines, l => l.Text.Contains("42"));
    }

    [Theory]
    [InlineData("PLAY [all]", 79, "PLAY [all] *********************************************************************")]
    [InlineData("TASK [日本]", 20, "TASK [日本] *********")]
    [InlineData("TASK [longer than the width]", 10, "TASK [longer than the width] ***")]
    public void TaskText_heading_fills_the_width_with_stars(string text, int width, string expected) =>
        Assert.Equal(["", expected], new TaskText(new TextDetail(Width: width)).Heading(text).Select(l => l.Text));

    [Fact]
    public void RunText_of_a_thousand_quiet_hosts_counts_them()
    {
        var hosts = Enumerable.Range(1, 1000).Select(i => new HostRecap($"h{i}", HostOutcome.Converged) { Ok = 1 }).Append(new HostRecap("bad", HostOutcome.Failed) { Failed = 1, Note = "why" }).ToList();
        var lines = new Tape().Run().Finish(hosts).Text().Select(l => l.Text).SkipWhile(l => !l.StartsWith("OUTCOME", StringComparison.Ordinal)).Skip(1);

        Assert.Equal(["bad                        : failed: why", "1000 more hosts: converged", "", "1001 hosts: 1000 converged, 1 failed; 12.3 s; run 20261122T201500-quiet"], lines);
    }

    [Fact]
    public void Kept_stats_stand_below_the_recap_where_the_setting_asks_for_them()
    {
        var stats = new CustomStats(Value.Dict(("l", Value.OfTexts(["a"])), ("n", Value.Of(3))), [KeyValuePair.Create("web1", Value.Dict(("own", Value.Of("x"))))]);
        var ended = new RunEvent.RunEnded(new RunReport("20261122T201500-quiet", [], TimeSpan.Zero, false, false) { Stats = stats });
        string[] Shown(bool asks) => [.. new RunText(new TextDetail { Ansible = new AnsibleSettings { ShowCustomStats = asks } }).On(ended).Select(l => l.Text).SkipWhile(l => !l.StartsWith("CUSTOM"))];

        Assert.Empty(Shown(asks: false));
        Assert.Equal(["CUSTOM STATS: " + new string('*', 66), "\tweb1: { \"own\": \"x\"}", "", "\tRUN: { \"l\": [  \"a\" ], \"n\": 3}", ""], Shown(asks: true));
    }
}
