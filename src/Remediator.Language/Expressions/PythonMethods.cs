using Remediator.Language.Values;

namespace Remediator.Language.Expressions;

/// <summary>Methods and attributes that Python's values have, as far as templates use them.</summary>
internal static class PythonMethods
{
    private static readonly Dictionary<string, NamedFunction> TextMethods = Index(PythonTextMethods.All);
    private static readonly Dictionary<string, NamedFunction> ListMethods = Index(PythonListMethods.Lists);
    private static readonly Dictionary<string, NamedFunction> DictMethods = Index(PythonListMethods.Dicts);
    private static readonly Dictionary<string, NamedFunction> OtherMethods = Index(PythonListMethods.Others);

    public static NamedFunction? Find(Value target, string name) => Table(target).GetValueOrDefault(name);

    public static IEnumerable<string> NamesOf(Value target) => Table(target).Keys;

    /// <summary>An attribute that is not a method, or null.</summary>
    public static Value? Member(Value target, string name) => (target, name) switch
    {
        (DateValue date, "year") => Value.Of((long)date.Moment.Year),
        (DateValue date, "month") => Value.Of((long)date.Moment.Month),
        (DateValue date, "day") => Value.Of((long)date.Moment.Day),
        (DateValue date, "hour") => Value.Of((long)date.Moment.Hour),
        (DateValue date, "minute") => Value.Of((long)date.Moment.Minute),
        (DateValue date, "second") => Value.Of((long)date.Moment.Second),
        (DateValue date, "microsecond") => Value.Of(date.Moment.Ticks % TimeSpan.TicksPerSecond / 10),
        (DurationValue duration, "days") => Value.Of(duration.Days),
        (DurationValue duration, "seconds") => Value.Of(duration.Seconds),
        (DurationValue duration, "microseconds") => Value.Of((duration.Length.Ticks % TimeSpan.TicksPerSecond + TimeSpan.TicksPerSecond) % TimeSpan.TicksPerSecond / 10),
        // What groupby gives are named pairs.
        (ListValue { IsTuple: true, Count: 2 } pair, "grouper") => pair[0],
        (ListValue { IsTuple: true, Count: 2 } pair, "list") => pair[1],
        _ => null,
    };

    /// <summary>The type's name as error texts give it.</summary>
    public static string QualifiedName(Value value) => value switch
    {
        DateValue => "datetime.datetime",
        DurationValue => "datetime.timedelta",
        _ => value.TypeName,
    };

    private static Dictionary<string, NamedFunction> Table(Value target) => target switch
    {
        TextValue => TextMethods,
        ListValue => ListMethods,
        DictValue => DictMethods,
        _ => OtherMethods,
    };

    private static Dictionary<string, NamedFunction> Index(IEnumerable<NamedFunction> functions) => functions.ToDictionary(f => f.Name, StringComparer.Ordinal);
}
