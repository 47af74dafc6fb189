using Remediator.Cli.Records;
using Remediator.Engine;
using Remediator.Engine.Recording;
using Remediator.Engine.Reporting;
using Remediator.Engine.Tests.Reporting;
using Remediator.Testing;

namespace Remediator.Cli.Tests;

public sealed class RecordVerbTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("remediator-records-");

    [Theory]
    [InlineData("90m", "2026-11-28T10:30:00")]
    [InlineData("24h", "2026-11-27T12:00:00")]
    [InlineData("7d", "2026-11-21T12:00:00")]
    [InlineData("2w", "2026-11-14T12:00:00")]
    [InlineData("99999w", "1970-01-01T00:00:00")]
    [InlineData("2026-11-01", "2026-10-31T22:00:00")]
    [InlineData("2026-11-01T09:30", "2026-11-01T07:30:00")]
    [InlineData("2026-11-01T09:30Z", "2026-11-01T09:30:00")]
    [InlineData("2026-11-01T09:30:15+01:00", "2026-11-01T08:30:15")]
    [InlineData("yesterday", null)]
    [InlineData("24", null)]
    [InlineData("-1h", null)]
    [InlineData("2026-13-01", null)]
    [InlineData("", null)]
    public void Since_takes_ages_and_dates(string text, string? expected) =>
        Assert.Equal(expected, Since.Read(text, new Clock())?.UtcDateTime.ToString("s"));

    [Theory]
    [InlineData("history", "history")]
    [InlineData("show latest", "show")]
    [InlineData("show 20261122 -v", "show-all")]
    [InlineData("drift", "drift")]
    [InlineData("history --output json", "history-json")]
    [InlineData("show latest --output json --host web1", "show-json")]
    [InlineData("drift --output json", "drift-json")]
    public async Task Verb_tells_what_is_on_record(string line, string golden)
    {
        Record("20261122T201500-quiet", Tapes.All["heal"].Events, Noon);
        Record("20260101T000000-later", Tapes.All["plan"].Events, Noon.AddHours(-3));
        var (code, terminal) = await RunAsync(line);

        Assert.Equal((0, ""), (code, terminal.Complained));
        Golden.Verify(terminal.Written, $"Goldens/records-{golden}.txt");
        Assert.Empty(terminal.Written.Split('\n').Where(l => l.StartsWith('{')).SelectMany(OutputSchema.Read().Faults));
        Assert.DoesNotContain(terminal.Written.Split('\n'), l => l.Length > 79 && !l.StartsWith('{'));
    }

    [Theory]
    [InlineData("history --since yesterday", "--since takes an age or a date, not 'yesterday'")]
    [InlineData("show 3", "no run on record begins with '3'")]
    [InlineData("show 2026", "several runs begin with '2026': 20260101T000000-later, 20261122T201500-quiet")]
    [InlineData("show", "no RUN-ID is given")]
    [InlineData("history --limit none", "--limit takes a whole number from 1 on, not 'none'")]
    public async Task What_is_wrong_is_said_with_a_hint(string line, string expected)
    {
        Record("20261122T201500-quiet", Tapes.All["heal"].Events, Noon);
        Record("20260101T000000-later", Tapes.All["plan"].Events, Noon);
        var (code, terminal) = await RunAsync(line);

        Assert.Equal(1, code);
        Assert.Contains(expected, terminal.Complained);
    }

    [Fact]
    public async Task Nothing_on_record_is_said_with_the_place()
    {
        var (code, terminal) = await RunAsync("drift");

        Assert.Equal(1, code);
        Assert.Contains($"nothing is recorded in {folder.FullName}", terminal.Complained);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private void Record(string run, IEnumerable<RunEvent> events, DateTimeOffset at)
    {
        using var recorder = new RunRecorder(new RecordTarget(new StateFolder(folder.FullName), "run"), RequestText.Write(new RunRequest()), new SecretTexts(() => []), new Clock { Now = at }, Assert.Fail);
        foreach (var next in events)
        {
            recorder.On(next switch
            {
                RunEvent.RunStarted started => started with { RunId = run },
                RunEvent.RunEnded { Report: var report } => new RunEvent.RunEnded(report with { RunId = run }),
                _ => next,
            });
        }

        Assert.True(recorder.Flush(TimeSpan.FromSeconds(60)));
    }

    private async Task<(int Code, FakeTerminal Terminal)> RunAsync(string line)
    {
        var terminal = new FakeTerminal { IsTerminal = true };
        var code = await Application.RunAsync([.. line.Split(' '), "--state", folder.FullName, "--no-color"], new Surroundings(terminal, new FakeSession(), new Clock()));
        // The state's name is made by chance.
        var node = StateDatabase.OpenToRead(new StateFolder(folder.FullName));
        terminal.Neutral = node?.Node;
        node?.Dispose();
        return (code, terminal);
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; init; } = Noon;

        public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(2), "test", "test");

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
