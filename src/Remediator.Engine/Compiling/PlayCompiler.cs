using Remediator.Engine.Planning;
using Remediator.Engine.Reporting;
using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using Remediator.Shell;

namespace Remediator.Engine.Compiling;

/// <summary>
/// Writes one play as sh: walks its program once, from the first instruction to the last, and writes blocks as blocks, handlers where
/// they run, and each task as what planning makes of it on every way through the questions that it asks.
/// </summary>
internal sealed class PlayCompiler(BoundPlay play, CompiledHost host, CompileRequest request, ScriptText text, DiagnosticBag diagnostics)
{
    private readonly HashSet<int> mayBeNotified = [];
    private readonly HashSet<int> everNotified = [];
    private readonly HashSet<string> rolesDone = [];
    private readonly CompiledChecks checks = new(request, diagnostics);
    private int commands;

    /// <summary>Users that tasks become, with a task of each; empty text for none.</summary>
    public IReadOnlyDictionary<string, BoundTask> Users => checks.Users;

    public void Compile()
    {
        Walk(play.Program, null);
        if (play.ForcesHandlers && everNotified.Count > 0)
        {
            // A host that failed runs what was notified so far.
            Line("if [ \"$rmd_stop\" = 1 ]; then\nrmd_stop=");
            mayBeNotified.UnionWith(everNotified);
            Flush(new Position(play.Program, play.Program.Instructions.Count - 1, null), isCertain: false);
            Line("rmd_stop=1\nfi");
        }
    }

    private void Walk(Program program, Call? call)
    {
        var open = new List<(BlockFrame Frame, int Commands)>();
        for (var i = 0; i < program.Instructions.Count; i++)
        {
            var at = new Position(program, i, call);
            Open(open, at.Instruction!.Frame);
            switch (at.Instruction)
            {
                case Instruction.Leave leave:
                    Leave(leave, open);
                    break;
                case Instruction.End end:
                    if (end.Inner.AlwaysAt < end.Inner.EndAt)
                    {
                        Line("rmd_takes_up");
                    }

                    open.RemoveAt(open.Count - 1);
                    Line("fi");
                    break;
                case Instruction.RoleStart { Role: { AllowsDuplicates: false } role } start when rolesDone.Contains(role.Identity):
                    i = start.EndAt;
                    break;
                case Instruction.RoleEnd end:
                    rolesDone.Add(end.Role.Identity);
                    break;
                case Instruction.Flush flush:
                    FlushAt(flush, at, isCertain: open.Count == 0 && call is null);
                    break;
                case Instruction.Include include:
                    Handled(include.Handler, () => Include(include.Task, at));
                    break;
                case Instruction.Handle handle:
                    Handled(handle.Index, () => Task(handle.Task, at));
                    break;
                case Instruction.Run run:
                    Task(run.Task, at);
                    break;
            }
        }
    }

    /// <summary>Begins the blocks around an instruction that have not begun.</summary>
    private void Open(List<(BlockFrame Frame, int Commands)> open, BlockFrame? frame)
    {
        if (frame is null || open.Exists(o => o.Frame == frame))
        {
            return;
        }

        Open(open, frame.Parent);
        Line("if rmd_goes; then");
        open.Add((frame, commands));
        host.Values.Enter();
    }

    /// <summary>The end of a block's body or rescue part.</summary>
    private void Leave(Instruction.Leave leave, List<(BlockFrame Frame, int Commands)> open)
    {
        var hasAlways = leave.Inner.AlwaysAt < leave.Inner.EndAt;
        NotEmpty(open[^1].Commands);
        host.Values.Leave();
        if (leave.Part == BlockPart.Body && leave.Inner.RescueAt is not null)
        {
            Line("if rmd_rescues; then");
            open[^1] = open[^1] with { Commands = commands };
            host.Values.Enter();
            return;
        }

        if (leave.Part == BlockPart.Rescue)
        {
            Line("fi");
        }

        if (hasAlways)
        {
            Line("rmd_puts_off");
        }
    }

