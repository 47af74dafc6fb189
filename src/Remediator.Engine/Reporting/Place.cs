namespace Remediator.Engine.Reporting;

/// <summary>
/// A place in a play, the same for every host that comes to it and comparable with all others: what stands earlier is less. What an
/// include brings stands after the include and before the task that follows it.
/// </summary>
/// <param name="Key">Fixed-width numbers and names, so that ordinal comparison is the order.</param>
public readonly record struct Place(string Key) : IComparable<Place>
{
    public static Place Start { get; } = new("");

    /// <summary>After everything.</summary>
    public static Place Never { get; } = new("\uffff");

    private string Text => Key ?? "";

    /// <summary>The instruction with the index below this place.</summary>
    public Place At(int index) => new(Text + index.ToString("x6", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>What a loop's item brings, from the file or role of the name.</summary>
    public Place Within(int item, string name) => new($"{Text}.{item:x6}{name}\u0001");

    public int CompareTo(Place other) => string.CompareOrdinal(Text, other.Text);

    public static bool operator <(Place left, Place right) => left.CompareTo(right) < 0;

    public static bool operator >(Place left, Place right) => left.CompareTo(right) > 0;

    public static bool operator <=(Place left, Place right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Place left, Place right) => left.CompareTo(right) >= 0;

    public override string ToString() => Text;
}
