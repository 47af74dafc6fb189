using System.Text.Json;
using System.Text.RegularExpressions;
using Remediator.Engine.Healing;
using Remediator.Engine.Reporting;
using Remediator.Engine.Tests.Reporting;
using Remediator.Testing;

namespace Remediator.Cli.Tests;

public sealed partial class HealTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("remediator-heal").FullName;

    private static HealReport Mixed { get; } = new(
        [
            new("a", HealState.Healthy, ""), new("b", HealState.Healed, "Configure (content)"), new("c", HealState.Blocked, "disk full on /var (0 bytes free)"),
            new("d", HealState.Failed, "Works: no\nsecond line"), new("e", HealState.Leased, "held by another"), new("f", HealState.Left, ""),
        ],
        "4 of 6 hosts are failing or out of reach, more than 30 %: the pass stopped; not touched: f", Interrupted: false);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Healthy_pass_prints_nothing_whatever_its_check_said()
    {
        var session = new FakeSession { Tape = new Tape().Run(check: true).Play("p", ["a"], Tape.Task(0, "t")).End("a", Tape.Task(0, "t")).Add(new RunEvent.Warning("odd")).Finish([], check: true), Healed = new([new("a", HealState.Healthy, "")], null, false) };

        var (code, terminal) = await RunAsync(session, "p.yml");

        Assert.Equal((0, "", ""), (code, terminal.Written, terminal.Complained));
    }

    [Fact]
    public async Task Pass_that_acts_prints_its_runs_and_a_line_for_each_host_that_was_not_healthy()
    {
        var session = new FakeSession { Tape = Tapes.All["heal"], Healed = Mixed };

        var (code, terminal) = await RunAsync(session, "p.yml");

        Assert.Equal(3, code);
        Golden.Verify(terminal.Written, "Goldens/heal.txt");
    }

    [Fact]
    public async Task Json_output_is_as_documented()
    {
        var (_, terminal) = await RunAsync(new FakeSession { Tape = Tapes.All["heal"], Healed = Mixed }, "p.yml", "--output", "json");

        var lines = terminal.Written[..^1].Split('\n');
        Assert.Empty(lines.SelectMany(OutputSchema.Read().Faults));
        Assert.Equal(("healed", "ended"), (NameOf(lines[^2]), NameOf(lines[^1])));
    }

    [Fact]
    public async Task Pass_of_a_playbook_that_another_is_at_ends_with_5_and_says_who()
    {
        using var held = PassLock.Take(Path.Combine(folder, "locks"), ["p.yml"], "process 1 of somebody").Lock;

        var (code, terminal) = await RunAsync(new FakeSession(), "p.yml");
        var (json, written) = await RunAsync(new FakeSession(), "p.yml", "--output", "json");

        Assert.Equal((5, "remediator heal: another heal of p.yml is at work: process 1 of somebody\n"), (code, terminal.Complained));
        Assert.Equal((5, 3), (json, written.Written[..^1].Split('\n').Length));
    }

    [Theory]
    [InlineData("", "0 3 60 5 240 30 10")]
    [InlineData("--splay 30s --max-remediations 5 --window 2h --pause 1m --max-pause 1h --max-failing 10% --lease 20m", "30 5 120 1 60 10 20")]
    [InlineData("--max-failing 0 --lease 1s", "0 3 60 5 240 0 0.5")]
    public async Task Flags_make_the_settings(string flags, string expected)
    {
        var session = new FakeSession();
        await RunAsync(session, ["p.yml", .. flags.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        var s = session.Settings!;
        Assert.Equal(expected, FormattableString.Invariant($"{s.Splay.TotalSeconds} {s.MaxRemediations} {s.Window.TotalMinutes} {s.Pause.TotalMinutes} {s.MaxPause.TotalMinutes} {s.MaxFailing} {s.Lease.TotalMinutes}"));
    }

    [Theory]
    [InlineData("--window soon", "--window takes a time such as 30s, 5m or 1h, at most 30d, not 'soon'")]
    [InlineData("--max-failing 130%", "--max-failing takes a percentage from 0 to 100, not '130%'")]
    [InlineData("--max-remediations 0", "--max-remediations takes a whole number from 1 on, not '0'")]
    [InlineData("--print-cron --every 7m", "cron cannot run something every 420 seconds")]
    public async Task Wrong_flags_are_told(string flags, string says)
    {
        var (code, terminal) = await RunAsync(new FakeSession(), ["p.yml", .. flags.Split(' ')]);

        Assert.Equal(1, code);
        Assert.Contains(says, terminal.Complained);
    }

    [Theory]
    [InlineData("cron", "clock.yml -i hosts.ini --max-failing 20% --splay 30s -e @v.yml --print-cron")]
    [InlineData("cron-hourly", "clock.yml -i a,b --every 6h -e x=it's --print-cron")]
    [InlineData("systemd", "clock.yml -i hosts.ini --max-failing 20% --splay 30s -e cost=$5 --print-systemd")]
    [InlineData("systemd-local", "clock.yml -i localhost, -c local --every 1h --print-systemd")]
    public async Task Schedule_is_as_its_golden_file_with_whole_paths(string golden, string line)
    {
        var session = new FakeSession();
        var terminal = new FakeTerminal();

        Assert.Equal(0, await Application.RunAsync(["heal", .. line.Split(' ')], new Surroundings(terminal, session, TimeProvider.System)));
        Assert.Null(session.Request);
        var neutral = terminal.Written.Replace(Environment.ProcessPath!, "/usr/local/bin/remediator").Replace(Directory.GetCurrentDirectory(), "/site");
        Golden.Verify(User().Replace(neutral, "").Replace($" {Environment.UserName} /usr", " USER /usr"), $"Goldens/schedule-{golden}.txt");
    }

    private static string? NameOf(string line) => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString();

    private async Task<(int Code, FakeTerminal Terminal)> RunAsync(FakeSession session, params string[] words)
    {
        var terminal = new FakeTerminal();
        return (await Application.RunAsync(["heal", .. words, "--state", folder], new Surroundings(terminal, session, TimeProvider.System)), terminal);
    }

    [GeneratedRegex("^User=.*\n", RegexOptions.Multiline)]
    private static partial Regex User();
}
