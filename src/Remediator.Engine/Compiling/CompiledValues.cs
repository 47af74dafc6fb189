using System.Diagnostics.CodeAnalysis;
using Remediator.Engine.Planning;
using Remediator.Engine.Variables;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Engine.Compiling;

/// <summary>
/// What the tasks of a script will register and set. A value may hang on questions, and on whether its task ran at all: one that stands
/// in a part of the script that the present one does not follow upon.
/// </summary>
internal sealed class CompiledValues(Func<Choices> choices) : Speculation(new HashSet<int>())
{
    private readonly Dictionary<string, List<Definition>> definitions = [];
    private readonly List<object> parts = [];

    /// <summary>Nothing is waited for: what is late now stays so.</summary>
    public override bool HasLateValues => false;

    public override ILayer Included => new BelowSetFacts(this);

    /// <summary>A part of the script begins that may be left out or left early.</summary>
    public void Enter() => parts.Add(new object());

    public void Leave() => parts.RemoveAt(parts.Count - 1);

    /// <summary>The present place may be left out.</summary>
    public bool IsInPart => parts.Count > 0;

    /// <summary>A task brings the name.</summary>
    /// <param name="tasks">Numbers by which the script knows whether it ran.</param>
    /// <param name="isIncluded">From <c>include_vars</c>: set facts go over it.</param>
    public void Define(string name, IReadOnlyList<int> tasks, Decision<Defined?> value, bool isIncluded = false)
    {
        var key = isIncluded ? BelowSetFacts.Prefix + name : name;
        if (!definitions.TryGetValue(key, out var known))
        {
            definitions[key] = known = [];
        }

        known.Add(new Definition([.. parts], tasks, value));
    }

    public override bool TryFind(string name, [MaybeNullWhen(false)] out Value value)
    {
        value = null;
        if (definitions.TryGetValue(name, out var known))
        {
            for (var i = known.Count - 1; i >= 0 && value is null; i--)
            {
                var isCertain = known[i].Parts.All(parts.Contains);
                if (isCertain || choices().Ask(new ShCondition.Ended("ran", known[i].Tasks)))
                {
                    value = known[i].Value.Choose(choices())?.Of(name, choices());
                }
            }
        }

        return value is not null;
    }

    private sealed record Definition(IReadOnlyList<object> Parts, IReadOnlyList<int> Tasks, Decision<Defined?> Value);

    /// <summary>Included variables stand below set facts, so they are another layer.</summary>
    private sealed class BelowSetFacts(CompiledValues values) : ILayer
    {
        public const string Prefix = "include_vars:";

        public IEnumerable<string> Names => values.definitions.Keys.Where(k => k.StartsWith(Prefix, StringComparison.Ordinal)).Select(k => k[Prefix.Length..]);

        public bool TryFind(string name, [MaybeNullWhen(false)] out Value value) => values.TryFind(Prefix + name, out value);
    }
}

/// <summary>A value that is known, or the shape of a result. Null: not defined on this way.</summary>
internal sealed record Defined(Value? Known, ResultShape? Shape)
{
    public Value Of(string name, Choices choices) => Known ?? new AskedResult(name, Shape!, choices);
}
