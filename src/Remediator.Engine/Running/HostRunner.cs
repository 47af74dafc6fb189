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
    private readonly HostProgress progress = new();
    private readonly HostVariables variables = play.VariablesOf(host);
    private readonly TaskCompletion completion = new(host, play, play.VariablesOf(host));
    private readonly List<Endpoint> used = [];
    private HandlerMemory? memory;
    private readonly HostRecall recall = new(host, play);
    private PlannedTask? cause;
    private Position at = new(play.Program, 0, null);
    private Place? gatheredAt;
    private bool isGivingUp;
    private int segmentNumber;
    private bool hasLeft;
    private bool mustGather;

    private HandlerMemory Memory => memory ??= new HandlerMemory(host, play, variables.State, progress);

    /// <summary>True while the host may take part in what follows.</summary>
    public bool IsGood { get; private set; } = true;

    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (!hasLeft && !at.IsOver)
            {
                await StepAsync(cancellation).ConfigureAwait(false);
            }

            if (!hasLeft)
            {
                Leave(HostOutcome.Ok, "done", isGood: true);
            }

            if (IsGood)
            {
                await Memory.ForgetAsync(cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            play.Rendezvous.Leave(host);
        }
    }

    private async Task StepAsync(CancellationToken cancellation)
    {
        play.Rendezvous.Pass(host, at.Place);
        Memory.Recall();
        var began = play.Log.Elapsed;
        var segment = play.Planner.Plan(at, variables, progress);
        // A run that is resumed knows of its own, and contacts no host that has nothing left to do.
        if (play.Resumed is null && await Memory.GreetAsync(segment, cancellation).ConfigureAwait(false))
        {
            segment = play.Planner.Plan(at, variables, progress);
        }

        play.Log.Emit(new RunEvent.StageEnded(host, RunStage.Plan, began, $"{segment.Tasks.Count} tasks"));
        if (segment.Tasks.Count == 0)
        {
            await StepOverAsync(segment, cancellation).ConfigureAwait(false);
            return;
        }

        var first = segment.Tasks[0];
        if (mustGather)
        {
            // At the task itself: ends of blocks on the way to it are no place to meet, for others may be in a rescue that stands after them.
            mustGather = false;
            await GatherAsync(first.At.Place, cancellation).ConfigureAwait(false);
            segment = play.Planner.Plan(at, variables, progress);
            first = segment.Tasks.Count > 0 ? segment.Tasks[0] : first;
        }

        if (play.Stop is { } stop && (stop.After is not { } last || first.At.Place > last))
        {
            if (stop.IsFailure)
            {
                // It did not fail itself, but what it has got so far was never verified.
                await LeaveAsync(HostOutcome.Ok, stop.Reason, cancellation).ConfigureAwait(false);
                return;
            }

            Leave(HostOutcome.Ok, stop.Reason, isGood: true);
            return;
        }

        if (play.MovesTogether && gatheredAt != first.At.Place && (first.ReadsOtherHosts || first.Task.Meta is "end_play" or "end_batch"))
        {
            // Planned anew once the others have come as far.
            await GatherAsync(first.At.Place, cancellation).ConfigureAwait(false);
        }
        else if (first.Task.Meta is { } action)
        {
            var before = at;
            await DoTogetherAsync(action, first, cancellation).ConfigureAwait(false);
            if (first.Handler is { } answered)
            {
                progress.Notified.Remove(answered);
            }

            at = hasLeft || at != before ? at : segment.NextAt;
            mustGather = action is "end_play" or "end_batch";
        }
        else if (first.RunsOnce && play.Hosts.Count > 1)
        {
            await RunOnceAsync(segment, cancellation).ConfigureAwait(false);
        }
        else
        {
            await RunHereAsync(segment, cancellation).ConfigureAwait(false);
        }
    }

    private async Task GatherAsync(Place place, CancellationToken cancellation)
    {
        if (play.MovesTogether)
        {
            await play.Rendezvous.GatherAsync(host, place, cancellation).ConfigureAwait(false);
            gatheredAt = place;
        }
    }

    /// <summary>Runs the segment on this host and moves on, or to where a failure leads. True where nothing failed.</summary>
    private async Task<bool> RunHereAsync(Segment segment, CancellationToken cancellation)
    {
        segment = await recall.ApplyAsync(segment, cancellation).ConfigureAwait(false);
        var run = new SegmentProgress(host, play, completion, segment, progress, Memory, recall);
        used.AddRange(segment.Tasks.SelectMany(t => t.Items).Where(i => i.Script is not null && !used.Contains(i.Endpoint!)).Select(i => i.Endpoint!).Distinct().ToList());
        var task = segment.Tasks[0].Task;
        var isTried = segment.Tasks.Count == 1 && task.IsTried && segment.Tasks[0].Items.All(i => i.Known is null);
        using var turn = await play.TurnAsync(segment.Tasks[0], cancellation).ConfigureAwait(false);
        var trouble = isTried
            ? await new TriedTask(run, play, variables, completion, recall).RunAsync(segment.Tasks[0], Replan, ++segmentNumber, cancellation).ConfigureAwait(false)
            : await run.RunAsync(++segmentNumber, cancellation).ConfigureAwait(false);
        mustGather = play.Play.MaxFailPercentage is not null || segment.Tasks[^1].EndsAllOnFailure;
        if (run.Failed is not { } failed)
        {
            at = run.NextAt;
            progress.End(run.IsWhole ? segment.EndedRoles : []);
            return true;
        }

        if (trouble is { IsTimeOut: false })
        {
            play.Lose(host, failed);
            if (play.RollsBack)
            {
                play.Log.Warn($"{host}: the connection was lost, so what was changed there stays; 'remediator rollback {play.Journal.Run} -l {host}' takes it back once the host can be reached");
            }

            Leave(HostOutcome.Unreachable, trouble.Trouble.Message, isGood: false);
        }
        else
        {
            await FailAsync(failed, cancellation).ConfigureAwait(false);
        }

        return false;
    }

    private PlannedTask? Replan(IReadOnlyList<PlannedItem> done)
    {
        progress.ItemsDone = done;
        try
        {
            return play.Planner.Plan(at, variables, progress).Tasks is [var task, ..] ? task : null;
        }
        finally
        {
            progress.ItemsDone = [];
        }
    }

    private async Task RunOnceAsync(Segment segment, CancellationToken cancellation)
    {
        var task = segment.Tasks[0];
        var place = task.At.Place;
        if (!await play.Rendezvous.ArriveAsync(host, place, cancellation).ConfigureAwait(false))
        {
            if (await play.Rendezvous.OutcomeAsync(place, cancellation).ConfigureAwait(false) is not TaskOutcome shared)
            {
                Leave(HostOutcome.Failed, $"{task.Heading.Name}: it runs once for all hosts, and the host that ran it was lost", isGood: false);
                return;
            }

            completion.Apply(task, shared);
            completion.KeepStats(task, shared, isFirst: false);
            if (task.Handler is { } handler)
            {
                progress.Notified.Remove(handler);
            }

            if (shared.IsFailed && !task.IgnoresErrors)
            {
                await FailAsync(task, cancellation).ConfigureAwait(false);
            }
            else
            {
                // What an include brings is for the host alone that ran it, unless its tasks run once for all themselves.
                at = task.Task.Include is null or { Apply.RunOnce: not null } ? segment.NextAt : task.At.Next;
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
        if (failed.At.FailureTarget(progress.Pending) is { } target)
        {
            at = target;
            return;
        }

        await GiveUpAsync(failed, cancellation).ConfigureAwait(false);
    }

    /// <summary>Leaves the play for good; before that, where it is wanted, with the handlers notified so far.</summary>
    private async Task GiveUpAsync(PlannedTask failed, CancellationToken cancellation)
    {
        if (play.Play.ForcesHandlers && !isGivingUp && NextFlush() is { } flush)
        {
            isGivingUp = true;
            at = play.Planner.HandlersOnly(flush);
            while (!hasLeft && !at.IsOver)
            {
                await StepAsync(cancellation).ConfigureAwait(false);
            }
        }

        if (!hasLeft)
        {
            play.Lose(host, failed);
            await LeaveAsync(HostOutcome.Failed, $"{failed.Heading.Name} failed", cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Leaves the run for good, with what the play changed here taken back where that is wanted.</summary>
    private async Task LeaveAsync(HostOutcome outcome, string reason, CancellationToken cancellation)
    {
        var request = new RollbackRequest(play.Journal.Run, play.Journal.Play, IsCheck: false, IsForced: true);
        var report = play.RollsBack && used.Count > 0
            ? await play.Segments.RollbackOf(host).AfterFailureAsync(request, used.AsEnumerable().Reverse(), reason, cancellation).ConfigureAwait(false)
            : null;
        if (report is not null)
        {
            play.Log.Emit(new RunEvent.RolledBack(report));
        }

        Leave(report?.Outcome ?? outcome, reason, isGood: false);
    }

    /// <summary>The place in the play's own program where handlers run next, or null.</summary>
    private Position? NextFlush()
    {
        var own = at;
        while (own.Call is { } call)
        {
            own = call.From;
        }

        return own.Instruction is Instruction.Flush ? own : play.Program.NextFlush(own.At) is { } next ? own with { At = next } : null;
    }

    /// <summary>Over what needs no task: ends of blocks, which may pass a failure on.</summary>
    private async Task StepOverAsync(Segment segment, CancellationToken cancellation)
    {
        progress.End(segment.EndedRoles);
        if (segment.NextAt != at)
        {
            at = segment.NextAt;
        }
        else if (at.Instruction is not Instruction.End end || !progress.Pending.Remove((end.Inner, at.Call)))
        {
            at = at.Next;
        }
        else if (at.FailureTarget(end.Frame, end.Part, progress.Pending) is { } target)
        {
            at = target;
        }
        else
        {
            await GiveUpAsync(cause!, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Hosts that move together read the inventory again once for all, when all have come as far.</summary>
    private async Task DoTogetherAsync(string action, PlannedTask task, CancellationToken cancellation)
    {
        if (action != "refresh_inventory" || !play.MovesTogether || play.Hosts.Count < 2)
        {
            await DoAsync(action, task).ConfigureAwait(false);
            return;
        }

        var place = task.At.Place;
        if (!await play.Rendezvous.ArriveAsync(host, place, cancellation).ConfigureAwait(false))
        {
            await play.Rendezvous.OutcomeAsync(place, cancellation).ConfigureAwait(false);
            return;
        }

        try
        {
            await DoAsync(action, task).ConfigureAwait(false);
        }
        finally
        {
            play.Rendezvous.Tell(place, null);
        }
    }

    private async Task DoAsync(string action, PlannedTask task)
    {
        var isSkipped = task.Items.Any(i => i.SkipReason is not null);
        if (MetaMessage.Of(action, host, isSkipped) is { } message)
        {
            play.Log.Emit(new RunEvent.MetaDone(host, task.Heading, message, isSkipped ? MetaMessage.Skipped(action, host, message) : null, play.Play.MovesTogether && MetaMessage.IsOnce(action)) { HasHeading = play.Play.MovesTogether });
        }

        if (isSkipped)
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
            case "end_role" when task.Task.Role is { } role:
                LeaveRole(role);
                break;
            case "refresh_inventory":
                play.RefreshInventory();
                break;
            case "clear_host_errors":
                progress.Pending.Clear();
                play.ClearErrors();
                break;
            case "clear_facts":
                variables.State.ClearFacts();
                break;
            case "reset_connection":
                await play.Channels.ForgetAsync(host).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>To the end of the role: out of the includes within it first.</summary>
    private void LeaveRole(BoundRole role)
    {
        for (Position? place = at; place is not null; place = place.Call?.From)
        {
            for (var i = place.At; i < place.Program.Instructions.Count; i++)
            {
                if (place.Program.Instructions[i] is Instruction.RoleEnd end && end.Role.Identity == role.Identity)
                {
                    at = place with { At = i };
                    return;
                }
            }
        }
    }

    private void Leave(HostOutcome outcome, string reason, bool isGood)
    {
        hasLeft = true;
        IsGood = isGood;
        play.Log.Emit(new RunEvent.HostLeft(host, outcome, reason));
    }
}
