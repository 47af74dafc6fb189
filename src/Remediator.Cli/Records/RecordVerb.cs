using System.CommandLine;
using Remediator.Cli.CommandLine;
using Remediator.Cli.Engine;
using Remediator.Cli.Output;
using Remediator.Engine.Recording;
using Remediator.Engine.Reporting;

namespace Remediator.Cli.Records;

/// <summary>A verb that reads what was recorded; it contacts no host.</summary>
internal abstract class RecordVerb : ReportingVerb
{
    private readonly StateFlags state = new();

    private readonly Option<string?> host = Flags.Text("--host", "HOST", "Only of this host.", "-H");

    private readonly Option<string?> since = Flags.Text("--since", "TIME", "Only from this time on: an age (90m, 24h, 7d, 2w), or a date or time (2026-11-01, 2026-11-01T09:30), by the controller's clock.");

    private readonly Option<string?> limit;

    /// <param name="most">Shown where <c>--limit</c> says nothing.</param>
    protected RecordVerb(int most, string what)
    {
        DefaultLimit = most;
        limit = Flags.Count("--limit", "NUMBER", $"At most so many {what} (default: {most}).", "-n");
    }

    public override IReadOnlyList<OptionGroup> Groups => [new OptionGroup("Which", Which), new OptionGroup("Record", state.State), Output.Group];

    protected int DefaultLimit { get; }

    protected Option<string?> Host => host;

    protected virtual IReadOnlyList<Option> Which => [host, since, limit];

    public override Task<int> RunAsync(ParseResult parsed, Surroundings around, CancellationToken cancellation)
    {
        DateTimeOffset? from = null;
        if (Which.Contains(since) && parsed.GetValue(since) is { } text && (from = Since.Read(text, around.Clock)) is null)
        {
            return Task.FromResult(Refuse(parsed, around, [new UsageError($"--since takes an age or a date, not '{text}'", "such as 90m, 24h, 7d, 2w, 2026-11-01 or 2026-11-01T09:30")]));
        }

        if (state.Folder(parsed, around) is not { } folder)
        {
            return Task.FromResult(Refuse(parsed, around, [new UsageError("there is no folder to read from: neither XDG_STATE_HOME nor HOME is set", "--state says where runs are recorded")]));
        }

        try
        {
            EmbeddedSqlite.Register();
            using var database = StateDatabase.OpenToRead(folder);
            if (database is null)
            {
                return Task.FromResult(Refuse(parsed, around, [new UsageError($"nothing is recorded in {folder.Path}", "runs and plans are recorded from now on; --state says where")]));
            }

            var (lines, events, error) = Read(parsed, new RunHistory(database), new RecordQuery(parsed.GetValue(host), from, Which.Contains(limit) ? parsed.Number(limit) ?? DefaultLimit : DefaultLimit, Output.Verbosity(parsed) > 0, WidthOf(around)));
            return Task.FromResult(error is not null ? Refuse(parsed, around, [error]) : Tell(parsed, around, lines, events));
        }
        catch (StateException wrong)
        {
            return Task.FromResult(Refuse(parsed, around, [new UsageError(wrong.Message, wrong.Hint)]));
        }
    }

    /// <summary>What is to be told, in both forms.</summary>
    protected abstract (IEnumerable<TextLine> Lines, Action<JsonEvents> Events, UsageError? Error) Read(ParseResult parsed, RunHistory history, RecordQuery query);

    private int Tell(ParseResult parsed, Surroundings around, IEnumerable<TextLine> lines, Action<JsonEvents> tell)
    {
        if (Output.IsJson(parsed))
        {
            var events = new JsonEvents(around.Terminal.OutBytes);
            events.Started(Name, Application.Version);
            tell(events);
            events.Ended(ExitCodes.Success);
        }
        else
        {
            around.Terminal.Out.Write(new LineWriter(Output.HasColor(parsed, around.Terminal)).Write(lines));
            around.Terminal.Out.Flush();
        }

        return ExitCodes.Success;
    }

    /// <summary>Where people look the lines fit; a file or a pipe gets all of them.</summary>
    private static int WidthOf(Surroundings around) => around.Terminal.IsOutputTerminal ? Math.Max(60, around.Terminal.Columns - 1) : int.MaxValue;
}

/// <summary>What of the records is asked for.</summary>
/// <param name="ShowsAll"><c>-v</c>.</param>
/// <param name="Width">Columns of the terminal.</param>
internal sealed record RecordQuery(string? Host, DateTimeOffset? Since, int Limit, bool ShowsAll, int Width);
