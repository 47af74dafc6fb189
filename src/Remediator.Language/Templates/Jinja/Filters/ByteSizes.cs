using System.Globalization;
using System.Text.RegularExpressions;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>Sizes such as <c>1.00 KB</c> and <c>10M</c>, in steps of 1024, as Ansible reads and writes them.</summary>
internal static partial class ByteSizes
{
    private const string Units = "BKMGTPEZY";

    public static string Write(double size, bool bits, string? unit)
    {
        var name = bits ? "bits" : "Bytes";
        var index = 0;
        if (unit is null)
        {
            while (index + 1 < Units.Length && size >= Math.Pow(1024, index + 1))
            {
                index++;
            }
        }
        else
        {
            index = Math.Max(0, unit.Length == 1 ? Units.IndexOf(char.ToUpperInvariant(unit[0])) : 0);
        }

        return $"{FormatSpec.Fixed(size / Math.Pow(1024, index), 2)} {(index == 0 ? name : Units[index] + name[..1])}";
    }

    public static long Read(string text, string? defaultUnit, bool bits)
    {
        var match = Pattern().Match(text);
        if (!match.Success || !double.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            throw Fail(text);
        }

        var unit = match.Groups[2].Success ? match.Groups[2].Value : defaultUnit;
        if (string.IsNullOrEmpty(unit))
        {
            return (long)Math.Round(number);
        }

        var index = Units.IndexOf(char.ToUpperInvariant(unit[0]));
        var letter = bits ? 'b' : 'B';
        var word = bits ? "bit" : "byte";
        var rest = index == 0 ? unit : unit[1..];
        var fits = rest.Length == 0 || rest == letter.ToString() || (index == 0 && rest.Length == 1 && rest[0] == letter)
            || rest.ToLowerInvariant() is var full && (full == word || full == word + "s");
        return index >= 0 && fits ? (long)Math.Round(number * Math.Pow(1024, index)) : throw Fail(text);
    }

    private static EvaluationException Fail(string text) => new($"human_to_bytes() can't interpret following string: {text}");

    [GeneratedRegex(@"^\s*([0-9]*\.?[0-9]*)\s*([A-Za-z]+)?", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
