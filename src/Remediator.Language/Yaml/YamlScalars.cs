using System.Globalization;
using System.Text.RegularExpressions;
using Remediator.Language.Values;

namespace Remediator.Language.Yaml;

/// <summary>
/// Types of plain scalars after YAML 1.1 as PyYAML's resolver has them, since that is what Ansible's users know: <c>yes</c> is
/// true, <c>0644</c> is 420, <c>12:30:45</c> is a number to base 60, <c>1e3</c> and <c>y</c> are text.
/// One choice differs: dates stay text, where PyYAML makes date objects that print the same but break filters on text.
/// </summary>
internal static partial class YamlScalars
{
    /// <summary>Whether plain text is nothing but text; cheap for the usual case.</summary>
    public static bool IsText(string plain) => Resolve(plain) is null;

    /// <summary>The value of plain text where it is null, a boolean or a number; otherwise null.</summary>
    public static Value? Resolve(string plain)
    {
        if (plain.Length == 0)
        {
            return Value.Null;
        }

        return plain[0] switch
        {
            >= '0' and <= '9' or '+' or '-' or '.' => ResolveNumber(plain),
            '~' or 'n' or 'N' or 'y' or 'Y' or 't' or 'T' or 'f' or 'F' or 'o' or 'O' => ResolveWord(plain),
            _ => null,
        };
    }

    private static Value? ResolveWord(string plain) => plain switch
    {
        "~" or "null" or "Null" or "NULL" => Value.Null,
        "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => Value.True,
        "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => Value.False,
        _ => null,
    };

    private static Value? ResolveNumber(string plain)
    {
        if (IsSmallDecimal(plain))
        {
            return Value.Of(long.Parse(plain, CultureInfo.InvariantCulture));
        }

        if (WholeNumber().IsMatch(plain))
        {
            return ParseWhole(plain);
        }

        return DecimalNumber().IsMatch(plain) ? Value.Of(ParseDecimal(plain)) : null;
    }

    private static bool IsSmallDecimal(string plain)
    {
        if (plain.Length is 0 or > 18 || plain[0] == '0' && plain.Length > 1)
        {
            return false;
        }

        foreach (var c in plain)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Null where the number needs more than 64 bits; it is then kept as text, which prints the same.</summary>
    private static Value? ParseWhole(string plain)
    {
        var digits = plain.Replace("_", "", StringComparison.Ordinal);
        var negative = digits[0] == '-';
        digits = digits.TrimStart('+', '-');
        try
        {
            return Value.Of(checked((negative ? -1 : 1) * Magnitude(digits)));
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static long Magnitude(string digits)
    {
        if (digits.Contains(':', StringComparison.Ordinal))
        {
            return digits.Split(':').Aggregate(0L, (sum, part) => checked(sum * 60 + long.Parse(part, CultureInfo.InvariantCulture)));
        }

        if (digits.Length > 1 && digits[0] == '0')
        {
            var (radix, start) = digits[1] switch { 'b' => (2, 2), 'x' => (16, 2), _ => (8, 1) };
            var sum = 0L;
            foreach (var c in digits.AsSpan(start))
            {
                sum = checked(sum * radix + Convert.ToInt32(c.ToString(), 16));
            }

            return sum;
        }

        return long.Parse(digits, CultureInfo.InvariantCulture);
    }

    private static double ParseDecimal(string plain)
    {
        var digits = plain.Replace("_", "", StringComparison.Ordinal);
        var sign = digits[0] == '-' ? -1 : 1;
        digits = digits.TrimStart('+', '-').ToLowerInvariant();
        return digits switch
        {
            ".inf" => sign * double.PositiveInfinity,
            ".nan" => double.NaN,
            _ when digits.Contains(':', StringComparison.Ordinal) =>
                sign * digits.Split(':').Aggregate(0.0, (sum, part) => sum * 60 + double.Parse(part, CultureInfo.InvariantCulture)),
            _ => sign * double.Parse(digits, CultureInfo.InvariantCulture),
        };
    }

    [GeneratedRegex(@"^(?:[-+]?0b[0-1_]*[01][0-1_]*|[-+]?0x[0-9a-fA-F_]*[0-9a-fA-F][0-9a-fA-F_]*|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalNumber();
}
