using Remediator.Engine.Convergence;
using Remediator.Engine.Planning;
using Remediator.Engine.Reporting;
using Remediator.Engine.Variables;
using Remediator.Language.Playbooks;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Engine.Running;

/// <summary>A task whose items run one by one: tried until it passes, <c>until</c> with <c>retries</c> and <c>delay</c>, or a verification with <c>within</c> and <c>every</c>.</summary>
internal sealed class TriedTask(SegmentProgress progress, PlayRun play, HostVariables variables, TaskCompletion completion, HostRecall recall)
{
    /// <param name="replan">Plans the task anew for a further try or item, what it sees may have changed; items that are done stay as they are.</param>
    public async Task<HostTrouble?> RunAsync(PlannedTask task, Func<IReadOnlyList<PlannedItem>, PlannedTask?> replan, int number, CancellationToken cancellation)
    {
        var syntax = task.Task.Syntax;
        var outcomes = new List<ItemOutcome>();
        HostTrouble? trouble = null;
        var tries = 1;
        for (var i = 0; i < task.Items.Count && trouble is null; i++)
        {
            var keywords = new TaskKeywords(task.Task, variables.ScopeOf(task.Task, Layer.Empty, task.At).With(task.Items[i].Variables));
            if (i > 0 && keywords.Number(syntax.Loop?.Pause, "pause") is { } pause and > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(pause), play.Time, cancellation).ConfigureAwait(false);
                task = replan([.. task.Items.Take(i)]) is { } now && now.Items.Count == task.Items.Count ? now : task;
            }

            var (attempts, within) = AttemptsOf(syntax, keywords);
            if (keywords.Problem is { } problem)
            {
                outcomes.Add(TaskResult.Of(new PlannedItem([]) { Problem = problem }));
                progress.Report(task, i, outcomes[i]);
                continue;
            }

            var item = i;
            var planned = task;
            var start = play.Time.GetTimestamp();
            var made = 0;
            var outcome = await attempts.RunAsync(
                async (attempt, token) =>
                {
                    planned = attempt == 1 ? task : replan([.. task.Items.Take(item)]) ?? planned;
                    made = attempt;
                    var left = within is null ? planned.TimeOut : within - play.Time.GetElapsedTime(start) + TimeSpan.FromSeconds(10);
                    (var one, trouble) = await TryAsync(planned with { TimeOut = left }, item, attempt, number, token).ConfigureAwait(false);
                    return one;
                },
                passes: o => trouble is not null || o.Status == ReportStatus.Skipped || Passes(task, task.Items[item], o),
                retrying: (o, attempt, left) => play.Log.Emit(new RunEvent.TaskRetrying(variables.State.Name, task.Heading, attempt, left, task.IsSecret ? "" : o.Message)),
                play.Time,
                cancellation).ConfigureAwait(false);
            tries = Math.Max(tries, made);
            outcomes.Add(trouble is null && outcome.Status != ReportStatus.Skipped && syntax is not { FailedWhen: not null, Until: not null } && !Passes(task, task.Items[item], outcome) ? GivenUp(outcome, made, play.Time.GetElapsedTime(start), within) : outcome);
            progress.Report(task, item, outcomes[item]);
            if (trouble is null && syntax.Loop is { BreakWhen.Count: > 0 } loop && TaskCompletion.All(loop.BreakWhen, completion.ScopeOf(task, task.Items[item], outcomes[item].Result), out _) == true)
            {
                break;
            }
        }

