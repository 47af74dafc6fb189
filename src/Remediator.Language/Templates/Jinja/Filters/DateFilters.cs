using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>Filters over moments.</summary>
internal static class DateFilters
{
    /// <summary>The years 1 to 9999 in seconds of the Unix epoch.</summary>
    private const double FirstSecond = -62135596800;
    private const double LastSecond = 253402300799;

    public static readonly NamedFunction[] All =
    [
        new("to_datetime", "format?", c => new DateValue(PythonDates.Parse(c.Text, c.TextAt(0, "%Y-%m-%d %H:%M:%S")))),
        new("strftime", "second? utc?", Format),
    ];

    /// <summary>The input is the format; the moment is given in seconds of the Unix epoch, else it is now.</summary>
    private static Value Format(FunctionCall call)
    {
        var now = call.Interpreter.Outside.Now;
        var moment = now;
        if (call.Has(0))
        {
            var seconds = PythonNumbers.Float(call[0]!) is { } number && number is >= FirstSecond and <= LastSecond
                ? number
                : throw call.Fail($"Invalid value for epoch value ({call.TextAt(0)})");
            moment = DateTimeOffset.UnixEpoch.AddTicks((long)(Math.Floor(seconds) * TimeSpan.TicksPerSecond)).ToOffset(now.Offset);
        }

        return Value.Of(PythonDates.Format(call.FlagAt(1) ? moment.ToUniversalTime() : moment, call.Text));
    }
}
