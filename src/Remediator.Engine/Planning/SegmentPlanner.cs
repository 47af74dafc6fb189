using Remediator.Engine.Reporting;
using Remediator.Engine.Variables;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Engine.Planning;

/// <summary>
/// Takes from a place in the program as many tasks as a host can run without an answer in between. What a task of the segment will
/// register is late for those after it: a condition over it is lowered to sh, anything else ends the segment.
/// </summary>
/// <param name="keepsStep">True where some failure ends the play for all hosts: they keep step, a task at a time.</param>
/// <param name="waitsForFacts">True where the names of variable files need facts: nothing is planned before those are known.</param>
internal sealed class SegmentPlanner(TaskPlanner tasks, Program program, bool keepsStep, bool waitsForFacts)
{
    /// <summary>How many script tasks one segment may hold, so that a huge loop is sent, and reported, in portions.</summary>
    private const int MaxScriptTasks = 2000;

    /// <param name="notified">Handlers notified by tasks that have run.</param>
    /// <param name="pending">Blocks whose always part must pass a failure on: the segment ends at their end.</param>
    public Segment Plan(int at, HostVariables variables, IReadOnlySet<int> notified, IReadOnlySet<BlockFrame> pending)
    {
        var speculation = new Speculation(notified);
        var planned = new List<PlannedTask>();
        var scripts = 0;
        while (at < program.Instructions.Count)
        {
            switch (program.Instructions[at])
            {
                case Instruction.Leave leave:
                    at = leave.Inner.AlwaysAt;
                    continue;
                case Instruction.End end when pending.Contains(end.Inner):
                    return new Segment(planned, at);
                case Instruction.End:
                    at++;
                    continue;
                case Instruction.Flush flush:
                    if (!TryFlush(at, flush.Handlers, variables, speculation, planned))
                    {
                        return new Segment(planned, at);
                    }

                    at++;
                    continue;
                case Instruction.Run run:
                    if (EndsBefore(run.Task, planned) || tasks.Plan(run.Task, at, variables, speculation) is not { } task || NeedsFresh(task, planned))
                    {
                        return new Segment(planned, at);
                    }

                    planned.Add(task);
                    at++;
                    speculation.Expect(task);
                    scripts += task.Items.Count(i => i.Script is not null);
                    if (EndsAfter(task) || scripts > MaxScriptTasks)
                    {
                        return new Segment(planned, at);
                    }

                    continue;
            }
        }

        return new Segment(planned, at);
    }

    /// <summary>The handlers notified so far and no task after them: what a host that failed may still run.</summary>
    public Segment PlanHandlers(int at, HostVariables variables, IReadOnlySet<int> notified)
    {
        var planned = new List<PlannedTask>();
        TryFlush(at, ((Instruction.Flush)program.Instructions[at]).Handlers, variables, new Speculation(notified), planned);
        return new Segment(planned, at);
    }

    /// <summary>
    /// Plans the handlers that were notified, or that a task of this segment may notify, each on that condition. False where the
    /// segment has to end here, before the rest of the handlers can be planned.
    /// </summary>
    private bool TryFlush(int at, IReadOnlyList<BoundTask> handlers, HostVariables variables, Speculation speculation, List<PlannedTask> planned)
    {
        for (var i = 0; i < handlers.Count; i++)
        {
            if (speculation.Notified(i) is not { } when)
            {
                continue;
            }

            var handler = handlers[i];
            if (EndsBefore(handler, planned) || tasks.Plan(handler, at, variables, speculation, when) is not { } task || NeedsFresh(task, planned))
            {
                return false;
            }

            planned.Add(task with { Handler = i });
            speculation.Answer(i);
            speculation.Expect(task);
            if (EndsAfter(task))
            {
                return false;
            }
        }

        return true;
    }

    private static bool EndsBefore(BoundTask task, List<PlannedTask> planned) =>
        planned.Count > 0 && (task.MeetsOthers || task.Meta is not null || task.Heading.Kind == TaskKind.Verify || task.Syntax.Until is not null || task.Syntax.Retries is not null || task.Syntax.Within is not null);

    /// <summary>
    /// A segment goes down one channel, so a task that becomes another user starts a new one. So does one that looks at other hosts:
    /// they may still be on their way.
    /// </summary>
    private static bool NeedsFresh(PlannedTask task, List<PlannedTask> planned) =>
        (task.ReadsOtherHosts && planned.Count > 0)
        || (task.NeedsHost && planned.Find(t => t.NeedsHost) is { } first && first.Endpoint != task.Endpoint);

    private bool EndsAfter(PlannedTask task) =>
        task.IsJudgedHere
        || keepsStep
        || task.EndsAllOnFailure
        || (waitsForFacts && task.Heading.Module == "setup")
        || task.Task.MeetsOthers
        || task.Task.Meta is not null
        || task.Task.Syntax.Until is not null
        || task.Task.Syntax.Retries is not null
        || task.Task.Syntax.Within is not null
        || task.FailsHere;
}
