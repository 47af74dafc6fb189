using Remediator.Engine.Planning;
using Remediator.Engine.Reporting;
using Remediator.Engine.Variables;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Engine.Running;

/// <summary>A task that lets the line to its host go and waits until the host answers on another: <see cref="Step.Reconnect"/>.</summary>
internal sealed class Reconnection(PlayRun play, HostVariables variables, PlannedTask task, PlannedItem item, Step.Reconnect reconnect)
{
    private readonly Endpoint endpoint = item.Endpoint!;

    /// <returns>The outcome, and the trouble where the host could not be reached before anything was done.</returns>
    public async Task<(ItemOutcome Outcome, HostTrouble? Trouble)> RunAsync(int number, CancellationToken cancellation)
    {
        var isCheck = item.Script!.Check ?? play.IsCheck;
        if (isCheck && reconnect.Leaving.Count == 0)
        {
            return (new ItemOutcome(ReportStatus.Skipped, Value.Dict(("changed", Value.False), ("skipped", Value.True))), null);
        }

        if (endpoint.Kind == ConnectionKind.Local && reconnect.Leaving.Count > 0)
        {
            return (Failed(Value.Dict(("rebooted", Value.False)), $"Running {task.Heading.Module} with local connection would reboot the control node.", null), null);
        }

        var before = item.Steps.Take(item.Steps.Count - 1).ToList();
        var (known, trouble) = await DoAsync(before, number, cancellation).ConfigureAwait(false);
        if (trouble is not null || known.IsFailed)
        {
            return (known, trouble);
        }

        var start = play.Time.GetTimestamp();
        if (reconnect.Leaving.Count > 0)
        {
            // The host may be gone before it can say that it goes.
            var (left, _) = await DoAsync(reconnect.Leaving, number, cancellation).ConfigureAwait(false);
            if (left.Status == ReportStatus.Failed || isCheck)
            {
                return (Ended(known, left, start), null);
            }

            known = known with { Status = ReportStatus.Changed, Facets = left.Facets };
        }

        await Task.Delay(reconnect.Delay, play.Time, cancellation).ConfigureAwait(false);
        var last = "";
        do
        {
            await play.Channels.ForgetAsync(endpoint).ConfigureAwait(false);
            var opening = await play.Channels.OpenAsync(endpoint, cancellation, reconnect.ConnectTimeout).ConfigureAwait(false);
            if (opening.Channel is null)
            {
                last = opening.Trouble!.Message;
            }
            else
            {
                var (there, lost) = await DoAsync(reconnect.Then(known.Result), number, cancellation).ConfigureAwait(false);
                if (lost is null && !there.IsFailed)
                {
                    return (Ended(known, null, start), null);
                }

                last = lost?.Trouble.Message ?? there.Message;
            }

            await Task.Delay(reconnect.Pause, play.Time, cancellation).ConfigureAwait(false);
        }
        while (play.Time.GetElapsedTime(start) < reconnect.Limit);
        return (Failed(known.Result, $"{reconnect.TimedOut}: {last}", start), null);
    }

    /// <summary>Runs steps as a script of their own; what they report is known at once where none needs the host.</summary>
    private async Task<(ItemOutcome Outcome, HostTrouble? Trouble)> DoAsync(IReadOnlyList<Step> steps, int number, CancellationToken cancellation)
    {
        var part = new PlannedItem(steps) { Endpoint = endpoint };
        if (steps.All(s => s is Step.Report or Step.Fail))
        {
            return (TaskResult.Of(part), null);
        }

        part = part with { Script = item.Script! with { Id = variables.NextId(), Steps = steps, OnFailure = OnFailure.Ignore, ChangedWhen = null, FailedWhen = null } };
        ItemOutcome? outcome = null;
        var trouble = await play.Segments.RunAsync([task with { Items = [part] }], number, _ => { }, (_, o) => outcome = o, cancellation).ConfigureAwait(false);
        return (outcome ?? TaskResult.Trouble(trouble is { Running: null } ? ReportStatus.Unreachable : ReportStatus.Unknown, trouble?.Trouble.Message ?? "the host did not report the task's end", trouble?.Trouble.Hint), trouble);
    }

    private ItemOutcome Ended(ItemOutcome known, ItemOutcome? left, long start)
    {
        var outcome = left ?? known;
        var result = known.Result.ToBuilder();
        foreach (var (key, value) in left?.Result ?? DictValue.Empty)
        {
            result[key] = value;
        }

        result["changed"] = Value.Of(outcome.Status == ReportStatus.Changed);
        result["elapsed"] = Seconds(start);
        return outcome with { Result = result.Build() };
    }

    private ItemOutcome Failed(DictValue known, string message, long? start)
    {
        var result = known.ToBuilder();
        result["changed"] = Value.False;
        result["elapsed"] = start is { } since ? Seconds(since) : Value.Of(0);
        result["failed"] = Value.True;
        result["msg"] = Value.Of(message);
        return new ItemOutcome(ReportStatus.Failed, result.Build()) { Message = message };
    }

    private Value Seconds(long start) => Value.Of((long)play.Time.GetElapsedTime(start).TotalSeconds);
}
