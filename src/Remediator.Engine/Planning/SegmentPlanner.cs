using Remediator.Engine.Reporting;
using Remediator.Engine.Variables;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Engine.Planning;

/// <summary>
/// Takes from a place in the program as many tasks as a host can run without an answer in between. What a task of the segment will
/// register is late for those after it: a condition over it is lowered to sh, anything else ends the segment. Includes whose files
/// are known are walked into.
/// </summary>
/// <param name="keepsStep">True where some failure ends the play for all hosts: they keep step, a task at a time.</param>
/// <param name="waitsForFacts">True where the names of variable files need facts: nothing is planned before those are known.</param>
internal sealed class SegmentPlanner(TaskPlanner tasks, IncludePlanner includes, bool keepsStep, bool waitsForFacts)
{
    /// <summary>How many script tasks one segment may hold, so that a huge loop is sent, and reported, in portions.</summary>
    private const int MaxScriptTasks = 2000;

    /// <summary>How many tasks that need no host one segment may hold: their results are reported when the segment runs.</summary>
    private const int MaxTasks = 500;

    public Segment Plan(Position at, HostVariables variables, HostProgress progress)
    {
        var speculation = new Speculation(progress.Notified) { ItemsDone = progress.ItemsDone, IsCheck = tasks.IsCheck };
        var planned = new List<PlannedTask>();
        var ended = new List<BoundRole>();
        var scripts = 0;
        while (!at.IsOver)
        {
            switch (at.Instruction)
            {
                case null:
                    at = at.Return();
                    continue;
                case Instruction.Leave leave:
                    at = at with { At = leave.Inner.AlwaysAt };
                    continue;
                case Instruction.End end when progress.Pending.Contains((end.Inner, at.Call)):
                    return new Segment(planned, at, ended);
                case Instruction.End:
                    at = at.Next;
                    continue;
                case Instruction.RoleStart start when start.Role.AllowsDuplicates || !progress.RolesDone.Contains(start.Role.Identity):
                    if (!start.Role.AllowsDuplicates && ended.Exists(r => r.Identity == start.Role.Identity))
                    {
                        // Whether any of its tasks ran is not known yet.
                        return new Segment(planned, at, ended);
                    }

                    at = at.Next;
                    continue;
                case Instruction.RoleStart start:
                    at = at with { At = start.EndAt + 1 };
                    continue;
                case Instruction.RoleEnd end:
                    ended.Add(end.Role);
                    at = at.Next;
                    continue;
                case Instruction.Flush { Task: { } flush } when flush.Conditions.Any():
                    var wanted = TaskConditions.Of(flush, variables.ScopeOf(flush, speculation, at), speculation);
                    if (wanted.MustWait || wanted.Late is not null)
                    {
                        return new Segment(planned, at, ended);
                    }

                    at = wanted.IsFalse is null && includes.HandlersAt(at.Place) is { Instructions.Count: > 0 } some ? at.Enter([new Inclusion(some, [])]) : at.Next;
                    continue;
                case Instruction.Flush:
                    at = includes.HandlersAt(at.Place) is { Instructions.Count: > 0 } handlers ? at.Enter([new Inclusion(handlers, [])]) : at.Next;
                    continue;
                case Instruction.Handle handler when speculation.Notified(handler.Index) is null:
                case Instruction.Include { Handler: { } index } when speculation.Notified(index) is null:
                    at = at.Next;
                    continue;
                case Instruction.Include include:
                    if (planned.Exists(t => t.RunsHere) || (planned.Count > 0 && include.Task.MeetsOthers) || include.Handler is { } of && speculation.Notified(of) is not ShCondition.Constant || includes.Plan(include.Task, at, variables, speculation) is not { } including)
                    {
                        return new Segment(planned, at, ended);
                    }

                    including = including with { Handler = include.Handler };
                    planned.Add(including);
                    speculation.Expect(including);
                    if (include.Handler is { } answered)
                    {
                        speculation.Answer(answered);
                    }

                    if (including.FailsHere)
                    {
                        return new Segment(planned, at.Next, ended);
                    }

                    at = at.Enter(including.Inclusions);
                    if (planned.Count > MaxTasks || including.EndsAllOnFailure || including.RunsOnce || keepsStep)
                    {
                        return new Segment(planned, at, ended);
                    }

                    continue;
                case Instruction.Handle or Instruction.Run:
                    var number = (at.Instruction as Instruction.Handle)?.Index;
                    var bound = (at.Instruction as Instruction.Handle)?.Task ?? ((Instruction.Run)at.Instruction).Task;
                    var gate = number is { } notified ? speculation.Notified(notified) : null;
                    if (EndsBefore(bound, planned) || tasks.Plan(bound, at, variables, speculation, gate) is not { } task || NeedsFresh(task, planned))
                    {
                        return new Segment(planned, at, ended);
                    }

                    planned.Add(number is { } own ? tasks.AsHandler(task, own) : task);
                    at = at.Next;
                    if (number is { } done)
                    {
                        speculation.Answer(done);
                    }

                    speculation.Expect(task);
                    scripts += task.Items.Count(i => i.Script is not null);
                    if (EndsAfter(task) || scripts > MaxScriptTasks || planned.Count > MaxTasks)
                    {
                        return new Segment(planned, at, ended);
                    }

                    continue;
            }
        }

        return new Segment(planned, at, ended);
    }

