using Remediator.Cli.Output;
using Remediator.Engine.Reporting;
using Remediator.Engine.Tests.Reporting;

namespace Remediator.Cli.Tests;

public sealed class LiveReportTests
{
    [Fact]
    public async Task Live_output_ends_with_the_text_and_the_terminal_in_order()
    {
        var terminal = new FakeTerminal { IsTerminal = true, Variables = { ["TERM"] = "xterm" } };
        var session = new FakeSession { Tape = Tapes.All["heal"], Pace = TimeSpan.FromMilliseconds(10) };

        var code = await Application.RunAsync(["run", "p.yml", "--no-color"], new Surroundings(terminal, session, TimeProvider.System));

        Assert.Equal(3, code);
        Assert.Equal(string.Concat(Tapes.All["heal"].Text().Select(l => l.Text + "\n")), new Screen().Feed(terminal.Written).ToString());
        Assert.True(terminal.Written.LastIndexOf("\u001b[?25h", StringComparison.Ordinal) > terminal.Written.LastIndexOf("\u001b[?25l", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Live_output_shows_hosts_while_they_are_busy()
    {
        var terminal = new FakeTerminal { IsTerminal = true, Variables = { ["TERM"] = "xterm" } };
        var lines = new LineWriter(hasColor: false);
        using var report = LiveReport.Open(terminal, TimeProvider.System, new TextDetail(), lines);
        foreach (var next in new Tape().Run().Play("Heal", ["web1", "web2"], Tapes.Install, Tapes.Configure).Start("web1", Tapes.Install).End("web1", Tapes.Install).Start("web1", Tapes.Configure).Start("web2", Tapes.Install).Events)
        {
            report.On(next);
        }

        await Task.Delay(500);
        report.End(0);

        Assert.Contains("web1                      Configure chrony  (0 s)", terminal.Written);
        Assert.Contains("web2                      Install chrony  (0 s)", terminal.Written);
        Assert.Contains(" 25 %  2 hosts  ok 1", terminal.Written);
    }

    [Fact]
    public async Task Live_output_gives_way_to_diagnostics()
    {
        var terminal = new FakeTerminal { IsTerminal = true, Variables = { ["TERM"] = "xterm" } };
        var diagnostic = Language.Diagnostics.Diagnostic.Error("RMD2001", Language.Text.Span.None, "wrong");

        var code = await Application.RunAsync(["run", "p.yml", "--no-color"], new Surroundings(terminal, new FakeSession { Diagnostics = [diagnostic] }, TimeProvider.System));

        Assert.Equal(1, code);
        Assert.Equal("", new Screen().Feed(terminal.Written).ToString());
        Assert.Equal("<none>: error RMD2001: wrong\n1 error\n", terminal.Complained);
    }

    [Theory]
    [InlineData("dumb")]
    [InlineData(null)]
    public async Task Live_output_needs_a_capable_terminal(string? kind)
    {
        var terminal = new FakeTerminal { IsTerminal = true };
        if (kind is not null)
        {
            terminal.Variables["TERM"] = kind;
        }

        await Application.RunAsync(["run", "p.yml"], new Surroundings(terminal, new FakeSession(), TimeProvider.System));

        Assert.DoesNotContain("\u001b", terminal.Written);
    }

    [Fact]
    public void Progress_of_a_thousand_hosts_draws_few_lines_and_counts_all()
    {
        var progress = new Progress(TimeProvider.System);
        var hosts = Enumerable.Range(1, 1000).Select(i => $"h{i}").ToList();
        foreach (var next in new Tape().Run().Play("p", hosts, Tapes.Install, Tapes.Configure).Events)
        {
            progress.On(next);
        }

        foreach (var host in hosts)
        {
            progress.On(new RunEvent.TaskStarted(host, Tapes.Install));
        }

        foreach (var host in hosts.Take(500))
        {
            progress.On(new RunEvent.TaskEnded(new TaskReport(host, Tapes.Install, ReportStatus.Changed)));
        }

        progress.On(new RunEvent.HostLeft("h1000", HostOutcome.Failed, ""));

        Assert.Equal(["h501", "h502", "h503"], progress.Oldest(3).Select(b => b.Host));
        Assert.Equal(499, progress.BusyCount);
        Assert.Equal(500, progress.Count(ReportStatus.Changed));
        Assert.Equal(502 / 2000.0, progress.Share);
    }
}
