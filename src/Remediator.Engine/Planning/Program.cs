namespace Remediator.Engine.Planning;

/// <summary>
/// A play's tasks as a list of instructions with jumps, so that a place in it is one number and a segment is a walk along the way
/// that is taken while nothing fails.
/// </summary>
public sealed record Program(IReadOnlyList<Instruction> Instructions)
{
    /// <summary>Where a failure of the instruction leads: a rescue, an always part (which then passes it on), or null: out of the play.</summary>
    /// <param name="pending">Gets the block whose always part puts the failure off.</param>
    public int? FailureTarget(int at, ISet<BlockFrame> pending) => FailureTargetFrom(Instructions[at].Frame, Instructions[at].Part, pending);

    /// <summary>As <see cref="FailureTarget"/>, for a failure inside a part of a block.</summary>
    public int? FailureTargetFrom(BlockFrame? frame, BlockPart part, ISet<BlockFrame> pending)
    {
        while (frame is not null)
        {
            if (part == BlockPart.Body && frame.RescueAt is { } rescue)
            {
                return rescue;
            }

            if (part != BlockPart.Always && frame.AlwaysAt < frame.EndAt)
            {
                pending.Add(frame);
                return frame.AlwaysAt;
            }

            part = frame.ParentPart;
            frame = frame.Parent;
        }

        return null;
    }

    /// <summary>True where a failure of the instruction is taken up by a rescue.</summary>
    public bool IsRescued(int at)
    {
        var (frame, part) = (Instructions[at].Frame, Instructions[at].Part);
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
        Instruction.Flush flush => flush.Handlers,
        _ => (IEnumerable<BoundTask>)[],
    });
}

/// <param name="Frame">The block around it, or null.</param>
public abstract record Instruction(BlockFrame? Frame, BlockPart Part)
{
    public sealed record Run(BlockFrame? Frame, BlockPart Part, BoundTask Task) : Instruction(Frame, Part);

    /// <summary>Notified handlers run here.</summary>
    /// <param name="Handlers">All of the play's, in order of definition, with headings of this place.</param>
    public sealed record Flush(BlockFrame? Frame, BlockPart Part, IReadOnlyList<BoundTask> Handlers) : Instruction(Frame, Part);

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
}