    private void FlushAt(Instruction.Flush flush, Position at, bool isCertain)
    {
        if (mayBeNotified.Count == 0)
        {
            return;
        }

        if (flush.Task is not { } task || !task.Conditions.Any())
        {
            Flush(at, isCertain);
            return;
        }

        if (Explore(task, () => host.Tasks.Plan(task, at, host.Variables, host.Values)) is { } ways)
        {
            Branches(ways, way =>
            {
                if (way.Planned is { Items: [{ SkipReason: null }] })
                {
                    Flush(at, isCertain: false);
                }
                else
                {
                    Line(":");
                }
            });
        }
    }

    private void Flush(Position at, bool isCertain)
    {
        var handlers = host.Includes.HandlersAt(at.Place);
        var before = mayBeNotified.ToHashSet();
        Walk(handlers, new Call(at, [new Inclusion(handlers, [])], 0));
        if (!isCertain)
        {
            mayBeNotified.UnionWith(before);
        }
    }

    /// <summary>A handler runs where something notified it.</summary>
    private void Handled(int? handler, Action write)
    {
        if (handler is not { } index)
        {
            write();
            return;
        }

        if (mayBeNotified.Remove(index))
        {
            Line($"if rmd_told {index} {play.Binder.PendingOf(index).Key}; then");
            var before = commands;
            host.Values.Enter();
            write();
            host.Values.Leave();
            NotEmpty(before);
            Line("fi");
        }
    }

    private void Include(BoundTask task, Position at)
    {
        if (at.Depth > 50)
        {
            diagnostics.Add(CompileLimit.LateValue.At(task.Syntax.Span, "this include includes itself, and what ends it is not known before the script runs"));
            return;
        }

        if (Explore(task, () => host.Includes.Plan(task, at, host.Variables, host.Values)) is not { } ways)
        {
            return;
        }

        Branches(ways, way =>
        {
            if (way.Planned is not { } planned || checks.Problem(task, way) is not null)
            {
                Line($"rmd_begins {Sh.Quote(task.Heading.Name)} task '' && rmd_denies {host.Variables.NextId()} {Sh.Quote(way.IsOutside ? Outside : checks.Problem(task, way)!.Message)}");
                return;
            }

            var before = commands;
            for (var i = 0; i < planned.Inclusions.Count; i++)
            {
                Walk(planned.Inclusions[i].Program, new Call(at, planned.Inclusions, i));
            }

            NotEmpty(before);
        });
    }

    private const string Outside = "this node is none of those that the script was made for";

    private void Task(BoundTask task, Position at)
    {
        switch (task.Heading.Module)
        {
            case "setup" or "gather_facts":
                host.Facts.AreGathered = true;
                return;
            case "service_facts":
                host.Facts.AreServicesKnown = true;
                return;
            case "package_facts":
                host.Facts.Bring("packages");
                return;
        }

        if (task.Meta is { } action)
        {
            Meta(action, task, at);
            return;
        }

        if (!checks.Allows(task) || Parts(task, at) is not { } parts)
        {
            return;
        }

        if (parts is [Decision<TaskWay>.Leaf { Outcome: var only }] && !task.MayFail && !host.Values.IsInPart && checks.FailsAlways(task, only) is { } certain)
        {
            diagnostics.Add(certain);
            return;
        }

        var all = parts.SelectMany(p => p.Outcomes).Select(w => w.Planned).OfType<PlannedTask>().ToList();
        var name = LeafText.OneLine(all.Count > 0 ? all[0].Heading.Name : task.Heading.Name);
        Line($"\n# {name}\nif rmd_begins {Sh.Quote(name)} {task.Heading.Kind.ToString().ToLowerInvariant()} {Sh.Quote(string.Join(',', task.Tags))}; then");
        var ids = new SortedSet<int>();
        for (var i = 0; i < parts.Count; i++)
        {
            int? item = parts.Count == 1 ? null : i;
            Branches(parts[i], way => ids.UnionWith(Leaf(task, at, way, item)), isPart: false);
        }

        if (all.Count > 0)
        {
            LeafText.End(text, all[0], ids);
        }

        Line($"rmd_ends {(all.Exists(p => p.IgnoresErrors) ? "ignore" : "stop")}\nfi");
        Define(task, parts, [.. ids]);
    }

