using System.CommandLine;
using Remediator.Cli.Records;
using Remediator.Engine.Recording;
using Remediator.Engine.Reporting;

namespace Remediator.Cli.Verbs;

/// <summary>Says what keeps coming back.</summary>
internal sealed class DriftVerb() : RecordVerb(50, "facets")
{
    public override string Name => "drift";

    public override string Summary => "Say what keeps coming back, per host and facet.";

    public override string Description =>
        "Counts, over the runs and plans on record, how often each facet of each host was not as declared: what drifts again after it was mended is changed by something else. The most frequent comes first.";

    public override IReadOnlyList<(string Command, string Meaning)> Examples =>
    [
        ("remediator drift --since 30d", "a month of all hosts"),
        ("remediator drift --host web1", "one host"),
    ];

    protected override (IEnumerable<TextLine> Lines, Action<JsonEvents> Events, UsageError? Error) Read(ParseResult parsed, RunHistory history, RecordQuery query)
    {
        var drift = history.Drift(query.Host, query.Since, query.Limit);
        return (drift.Count == 0 ? [new TextLine(Tone.Ok, "no drift is on record for that")] : RecordText.Drift(drift, query.Width), events =>
        {
            foreach (var one in drift)
            {
                RecordJson.Drift(events, one);
            }
        }, null);
    }
}
