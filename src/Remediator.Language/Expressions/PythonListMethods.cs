using Remediator.Language.Values;

namespace Remediator.Language.Expressions;

/// <summary>Methods of lists, dicts, moments and numbers that do not change their value (<see cref="PythonMutation"/> has those that do).</summary>
internal static class PythonListMethods
{
    public static readonly NamedFunction[] Lists =
    [
        new("index", "value start? stop?", Index),
        new("count", "value", c => Value.Of(c.Items.LongCount(i => i.Equals(c[0])))),
        new("copy", "", c => c.Input),
    ];

    public static readonly NamedFunction[] Dicts =
    [
        new("items", "", c => Value.Of(((DictValue)c.Input).Select(e => (Value)new ListValue([e.Key, e.Value], isTuple: true)))),
        new("keys", "", c => Value.Of(((DictValue)c.Input).Keys)),
        new("values", "", c => Value.Of(((DictValue)c.Input).Select(e => e.Value))),
        new("get", "key default?", c => ((DictValue)c.Input).TryGet(PythonAccess.Key(c[0]!), out var value) ? value : c[1] ?? Value.Null),
        new("copy", "", c => c.Input),
    ];

    public static readonly NamedFunction[] Others =
    [
        new("strftime", "format", c => c.Input is DateValue date ? Value.Of(PythonDates.Format(date.Moment, c.TextAt(0))) : throw c.Wrong(c.Input, "a datetime")),
        new("isoformat", "", c => c.Input is DateValue date ? Value.Of(PythonText.Moment(date.Moment).Replace(' ', 'T')) : throw c.Wrong(c.Input, "a datetime")),
        new("timestamp", "", c => c.Input is DateValue date ? Value.Of((date.Moment - DateTimeOffset.UnixEpoch).TotalSeconds) : throw c.Wrong(c.Input, "a datetime")),
        new("date", "", c => c.Input is DateValue date ? new DateValue(new DateTimeOffset(date.Moment.Date, date.Moment.Offset)) : throw c.Wrong(c.Input, "a datetime")),
        new("weekday", "", c => c.Input is DateValue date ? Value.Of(((long)date.Moment.DayOfWeek + 6) % 7) : throw c.Wrong(c.Input, "a datetime")),
        new("isoweekday", "", c => c.Input is DateValue date ? Value.Of((((long)date.Moment.DayOfWeek + 6) % 7) + 1) : throw c.Wrong(c.Input, "a datetime")),
        new("total_seconds", "", c => c.Input is DurationValue duration ? Value.Of(duration.Length.TotalSeconds) : throw c.Wrong(c.Input, "a timedelta")),
        new("is_integer", "", c => Numbers.TryGetDouble(c.Input, out var number) ? Value.Of(number == Math.Floor(number)) : throw c.Wrong(c.Input, "a float")),
        new("bit_length", "", c => Numbers.TryGetLong(c.Input, out var number) ? Value.Of(64L - System.Numerics.BitOperations.LeadingZeroCount(number < 0 ? 0 - (ulong)number : (ulong)number)) : throw c.Wrong(c.Input, "an integer")),
    ];

    private static Value Index(FunctionCall call)
    {
        var items = call.Items;
        var stop = Math.Min(items.Count, call.NumberAt(2, items.Count));
        for (var i = Math.Max(0, call.NumberAt(1)); i < stop; i++)
        {
            if (items[(int)i].Equals(call[0]))
            {
                return Value.Of(i);
            }
        }

        throw call.Fail($"{PythonText.Repr(call[0]!)} is not in list");
    }
}
