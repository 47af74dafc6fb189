using System.Globalization;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban.Builtins;

/// <summary>The functions of <c>math</c>. A number rounded to no digits is a whole one.</summary>
internal static class MathFunctions
{
    /// <summary>What .NET can round to.</summary>
    private const int MaxPrecision = 15;

    public static Builtin[] All { get; } =
    [
        new("abs", "value", c => c[0] is IntValue { Value: not long.MinValue } i ? Value.Of(Math.Abs(i.Value)) : Real(c, Math.Abs)),
        new("ceil", "value", c => Whole(c, Math.Ceiling)),
        new("divided_by", "value divisor", DividedBy),
        new("floor", "value", c => Whole(c, Math.Floor)),
        new("format", "value format culture?", Format),
        new("is_number", "value", c => Value.Of(c[0] is IntValue or FloatValue)) { AcceptsMissing = true },
        new("minus", "value with", c => Binary(c, BinaryOperator.Subtract)),
        new("modulo", "value with", c => Binary(c, BinaryOperator.Modulo)),
        new("plus", "value with", c => Binary(c, BinaryOperator.Add)),
        new("random", "minValue maxValue", Pick),
        new("round", "value precision?", Round),
        new("times", "value with", c => Binary(c, BinaryOperator.Multiply)),
        new("uuid", "", _ => Value.Of(Guid.NewGuid().ToString())),
    ];

    /// <summary>A number in .NET's numeric format; also <c>object.format</c>.</summary>
    public static Value Format(BuiltinCall call)
    {
        Cultures.Check(call.TextOrNull(2));
        try
        {
            return call[0] switch
            {
                NullValue => Value.Of(""),
                IntValue i => Value.Of(i.Value.ToString(call.Text(1), CultureInfo.InvariantCulture)),
                FloatValue f => Value.Of(f.Value.ToString(call.Text(1), CultureInfo.InvariantCulture)),
                DateValue d => Value.Of(d.Moment.ToString(call.Text(1), CultureInfo.InvariantCulture)),
                DurationValue d => Value.Of(d.Length.ToString(call.Text(1), CultureInfo.InvariantCulture)),
                var other => throw call.Wrong("a number, a date or a timespan", other),
            };
        }
        catch (FormatException)
        {
            throw new EvaluationException($"'{call.Text(1)}' is not a format of {ScribanOperators.Kind(call[0])}");
        }
    }

    private static Value Binary(BuiltinCall call, BinaryOperator operation) =>
        ScribanOperators.Binary(operation, call[0], call[1], call.Budget);

    private static Value Real(BuiltinCall call, Func<double, double> function) =>
        call.Number(0) is { } number ? Value.Of(function(number)) : Value.Null;

    private static Value Whole(BuiltinCall call, Func<double, double> function) => call[0] is IntValue whole ? whole : ToWhole(Real(call, function));

    private static Value ToWhole(Value value) =>
        value is FloatValue { Value: >= long.MinValue and < long.MaxValue } real ? Value.Of((long)real.Value) : value;

    private static Value DividedBy(BuiltinCall call)
    {
        var result = Binary(call, BinaryOperator.Divide);
        return call[1] is IntValue && result is FloatValue real ? ToWhole(Value.Of(Math.Floor(real.Value))) : result;
    }

    private static Value Round(BuiltinCall call)
    {
        var precision = call.Int(1);
        if (precision is < 0 or > MaxPrecision)
        {
            throw new EvaluationException($"a number can be rounded to 0 to {MaxPrecision} digits, not {precision}");
        }

        return precision == 0 ? Whole(call, Math.Round) : Real(call, number => Math.Round(number, precision));
    }

    private static Value Pick(BuiltinCall call)
    {
        var (from, to) = (call.Int(0), call.Int(1));
        return from <= to
            ? Value.Of((long)Random.Shared.Next(from, to))
            : throw new EvaluationException($"there is no number from {from} up to {to}");
    }
}

/// <summary>Cultures a template may name: the program runs with the invariant culture, whose texts are those of English.</summary>
internal static class Cultures
{
    public static void Check(string? culture)
    {
        if (culture is { Length: > 0 } && !culture.StartsWith("en", StringComparison.OrdinalIgnoreCase))
        {
            throw new EvaluationException($"the culture '{culture}' is not available", null, "only English texts are");
        }
    }
}
