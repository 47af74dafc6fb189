using System.Globalization;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban.Builtins;

/// <summary>The functions of <c>timespan</c>.</summary>
internal static class TimespanFunctions
{
    public static Builtin[] All { get; } =
    [
        new("from_days", "days", c => From(c, TimeSpan.FromDays)),
        new("from_hours", "hours", c => From(c, TimeSpan.FromHours)),
        new("from_minutes", "minutes", c => From(c, TimeSpan.FromMinutes)),
        new("from_seconds", "seconds", c => From(c, TimeSpan.FromSeconds)),
        new("from_milliseconds", "millis", c => From(c, TimeSpan.FromMilliseconds)),
        new("parse", "text", Parse),
    ];

    private static DurationValue From(BuiltinCall call, Func<double, TimeSpan> from)
    {
        try
        {
            return new DurationValue(from(call.Number(0) ?? 0));
        }
        catch (Exception error) when (error is OverflowException or ArgumentException)
        {
            throw new EvaluationException("the timespan is too long");
        }
    }

    private static Value Parse(BuiltinCall call) =>
        !call.Has(0) ? Value.Null
        : TimeSpan.TryParse(call.Text(0), CultureInfo.InvariantCulture, out var length) ? new DurationValue(length)
        : throw new EvaluationException($"'{call.Text(0)}' is not a timespan", null, "write it as 'days.hours:minutes:seconds'");
}
