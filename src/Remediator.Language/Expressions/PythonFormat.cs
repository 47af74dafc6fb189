using System.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Expressions;

/// <summary>Python's two ways to format text: <c>'%s' % x</c> and <c>'{}'.format(x)</c>.</summary>
public static class PythonFormat
{
    /// <summary>The <c>%</c> operator: a tuple gives several values, a dict gives values by name, anything else is one value.</summary>
    public static string Percent(string format, Value arguments, EvaluationBudget budget)
    {
        IReadOnlyList<Value> positional = arguments is ListValue { IsTuple: true } tuple ? tuple : [arguments];
        var result = new StringBuilder();
        var next = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                result.Append(format[i]);
                continue;
            }

            i++;
            string? key = null;
            if (i < format.Length && format[i] == '(')
            {
                var close = format.IndexOf(')', i);
                key = close > 0 ? format[(i + 1)..close] : throw new EvaluationException("incomplete format key");
                i = close + 1;
            }

            var flags = TakeWhile(format, ref i, "-+ #0");
            var width = Number(format, ref i, positional, ref next);
            var precision = -1L;
            if (i < format.Length && format[i] == '.')
            {
                i++;
                precision = Number(format, ref i, positional, ref next) ?? 0;
            }

            TakeWhile(format, ref i, "hlL");
            if (i >= format.Length)
            {
                throw new EvaluationException("incomplete format");
            }

            if (format[i] == '%')
            {
                result.Append('%');
                continue;
            }

