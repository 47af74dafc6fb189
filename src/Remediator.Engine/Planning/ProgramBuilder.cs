using Remediator.Engine.Reporting;
using Remediator.Language.Playbooks;

namespace Remediator.Engine.Planning;

/// <summary>Lays a play out as a program: facts, pre_tasks, tasks, post_tasks, each followed by handlers, then verification.</summary>
/// <param name="bind">Finds a task's module; null where that failed.</param>
/// <param name="isSelected">Whether tags select the task.</param>
internal sealed class ProgramBuilder(Func<TaskItem, IReadOnlyList<Directives>, TaskKind, BoundTask?> bind, Func<BoundTask, bool> isSelected)
{
    private readonly List<Instruction> instructions = [];
    private Func<IReadOnlyList<BoundTask>> handlers = () => [];

    public Program Build(Play play, BoundTask? gatherFacts)
    {
        IReadOnlyList<Directives> lineage = [play.Directives];
        // Bound anew at each place where they run: a heading is shown where it stands.
        handlers = () => Handlers(play.Handlers, lineage);
        if (gatherFacts is not null)
        {
            instructions.Add(new Instruction.Run(null, BlockPart.Body, gatherFacts));
        }

        foreach (var section in new[] { play.PreTasks, play.Tasks, play.PostTasks })
        {
            if (section.Count > 0)
            {
                Add(section, lineage, null, BlockPart.Body, TaskKind.Task);
                instructions.Add(new Instruction.Flush(null, BlockPart.Body, handlers()));
            }
        }

        Add(play.Verify, lineage, null, BlockPart.Body, TaskKind.Verify);
        return new Program(instructions);
    }

    private List<BoundTask> Handlers(IEnumerable<TaskNode> nodes, IReadOnlyList<Directives> lineage)
    {
        var bound = new List<BoundTask>();
        foreach (var node in nodes)
        {
            switch (node)
            {
                case TaskItem item when bind(item, [.. lineage, item.Directives], TaskKind.Handler) is { } handler:
                    bound.Add(handler);
                    break;
                case BlockNode block:
                    bound.AddRange(Handlers(block.Body, [.. lineage, block.Directives]));
                    break;
            }
        }

        return bound;
    }

    private void Add(IEnumerable<TaskNode> nodes, IReadOnlyList<Directives> lineage, BlockFrame? frame, BlockPart part, TaskKind kind)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case TaskItem item when bind(item, [.. lineage, item.Directives], kind) is { } task:
                    if (!isSelected(task))
                    {
                        break;
                    }

                    instructions.Add(task.Meta == "flush_handlers" ? new Instruction.Flush(frame, part, handlers()) : new Instruction.Run(frame, part, task));
                    break;
                case BlockNode block:
                    AddBlock(block, [.. lineage, block.Directives], frame, part, kind);
                    break;
            }
        }
    }

    private void AddBlock(BlockNode block, IReadOnlyList<Directives> lineage, BlockFrame? parent, BlockPart parentPart, TaskKind kind)
    {
        if (block.Rescue.Count == 0 && block.Always.Count == 0)
        {
            Add(block.Body, lineage, parent, parentPart, kind);
            return;
        }

        var frame = new BlockFrame(parent, parentPart);
        Add(block.Body, lineage, frame, BlockPart.Body, kind);
        instructions.Add(new Instruction.Leave(frame, frame, BlockPart.Body));
        if (block.Rescue.Count > 0)
        {
            frame.RescueAt = instructions.Count;
            Add(block.Rescue, lineage, frame, BlockPart.Rescue, kind);
            instructions.Add(new Instruction.Leave(frame, frame, BlockPart.Rescue));
        }

        frame.AlwaysAt = instructions.Count;
        Add(block.Always, lineage, frame, BlockPart.Always, kind);
        frame.EndAt = instructions.Count;
        instructions.Add(new Instruction.End(frame, parent, parentPart));
    }
}
