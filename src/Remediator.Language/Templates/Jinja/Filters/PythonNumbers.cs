using System.Globalization;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>Reading numbers as Python's <c>int()</c> and <c>float()</c> do; null where they would fail.</summary>
internal static class PythonNumbers
{
    /// <summary>A whole number; text with a fraction gives its whole part, as Jinja's <c>int</c> has it.</summary>
    public static long? Int(Value value, long radix)
    {
        if (value is TextValue text && Whole(text.Text.Trim(), radix) is { } whole)
        {
            return whole;
        }

        return Numbers.TryGetLong(value, out var number) ? number
            : Float(value) is { } real && double.IsFinite(real) && Math.Abs(real) < 9.2e18 ? (long)Math.Truncate(real)
            : null;
    }

    public static double? Float(Value value)
    {
        if (value is not TextValue text)
        {
            return Numbers.TryGetDouble(value, out var number) ? number : null;
        }

        var trimmed = Join(text.Text.Trim());
        return trimmed?.TrimStart('+', '-').ToLowerInvariant() switch
        {
            null or "" => null,
            "nan" => double.NaN,
            "inf" or "infinity" => trimmed[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity,
            _ when trimmed.All(c => char.IsAsciiDigit(c) || "+-.eE".Contains(c))
                && double.TryParse(trimmed, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var parsed) => parsed,
            _ => null,
        };
    }

    private static long? Whole(string text, long radix)
    {
        var negative = text.StartsWith('-');
        if (Join(text.TrimStart('+', '-')) is not { Length: > 0 } digits || text.Length - text.TrimStart('+', '-').Length > 1)
        {
            return null;
        }

        var prefixed = digits.Length > 2 && digits[0] == '0' ? char.ToLowerInvariant(digits[1]) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 0 } : 0;
        if (prefixed != 0 && (radix == prefixed || radix == 0))
        {
            (digits, radix) = (digits[2..], prefixed);
        }
        else if (radix == 0)
        {
            radix = 10;
        }

        var result = 0L;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiLetter(c) ? char.ToLowerInvariant(c) - 'a' + 10 : 99;
            if (digit >= radix)
            {
                return null;
            }

            try
            {
                result = checked((result * radix) + digit);
            }
            catch (OverflowException)
            {
                throw new Expressions.EvaluationException($"the number {text} does not fit into 64 bits");
            }
        }

        return negative ? -result : result;
    }

    /// <summary>Digits without the underscores that Python allows between them; null where one stands elsewhere.</summary>
    private static string? Join(string text) =>
        !text.Contains('_') ? text : text.StartsWith('_') || text.EndsWith('_') || text.Contains("__") ? null : text.Replace("_", "");
}
