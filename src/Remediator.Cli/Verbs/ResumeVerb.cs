using System.CommandLine;
using Remediator.Cli.CommandLine;
using Remediator.Cli.Engine;
using Remediator.Cli.Output;
using Remediator.Cli.Records;
using Remediator.Engine.Recording;
using Remediator.Engine.Reporting;
using Remediator.Engine.Running;

namespace Remediator.Cli.Verbs;

/// <summary>Goes on with a run whose process was killed or interrupted.</summary>
internal sealed class ResumeVerb : ReportingVerb
{
    private readonly Argument<string> run = new("run")
    {
        HelpName = "RUN-ID",
        Description = "The run, by its id or as much of the beginning as is unique; or latest.",
        Arity = ArgumentArity.ExactlyOne,
    };

    private readonly Option<bool> rerun = Flags.Switch("--rerun-unknown", "Run tasks again that had begun to change something and are not known to have ended.");
    private readonly Option<bool> skip = Flags.Switch("--skip-unknown", "Take such tasks as done, with a change.");
    private readonly Option<string[]> extraVars = Flags.Texts("--extra-vars", "VARS", "Extra variables that were not recorded, since their names speak of secrets.", "-e");
    private readonly HostFlags hosts = new();
    private readonly StateFlags state = new();

    public override string Name => "resume";

    public override string Summary => "Go on with a run whose process was killed.";

    public override string Description =>
        """
        Goes on with a run that was killed or interrupted, or lost hosts on its way: with its playbooks, inventories and options, under its id. What is on record is not done again, and a host that is finished is not contacted. Where the record ends, the host is asked which of its tasks began to change something and which ended; none of them is blindly run again.

        Passwords and other secrets are not on record: what is missing is named, and is given again as it was.
        """;

    public override IReadOnlyList<Argument> Arguments => [run];

    public override IReadOnlyList<OptionGroup> Groups =>
        [new OptionGroup("Tasks that are neither done nor not begun", rerun, skip), new OptionGroup("Secrets again", extraVars), hosts.BecomePassword, hosts.Vault, state.Group, Output.Group];

    public override IReadOnlyList<(string Command, string Meaning)> Examples =>
    [
        ("remediator resume latest", "the run that was killed just now"),
        ("remediator resume 20261128T03 -K", "one that needs sudo's password"),
    ];

    public override async Task<int> RunAsync(ParseResult parsed, Surroundings around, CancellationToken cancellation)
    {
        Report? opened = null;
        var (request, error) = RequestOf(parsed, around);
        if (error is not null)
        {
            return Refuse(parsed, around, [error]);
        }

        using var report = opened = Output.Open(parsed, around, Name, isLive: true);
        if (Accept(report, await around.Engine.LoadRunAsync(request! with { Ask = q => opened!.Ask(() => around.Answer(q)), Verbosity = Output.Verbosity(parsed) }, cancellation)) is not { } loaded)
        {
            return report.End(ExitCodes.Wrong);
        }

        return report.End(await RunAsync(loaded, report, report, cancellation));
    }

    /// <summary>The recorded request with what was not recorded, or why the run cannot go on.</summary>
    private (RunRequest? Request, UsageError? Error) RequestOf(ParseResult parsed, Surroundings around)
    {
        if (parsed.GetValue(rerun) && parsed.GetValue(skip))
        {
            return (null, new UsageError("--rerun-unknown and --skip-unknown exclude each other"));
        }

        if (state.Target(parsed, around, Name) is not { } target)
        {
            return (null, new UsageError("there is no folder to read from: neither XDG_STATE_HOME nor HOME is set", "--state says where runs are recorded"));
        }

        try
        {
            EmbeddedSqlite.Register();
            using var database = StateDatabase.OpenToRead(target.Folder);
            if (database is null)
            {
                return (null, new UsageError($"nothing is recorded in {target.Folder.Path}", "--state says where runs are recorded"));
            }

            var history = new RunHistory(database);
            var (found, error) = RunOnRecord.Find(history, parsed.GetValue(run)!);
            return found is null ? (null, error) : Request(parsed, around, target, found, history.Tasks(found.Id));
        }
        catch (StateException wrong)
        {
            return (null, new UsageError(wrong.Message, wrong.Hint));
        }
        catch (FormatException wrong)
        {
            return (null, new UsageError(wrong.Message));
        }
    }

    private (RunRequest? Request, UsageError? Error) Request(ParseResult parsed, Surroundings around, RecordTarget target, RecordedRun found, IReadOnlyList<RecordedTask> tasks)
    {
        var recorded = RequestText.Read(found.Request);
        if (Obstacle(found, recorded) is { } obstacle)
        {
            return (null, obstacle);
        }

        // Paths on record are as they were given.
        Directory.SetCurrentDirectory(recorded.Folder);
        if (recorded.Request.Playbooks.Where((p, i) => RequestText.HashOf(p) != recorded.Hashes.ElementAtOrDefault(i)).FirstOrDefault() is { } changed)
        {
            return (null, new UsageError($"the playbook '{changed}' is not as it was when the run began, so what was done cannot be told from what is left", "run it anew: tasks whose state is as declared change nothing"));
        }

        var (request, error) = hosts.ReadSecrets(parsed, around, recorded.Request);
        var given = parsed.GetValue(extraVars) ?? [];
        error ??= recorded.Withheld.FirstOrDefault(name => !given.Any(g => g.StartsWith('@') || g.Contains(name, StringComparison.Ordinal))) is { } missing ? new UsageError($"the extra variable '{missing}' is not on record, since its name speaks of a secret", $"give it again with -e {missing}=…") : null;
        error ??= recorded.HadBecomePassword && request.BecomePassword is null ? new UsageError("the run had a password for sudo, which is not on record", "give it again with -K or --become-password-file") : null;
        error ??= recorded.VaultLabels.FirstOrDefault(label => request.Vault.All.All(s => s.Label != label)) is { } vault ? new UsageError($"the run had the vault password of '{vault}', which is not on record", "give it again with --vault-id or --vault-password-file") : null;
        var unknown = parsed.GetValue(rerun) ? UnknownTasks.Rerun : parsed.GetValue(skip) ? UnknownTasks.Skip : UnknownTasks.Report;
        return error is not null ? (null, error) : (request with
        {
            ExtraVars = [.. request.ExtraVars, .. given],
            Resume = new Resumption(found.Id, tasks, unknown),
            Recording = target,
        }, null);
    }

    private static UsageError? Obstacle(RecordedRun run, RecordedRequest recorded) =>
        run.IsRunning ? new UsageError($"the run {run.Id} is at work", "interrupt it, or wait for its end")
        : !run.CanResume ? new UsageError($"the run {run.Id} came to its end, with exit code {run.ExitCode}", "run its playbook again: tasks whose state is as declared change nothing")
        : recorded.IsMade || recorded.Request.Playbooks.Count == 0 ? new UsageError($"the run {run.Id} had no playbook that could be read again")
        : run.Verb.StartsWith("ansible", StringComparison.Ordinal) ? new UsageError($"the run {run.Id} was started as {run.Verb}, whose configuration is not on record", "run it again: tasks whose state is as declared change nothing")
        : !Directory.Exists(recorded.Folder) ? new UsageError($"the folder {recorded.Folder}, in which the run was started, is gone")
        : null;
}