        progress.Complete(task with { Items = [.. task.Items.Take(outcomes.Count)] }, outcomes, tries, trouble);
        return trouble;
    }

    /// <summary>How often and how long an item is tried; what says so may depend on it.</summary>
    private (Attempts Attempts, TimeSpan? Within) AttemptsOf(TaskItem syntax, TaskKeywords keywords)
    {
        var within = keywords.Duration(syntax.Within, "within");
        var every = within is null ? TimeSpan.FromSeconds(keywords.Number(syntax.Delay, "delay") ?? 5) : keywords.Duration(syntax.Every, "every") ?? TimeSpan.FromSeconds(5);
        // Without until, retries alone tries a failing task again; until alone makes three tries after the first.
        var retries = within is not null ? null : (int?)(keywords.Number(syntax.Retries, "retries") ?? 3);
        if (play.IsCheck || (syntax.Until is null && syntax.Retries is null && within is null))
        {
            // Nothing to wait for: nothing was changed, or the items only run one by one.
            (retries, within) = (0, null);
        }

        return (new Attempts(retries, within, every), within);
    }

    private async Task<(ItemOutcome Outcome, HostTrouble? Trouble)> TryAsync(PlannedTask planned, int index, int attempt, int number, CancellationToken cancellation)
    {
        var item = planned.Items[Math.Min(index, planned.Items.Count - 1)];
        progress.Begin(planned);
        if (item.Script is null)
        {
            return (completion.Judge(planned, item, WithAttempts(planned, TaskResult.Of(item), attempt)), null);
        }

        if (item.Steps is [.., Step.Reconnect reconnect])
        {
            var (whole, lost) = await new Reconnection(play, variables, planned, item, reconnect).RunAsync(number, cancellation).ConfigureAwait(false);
            return (completion.Judge(planned with { IsJudgedHere = true }, item, whole), lost);
        }

        ItemOutcome? outcome = null;
        var trouble = await play.Segments.RunAsync([planned with { Items = [item] }], number, _ => { }, (_, o) => outcome = o, cancellation).ConfigureAwait(false);
        if (trouble is { Running: not null, IsTimeOut: false } && planned.Task.Syntax is { Within: not null } or { Until: not null } or { Retries: not null } && !play.IsCheck && await recall.MayTryAgainAsync(item, cancellation).ConfigureAwait(false))
        {
            return (WithAttempts(planned, TaskResult.Trouble(ReportStatus.Failed, $"the connection was lost during the try: {trouble.Trouble.Message}", trouble.Trouble.Hint), attempt), null);
        }

        recall.See(item);
        if (trouble is null)
        {
            return (completion.Judge(planned, item, WithAttempts(planned, outcome ?? TaskResult.Trouble(ReportStatus.Unknown, "the host did not report the task's end", null), attempt)), null);
        }

        var status = trouble.IsTimeOut ? ReportStatus.TimedOut : trouble.Running is null ? ReportStatus.Unreachable : ReportStatus.Unknown;
        return (TaskResult.Trouble(status, trouble.Trouble.Message, trouble.Trouble.Hint), trouble);
    }

    /// <summary>The number of the try is part of the result, which the task's own conditions may look at.</summary>
    private static ItemOutcome WithAttempts(PlannedTask task, ItemOutcome outcome, int attempt)
    {
        if (attempt == 1 && task.Task.Syntax.Until is null)
        {
            return outcome;
        }

        var result = outcome.Result.ToBuilder();
        result["attempts"] = Value.Of(attempt);
        return outcome with { Result = result.Build() };
    }

    private bool Passes(PlannedTask task, PlannedItem item, ItemOutcome outcome) =>
        task.Task.Syntax.Until is { } until
            ? TaskCompletion.All(until, completion.ScopeOf(task, item, outcome.Result), out _) == true
            : !outcome.IsFailed;

    private static ItemOutcome GivenUp(ItemOutcome outcome, int tries, TimeSpan time, TimeSpan? within)
    {
        var reason = within is { } bound
            ? $"not converged within {bound.TotalSeconds:0.#} s ({tries} tries): "
            : tries == 1 && outcome.Message.Length > 0 ? ""
            : $"not met after {tries} tries in {time.TotalSeconds:0.#} s" + (outcome.Message.Length > 0 ? ": " : "");
        var message = reason + outcome.Message;
        var result = outcome.Result.ToBuilder();
        result["failed"] = Value.True;
        result["msg"] = Value.Of(message);
        if (outcome.Result["attempts"] is not null)
        {
            // Ansible counts what came after the first.
            result["attempts"] = Value.Of(tries - 1);
        }

        return outcome with { Status = ReportStatus.Failed, Message = message, Result = result.Build() };
    }
}
