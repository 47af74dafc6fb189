using Remediator.Engine.Reporting;
using Remediator.Engine.Variables;

namespace Remediator.Engine.Planning;

/// <summary>Where a host stands: an instruction of a program, and what included that program.</summary>
/// <param name="Call">Null in the play's own program.</param>
public sealed record Position(Program Program, int At, Call? Call)
{
    public Instruction? Instruction => At < Program.Instructions.Count ? Program.Instructions[At] : null;

    public Place Place => Program.Prefix.At(At);

    public Position Next => this with { At = At + 1 };

    /// <summary>True at the end of the play's own program.</summary>
    public bool IsOver => Call is null && At >= Program.Instructions.Count;

    /// <summary>Variables that the includes around give, the innermost first.</summary>
    public IEnumerable<ILayer> Layers
    {
        get
        {
            for (var call = Call; call is not null; call = call.From.Call)
            {
                foreach (var layer in call.Current.Variables)
                {
                    yield return layer;
                }
            }
        }
    }

    /// <summary>How many includes are around.</summary>
    public int Depth => Call is null ? 0 : Call.From.Depth + 1;

    /// <summary>The first instruction of what the include here brings; the one after it where it brings nothing.</summary>
    public Position Enter(IReadOnlyList<Inclusion> inclusions) =>
        inclusions.Count == 0 ? Next : new Position(inclusions[0].Program, 0, new Call(this, inclusions, 0));

    /// <summary>At the end of an included program: the next one of the include's loop, or back after the include.</summary>
    public Position Return() => Call is not { } call ? this
        : call.Index + 1 < call.Inclusions.Count ? new Position(call.Inclusions[call.Index + 1].Program, 0, call with { Index = call.Index + 1 })
        : call.From.Next;

    /// <summary>Where a failure at this place leads: a rescue, an always part (which then passes it on), or null: out of the play.</summary>
    /// <param name="pending">Gets the blocks whose always part puts the failure off.</param>
    public Position? FailureTarget(ISet<(BlockFrame Block, Call? Call)> pending) =>
        Instruction is { } instruction ? FailureTarget(instruction.Frame, instruction.Part, pending) : OutOf(pending);

    /// <summary>As above, for a failure inside a part of a block of this position's program.</summary>
    public Position? FailureTarget(BlockFrame? frame, BlockPart part, ISet<(BlockFrame Block, Call? Call)> pending)
    {
        while (frame is not null)
        {
            if (part == BlockPart.Body && frame.RescueAt is { } rescue)
            {
                return this with { At = rescue };
            }

            if (part != BlockPart.Always && frame.AlwaysAt < frame.EndAt)
            {
                pending.Add((frame, Call));
                return this with { At = frame.AlwaysAt };
            }

            part = frame.ParentPart;
            frame = frame.Parent;
        }

        return OutOf(pending);
    }

    /// <summary>True where a failure here is taken up by a rescue.</summary>
    public bool IsRescued
    {
        get
        {
            for (Position? position = this; position is not null; position = position.Call?.From)
            {
                if (position.Instruction is { } instruction && BlockFrame.IsRescued(instruction.Frame, instruction.Part))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private Position? OutOf(ISet<(BlockFrame Block, Call? Call)> pending) => Call?.From.FailureTarget(pending);
}

/// <summary>An include that is under way.</summary>
/// <param name="From">The include itself, or the place where handlers run.</param>
/// <param name="Inclusions">One for each item of its loop.</param>
/// <param name="Index">The one that the host is in.</param>
public sealed record Call(Position From, IReadOnlyList<Inclusion> Inclusions, int Index)
{
    public Inclusion Current => Inclusions[Index];
}

/// <summary>What an include brings for one item: tasks, and variables for them from the highest precedence.</summary>
public sealed record Inclusion(Program Program, IReadOnlyList<ILayer> Variables);
