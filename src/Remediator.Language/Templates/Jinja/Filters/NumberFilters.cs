using System.Globalization;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>Filters over numbers and sizes.</summary>
internal static class NumberFilters
{
    private static readonly string[] Decimal = ["kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];
    private static readonly string[] Binary = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"];

    public static readonly NamedFunction[] All =
    [
        new("int", "default? base?", c => PythonNumbers.Int(c.Input, c.NumberAt(1, 10)) is { } number ? Value.Of(number) : c[0] ?? Value.Of(0L)),
        new("float", "default?", c => PythonNumbers.Float(c.Input) is { } number ? Value.Of(number) : c[0] ?? Value.Of(0.0)),
        new("abs", "", c => c.Input is FloatValue f ? Value.Of(Math.Abs(f.Value)) : PythonOperators.Order(c.Input, Value.Of(0L)) < 0 ? PythonOperators.Sign(UnaryOperator.Minus, c.Input) : PythonOperators.Sign(UnaryOperator.Plus, c.Input)),
        new("round", "precision? method?", Round),
        new("log", "base?", Log),
        new("pow", "exponent", c => Value.Of(Math.Pow(Real(c, c.Input), Real(c, c[0]!)))),
        new("root", "base?", c => Value.Of(c.Has(0) && Real(c, c[0]!) != 2 ? Math.Pow(Real(c, c.Input), 1.0 / Real(c, c[0]!)) : Math.Sqrt(Real(c, c.Input)))),
        new("filesizeformat", "binary?", FileSize),
        new("human_readable", "isbits? unit?", c => Value.Of(ByteSizes.Write(Real(c, c.Input), c.FlagAt(0), c.Has(1) ? c.TextAt(1) : null))),
        new("human_to_bytes", "default_unit? isbits?", c => Value.Of(ByteSizes.Read(c.Text, c.Has(0) ? c.TextAt(0) : null, c.FlagAt(1)))),
    ];

    private static double Real(FunctionCall call, Value value) => Numbers.TryGetDouble(value, out var number)
        ? number
        : throw call.Fail($"{call.Function.Name}() {(call.Function.Name == "human_readable" ? "failed on bad input" : "can only be used on numbers")}: must be real number, not {value.TypeName}");

    private static Value Log(FunctionCall call)
    {
        var number = Real(call, call.Input);
        if (number <= 0)
        {
            throw call.Fail("math domain error");
        }

        return Value.Of(!call.Has(0) ? Math.Log(number) : Real(call, call[0]!) == 10 ? Math.Log10(number) : Math.Log(number) / Math.Log(Real(call, call[0]!)));
    }

    private static Value Round(FunctionCall call)
    {
        var (precision, method) = (call.NumberAt(0), call.TextAt(1, "common"));
        call.Budget.CheckLength(Math.Abs((double)precision));
        var number = Real(call, call.Input);
        var scale = Math.Pow(10, precision);
        return method switch
        {
            // Adding zero makes minus zero a plain one: Python rounds to a whole number first.
            "ceil" => Value.Of((Math.Ceiling(number * scale) + 0.0) / scale),
            "floor" => Value.Of((Math.Floor(number * scale) + 0.0) / scale),
            "common" when call.Input is IntValue or BoolValue => precision >= 0 ? Value.Of((long)number) : Value.Of((long)(Math.Round(number * scale) / scale)),
            "common" => Value.Of(precision is >= 0 and < 300
                ? double.Parse(FormatSpec.Fixed(number, (int)precision), CultureInfo.InvariantCulture)
                : Math.Round(number * scale) / scale),
            _ => throw call.Fail("method must be common, ceil or floor"),
        };
    }

    private static Value FileSize(FunctionCall call)
    {
        var bytes = PythonNumbers.Float(call.Input) ?? throw call.Wrong(call.Input, "a number");
        var step = call.FlagAt(0) ? 1024.0 : 1000.0;
        if (bytes == 1)
        {
            return Value.Of("1 Byte");
        }

        if (bytes < step)
        {
            return Value.Of($"{(long)bytes} Bytes");
        }

        var (size, prefix) = (bytes / step, 0);
        while (size >= step && prefix < Decimal.Length - 1)
        {
            size /= step;
            prefix++;
        }

        return Value.Of($"{FormatSpec.Fixed(size, 1)} {(call.FlagAt(0) ? Binary : Decimal)[prefix]}");
    }
}
