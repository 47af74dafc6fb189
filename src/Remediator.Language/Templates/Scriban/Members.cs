using System.Diagnostics.CodeAnalysis;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban;

/// <summary>The members that values have by themselves: <c>size</c> of lists and strings, the parts of dates and timespans.</summary>
internal static class Members
{
    private static readonly string[] OfDates = ["year", "month", "day", "day_of_year", "hour", "minute", "second", "millisecond"];

    private static readonly string[] OfDurations =
        ["days", "hours", "minutes", "seconds", "milliseconds", "total_days", "total_hours", "total_minutes", "total_seconds", "total_milliseconds"];

    public static Value? Of(Value target, string name) => (target, name) switch
    {
        (ListValue list, "size") => Value.Of((long)list.Count),
        (TextValue text, "size") => Value.Of((long)text.Text.Length),
        (DateValue date, _) => OfDate(date.Moment, name),
        (DurationValue duration, _) => OfDuration(duration.Length, name),
        _ => null,
    };

    public static IEnumerable<string> NamesOf(Value target) => target switch
    {
        ListValue or TextValue => ["size"],
        DateValue => OfDates,
        DurationValue => OfDurations,
        _ => [],
    };

    private static Value? OfDate(DateTimeOffset date, string name) => name switch
    {
        "year" => Value.Of((long)date.Year),
        "month" => Value.Of((long)date.Month),
        "day" => Value.Of((long)date.Day),
        "day_of_year" => Value.Of((long)date.DayOfYear),
        "hour" => Value.Of((long)date.Hour),
        "minute" => Value.Of((long)date.Minute),
        "second" => Value.Of((long)date.Second),
        "millisecond" => Value.Of((long)date.Millisecond),
        _ => null,
    };

    private static Value? OfDuration(TimeSpan length, string name) => name switch
    {
        "days" => Value.Of((long)length.Days),
        "hours" => Value.Of((long)length.Hours),
        "minutes" => Value.Of((long)length.Minutes),
        "seconds" => Value.Of((long)length.Seconds),
        "milliseconds" => Value.Of((long)length.Milliseconds),
        "total_days" => Value.Of(length.TotalDays),
        "total_hours" => Value.Of(length.TotalHours),
        "total_minutes" => Value.Of(length.TotalMinutes),
        "total_seconds" => Value.Of(length.TotalSeconds),
        "total_milliseconds" => Value.Of(length.TotalMilliseconds),
        _ => null,
    };
}

/// <summary><c>for</c> and <c>while</c> inside their loops.</summary>
internal sealed class LoopValue(LoopState loop) : ObjectValue
{
    private static readonly string[] OfFor = ["changed", "even", "first", "index", "last", "length", "odd", "rindex"];
    private static readonly string[] OfWhile = ["even", "first", "index", "odd"];

    public override string TypeName => "loop";

    public override IEnumerable<string> MemberNames => loop.Items is null ? OfWhile : OfFor;

    public override bool TryGetMember(string name, [MaybeNullWhen(false)] out Value value)
    {
        value = name switch
        {
            "index" => Of((long)loop.Index),
            "first" => Of(loop.IsFirst),
            "even" => Of(loop.Index % 2 == 0),
            "odd" => Of(loop.Index % 2 != 0),
            _ => loop.Items is { } items ? OfItems(name, items) : null,
        };
        return value is not null;
    }

    private Value? OfItems(string name, IReadOnlyList<Value> items) => name switch
    {
        "last" => Of(loop.IsLast),
        "length" => Of((long)items.Count),
        "rindex" => Of(items.Count - loop.Index - 1L),
        "changed" => Of(loop.Index == 0 || !items[loop.Index].Equals(items[loop.Index - 1])),
        _ => null,
    };
}
