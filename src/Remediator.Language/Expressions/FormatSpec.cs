using System.Globalization;
using System.Text.RegularExpressions;
using Remediator.Language.Values;

namespace Remediator.Language.Expressions;

/// <summary>Python's format specification: <c>[[fill]align][sign][#][0][width][grouping][.precision][type]</c>.</summary>
internal static partial class FormatSpec
{
    public static string Apply(Value value, string spec, EvaluationBudget budget)
    {
        if (spec.Length == 0)
        {
            return PythonText.Str(value);
        }

        if (value is DateValue date)
        {
            return PythonDates.Format(date.Moment, spec);
        }

        var match = Pattern().Match(spec);
        if (!match.Success)
        {
            throw new EvaluationException($"Invalid format specifier '{spec}' for object of type '{value.TypeName}'");
        }

        var width = Length(match.Groups["width"]) ?? 0;
        var precision = Length(match.Groups["precision"]);
        budget.CheckLength(width);
        var kind = match.Groups["type"].Value is { Length: 1 } type ? type[0] : '\0';
        var alternate = match.Groups["alternate"].Success;
        var isNumber = value is IntValue or FloatValue || (value is BoolValue && kind is not ('\0' or 's'));
        var text = isNumber ? Number(value, kind, precision, alternate, budget) : Text(value, kind, precision);
        if (isNumber && match.Groups["grouping"] is { Success: true } grouping)
        {
            text = Group(text, grouping.Value[0]);
        }

        if (isNumber && !text.StartsWith('-') && match.Groups["sign"].Value is "+" or " ")
        {
            text = match.Groups["sign"].Value + text;
        }

        return Align(text, match, width, isNumber);
    }

    public static string Character(long code) => code is >= 0 and <= 0x10ffff and not (>= 0xd800 and <= 0xdfff)
        ? char.ConvertFromUtf32((int)code)
        : throw new EvaluationException("%c arg not in range(0x110000)");

    public static string Whole(long number, char kind, bool alternate)
    {
        var (sign, magnitude) = number < 0 ? ("-", (ulong)-number) : ("", (ulong)number);
        return sign + kind switch
        {
            'x' => (alternate ? "0x" : "") + magnitude.ToString("x"),
            'X' => (alternate ? "0X" : "") + magnitude.ToString("X"),
            'o' => (alternate ? "0o" : "") + System.Convert.ToString((long)magnitude, 8),
            'b' => (alternate ? "0b" : "") + magnitude.ToString("b"),
            _ => magnitude.ToString(CultureInfo.InvariantCulture),
        };
    }