    /// <summary>A host that failed runs what was notified so far and no task after it: this is where.</summary>
    public Position HandlersOnly(Position flush) => new(includes.HandlersAt(flush.Place), 0, null);

    /// <summary>Where nothing is changed, whether a verification is asked at all depends on what the tasks before it would have changed.</summary>
    private bool EndsBefore(BoundTask task, List<PlannedTask> planned) =>
        planned.Count > 0 && (task.MeetsOthers || task.Inherited(d => d.Throttle) is not null || task.Meta is not null || task.IsTried || (tasks.IsCheck && task.Heading.Kind == TaskKind.Verify));

    /// <summary>
    /// A segment goes down one channel, so a task that becomes another user or runs on another host starts a new one. So does one that
    /// looks at other hosts, which may still be on their way, or at what a task before it may change here.
    /// </summary>
    private static bool NeedsFresh(PlannedTask task, List<PlannedTask> planned) =>
        (task.ReadsOtherHosts && planned.Count > 0)
        || (task.ReadsController && planned.Exists(t => t.RunsHere))
        || (task.NeedsHost && planned.Find(t => t.NeedsHost) is { } first && (first.Endpoint != task.Endpoint || task.HasSeveralEndpoints));

    private bool EndsAfter(PlannedTask task) =>
        task.IsJudgedHere
        || keepsStep
        || task.EndsAllOnFailure
        || (waitsForFacts && task.Heading.Module == "setup")
        || task.HasSeveralEndpoints
        || task.Throttle is not null
        || task.ChangesInventory
        || task.Task.MeetsOthers
        || task.Task.Meta is not null
        || task.Task.IsTried
        || task.FailsHere;
}

/// <summary>What has happened to a host on its way through a play, as far as planning depends on it.</summary>
internal sealed class HostProgress
{
    /// <summary>Items of the next task that have been done one by one.</summary>
    public IReadOnlyList<PlannedItem> ItemsDone { get; set; } = [];

    /// <summary>Handlers notified by tasks that have run.</summary>
    public HashSet<int> Notified { get; } = [];

    /// <summary>Blocks whose always part must pass a failure on: a segment ends at their end.</summary>
    public HashSet<(BlockFrame Block, Call? Call)> Pending { get; } = [];

    /// <summary>Identities of roles of which some task has run and the end was reached.</summary>
    public HashSet<string> RolesDone { get; } = [];

    /// <summary>Identities of roles of which some task has run.</summary>
    public HashSet<string> RolesBegun { get; } = [];

    public void End(IEnumerable<BoundRole> roles) => RolesDone.UnionWith(roles.Select(r => r.Identity).Where(RolesBegun.Contains));
}
