using Remediator.Engine.Loading;
using Remediator.Engine.Reporting;
using Remediator.Language.Playbooks;

namespace Remediator.Engine.Planning;

/// <summary>Lays tasks out as a program. Static imports and roles stand in it where they are named; includes are instructions.</summary>
/// <param name="prefix">The place of the include that brings the program.</param>
internal sealed class ProgramBuilder(PlayBinder binder, Place prefix)
{
    private readonly List<Instruction> instructions = [];

    private Place Here => prefix.At(instructions.Count);

    /// <summary>A play: facts, pre_tasks, roles, tasks, post_tasks, with handlers after each, then verification.</summary>
    public Program Build(Play play, TaskContext context, BoundTask? gatherFacts, IReadOnlyList<BoundRole> roles)
    {
        if (gatherFacts is not null)
        {
            instructions.Add(new Instruction.Run(null, BlockPart.Body, gatherFacts with { Heading = gatherFacts.Heading with { Place = Here } }));
        }

        AddSection(play.PreTasks, context, []);
        AddSection(play.Tasks, context, roles);
        AddSection(play.PostTasks, context, []);
        Add(play.Verify, context, null, BlockPart.Body, TaskKind.Verify);
        return Done();
    }

    /// <summary>What an include of a file brings.</summary>
    public Program Build(IReadOnlyList<TaskNode> nodes, TaskContext context, TaskKind kind)
    {
        Add(nodes, context, null, BlockPart.Body, kind);
        return Done();
    }

    /// <summary>What an include of a role brings.</summary>
    public Program Build(BoundRole role, TaskContext context)
    {
        AddRole(role, context, null, BlockPart.Body);
        return Done();
    }

    private Program Done() => new(instructions) { Prefix = prefix };

    private void AddSection(IReadOnlyList<TaskNode> nodes, TaskContext context, IReadOnlyList<BoundRole> roles)
    {
        foreach (var role in roles)
        {
            AddRole(role, context.Under(binder.OfEntry(role)), null, BlockPart.Body);
        }

        Add(nodes, context, null, BlockPart.Body, TaskKind.Task);

        // After an empty section, too: there run handlers that others notified before them. Not before any task: what an earlier run
        // notified comes after what this one puts in place, as it would have then.
        if (instructions.Count > 0)
        {
            instructions.Add(new Instruction.Flush(null, BlockPart.Body));
        }
    }

    private void Add(IEnumerable<TaskNode> nodes, TaskContext context, BlockFrame? frame, BlockPart part, TaskKind kind)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case TaskItem item:
                    Add(item, context, frame, part, kind);
                    break;
                case BlockNode block:
                    AddBlock(block, context.Under(block.Directives), frame, part, kind);
                    break;
            }
        }
    }

    private void Add(TaskItem item, TaskContext context, BlockFrame? frame, BlockPart part, TaskKind kind)
    {
        switch (IncludeSyntax.KindOf(item, context))
        {
            case IncludeKind.ImportTasks:
                if (binder.Import(item, context, kind == TaskKind.Handler) is { } imported)
                {
                    Add(imported.Nodes, imported.Context, frame, part, kind);
                }

                break;
            case IncludeKind.ImportRole:
                if (binder.ImportRole(item, context) is { } role)
                {
                    AddRole(role, context.Under(item.Directives), frame, part);
                }

                break;
            case IncludeKind.IncludeTasks or IncludeKind.IncludeRole:
                if (binder.Bind(item, context, kind, Here) is { } include && binder.Selects(include))
                {
                    instructions.Add(new Instruction.Include(frame, part, include));
                }

                break;
            default:
                if (binder.Bind(item, context, kind, Here) is { } task && binder.Selects(task))
                {
                    instructions.Add(task.Meta == "flush_handlers" ? new Instruction.Flush(frame, part, task) : new Instruction.Run(frame, part, task));
                }

                break;
        }
    }

    private void AddRole(BoundRole role, TaskContext context, BlockFrame? frame, BlockPart part)
    {
        var inside = context with { Role = role, Files = role.Files, Depth = context.Depth + 1 };
        foreach (var dependency in role.Dependencies)
        {
            AddRole(dependency, inside.Under(binder.OfEntry(dependency)), frame, part);
        }

        var start = new Instruction.RoleStart(frame, part, role);
        instructions.Add(start);
        if (binder.ArgumentCheck(role, inside, Here) is { } check && binder.Selects(check))
        {
            instructions.Add(new Instruction.Run(frame, part, check));
        }

        Add(role.Tasks, inside, frame, part, TaskKind.Task);
        start.EndAt = instructions.Count;
        instructions.Add(new Instruction.RoleEnd(frame, part, role));
    }

    private void AddBlock(BlockNode block, TaskContext context, BlockFrame? parent, BlockPart parentPart, TaskKind kind)
    {
        if (block.Rescue.Count == 0 && block.Always.Count == 0)
        {
            Add(block.Body, context, parent, parentPart, kind);
            return;
        }

        var frame = new BlockFrame(parent, parentPart);
        Add(block.Body, context with { MayFail = context.MayFail || block.Rescue.Count > 0 }, frame, BlockPart.Body, kind);
        instructions.Add(new Instruction.Leave(frame, frame, BlockPart.Body));
        if (block.Rescue.Count > 0)
        {
            frame.RescueAt = instructions.Count;
            Add(block.Rescue, context, frame, BlockPart.Rescue, kind);
            instructions.Add(new Instruction.Leave(frame, frame, BlockPart.Rescue));
        }

        frame.AlwaysAt = instructions.Count;
        Add(block.Always, context, frame, BlockPart.Always, kind);
        frame.EndAt = instructions.Count;
        instructions.Add(new Instruction.End(frame, parent, parentPart));
    }
}