    public static string Real(double number, char kind, long precision, bool alternate, EvaluationBudget budget)
    {
        budget.CheckLength(precision);
        if (!double.IsFinite(number))
        {
            return char.IsUpper(kind) ? PythonText.Float(number).ToUpperInvariant() : PythonText.Float(number);
        }

        var digits = (int)precision;
        switch (kind)
        {
            case 'f' or 'F':
                return Fixed(number, digits);
            case 'e' or 'E':
                return Exponent(number.ToString((kind == 'e' ? "e" : "E") + digits, CultureInfo.InvariantCulture));
            default:
                digits = Math.Max(1, digits);
                var scientific = number.ToString("e" + (digits - 1), CultureInfo.InvariantCulture);
                var exponent = int.Parse(scientific[(scientific.IndexOf('e') + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
                var text = exponent < -4 || exponent >= digits
                    ? Trim(scientific[..scientific.IndexOf('e')], alternate) + Exponent(scientific[scientific.IndexOf('e')..])
                    : Trim(number.ToString("F" + (digits - 1 - exponent), CultureInfo.InvariantCulture), alternate);
                return kind == 'G' ? text.ToUpperInvariant() : text;
        }
    }

    /// <summary>Digits after the point, exact ties to the even digit as Python has it (.NET rounds them away from zero).</summary>
    public static string Fixed(double number, int digits)
    {
        const int Beyond = 25;
        var rounded = number.ToString("F" + digits, CultureInfo.InvariantCulture);
        var exact = number.ToString("F" + (digits + Beyond), CultureInfo.InvariantCulture);
        if (exact[^Beyond] != '5' || exact.AsSpan(exact.Length - Beyond + 1).ContainsAnyExcept('0'))
        {
            return rounded;
        }

        var cut = exact[..^Beyond].TrimEnd('.');
        return (cut[^1] - '0') % 2 == 0 ? cut : rounded;
    }

    private static string Number(Value value, char kind, long? precision, bool alternate, EvaluationBudget budget)
    {
        if (kind is 'f' or 'F' or 'e' or 'E' or 'g' or 'G' or '%' && Numbers.TryGetDouble(value, out var number))
        {
            return kind == '%' ? Real(number * 100, 'f', precision ?? 6, alternate, budget) + "%" : Real(number, kind, precision ?? 6, alternate, budget);
        }

        if (value is FloatValue real)
        {
            return kind is '\0' or 'n'
                ? precision is { } p ? Real(real.Value, 'g', p, alternate, budget) : PythonText.Float(real.Value)
                : throw new EvaluationException($"Unknown format code '{kind}' for object of type 'float'");
        }

        Numbers.TryGetLong(value, out var whole);
        return kind switch
        {
            '\0' or 'd' or 'n' or 'x' or 'X' or 'o' or 'b' => Whole(whole, kind, alternate),
            'c' => Character(whole),
            _ => throw new EvaluationException($"Unknown format code '{kind}' for object of type 'int'"),
        };
    }

    private static string Text(Value value, char kind, long? precision)
    {
        if (value is ListValue or DictValue or NullValue)
        {
            throw new EvaluationException($"unsupported format string passed to {value.TypeName}.__format__");
        }

        if (kind is not ('\0' or 's'))
        {
            throw new EvaluationException($"Unknown format code '{kind}' for object of type '{value.TypeName}'");
        }

        var text = PythonText.Str(value);
        return precision is { } p && p < text.Length ? text[..(int)p] : text;
    }

    private static string Align(string text, Match match, long width, bool isNumber)
    {
        var missing = (int)Math.Max(0, width - PythonAccess.Length(text));
        var zero = match.Groups["zero"].Success;
        var align = match.Groups["align"] is { Success: true } given ? given.Value[0] : zero && isNumber ? '=' : isNumber ? '>' : '<';
        var fill = match.Groups["fill"] is { Success: true } filler ? filler.Value[0] : zero ? '0' : ' ';
        var sign = text.Length > 0 && text[0] is '-' or '+' or ' ' ? 1 : 0;
        return align switch
        {
            '<' => text + new string(fill, missing),
            '^' => new string(fill, missing / 2) + text + new string(fill, missing - (missing / 2)),
            '=' => text[..sign] + new string(fill, missing) + text[sign..],
            _ => new string(fill, missing) + text,
        };
    }

    private static string Group(string text, char separator)
    {
        var start = text.StartsWith('-') ? 1 : 0;
        var end = text.AsSpan(start).IndexOfAnyExceptInRange('0', '9') is >= 0 and var stop ? start + stop : text.Length;
        for (var at = end - 3; at > start; at -= 3)
        {
            text = text.Insert(at, separator.ToString());
        }

        return text;
    }

    /// <summary>.NET writes three digits of the exponent, Python two.</summary>
    private static string Exponent(string text)
    {
        var mark = text.AsSpan().IndexOfAny('e', 'E');
        var digits = text[(mark + 2)..].TrimStart('0').PadLeft(2, '0');
        return text[..(mark + 2)] + digits;
    }

    private static string Trim(string digits, bool alternate) => alternate || !digits.Contains('.') ? digits : digits.TrimEnd('0').TrimEnd('.');

    private static long? Length(Group group) =>
        !group.Success ? null : long.TryParse(group.Value, out var number) ? number : throw new EvaluationException("Too many decimal digits in format string");

    [GeneratedRegex(@"\A(?:(?<fill>.)?(?<align>[<>=^]))?(?<sign>[+\- ])?(?<alternate>#)?(?<zero>0)?(?<width>[0-9]+)?(?<grouping>[,_])?(?:\.(?<precision>[0-9]+))?(?<type>[bcdeEfFgGnosxX%])?\z", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
