using System.CommandLine;
using Remediator.Cli.CommandLine;
using Remediator.Cli.Engine;
using Remediator.Cli.Output;
using Remediator.Engine.Reporting;

namespace Remediator.Cli.Verbs;

/// <summary>Runs playbooks.</summary>
internal class RunVerb : ReportingVerb
{
    private readonly TaskFlags tasks = new("Playbook files, run in this order.");
    private readonly HostFlags hosts = new();
    private readonly StateFlags state = new();
    private readonly JournalFlags journal = new();
    private readonly Option<bool> check = Flags.Switch("--check", "Change nothing; say what would change. Exit code 2 means that something would.", "-C");
    private readonly Option<bool> diff = Flags.Switch("--diff", "Show how texts change.", "-D");
    private readonly Option<bool> forceHandlers = Flags.Switch("--force-handlers", "Run notified handlers also on a host where a task failed.");
    private readonly Option<bool> flushCache = Flags.Switch("--flush-cache", "Taken for compatibility: facts are not kept between runs.");
    private readonly Option<string?> profile = Flags.Text("--profile", "FILE", "Write where the time goes, host by host, as a trace that chrome://tracing and Perfetto open.");
    private readonly Option<bool> syntaxCheck = Flags.Switch("--syntax-check", "Read and check everything, then stop.");
    private readonly Option<bool> listHosts = Flags.Switch("--list-hosts", "List the hosts of each play.");
    private readonly Option<bool> listTasks = Flags.Switch("--list-tasks", "List the tasks of each play.");
    private readonly Option<bool> listTags = Flags.Switch("--list-tags", "List the tags of each play.");

    public override string Name => "run";

    public override string Summary => "Run playbooks: bring hosts to the state they describe.";

    public override string Description =>
        """
        Runs playbooks on the hosts that they and the inventory name, and verifies what they ask to verify.

        Playbooks, inventories and templates are read and checked first; what is wrong in them is told all at once, and no host is contacted.
        """;

    public override IReadOnlyList<Argument> Arguments => [tasks.Playbooks];

    public override IReadOnlyList<OptionGroup> Groups =>
    [
        hosts.Hosts,
        new OptionGroup("What to run", TaskOptions),
        new OptionGroup("Instead of running", syntaxCheck, listHosts, listTasks, listTags),
        hosts.Connection,
        hosts.Become,
        hosts.Vault,
        state.Group,
        .. IsPlan ? [] : (OptionGroup[])[journal.Group],
        Output.Group,
    ];

    public override IReadOnlyList<(string Command, string Meaning)> Examples =>
    [
        ("remediator run site.yml -i hosts.ini", "run a playbook"),
        ("remediator run site.yml -i hosts.ini -l 'web*:!web3' -t chrony -D", "some hosts, some tasks, with diffs"),
        ("remediator run site.yml -i localhost, -c local --check", "on this machine, changing nothing"),
        ("remediator run site.yml -i hosts.ini -b -K", "with sudo, asking for its password"),
        ("remediator run site.yml -i hosts.ini --output json | jq -c 'select(.event == \"task_ended\")'", "events for a program"),
    ];

    /// <summary>True where the verb itself is check mode with diffs.</summary>
    protected virtual bool IsPlan => false;

    private IReadOnlyList<Option> TaskOptions => IsPlan
        ? [.. tasks.Tags, tasks.ExtraVars, flushCache, profile]
        : [.. tasks.Tags, tasks.ExtraVars, check, diff, forceHandlers, flushCache, profile];

    public override async Task<int> RunAsync(ParseResult parsed, Surroundings around, CancellationToken cancellation)
    {
        var listing = ListingOf(parsed);
        Report? opened = null;
        var questions = (IsPlan ? RequestOf(parsed) : journal.Read(parsed, RequestOf(parsed))) with { Recording = state.Target(parsed, around, Name), Ask = listing == Listing.None ? q => opened!.Ask(() => around.Answer(q)) : static _ => "" };
        var (request, error) = hosts.Read(parsed, around, questions, contactsHosts: listing == Listing.None);
        if (error is not null)
        {
            return Refuse(parsed, around, [error]);
        }

        var (timed, refusal) = ProfileFile.Open(listing == Listing.None ? parsed.GetValue(profile) : null);
        using var profiling = timed;
        if (refusal is not null)
        {
            return Refuse(parsed, around, [refusal]);
        }

        using var report = opened = Output.Open(parsed, around, Name, isLive: listing == Listing.None);
        if (Accept(report, await around.Engine.LoadRunAsync(request, cancellation)) is not { } run)
        {
            return report.End(ExitCodes.Wrong);
        }

        if (listing != Listing.None)
        {
            report.List(run.Outline(), listing);
            return report.End(ExitCodes.Success);
        }

        return report.End(await RunAsync(run, timed is null ? report : new ObserverList(report, timed), report, cancellation));
    }

    private RunRequest RequestOf(ParseResult parsed) => tasks.Read(parsed) with
    {
        Check = IsPlan || parsed.GetValue(check),
        Diff = IsPlan || parsed.GetValue(diff),
        ForceHandlers = !IsPlan && parsed.GetValue(forceHandlers),
        Verbosity = Output.Verbosity(parsed),
    };

    private Listing ListingOf(ParseResult parsed) =>
        (parsed.GetValue(syntaxCheck) ? Listing.Syntax : 0)
        | (parsed.GetValue(listHosts) ? Listing.Hosts : 0)
        | (parsed.GetValue(listTasks) ? Listing.Tasks : 0)
        | (parsed.GetValue(listTags) ? Listing.Tags : 0);
}
