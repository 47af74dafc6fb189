using System.Globalization;
using System.Security.Cryptography;
using Remediator.Engine.Running;
using Remediator.Engine.Variables;
using Remediator.Language.Values;
using Remediator.Modules;
using Remediator.Shell;

namespace Remediator.Engine.Planning;

/// <summary>
/// Tasks with <c>async</c>. One that is polled runs as any other, with a limit. One that is left running becomes a script of its own
/// on the host, started by the task; <c>async_status</c> reads what it said later, by the steps that it was made of.
/// </summary>
internal static class AsyncJob
{
    /// <summary>Its task's number in its script: it is the only one.</summary>
    private const int Id = 1;

    /// <summary>Of a job that another run started no more is known than that it may have run a command.</summary>
    private static readonly IReadOnlyList<Step> Unknown = [new Step.Act(Sh.Of($":")) { HasOutput = true }];

    /// <summary>The steps of an asynchronous task, from those of its module.</summary>
    /// <param name="state">Keeps the steps of what is left running.</param>
    public static List<Step> Of(PlannedTask task, List<Step> steps, TimeSpan limit, IReadOnlyList<KeyValuePair<string, string>> environment, bool? diff, bool check, HostState state)
    {
        if (check)
        {
            return [new Step.Fail("check mode and async cannot be used on same task.")];
        }

        if (steps.All(s => s is Step.Report or Step.Fail))
        {
            return steps.OfType<Step.Fail>().Any() ? steps : [new Step.Fail("async is not supported for this task.")];
        }

        var id = NewId();
        var status = new[] { ("ansible_job_id", Value.Of(id)), ("started", Value.Of(1)), ("finished", Value.Of(task.IsLeftRunning ? 0 : 1)) };
        if (!task.IsLeftRunning)
        {
            return [.. steps, .. status.Select(s => new Step.Report(s.Item1, s.Item2)), new Step.Report("results_file", Value.Of("~/.ansible_async/" + id))];
        }

        if (steps.Any(s => s is Step.Put { Rewrite: not null } or Step.Fetch or Step.Judge or Step.Reconnect))
        {
            return [new Step.Fail($"async is not supported for this task: '{task.Heading.Module}' works together with the controller, which does not wait for what is left running (poll: 0).")];
        }

        state.Jobs[id] = steps;
        var script = ScriptWriter.WriteJob(NonceOf(id), new ScriptTask(Id, task.IsSecret ? "job" : task.Heading.Name, steps) { Environment = environment, IsSecret = task.IsSecret, Diff = diff }, limit);
        return
        [
            .. status.Select(s => new Step.Report(s.Item1, s.Item2)),
            new Step.Act(Sh.Of($"rmd_job_start {id}"))
            {
                Stdin = script,
                FailMessage = "the job could not be started",
                Parse = captured => Value.Dict(("results_file", Value.Of(captured.Text.TrimEnd('\n')))),
            },
        ];
    }

    /// <summary>What is known of a polled job that did not end in time, as results have it; null where the steps are those of no such job.</summary>
    public static DictValue? Unfinished(IReadOnlyList<Step> steps) => steps.OfType<Step.Report>().FirstOrDefault(r => r.Key == "ansible_job_id")?.Value is { } id
        ? Value.Dict(("ansible_job_id", id), ("started", Value.Of(1)), ("finished", Value.Of(0)))
        : null;

    /// <summary>Reads what a job said.</summary>
    public static JobReader ReaderOf(string id, HostState state) => new(id, bytes => Decode(bytes.Span, NonceOf(id), state.Jobs.GetValueOrDefault(id) ?? Unknown));

    private static Verdict? Decode(ReadOnlySpan<byte> bytes, string nonce, IReadOnlyList<Step> steps)
    {
        var events = new ItemEvents(new PlannedItem(steps), time: null);
        foreach (var next in new EventReader(nonce).Feed(bytes))
        {
            if (next is Event.Done done)
            {
                var outcome = events.End(done);
                return new Verdict(outcome.IsChanged, outcome.IsFailed ? outcome.Message : null, outcome.Result);
            }

            events.Take(next);
        }

        return null;
    }

    /// <summary>In the form of Ansible's.</summary>
    private static string NewId() => string.Create(CultureInfo.InvariantCulture, $"j{RandomNumberGenerator.GetInt32(1_000_000):000000}{RandomNumberGenerator.GetInt32(1_000_000):000000}.{RandomNumberGenerator.GetInt32(2, 4_000_000)}");

    private static string NonceOf(string id) => string.Concat(id.Where(char.IsAsciiLetterOrDigit));
}