            var value = key is not null
                ? arguments is DictValue dict && dict.TryGet(key, out var named) ? named : throw new EvaluationException(arguments is DictValue ? $"KeyError: {PythonText.Quote(key)}" : "format requires a mapping")
                : next < positional.Count ? positional[next++] : throw new EvaluationException("not enough arguments for format string");
            result.Append(Convert(format[i], value, flags, width ?? 0, precision, budget));
            budget.CheckLength(result.Length);
        }

        return next < positional.Count && arguments is not DictValue && !(arguments is ListValue { IsTuple: false } && next == 0 && positional.Count == 0)
            ? throw new EvaluationException("not all arguments converted during string formatting")
            : result.ToString();
    }

    /// <summary><c>str.format</c> over the call's rest and named arguments.</summary>
    public static string Braces(string format, FunctionCall call, int depth = 0)
    {
        var automatic = 0;
        return Braces(format, call, depth, ref automatic);
    }

    private static string Braces(string format, FunctionCall call, int depth, ref int automatic)
    {
        var result = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            var c = format[i];
            if (c is '{' or '}' && i + 1 < format.Length && format[i + 1] == c)
            {
                result.Append(c);
                i++;
            }
            else if (c == '}')
            {
                throw new EvaluationException("Single '}' encountered in format string");
            }
            else if (c != '{')
            {
                result.Append(c);
            }
            else
            {
                var close = Close(format, i);
                result.Append(Field(format[(i + 1)..close], call, depth, ref automatic));
                call.Budget.CheckLength(result.Length);
                i = close;
            }
        }

        return result.ToString();
    }

    private static int Close(string format, int open)
    {
        var level = 0;
        for (var i = open; i < format.Length; i++)
        {
            level += format[i] == '{' ? 1 : format[i] == '}' ? -1 : 0;
            if (level == 0)
            {
                return i;
            }
        }

        throw new EvaluationException(open == format.Length - 1 ? "Single '{' encountered in format string" : "expected '}' before end of string");
    }

    private static string Field(string field, FunctionCall call, int depth, ref int automatic)
    {
        if (depth > 1)
        {
            throw new EvaluationException("Max string recursion exceeded");
        }

        var colon = field.IndexOf(':');
        var (place, spec) = colon < 0 ? (field, "") : (field[..colon], field[(colon + 1)..]);
        char? conversion = null;
        if (place.IndexOf('!') is >= 0 and var mark)
        {
            conversion = mark == place.Length - 2 ? place[^1] : throw new EvaluationException("expected ':' after conversion specifier");
            place = place[..mark];
        }

        var end = place.AsSpan().IndexOfAny('.', '[');
        var name = end < 0 ? place : place[..end];
        Value value;
        if (name.Length == 0)
        {
            value = Positional(call, automatic++);
        }
        else if (name.All(char.IsAsciiDigit) && int.TryParse(name, out var number))
        {
            value = Positional(call, number);
        }
        else
        {
            value = call.Named.TryGetValue(name, out var named) ? named : throw new EvaluationException($"KeyError: {PythonText.Quote(name)}");
        }

        value = Follow(value, end < 0 ? "" : place[end..], call.Interpreter);
        var inner = spec.Contains('{') ? Braces(spec, call, depth + 1, ref automatic) : spec;
        return conversion switch
        {
            null => FormatSpec.Apply(value, inner, call.Budget),
            's' => FormatSpec.Apply(Value.Of(PythonText.Str(value)), inner, call.Budget),
            'r' or 'a' => FormatSpec.Apply(Value.Of(PythonText.Repr(value)), inner, call.Budget),
            _ => throw new EvaluationException($"Unknown conversion specifier {conversion}"),
        };
    }

    private static Value Positional(FunctionCall call, int index) =>
        index < call.Rest.Count ? call.Rest[index] : throw new EvaluationException($"Replacement index {index} out of range for positional args tuple");

    private static Value Follow(Value value, string path, Interpreter interpreter)
    {
        while (path.Length > 0)
        {
            if (path[0] == '.')
            {
                var end = path.AsSpan(1).IndexOfAny('.', '[');
                var name = end < 0 ? path[1..] : path[1..(end + 1)];
                // In Python an entry of a dict is no attribute.
                value = value is DictValue
                    ? throw new EvaluationException($"'dict' object has no attribute {PythonText.Quote(name)}", null, $"write [{name}]")
                    : interpreter.Dialect.Attribute(value, name, interpreter);
                path = end < 0 ? "" : path[(end + 1)..];
            }
            else
            {
                var close = path.IndexOf(']');
                if (close < 0)
                {
                    throw new EvaluationException("Missing ']' in format string");
                }

                var key = path[1..close];
                value = interpreter.Dialect.Index(value, long.TryParse(key, out var number) ? Value.Of(number) : Value.Of(key), interpreter);
                path = path[(close + 1)..];
            }
        }

        return Interpreter.Defined(Interpreter.Known(value));
    }

    /// <summary>What Python's <c>%r</c> says of an undefined value: the one conversion that does not fail.</summary>
    private static string Described(UndefinedValue undefined) => $"{undefined.TypeName}({PythonText.Quote(undefined.Message)})";

    private static string Convert(char kind, Value value, string flags, long width, long precision, EvaluationBudget budget)
    {
        if (kind != 'r')
        {
            Interpreter.Defined(value);
        }

        var text = kind switch
        {
            'r' when value is UndefinedValue { IsSilent: false } undefined => Cut(Described(undefined)),
            's' => Cut(PythonText.Str(value)),
            'r' or 'a' => Cut(PythonText.Repr(value)),
            'c' => value is IntValue code ? FormatSpec.Character(code.Value) : PythonText.Str(value),
            'd' or 'i' or 'u' => FormatSpec.Whole(Integer(kind, value), 'd', flags.Contains('#')),
            'x' or 'X' or 'o' => FormatSpec.Whole(Integer(kind, value), kind, flags.Contains('#')),
            'f' or 'F' or 'e' or 'E' or 'g' or 'G' => Numbers.TryGetDouble(value, out var number)
                ? FormatSpec.Real(number, kind, precision < 0 ? 6 : precision, flags.Contains('#'), budget)
                : throw new EvaluationException($"must be real number, not {value.TypeName}"),
            _ => throw new EvaluationException($"unsupported format character '{kind}'"),
        };
        var isNumber = kind is not ('s' or 'r' or 'a' or 'c');
        if (isNumber && !text.StartsWith('-') && (flags.Contains('+') || flags.Contains(' ')))
        {
            text = (flags.Contains('+') ? "+" : " ") + text;
        }

        var missing = (int)Math.Max(0, width - PythonAccess.Length(text));
        budget.CheckLength(missing);
        if (flags.Contains('-'))
        {
            return text + new string(' ', missing);
        }

        if (flags.Contains('0') && isNumber)
        {
            var sign = text[0] is '-' or '+' or ' ' ? 1 : 0;
            return text[..sign] + new string('0', missing) + text[sign..];
        }

        return new string(' ', missing) + text;

        string Cut(string whole) => precision >= 0 && precision < whole.Length ? whole[..(int)precision] : whole;
    }

    private static long Integer(char kind, Value value) =>
        Numbers.TryGetLong(value, out var whole) ? whole
        : value is FloatValue real && kind is 'd' or 'i' or 'u' && value is FloatValue { Value: var d } ? (long)d
        : throw new EvaluationException($"%{kind} format: a real number is required, not {value.TypeName}");

    private static string TakeWhile(string format, ref int i, string characters)
    {
        var start = i;
        while (i < format.Length && characters.Contains(format[i]))
        {
            i++;
        }

        return format[start..i];
    }

    private static long? Number(string format, ref int i, IReadOnlyList<Value> positional, ref int next)
    {
        if (i < format.Length && format[i] == '*')
        {
            i++;
            return next < positional.Count && Numbers.TryGetLong(positional[next++], out var given) ? given : throw new EvaluationException("* wants int");
        }

        var digits = TakeWhile(format, ref i, "0123456789");
        return digits.Length == 0 ? null : long.TryParse(digits, out var number) ? number : throw new EvaluationException("width too big");
    }
}
