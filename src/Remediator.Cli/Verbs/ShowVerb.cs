using System.CommandLine;
using Remediator.Cli.Records;
using Remediator.Engine.Recording;
using Remediator.Engine.Reporting;

namespace Remediator.Cli.Verbs;

/// <summary>Shows one run that was recorded.</summary>
internal sealed class ShowVerb() : RecordVerb(int.MaxValue, "tasks")
{
    private readonly Argument<string> run = new("run")
    {
        HelpName = "RUN-ID",
        Description = "The run, by its id or as much of the beginning as is unique; or latest.",
        Arity = ArgumentArity.ExactlyOne,
    };

    public override string Name => "show";

    public override string Summary => "Show a run on record: hosts, changes, failures.";

    public override string Description => "Shows what a run found and did on each host: tasks that changed something or failed, with facets before and after, and what was verified. -v shows all tasks.";

    public override IReadOnlyList<Argument> Arguments => [run];

    public override IReadOnlyList<(string Command, string Meaning)> Examples =>
    [
        ("remediator show latest", "the latest run"),
        ("remediator show 20261128T03 --host web1 -v", "all tasks of a host"),
    ];

    protected override IReadOnlyList<Option> Which => [Host];

    protected override (IEnumerable<TextLine> Lines, Action<JsonEvents> Events, UsageError? Error) Read(ParseResult parsed, RunHistory history, RecordQuery query)
    {
        var (found, error) = RunOnRecord.Find(history, parsed.GetValue(run)!);
        if (found is null)
        {
            return ([], static _ => { }, error);
        }

        var tasks = history.Tasks(found.Id).Where(t => query.Host is null || t.Host == query.Host).ToList();
        found = query.Host is { } host ? found with { Hosts = [.. found.Hosts.Where(h => h.Host == host)] } : found;
        return (RecordText.Run(found, tasks, query.ShowsAll, query.Width), events =>
        {
            RecordJson.Run(events, found);
            foreach (var task in tasks)
            {
                RecordJson.Task(events, task);
            }
        }, null);
    }
}
