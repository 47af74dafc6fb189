using System.Collections;

namespace Remediator.Language.Values;

/// <summary>A list, or a tuple: the same but for its text and for equality.</summary>
public sealed class ListValue(IReadOnlyList<Value> items, bool isTuple = false) : Value, IReadOnlyList<Value>
{
    public static ListValue Empty { get; } = new([]);

    public bool IsTuple { get; } = isTuple;

    /// <summary>Made by Scriban's <c>a..b</c>, which calls it an iterator.</summary>
    public bool IsRange { get; init; }

    public int Count => items.Count;

    public override string TypeName => IsTuple ? "tuple" : "list";

    public Value this[int index] => items[index];

    public IEnumerator<Value> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();

    public override bool Equals(Value? other)
    {
        Expressions.EvaluationBudget.CheckStack();
        return ReferenceEquals(this, other) || (other is ListValue list && list.IsTuple == IsTuple && list.Count == Count && this.SequenceEqual(list));
    }

    public override int GetHashCode()
    {
        Expressions.EvaluationBudget.CheckStack();
        var hash = new HashCode();
        foreach (var item in items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => (IsTuple ? "(" : "[") + string.Join(", ", items) + (IsTuple ? ")" : "]");
}
