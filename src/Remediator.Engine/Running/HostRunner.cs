using Remediator.Engine.Planning;
using Remediator.Engine.Reporting;
using Remediator.Engine.Variables;

namespace Remediator.Engine.Running;

/// <summary>
/// Walks one host through a play's program: plans a segment with what is known, runs it, learns from its events, goes on. Hosts walk
/// on their own; they meet only where a task's meaning needs all of them.
/// </summary>
internal sealed class HostRunner(string host, PlayRun play)
{
    private readonly HashSet<int> notified = [];
    private readonly HashSet<BlockFrame> pending = [];
    private readonly HostVariables variables = play.VariablesOf(host);
    private readonly TaskCompletion completion = new(host, play, play.VariablesOf(host));
    private PlannedTask? cause;
    private int at;
    private int gatheredAt = -1;
    private int segmentNumber;
    private bool hasLeft;
    private bool mustGather;

    /// <summary>True while the host may take part in what follows.</summary>
    public bool IsGood { get; private set; } = true;

    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (!hasLeft && at < play.Program.Instructions.Count)
            {
                await StepAsync(cancellation).ConfigureAwait(false);
            }

            if (!hasLeft)
            {
                Leave(HostOutcome.Ok, "done", isGood: true);
            }
        }
        finally
        {
            play.Rendezvous.Leave(host);
        }
    }

    private async Task StepAsync(CancellationToken cancellation)
    {
        play.Rendezvous.Pass(host, at);
        if (mustGather)
        {
            await GatherAsync(cancellation).ConfigureAwait(false);
        }

        if (play.Stop is { } stop)
        {
            Leave(HostOutcome.Ok, stop.Reason, isGood: !stop.IsFailure);
            return;
        }

        var segment = play.Planner.Plan(at, variables, notified, pending);
        if (segment.Tasks.Count == 0)
        {
            await StepOverAsync(segment.NextAt, cancellation).ConfigureAwait(false);
            return;
        }

        var first = segment.Tasks[0];
        if (play.MovesTogether && gatheredAt != at && (first.ReadsOtherHosts || first.Task.Meta is "end_play" or "end_batch"))
        {
            // Planned anew once the others have come as far.
            await GatherAsync(cancellation).ConfigureAwait(false);
        }
        else if (first.Task.Meta is { } action)
        {
            await DoAsync(action, first).ConfigureAwait(false);
            at = hasLeft ? at : segment.NextAt;
            mustGather = action is "end_play" or "end_batch";
        }
        else if (first.Task.MeetsOthers && play.Hosts.Count > 1 && first.Handler is null)
        {
            await RunOnceAsync(segment, cancellation).ConfigureAwait(false);
        }
        else
        {
            await RunHereAsync(segment, cancellation).ConfigureAwait(false);
        }
    }

    private async Task GatherAsync(CancellationToken cancellation)
    {
        mustGather = false;
        if (play.MovesTogether)
        {
            await play.Rendezvous.GatherAsync(host, at, cancellation).ConfigureAwait(false);
            gatheredAt = at;
        }
    }

    /// <summary>Runs the segment on this host and moves on, or to where a failure leads. True where nothing failed.</summary>
    private async Task<bool> RunHereAsync(Segment segment, CancellationToken cancellation)
    {
        var run = new SegmentProgress(host, play, completion, segment, notified);
        var task = segment.Tasks[0].Task;
        var isTried = segment.Tasks.Count == 1 && (task.Syntax.Until is not null || task.Syntax.Retries is not null || task.Syntax.Within is not null);
        var trouble = isTried
            ? await new TriedTask(run, play, variables, completion).RunAsync(segment.Tasks[0], Replan, ++segmentNumber, cancellation).ConfigureAwait(false)
            : await run.RunAsync(++segmentNumber, cancellation).ConfigureAwait(false);
        mustGather = play.Play.MaxFailPercentage is not null || segment.Tasks[^1].EndsAllOnFailure;
        if (run.Failed is not { } failed)
        {
            at = run.NextAt;
            return true;
        }

        if (trouble is { IsTimeOut: false })
        {
            play.Lose(host, failed);
            Leave(HostOutcome.Unreachable, trouble.Trouble.Message, isGood: false);
        }
        else
        {
            await FailAsync(failed, cancellation).ConfigureAwait(false);
        }

        return false;
    }

    private PlannedTask? Replan() => play.Planner.Plan(at, variables, notified, pending).Tasks is [var task, ..] ? task : null;

    private async Task RunOnceAsync(Segment segment, CancellationToken cancellation)
    {
        var place = at;
        var task = segment.Tasks[0];
        if (!await play.Rendezvous.ArriveAsync(host, place, cancellation).ConfigureAwait(false))
        {
            if (await play.Rendezvous.OutcomeAsync(place, cancellation).ConfigureAwait(false) is not TaskOutcome shared)
            {
                Leave(HostOutcome.Failed, $"{task.Heading.Name}: it runs once for all hosts, and the host that ran it was lost", isGood: false);
                return;
            }

            completion.Apply(task, shared);
            if (shared.IsFailed && !task.IgnoresErrors)
            {
                await FailAsync(task, cancellation).ConfigureAwait(false);
            }
            else
            {
                at = segment.NextAt;
            }

            return;
        }

        TaskOutcome? told = null;
        try
        {
            await RunHereAsync(segment, cancellation).ConfigureAwait(false);
            told = completion.Last;
        }
        finally
        {
            play.Rendezvous.Tell(place, told is { IsLost: false } ? told : null);
        }
    }

    private async Task FailAsync(PlannedTask failed, CancellationToken cancellation)
    {
        cause = failed;
        if (failed.Handler is null && play.Program.FailureTarget(failed.At, pending) is { } target)
        {
            at = target;
            return;
        }

        await GiveUpAsync(failed, cancellation).ConfigureAwait(false);
    }

    /// <summary>Leaves the play for good; before that, where it is wanted, with the handlers notified so far.</summary>
    private async Task GiveUpAsync(PlannedTask failed, CancellationToken cancellation)
    {
        if (play.Play.ForcesHandlers && failed.Handler is null && play.Program.NextFlush(at) is { } flush)
        {
            while (!hasLeft && play.Planner.PlanHandlers(flush, variables, notified) is { Tasks.Count: > 0 } handlers)
            {
                await RunHereAsync(handlers, cancellation).ConfigureAwait(false);
            }
        }

        if (!hasLeft)
        {
            play.Lose(host, failed);
            Leave(HostOutcome.Failed, $"{failed.Heading.Name} failed", isGood: false);
        }
    }

    /// <summary>Over what needs no task: ends of blocks, which may pass a failure on.</summary>
    private async Task StepOverAsync(int nextAt, CancellationToken cancellation)
    {
        if (nextAt > at)
        {
            at = nextAt;
        }
        else if (play.Program.Instructions[at] is not Instruction.End end || !pending.Remove(end.Inner))
        {
            at++;
        }
        else if (play.Program.FailureTargetFrom(end.Frame, end.Part, pending) is { } target)
        {
            at = target;
        }
        else
        {
            await GiveUpAsync(cause!, cancellation).ConfigureAwait(false);
        }
    }

    private async Task DoAsync(string action, PlannedTask task)
    {
        if (task.Items.Any(i => i.SkipReason is not null))
        {
            return;
        }

        switch (action)
        {
            case "end_host":
                Leave(HostOutcome.Ok, "end_host", isGood: true);
                break;
            case "end_play" or "end_batch":
                play.End(new Stop(action, IsBatchOnly: action == "end_batch"));
                Leave(HostOutcome.Ok, action, isGood: true);
                break;
            case "clear_facts":
                variables.State.ClearFacts();
                break;
            case "reset_connection":
                await play.Channels.ForgetAsync(host).ConfigureAwait(false);
                break;
        }
    }

    private void Leave(HostOutcome outcome, string reason, bool isGood)
    {
        hasLeft = true;
        IsGood = isGood;
        play.Log.Emit(new RunEvent.HostLeft(host, outcome, reason));
    }
}
