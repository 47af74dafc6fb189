using System.Diagnostics.CodeAnalysis;
using Remediator.Language.Values;

namespace Remediator.Language.Expressions;

/// <summary>Where a loop stands; a dialect makes its loop variable from it.</summary>
/// <param name="items">All items, or null for a <c>while</c>, whose length nobody knows.</param>
/// <param name="depth">Zero-based level of a recursive loop.</param>
public sealed class LoopState(IReadOnlyList<Value>? items, int depth = 0)
{
    public IReadOnlyList<Value>? Items { get; } = items;

    public int Depth { get; } = depth;

    /// <summary>Zero-based round.</summary>
    public int Index { get; set; }

    /// <summary>Runs the loop's body over other items: Jinja's <c>loop(children)</c>; null where the loop is not recursive.</summary>
    public FunctionValue? Recurse { get; init; }

    /// <summary>What the last call of <c>loop.changed</c> got.</summary>
    public Value? LastSeen { get; set; }

    public bool IsFirst => Index == 0;

    public bool IsLast => Items is not null && Index == Items.Count - 1;
}

/// <summary>Jinja's <c>loop</c>.</summary>
internal sealed class JinjaLoopValue(LoopState state) : ObjectValue
{
    private static readonly string[] Members =
        ["changed", "cycle", "depth", "depth0", "first", "index", "index0", "last", "length", "nextitem", "previtem", "revindex", "revindex0"];

    public override string TypeName => "LoopContext";

    public override IEnumerable<string> MemberNames => Members;

    public override FunctionValue? AsFunction => state.Recurse;

    public override bool TryGetMember(string name, [MaybeNullWhen(false)] out Value value)
    {
        var count = state.Items?.Count ?? 0;
        value = name switch
        {
            "index" => Of(state.Index + 1L),
            "index0" => Of((long)state.Index),
            "revindex" => Of((long)count - state.Index),
            "revindex0" => Of(count - state.Index - 1L),
            "first" => Of(state.IsFirst),
            "last" => Of(state.IsLast),
            "length" => Of((long)count),
            "depth" => Of(state.Depth + 1L),
            "depth0" => Of((long)state.Depth),
            "previtem" => state.Index > 0 && state.Items is not null ? state.Items[state.Index - 1] : new UndefinedValue("there is no previous item"),
            "nextitem" => state.Index + 1 < count ? state.Items![state.Index + 1] : new UndefinedValue("there is no next item"),
            "cycle" => new FunctionValue("cycle", Cycle),
            "changed" => new FunctionValue("changed", Changed),
            _ => null,
        };
        return value is not null;
    }

    private Value Cycle(CallArguments arguments) => arguments.Positional.Count > 0
        ? arguments.Positional[state.Index % arguments.Positional.Count]
        : throw new EvaluationException("no items for cycling given");

    private Value Changed(CallArguments arguments)
    {
        var seen = new ListValue(arguments.Positional, isTuple: true);
        if (state.LastSeen is not null && state.LastSeen.Equals(seen))
        {
            return False;
        }

        state.LastSeen = seen;
        return True;
    }
}
