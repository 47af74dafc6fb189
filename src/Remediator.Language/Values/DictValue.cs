using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Remediator.Language.Values;

/// <summary>
/// A mapping that keeps the order of insertion. Keys are any hashable values, as in Python; nearly all are text.
/// Subclasses may compute entries when asked (<c>hostvars</c>), so callers use these members only.
/// </summary>
public abstract class DictValue : Value, IEnumerable<KeyValuePair<Value, Value>>
{
    public static DictValue Empty { get; } = new DictBuilder().Build();

    public abstract int Count { get; }

    public abstract IEnumerable<Value> Keys { get; }

    public override string TypeName => "dict";

    /// <summary>The value of a text key, or null.</summary>
    public Value? this[string key] => TryGet(new TextValue(key), out var value) ? value : null;

    public abstract bool TryGet(Value key, [MaybeNullWhen(false)] out Value value);

    /// <summary>True where entries are made when asked for, so that going over them all is work.</summary>
    internal virtual bool IsComputed => true;

    public bool TryGet(string key, [MaybeNullWhen(false)] out Value value) => TryGet(new TextValue(key), out value);

    public virtual IEnumerator<KeyValuePair<Value, Value>> GetEnumerator()
    {
        foreach (var key in Keys)
        {
            if (TryGet(key, out var value))
            {
                yield return new(key, value);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A copy to which entries can be added.</summary>
    public DictBuilder ToBuilder()
    {
        var builder = new DictBuilder();
        foreach (var (key, value) in this)
        {
            builder[key] = value;
        }

        return builder;
    }

    public override bool Equals(Value? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        Expressions.EvaluationBudget.CheckStack();
        if (other is not DictValue dict || dict.Count != Count)
        {
            return false;
        }

        foreach (var (key, value) in this)
        {
            if (!dict.TryGet(key, out var theirs) || !value.Equals(theirs))
            {
                return false;
            }
        }

        return true;
    }

    public override int GetHashCode() => Count;

    public override string ToString() => "{" + string.Join(", ", this.Select(e => $"{e.Key}: {e.Value}")) + "}";
}

/// <summary>Builds a <see cref="DictValue"/>; setting a key again keeps its first place.</summary>
public sealed class DictBuilder
{
    private readonly List<Value> keys = [];
    private readonly Dictionary<Value, Value> entries = [];

    public int Count => keys.Count;

    public Value this[string key]
    {
        set => this[new TextValue(key)] = value;
    }

    public Value this[Value key]
    {
        set
        {
            if (!entries.ContainsKey(key))
            {
                keys.Add(key);
            }

            entries[key] = value;
        }
    }

    public bool TryGet(Value key, [MaybeNullWhen(false)] out Value value) => entries.TryGetValue(key, out value);

    public bool Remove(Value key) => entries.Remove(key) && keys.Remove(key);

    /// <summary>The dict so far, as a copy; the builder can go on to be used.</summary>
    public DictValue Snapshot() => new Built([.. keys], new Dictionary<Value, Value>(entries));

    /// <summary>The dict so far; the builder is not to be used afterwards.</summary>
    public DictValue Build() => new Built(keys, entries);

    private sealed class Built(List<Value> keys, Dictionary<Value, Value> entries) : DictValue
    {
        public override int Count => keys.Count;

        public override IEnumerable<Value> Keys => keys;

        internal override bool IsComputed => false;

        public override bool TryGet(Value key, [MaybeNullWhen(false)] out Value value) => entries.TryGetValue(key, out value);
    }
}