    /// <summary>
    /// The task's ways; of a loop those of each item, which do not hang on each other, so that their questions do not multiply. Null
    /// where some way cannot be written.
    /// </summary>
    private IReadOnlyList<Decision<TaskWay>>? Parts(BoundTask task, Position at)
    {
        PlannedTask? Plan() => host.Tasks.Plan(task, at, host.Variables, host.Values);
        if (task.Syntax.Loop is null || task.Heading.Module is "set_fact" or "include_vars")
        {
            return Explore(task, Plan) is { } whole ? [whole] : null;
        }

        // How many items there are, before any of them is planned.
        host.Values.OnlyItem = -1;
        try
        {
            if (Explore(task, Plan) is not Decision<TaskWay>.Leaf { Outcome.Planned: { IsLoop: true, Items.Count: > 1 and var count } })
            {
                host.Values.OnlyItem = null;
                return Explore(task, Plan) is { } whole ? [whole] : null;
            }

            var parts = new List<Decision<TaskWay>>();
            for (var i = 0; i < count; i++)
            {
                host.Values.OnlyItem = i;
                if (Explore(task, Plan) is not { } part)
                {
                    return null;
                }

                parts.Add(part);
            }

            return parts;
        }
        finally
        {
            host.Values.OnlyItem = null;
        }
    }

    private IReadOnlyList<int> Leaf(BoundTask task, Position at, TaskWay way, int? item)
    {
        commands++;
        if (way.IsOutside || way.Planned is not { } planned)
        {
            var id = host.Variables.NextId();
            text.Append($"rmd_denies {id} {Sh.Quote(Outside)}\n");
            return [id];
        }

        checks.Check(task, planned);
        mayBeNotified.UnionWith(planned.Notifies);
        everNotified.UnionWith(planned.Notifies);
        var attempts = new CompiledAttempts(host, diagnostics);
        planned = at.Instruction is Instruction.Handle { Index: var handler } ? host.Tasks.AsHandler(planned, handler) : planned;
        // A key is for a controller that asks how far a task came.
        var isAsked = task.Register is not null || task.IsTried || (task.Syntax.ChangedWhen ?? task.Syntax.FailedWhen) is not null;
        planned = planned with { Items = [.. planned.Items.Select(i => i.Script is { } script ? i with { Script = script with { Key = "", Steps = isAsked ? script.Steps : WithoutResult(script.Steps) } } : i)] };
        return LeafText.Write(text, planned, item, host.Variables.NextId, one => task.IsTried ? attempts.Of(task, at, one) : null);
    }

    /// <summary>Without what is read behind the last step that does something: that is for a result, which nobody asks for.</summary>
    private static List<Step> WithoutResult(IReadOnlyList<Step> steps)
    {
        var last = steps.ToList().FindLastIndex(s => s is not (Step.Capture or Step.Report));
        return [.. steps.Where((s, i) => i < last || s is not Step.Capture)];
    }

    private void Define(BoundTask task, IReadOnlyList<Decision<TaskWay>> parts, IReadOnlyList<int> ids)
    {
        foreach (var fact in parts.SelectMany(p => p.Outcomes).SelectMany(w => w.Planned?.Items ?? []).SelectMany(i => i.Steps).Select(s => s.Facts).OfType<string>())
        {
            host.Facts.Bring(fact);
        }

        if (task.Register is { } register)
        {
            // Of a loop in parts every item has a number, whether the host runs it or not.
            var result = parts.Count == 1
                ? parts[0].Select(w => w.Result(task.Syntax.Loop is not null))
                : new Decision<Defined?>.Leaf(new Defined(null, new ResultShape([.. ids.Select(id => new ScriptTask(id, "", []))], IsLoop: true, MayBeSkipped: true)));
            host.Values.Define(register, ids, result);
        }

        if (parts is not [var ways])
        {
            return;
        }

        foreach (var name in ways.Outcomes.SelectMany(w => w.Facts.Keys).Distinct())
        {
            host.Values.Define(name, ids, ways.Select(w => w.Facts.TryGetValue(name, out var value) ? new Defined(value, null) : null), task.Heading.Module == "include_vars");
        }
    }

