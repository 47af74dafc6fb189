namespace Remediator.Language.Values;

/// <summary>A length of time, Python's timedelta: the difference of two moments.</summary>
public sealed class DurationValue(TimeSpan length) : Value
{
    public TimeSpan Length { get; } = length;

    public override string TypeName => "timedelta";

    /// <summary>Whole days, rounded down as Python does.</summary>
    public long Days => (long)Math.Floor(Length.TotalDays);

    /// <summary>Seconds beyond <see cref="Days"/>: 0 to 86399.</summary>
    public long Seconds => (long)Math.Floor((Length - TimeSpan.FromDays(Days)).TotalSeconds);

    public override bool Equals(Value? other) => other is DurationValue duration && duration.Length == Length;

    public override int GetHashCode() => Length.GetHashCode();

    public override string ToString()
    {
        var rest = Length - TimeSpan.FromDays(Days);
        var days = Days == 0 ? "" : $"{Days} day{(Math.Abs(Days) == 1 ? "" : "s")}, ";
        var fraction = rest.Ticks % TimeSpan.TicksPerSecond;
        return $"{days}{rest.Hours}:{rest.Minutes:00}:{rest.Seconds:00}{(fraction == 0 ? "" : $".{fraction / 10:000000}")}";
    }
}
