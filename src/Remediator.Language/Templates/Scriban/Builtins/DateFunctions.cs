using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban.Builtins;

/// <summary>The functions of <c>date</c>. A text without an offset is a moment in UTC.</summary>
internal static class DateFunctions
{
    public static Builtin[] All { get; } =
    [
        new("add_days", "date days", c => Move(c, (date, n) => date.AddDays(n))),
        new("add_hours", "date hours", c => Move(c, (date, n) => date.AddHours(n))),
        new("add_milliseconds", "date millis", c => Move(c, (date, n) => date.AddMilliseconds(n))),
        new("add_minutes", "date minutes", c => Move(c, (date, n) => date.AddMinutes(n))),
        new("add_months", "date months", c => Move(c, (date, n) => date.AddMonths(Whole(n)))),
        new("add_seconds", "date seconds", c => Move(c, (date, n) => date.AddSeconds(n))),
        new("add_years", "date years", c => Move(c, (date, n) => date.AddYears(Whole(n)))),
        new("now", "", c => new DateValue(c.Interpreter.Outside.Now)),
        new("parse", "text pattern? culture?", c => c.Has(0) ? Parse(c.Text(0), c.TextOrNull(1), c.TextOrNull(2)) : Value.Null),
        new("parse_to_string", "text output_pattern? output_culture? input_pattern? input_culture?", ParseToString),
        new("to_string", "datetime pattern? culture?", c => ToText(c, c[0], c.TextOrNull(1), c.TextOrNull(2))),
        new("utc_now", "", c => new DateValue(c.Interpreter.Outside.Now.ToUniversalTime())),
    ];

    private static int Whole(double number) => (int)Math.Clamp(number, int.MinValue, int.MaxValue);

    private static Value Move(BuiltinCall call, Func<DateTimeOffset, double, DateTimeOffset> move)
    {
        var date = call[0] switch
        {
            NullValue => null,
            DateValue given => given,
            TextValue text => Parse(text.Text, null, null),
            var other => throw call.Wrong("a date", other),
        };
        try
        {
            return date is null ? Value.Null : new DateValue(move(date.Moment, call.Number(1) ?? 0));
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new EvaluationException("the date is beyond the years 1 to 9999");
        }
    }

    private static DateValue Parse(string text, string? pattern, string? culture)
    {
        Cultures.Check(culture);
        var isBritish = culture is not null && !culture.Equals("en-US", StringComparison.OrdinalIgnoreCase) && culture.Length > 2;
        return DatePattern.TryParse(text, pattern, isBritish, out var moment)
            ? new DateValue(moment)
            : throw new EvaluationException(pattern is null ? $"'{text}' is not a date" : $"'{text}' is not a date of the form '{pattern}'", null, pattern is null ? "write it as 2016-01-05, or give a pattern such as '%Y-%m-%d'" : null);
    }

    private static Value ParseToString(BuiltinCall call) => call.Has(0)
        ? ToText(call, Parse(call.Text(0), call.TextOrNull(3), call.TextOrNull(4)), call.TextOrNull(1), call.TextOrNull(2))
        : Value.Null;

    private static Value ToText(BuiltinCall call, Value date, string? pattern, string? culture)
    {
        Cultures.Check(culture);
        return date switch
        {
            NullValue => Value.Null,
            DateValue given => Value.Of(DatePattern.Format(given.Moment, pattern ?? DatePattern.Default)),
            TextValue text => Value.Of(DatePattern.Format(Parse(text.Text, null, null).Moment, pattern ?? DatePattern.Default)),
            var other => throw call.Wrong("a date", other),
        };
    }
}
