using Remediator.Cli.Engine;
using Remediator.Cli.Output;
using Remediator.Engine.Recording;
using Remediator.Engine.Reporting;
using Remediator.Language.Diagnostics;

namespace Remediator.Cli.Personas;

/// <summary>The program as <c>ansible-playbook</c>.</summary>
internal sealed class PlaybookPersona : Persona
{
    private static readonly PersonaOption Tags = new("only tasks with one of these tags", "-t", "--tags") { Value = "TAGS" };
    private static readonly PersonaOption SkipTags = new("no tasks with one of these tags", "--skip-tags") { Value = "SKIP_TAGS" };
    private static readonly PersonaOption ForceHandlers = new("run notified handlers also where a task failed", "--force-handlers");
    private static readonly PersonaOption FlushCache = new("forget the facts that a cache keeps", "--flush-cache");
    private static readonly PersonaOption ListTasks = new("list the tasks and do nothing else", "--list-tasks");
    private static readonly PersonaOption ListTags = new("list the tags and do nothing else", "--list-tags");
    private static readonly PersonaOption Step = new("refused: a run asks nothing between tasks", "--step");
    private static readonly PersonaOption StartAtTask = new("begin at the task of this name", "--start-at-task") { Value = "START_AT_TASK" };

    public override string Name => "ansible-playbook";

    protected override string Summary => "Runs playbooks on the hosts that they name.";

    protected override string Operands => "playbook [playbook ...]";

    protected override IReadOnlyList<PersonaOption> Options { get; } =
        [Verbose, .. RunOptions.All, .. VaultOptions.All, Tags, SkipTags, ForceHandlers, FlushCache, ListTasks, ListTags, Step, StartAtTask];

    protected override async Task<int> RunAsync(PersonaArguments arguments, Surroundings around, CancellationToken cancellation)
    {
        if (arguments.Positional.Count == 0)
        {
            throw new PersonaUsageException("the following arguments are required: playbook");
        }

        if (arguments.Has(Step))
        {
            throw new PersonaException("--step is not offered: consecutive tasks run as one script; --check shows what a run would do", PersonaExitCodes.Options);
        }

        if (arguments.Positional.FirstOrDefault(p => !File.Exists(p)) is { } absent)
        {
            throw new PersonaException(Directory.Exists(absent) ? $"the playbook: {absent} does not appear to be a file" : $"the playbook: {absent} could not be found");
        }

        var listing = ListingOf(arguments);
        var configured = Configured(arguments, around);
        var request = RunOptions.Apply(arguments, around, configured, listing == Listing.None) with
        {
            Playbooks = arguments.Positional,
            Recording = StateFolder.Default(around.Terminal.Variable) is { } folder ? new RecordTarget(folder, Name) : null,
            Ask = listing == Listing.None ? around.Answer : static _ => "",
            Tags = arguments.Has(Tags) ? Split(arguments.Texts(Tags)) : configured.Tags,
            SkipTags = arguments.Has(SkipTags) ? Split(arguments.Texts(SkipTags)) : configured.SkipTags,
            ForceHandlers = arguments.Has(ForceHandlers) || configured.ForceHandlers,
            FlushCache = arguments.Has(FlushCache),
            StartAtTask = arguments.Text(StartAtTask),
        };
        var errors = AnsibleReport.Open(around, request);
        using var report = ReportOf(request, errors, around);
        WarnOfNoInventory(request, around);
        var (run, diagnostics) = await around.Engine.LoadRunAsync(request, cancellation);
        report.Diagnose(diagnostics);
        if (run is null || diagnostics.Any(d => d.Severity == Severity.Error))
        {
            return PersonaExitCodes.Of(diagnostics);
        }

        if (listing != Listing.None)
        {
            report.List(run.Outline(), listing);
            return report.End(PersonaExitCodes.Success);
        }

        if (request.Verbosity >= 2)
        {
            errors.Announce(run.Outline());
        }

        using var heard = cancellation.Register(report.Interrupting);
        return report.End(PersonaExitCodes.Of(await run.RunAsync(report, cancellation)));
    }

    private static Report ReportOf(RunRequest request, AnsibleReport errors, Surroundings around) => request.Settings.StdoutCallback switch
    {
        "minimal" or "ansible.builtin.minimal" => new MinimalReport(around.Terminal, errors, new MinimalText(errors.Detail, request.Settings, isOneLine: false)),
        "oneline" or "ansible.builtin.oneline" => new MinimalReport(around.Terminal, errors, new MinimalText(errors.Detail, request.Settings, isOneLine: true)),
        _ => errors,
    };

    private static Listing ListingOf(PersonaArguments arguments) =>
        (arguments.Has(RunOptions.SyntaxCheck) ? Listing.Syntax : 0)
        | (arguments.Has(RunOptions.ListHosts) ? Listing.Hosts : 0)
        | (arguments.Has(ListTasks) ? Listing.Tasks : 0)
        | (arguments.Has(ListTags) ? Listing.Tags : 0);

    private static string[] Split(IReadOnlyList<string> values) =>
        [.. values.SelectMany(v => v.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
}
