using System.CommandLine;
using Remediator.Cli.Records;
using Remediator.Engine.Recording;
using Remediator.Engine.Reporting;

namespace Remediator.Cli.Verbs;

/// <summary>Lists the runs that were recorded.</summary>
internal sealed class HistoryVerb() : RecordVerb(20, "runs")
{
    public override string Name => "history";

    public override string Summary => "List the runs on record, the latest first.";

    public override string Description =>
        """
        Lists what was run and planned from this controller: when, on which hosts, with which outcome. The order is that of a counter which no clock can turn back.

        An exit code 'lost' marks a run whose process was killed; 'remediator resume' goes on with it.
        """;

    public override IReadOnlyList<(string Command, string Meaning)> Examples =>
    [
        ("remediator history", "the last 20 runs"),
        ("remediator history --host web1 --since 7d", "a week of one host"),
        ("remediator history --output json | jq -r 'select(.exit_code > 2) | .run_id'", "the runs that failed"),
    ];

    protected override (IEnumerable<TextLine> Lines, Action<JsonEvents> Events, UsageError? Error) Read(ParseResult parsed, RunHistory history, RecordQuery query)
    {
        var runs = history.Runs(query.Host, query.Since, query.Limit);
        return (runs.Count == 0 ? [new TextLine(Tone.Plain, "no run is on record for that")] : RecordText.History(runs, query.Width), events =>
        {
            foreach (var run in runs)
            {
                RecordJson.Run(events, run);
            }
        }, null);
    }
}