    private void Meta(string action, BoundTask task, Position at)
    {
        if (action is "noop" or "reset_connection" or "clear_facts")
        {
            return;
        }

        if (action is not ("end_host" or "end_play" or "end_batch"))
        {
            diagnostics.Add(CompileLimit.OnController.At(task.Syntax.Span, $"a script has no 'meta: {action}'"));
            return;
        }

        if (Explore(task, () => host.Tasks.Plan(task, at, host.Variables, host.Values)) is { } ways)
        {
            Line("if rmd_goes; then");
            Branches(ways, way => Line(way.Planned is { Items: [{ SkipReason: null }] } ? "rmd_stop=over" : ":"));
            Line("fi");
        }
    }

    /// <summary>Plans on every way; null where some way cannot be written, which the diagnostics say.</summary>
    private Decision<TaskWay>? Explore(BoundTask task, Func<PlannedTask?> plan)
    {
        var choices = host.Begin();
        var first = host.State.LastScriptId;
        var last = first;
        var ways = choices.Explore(
            () =>
            {
                host.State.LastScriptId = first;
                var planned = plan();
                last = Math.Max(last, host.State.LastScriptId);
                return new TaskWay(planned, choices.IsOutside);
            },
            way => way.Key);
        host.State.LastScriptId = last;
        if (ways is null)
        {
            diagnostics.Add(CompileLimit.TooManyCases.At(task.Syntax.Span, $"'{task.Heading.Name}' has more than {Choices.MostWays} cases by what is not known before the script runs"));
            return null;
        }

        foreach (var late in ways.Outcomes.Where(w => !w.IsOutside).Select(w => w.Late).OfType<string>().Distinct().Take(1))
        {
            diagnostics.Add(CompiledChecks.Late(task, late));
            return null;
        }

        return ways;
    }

    private void Branches(Decision<TaskWay> ways, Action<TaskWay> write, bool isPart = true)
    {
        if (ways is not Decision<TaskWay>.Branch branch)
        {
            write(((Decision<TaskWay>.Leaf)ways).Outcome);
            return;
        }

        if (ways.Outcomes.DistinctBy(w => w.Key).Take(3).ToList() is [var one, var other])
        {
            // Two outcomes need one condition, however many questions it takes.
            var isSkip = one.Planned?.Items.All(i => i.SkipReason is not null) == true;
            var (first, second) = isSkip ? (other, one) : (one, other);
            commands++;
            text.Append("if ").Append(ConditionText.Of(ways.Select(w => w.Key == first.Key))).Append("; then\n");
            Part(new Decision<TaskWay>.Leaf(first));
            text.Append("else\n");
            Part(new Decision<TaskWay>.Leaf(second));
            text.Append("fi\n");
            return;
        }

        commands++;
        text.Append("if ").Append(branch.Question).Append("; then\n");
        Part(branch.Yes);
        text.Append("else\n");
        Part(branch.No);
        text.Append("fi\n");

        void Part(Decision<TaskWay> part)
        {
            if (isPart)
            {
                host.Values.Enter();
            }

            Branches(part, write, isPart);
            if (isPart)
            {
                host.Values.Leave();
            }
        }
    }

    private void Line(string line)
    {
        commands++;
        text.Append(line).Append('\n');
    }

    /// <summary>A part of sh must hold a command.</summary>
    private void NotEmpty(int before)
    {
        if (commands == before)
        {
            Line(":");
        }
    }
}
