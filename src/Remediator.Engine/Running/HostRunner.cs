using Remediator.Engine.Planning;
using Remediator.Engine.Reporting;
using Remediator.Engine.Variables;
using Remediator.Language.Values;

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
    private int at;
    private int segmentNumber;
    private bool hasLeft;

    /// <summary>True while the host may take part in what follows.</summary>
    public bool IsGood { get; private set; } = true;

    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (!hasLeft && at < play.Program.Instructions.Count)
            {
                play.Rendezvous.Pass(host, at);
                if (play.StopReason is { } reason)
                {
                    Leave(HostOutcome.Ok, reason, isGood: true);
                    break;
                }

                var segment = play.Planner.Plan(at, variables, notified, pending);
                if (segment.Tasks.Count > 0)
                {
                    await RunAsync(segment, cancellation).ConfigureAwait(false);
                }
                else
                {
                    StepOver(segment.NextAt);
                }
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

    private async Task RunAsync(Segment segment, CancellationToken cancellation)
    {
        var first = segment.Tasks[0];
        if (first.Task.Meta is { } action)
        {
            await DoAsync(action, first).ConfigureAwait(false);
            at = hasLeft ? at : segment.NextAt;
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

    /// <summary>Runs the segment on this host and moves on, or to where a failure leads. True where nothing failed.</summary>
    private async Task<bool> RunHereAsync(Segment segment, CancellationToken cancellation)
    {
        var run = new SegmentProgress(host, play, completion, segment, notified);
        var task = segment.Tasks[0].Task;
        var isTried = segment.Tasks.Count == 1 && (task.Syntax.Until is not null || task.Syntax.Retries is not null || task.Syntax.Within is not null);
        var trouble = isTried
            ? await new TriedTask(run, play, variables, completion).RunAsync(segment.Tasks[0], Replan, ++segmentNumber, cancellation).ConfigureAwait(false)
            : await run.RunAsync(++segmentNumber, cancellation).ConfigureAwait(false);
        if (trouble is { IsTimeOut: false } && !run.IgnoresUnreachable(variables))
        {
            Leave(HostOutcome.Unreachable, trouble.Trouble.Message, isGood: false);
            return false;
        }

        if (run.Failed is { } failed)
        {
            await FailAsync(failed, cancellation).ConfigureAwait(false);
            return false;
        }

        at = segment.NextAt;
        return true;
    }

    private PlannedTask? Replan() => play.Planner.Plan(at, variables, notified, pending).Tasks is [var task, ..] ? task : null;

    private async Task RunOnceAsync(Segment segment, CancellationToken cancellation)
    {
        var place = at;
        var task = segment.Tasks[0];
        if (!await play.Rendezvous.ArriveAsync(host, place, cancellation).ConfigureAwait(false))
        {
            var outcome = await play.Rendezvous.OutcomeAsync(place, cancellation).ConfigureAwait(false);
            if (outcome is TaskOutcome shared)
            {
                completion.Apply(task, shared);
                at = segment.NextAt;
            }
            else
            {
                Leave(HostOutcome.Failed, $"{task.Heading.Name}: it runs once for all hosts, and failed", isGood: false);
            }

            return;
        }

        object? told = null;
        try
        {
            told = await RunHereAsync(segment, cancellation).ConfigureAwait(false) ? completion.Last : null;
        }
        finally
        {
            play.Rendezvous.Tell(place, told);
        }
    }

    private async Task FailAsync(PlannedTask failed, CancellationToken cancellation)
    {
        if (failed.Handler is null && play.Program.FailureTarget(failed.At, pending) is { } target)
        {
            at = target;
            return;
        }

        if (play.Play.ForcesHandlers && failed.Handler is null && notified.Count > 0 && play.Program.NextFlush(failed.At) is { } flush)
        {
            at = flush;
            while (!hasLeft && at == flush && play.Planner.Plan(at, variables, notified, pending) is { Tasks: [{ Handler: not null }, ..] } handlers)
            {
                await RunHereAsync(handlers, cancellation).ConfigureAwait(false);
            }
        }

        Leave(HostOutcome.Failed, $"{failed.Heading.Name} failed", isGood: false);
        if (failed.Task.Inherited(d => d.AnyErrorsFatal) is { Value: not BoolValue { Value: false } })
        {
            play.StopReason ??= $"any_errors_fatal: '{failed.Heading.Name}' failed on {host}";
            play.EndsPlay = true;
        }
    }

    /// <summary>Over what needs no task: ends of blocks, which may pass a failure on.</summary>
    private void StepOver(int nextAt)
    {
        if (nextAt > at)
        {
            at = nextAt;
            return;
        }

        if (play.Program.Instructions[at] is Instruction.End end && pending.Remove(end.Inner))
        {
            if (play.Program.FailureTargetFrom(end.Frame, end.Part, pending) is { } target)
            {
                at = target;
            }
            else
            {
                Leave(HostOutcome.Failed, "a block failed", isGood: false);
            }

            return;
        }

        at++;
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
                play.StopReason ??= action;
                play.EndsPlay = action == "end_play";
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
