using Remediator.Engine.Reporting;

namespace Remediator.Engine.Planning;

/// <summary>
/// A play's tasks as a list of instructions with jumps, so that a place in it is one number and a segment is a walk along the way
/// that is taken while nothing fails.
/// </summary>
public sealed record Program(IReadOnlyList<Instruction> Instructions)
{
    /// <summary>The place of the include that brings this program; the start for a play's own.</summary>
    public Place Prefix { get; init; } = Place.Start;

    /// <summary>The next place where handlers run.</summary>
    public int? NextFlush(int at)
    {
        for (var i = at + 1; i < Instructions.Count; i++)
        {
            if (Instructions[i] is Instruction.Flush)
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>All tasks in the order of their headings.</summary>
    public IEnumerable<BoundTask> Tasks => Instructions.SelectMany(i => i switch
    {
        Instruction.Run run => [run.Task],
        Instruction.Include include => [include.Task],
        Instruction.Handle handler => [handler.Task],
        _ => (IEnumerable<BoundTask>)[],
    });
}

/// <param name="Frame">The block around it, or null.</param>
public abstract record Instruction(BlockFrame? Frame, BlockPart Part)
{
    public sealed record Run(BlockFrame? Frame, BlockPart Part, BoundTask Task) : Instruction(Frame, Part);

    /// <summary>A task whose file or role is known when the host comes to it.</summary>
    /// <param name="Handler">Index of the handler that it is, or null.</param>
    public sealed record Include(BlockFrame? Frame, BlockPart Part, BoundTask Task, int? Handler = null) : Instruction(Frame, Part);

    /// <summary>Notified handlers run here.</summary>
    /// <param name="Task">The task that says so, whose conditions count; null at the end of a section.</param>
    public sealed record Flush(BlockFrame? Frame, BlockPart Part, BoundTask? Task = null) : Instruction(Frame, Part);

    /// <summary>A handler, which runs where it was notified.</summary>
    /// <param name="Index">Among the play's handlers, in order of definition.</param>
    public sealed record Handle(int Index, BoundTask Task) : Instruction(null, BlockPart.Body);

    /// <summary>A role's tasks follow, up to its end; left out on a host that has run it already.</summary>
    public sealed record RoleStart(BlockFrame? Frame, BlockPart Part, BoundRole Role) : Instruction(Frame, Part)
    {
        /// <summary>Index of the <see cref="RoleEnd"/>.</summary>
        public int EndAt { get; internal set; }
    }

    public sealed record RoleEnd(BlockFrame? Frame, BlockPart Part, BoundRole Role) : Instruction(Frame, Part);

    /// <summary>The end of a block's body or rescue part: go on at its always part or its end.</summary>
    public sealed record Leave(BlockFrame Inner, BlockFrame? Frame, BlockPart Part) : Instruction(Frame, Part);

    /// <summary>The end of a block: a failure that its always part put off goes on outward.</summary>
    public sealed record End(BlockFrame Inner, BlockFrame? Frame, BlockPart Part) : Instruction(Frame, Part);
}

public enum BlockPart
{
    Body,
    Rescue,
    Always,
}

/// <summary>A block's places in the program.</summary>
/// <param name="parent">The block around it, or null.</param>
/// <param name="parentPart">The part of it that holds this block.</param>
public sealed class BlockFrame(BlockFrame? parent, BlockPart parentPart)
{
    public BlockFrame? Parent { get; } = parent;

    public BlockPart ParentPart { get; } = parentPart;

    /// <summary>Index of the first instruction of the rescue part, or null where there is none.</summary>
    public int? RescueAt { get; internal set; }

    /// <summary>Index of the first instruction of the always part, which is the block's end where it is empty.</summary>
    public int AlwaysAt { get; internal set; }

    /// <summary>Index of the <see cref="Instruction.End"/>.</summary>
    public int EndAt { get; internal set; }

    /// <summary>True where a failure in a part of the block is taken up by its rescue or that of a block around it.</summary>
    public static bool IsRescued(BlockFrame? frame, BlockPart part)
    {
        while (frame is not null)
        {
            if (part == BlockPart.Body && frame.RescueAt is not null)
            {
                return true;
            }

            part = frame.ParentPart;
            frame = frame.Parent;
        }

        return false;
    }
}
