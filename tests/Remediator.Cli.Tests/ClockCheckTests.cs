using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Remediator.Cli.Engine;
using Remediator.Engine.Reporting;
using Remediator.Engine.Tests.Reporting;
using Remediator.Language.Values;

namespace Remediator.Cli.Tests;

/// <summary><c>check</c> against captured states of a daemon (tests/fixtures/chronyc), through the engine and a real shell.</summary>
public sealed class ClockCheckTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("remediator-clock").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("synchronised", "", 0, "CLOCK OK - localhost: system time 0.000001823 s fast of NTP, error bound 0.000007837 s, stratum 6, reference 127.0.0.2 | offset=-0.000001823s;-0.1:0.1;-0.5:0.5 error_bound=0.000007837s;1;3;0 stratum=6;;;0")]
    [InlineData("falseticker", "", 0, "CLOCK OK - localhost: system time 0.000002203 s fast of NTP, ")]
    // A negative offset is no smaller than a positive one.
    [InlineData("fast-250ms", "", 1, "CLOCK WARNING - localhost: system time 0.250002265 s fast of NTP, limit 0.1 s")]
    [InlineData("fast-250ms", "-w 0.3", 0, "CLOCK OK - ")]
    [InlineData("fast-250ms", "-w 100ms -c 200ms", 2, "CLOCK CRITICAL - localhost: system time 0.250002265 s fast of NTP, limit 0.2 s")]
    // Last offset is 0.000000364 here, leap status Normal, reach 377: only System time tells.
    [InlineData("slow-300s", "", 2, "CLOCK CRITICAL - localhost: system time 300.000000 s slow of NTP, limit 0.5 s")]
    // The reference time is NTP time: on a clock that is 300 s behind it is not 300 s in the future.
    [InlineData("slow-300s", "-w 400 -c 500", 0, "CLOCK OK - localhost: system time 300.000000 s slow")]
    [InlineData("slow-300s", "--profile sigv4", 2, "CLOCK CRITICAL - localhost: error bound 300.000007 s, limit 300 s")]
    // An error bound of 0 that says nothing.
    [InlineData("local-reference", "", 2, "CLOCK CRITICAL - localhost: the reference is the local clock of the host itself (7F7F0101), which follows nothing")]
    // Leap status Normal and a reference long after the last server is gone.
    [InlineData("stale-unreachable", "", 2, "CLOCK CRITICAL - localhost: the reference 127.0.0.1 is not reachable (reach 0, state ?)")]
    [InlineData("unsynchronised", "", 2, "CLOCK CRITICAL - localhost: not synchronised (leap status Not synchronised, stratum 0)")]
    [InlineData("no-majority", "", 2, "CLOCK CRITICAL - localhost: not synchronised")]
    [InlineData("no-daemon", "", 2, "CLOCK CRITICAL - localhost: chronyd does not answer: Could not open connection to daemon")]
    public async Task Captured_state_gets_its_code_and_line(string state, string flags, int code, string begins)
    {
        Load(state);

        var (actual, terminal) = await RunAsync(flags);

        Assert.Equal((code, ""), (actual, terminal.Complained));
        Assert.StartsWith(begins, terminal.Written);
        Assert.Single(terminal.Written.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("1e-05", "-w 5us", 1)]
    [InlineData("+1e-05", "-w 5us -c 9us", 2)]
    [InlineData("-1e-05", "-w 5us -c 9us", 2)]
    [InlineData("1e-05", "-w 11us", 0)]
    [InlineData("+0.5", "", 1)]
    [InlineData("+5.1E-01", "", 2)]
    public async Task Exponents_and_signs_of_any_form_are_numbers(string offset, string flags, int code)
    {
        Load("synchronised");
        var tracking = Path.Combine(folder, "chronyc", "tracking.csv");
        File.WriteAllText(tracking, string.Join(',', File.ReadAllText(tracking).Split(',').Select((f, i) => i == 4 ? offset : f)));

        var (actual, terminal) = await RunAsync(flags);

        Assert.True(code == actual, terminal.Written);
        Assert.DoesNotContain("e-", terminal.Written.Split('|')[^1]);
    }

    [Fact]
    public async Task What_a_clock_shows_that_follows_nothing_is_no_performance_data()
    {
        Load("local-reference");

        Assert.DoesNotContain('|', (await RunAsync("")).Terminal.Written);
    }

    [Theory]
    [InlineData("ok,warning,critical,unknown", 2, "CLOCK CRITICAL - 4 hosts, 1 critical, 1 unknown, 1 warning: h3: off/ limit; h4: unreachable (network): no way; h2: limit 0.1 s | h1_offset=")]
    [InlineData("ok,warning,unknown", 3, "CLOCK UNKNOWN - 3 hosts, 1 unknown, 1 warning: h3: unreachable (network): no way; h2: limit 0.1 s | ")]
    [InlineData("ok,warning", 1, "CLOCK WARNING - 2 hosts, 1 warning: h2: limit 0.1 s | ")]
    [InlineData("ok,ok", 0, "CLOCK OK - 2 hosts: largest offset 0.000010000 s (h1), largest error bound 0.001000000 s (h1) | ")]
    [InlineData("critical,critical,critical,critical,critical,critical,critical", 2, "CLOCK CRITICAL - 7 hosts, 7 critical: h1: off/ limit; h2: off/ limit; h3: off/ limit; h4: off/ limit; h5: off/ limit; and 2 more")]
    [InlineData("", 3, "CLOCK UNKNOWN - no host was asked")]
    public async Task Of_several_hosts_the_worst_counts_on_one_line(string states, int code, string begins)
    {
        var session = new FakeSession { Tape = TapeOf(states.Split(',', StringSplitOptions.RemoveEmptyEntries)) };
        var terminal = new FakeTerminal();

        Assert.Equal(code, await Application.RunAsync(["check", "-i", "hosts.ini"], new Surroundings(terminal, session, TimeProvider.System)));
        Assert.StartsWith(begins, terminal.Written);
        Assert.Single(terminal.Written.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Json_output_is_as_documented()
    {
        var terminal = new FakeTerminal();
        var session = new FakeSession { Tape = TapeOf(["ok", "critical", "unknown"]) };

        Assert.Equal(2, await Application.RunAsync(["check", "--output", "json"], new Surroundings(terminal, session, TimeProvider.System)));
        var lines = terminal.Written[..^1].Split('\n');
        Assert.Empty(lines.SelectMany(OutputSchema.Read().Faults));
        var judged = JsonDocument.Parse(lines[^2]).RootElement;
        Assert.Equal(("clocks_judged", "critical"), (judged.GetProperty("event").GetString(), judged.GetProperty("state").GetString()));
    }

    [Theory]
    [InlineData("-w 1", "the warning limit of the offset (1 s) is above the critical one (0.5 s)")]
    [InlineData("-w 10ms,5s", "the warning limit of the error bound (5 s) is above the critical one (3 s)")]
    [InlineData("-w fast", "--warning takes OFFSET or OFFSET,BOUND")]
    [InlineData("-c 1,2,3", "--critical takes OFFSET or OFFSET,BOUND")]
    [InlineData("--profile hadop", "--profile takes cassandra or hadoop")]
    [InlineData("-H a b", "--host and PATTERN exclude each other")]
    [InlineData("--wat", "unknown option '--wat'")]
    public async Task Words_that_do_not_fit_are_unknown_on_stdout(string words, string says)
    {
        var terminal = new FakeTerminal();

        Assert.Equal(3, await Application.RunAsync(["check", .. words.Split(' ')], new Surroundings(terminal, new FakeSession(), TimeProvider.System)));
        Assert.StartsWith("CLOCK UNKNOWN - " + says, terminal.Written);
    }

    [Theory]
    [InlineData("", "localhost", "")]
    [InlineData("-c local", "localhost", "")]
    [InlineData("-H db1 -c 1s", "db1", "db1,")]
    [InlineData("db1", "db1", "db1,")]
    [InlineData("-i hosts.ini", "all", "hosts.ini")]
    [InlineData("-i hosts.ini -l web* db*", "db*", "hosts.ini")]
    public async Task Hosts_are_the_inventory_s_or_those_that_are_named(string words, string hosts, string inventories)
    {
        var session = new FakeSession();

        await Application.RunAsync(["check", .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)], new Surroundings(new FakeTerminal(), session, TimeProvider.System));

        Assert.Contains($"hosts: '{hosts}'\n", session.Request!.MadePlaybook!.Content);
        Assert.Equal(inventories, string.Join(' ', session.Request.Inventories));
        Assert.Equal(words.Contains("-c local") ? Remediator.Engine.Running.ConnectionKind.Local : null, session.Request.Connection);
    }

    /// <summary>A captured state, on a machine whose clock shows what it showed one second after the last update.</summary>
    private void Load(string state)
    {
        var fixtures = Path.Combine(AppContext.BaseDirectory, "fixtures", "chronyc");
        Directory.CreateDirectory(Path.Combine(folder, "chronyc"));
        if (state == "no-daemon")
        {
            File.WriteAllText(Path.Combine(folder, "chronyc", "said"), File.ReadLines(Path.Combine(fixtures, "no-daemon.tracking.txt")).First() + "\n");
            return;
        }

        foreach (var report in new[] { "tracking", "sources", "activity" })
        {
            File.Copy(Path.Combine(fixtures, $"{state}.{report}.csv"), Path.Combine(folder, "chronyc", $"{report}.csv"));
        }

        var fields = File.ReadAllText(Path.Combine(folder, "chronyc", "tracking.csv")).Split(',');
        var now = double.Parse(fields[3], CultureInfo.InvariantCulture) - double.Parse(fields[4], CultureInfo.InvariantCulture) + 1;
        File.WriteAllText(Path.Combine(folder, "now"), now.ToString("0.000", CultureInfo.InvariantCulture) + "\n");
    }

    /// <summary>On this machine, with the stubs of the modules' tests for chronyc and date.</summary>
    private async Task<(int Code, FakeTerminal Terminal)> RunAsync(string flags)
    {
        var stubs = Stubs();
        var path = $"{stubs}/clock:{stubs}:{Environment.GetEnvironmentVariable("PATH")}";
        var session = new EngineSession(["env", $"SANDBOX={folder}", $"PATH={path}", "/bin/sh"]);
        var terminal = new FakeTerminal();
        var code = await Application.RunAsync(["check", .. flags.Split(' ', StringSplitOptions.RemoveEmptyEntries)], new Surroundings(terminal, session, TimeProvider.System));
        return (code, terminal);
    }

    private static string Stubs([CallerFilePath] string caller = "") => Path.Combine(Path.GetDirectoryName(caller)!, "..", "Remediator.Modules.Tests", "Stubs");

    /// <summary>Hosts h1, h2, … in the given states.</summary>
    private static Tape TapeOf(IReadOnlyList<string> states)
    {
        var (warns, fails) = (Tape.Task(0, "Within the warning limits"), Tape.Task(1, "Within the critical limits"));
        var hosts = states.Select((_, i) => $"h{i + 1}").ToList();
        var tape = new Tape().Run().Play("check", hosts, [warns, fails]);
        var read = Value.Dict(("synchronised", Value.True), ("system_time_seconds", Value.Of(1e-05)), ("error_bound_seconds", Value.Of(0.001)), ("stratum", Value.Of(3)), ("reference_name", Value.Of("10.0.0.1")));
        foreach (var (host, state) in hosts.Zip(states))
        {
            tape = state == "unknown"
                ? tape.End(new TaskReport(host, warns, ReportStatus.Unreachable) { Message = "no way", Trouble = "network" })
                : tape.End(new TaskReport(host, warns, state == "ok" ? ReportStatus.Ok : ReportStatus.Failed) { Ignored = state != "ok", Message = state == "ok" ? "" : "limit 0.1 s", Result = read });
            if (state is "warning" or "critical")
            {
                tape = tape.End(new TaskReport(host, fails, state == "warning" ? ReportStatus.Ok : ReportStatus.Failed) { Message = state == "warning" ? "" : "off| limit", Result = read });
            }
        }

        return tape.Finish();
    }
}
