using System.Globalization;
using System.Text.RegularExpressions;
using Remediator.Language.Expressions;
using Remediator.Language.Playbooks;
using Remediator.Language.Values;

namespace Remediator.Engine.Planning;

/// <summary>The <c>sequence</c> lookup: <c>start=1 end=9 stride=2 format=host%02d</c>, <c>count=4</c>, or <c>1-9/2:host%02d</c>.</summary>
internal static partial class Sequence
{
    private const long MaxItems = 1_000_000;
    private static readonly string[] Options = ["start", "end", "count", "stride", "format"];

    public static IEnumerable<Value> Run(LookupCall call) => call.Terms.Count == 0
        ? Of(call, new Dictionary<string, string>())
        : call.TextTerms.SelectMany(term => Of(call, Read(call, term)));

    private static IEnumerable<Value> Of(LookupCall call, IReadOnlyDictionary<string, string> given)
    {
        var (start, stride) = (Number(call, given, "start") ?? 1, Number(call, given, "stride") ?? 1);
        var (end, count) = (Number(call, given, "end"), Number(call, given, "count"));
        if (end is null == count is null)
        {
            throw new EvaluationException(end is null ? "must specify count or end in with_sequence" : "can't specify both count and end in with_sequence");
        }

        if (count == 0 || stride == 0)
        {
            yield break;
        }

        // Ansible counts so, which for a stride below zero gives two more than asked for.
        var last = end ?? (start + (count!.Value * stride) - 1);
        if (stride > 0 ? last < start : last > start)
        {
            throw new EvaluationException(stride > 0 ? "to count backwards make stride negative" : "to count forward don't make stride negative");
        }

        var format = given.TryGetValue("format", out var text) ? text : call.Text("format", "%d");
        if (format.Count(c => c == '%') != 1)
        {
            throw new EvaluationException($"bad formatting string: {format}");
        }

        if (Math.Abs(((double)last - start) / stride) > MaxItems)
        {
            throw new EvaluationException($"with_sequence would make more than {MaxItems} items");
        }

        var budget = call.Arguments.Caller?.Budget ?? new EvaluationBudget(EvaluationLimits.Default);
        for (var i = start; stride > 0 ? i <= last : i >= last; i += stride)
        {
            yield return Value.Of(PythonFormat.Percent(format, Value.Of(i), budget));
        }
    }

    private static IReadOnlyDictionary<string, string> Read(LookupCall call, string term)
    {
        if (Short().Match(term) is { Success: true } match)
        {
            return match.Groups.Values.Where(g => g.Success && Options.Contains(g.Name)).ToDictionary(g => g.Name, g => g.Value);
        }

        var words = KeyValueText.Split(term) ?? [];
        if (words.Where(w => w.Key is not null && !Options.Contains(w.Key)).Select(w => PythonText.Quote(w.Key!)).ToList() is { Count: > 0 } unknown)
        {
            throw new EvaluationException($"unrecognized arguments to with_sequence: [{string.Join(", ", unknown)}]");
        }

        var (rest, options) = InlineOptions.Read(call, term, Options);
        return rest.Length == 0 ? options : throw new EvaluationException($"unrecognized arguments to with_sequence: {rest}");
    }

    /// <summary>A whole number as Python's <c>int(text, 0)</c> reads it, or null where it is not given.</summary>
    private static long? Number(LookupCall call, IReadOnlyDictionary<string, string> given, string name)
    {
        if ((given.TryGetValue(name, out var text) ? text : call.Text(name)) is not { Length: > 0 } written)
        {
            return null;
        }

        var isNegative = written[0] == '-';
        var digits = written.TrimStart('-', '+');
        var radix = digits.Length > 2 && digits[0] == '0' ? digits[1] switch { 'x' or 'X' => 16, 'o' or 'O' => 8, 'b' or 'B' => 2, _ => 10 } : 10;
        try
        {
            var number = radix != 10 ? Convert.ToInt64(digits[2..], radix)
                : digits.Length > 1 && digits[0] == '0' && digits.Any(d => d != '0') ? throw new FormatException()
                : long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
            return isNegative ? -number : number;
        }
        catch (Exception error) when (error is FormatException or OverflowException or ArgumentException)
        {
            throw new EvaluationException($"can't parse {name}={written} as integer", hint: "octal numbers are written 0o17, hexadecimal ones 0x1f");
        }
    }

    /// <summary>The short form: [start-]end[/stride][:format].</summary>
    [GeneratedRegex(@"^(?:(?<start>0?x?[0-9a-f]+)-)?(?<end>0?x?[0-9a-f]+)(?:/(?<stride>0?x?[0-9a-f]+))?(?::(?<format>.+))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Short();
}
