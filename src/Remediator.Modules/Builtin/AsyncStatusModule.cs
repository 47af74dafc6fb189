using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class AsyncStatusModule : Module
{
    /// <summary>What the prelude says of a job that is not there, and of one that was ended by its limit.</summary>
    private const int NoJob = 3, Late = 4;

    private static readonly Parameter<JobReader> Job = Parameter.Job("jid", "The job's id: ansible_job_id in the result of the task that started it.").Required();

    private static readonly Parameter<string> Mode = Parameter.Choice("mode", "status asks how far it is; cleanup removes what is kept of it.", "status", "cleanup").WithDefault("status");

    public override ModuleSpec Spec { get; } = new("async_status", "Asks for a task that was left running (async with poll: 0). When it has ended, its result is this one's.")
    {
        Parameters = [Job, Mode],
        Returns =
        [
            ("ansible_job_id", "The job's id."),
            ("started", "1, as a job starts at once."),
            ("finished", "1 when it has ended, else 0."),
            ("results_file", "Where the host keeps what it said."),
            ("erased", "The same, after cleanup."),
        ],
        Examples = [new ModuleExample("- name: Wait for the long one\n  async_status:\n    jid: j123456789012.1\n") { OutsideSandbox = "it needs a job that runs" }],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var job = args.Require(Job);
        if (job.Id.Length == 0 || job.Id.Contains('/') || job.Id.StartsWith('.'))
        {
            yield return new Step.Fail($"'{job.Id}' is no id of a job");
            yield break;
        }

        yield return new Step.Report("ansible_job_id", Value.Of(job.Id));
        yield return new Step.Report("stdout", Value.Of(""));
        yield return new Step.Report("stdout_lines", ListValue.Empty);
        yield return new Step.Report("stderr", Value.Of(""));
        yield return new Step.Report("stderr_lines", ListValue.Empty);
        yield return args.Require(Mode) == "cleanup"
            ? new Step.Judge(Sh.Of($"rmd_job_forget {job.Id}"), c => c.ExitCode == NoJob ? Missing : c.ExitCode != 0
                ? new Verdict(false, "the job's results could not be removed", DictValue.Empty)
                : Verdict.Read(Value.Dict(("started", Value.Of(0)), ("finished", Value.Of(0)), ("erased", Value.Of(c.Text.TrimEnd('\n')))))) { IsSkippedInCheck = true }
            : new Step.Judge(Sh.Of($"rmd_job_read {job.Id}"), c => Read(job, c)) { IsSkippedInCheck = true };
    }

    private static Verdict Missing => new(false, "could not find job", Value.Dict(("started", Value.Of(1)), ("finished", Value.Of(1))));

    private static Verdict Read(JobReader job, Captured captured)
    {
        var end = Array.IndexOf(captured.Stdout, (byte)'\n');
        if (end < 0)
        {
            return new Verdict(false, "the job's results could not be read", DictValue.Empty);
        }

        var path = System.Text.Encoding.UTF8.GetString(captured.Stdout.AsSpan(0, end));
        var verdict = captured.ExitCode == NoJob ? Missing : captured.ExitCode == Late ? new Verdict(false, "Timeout exceeded", DictValue.Empty) : job.Decode(captured.Stdout.AsMemory(end + 1));
        var result = (verdict?.Result ?? DictValue.Empty).ToBuilder();
        result["started"] = Value.Of(1);
        result["finished"] = Value.Of(verdict is null ? 0 : 1);
        result["results_file"] = Value.Of(path);
        return new Verdict(verdict?.Changed == true, verdict?.Failure, result.Build());
    }
}
