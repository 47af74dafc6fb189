using System.Globalization;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Engine.Planning;

/// <summary>The <c>sequence</c> lookup: <c>start=1 end=9 stride=2 format=host%02d</c>, <c>count=4</c>, or <c>1-9/2:host%02d</c>.</summary>
internal static class Sequence
{
    private const long MaxItems = 1_000_000;

    public static IEnumerable<Value> Of(CallArguments arguments)
    {
        var options = arguments.Named.ToDictionary(n => n.Key, n => n.Value.ToString() ?? "");
        foreach (var term in arguments.Positional.Select(p => p.ToString() ?? ""))
        {
            foreach (var word in term.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
            {
                Read(word, options);
            }
        }

        var start = Number(options, "start") ?? 1;
        var stride = Number(options, "stride") ?? 1;
        var end = Number(options, "end") ?? (Number(options, "count") is { } count ? start + ((count - 1) * stride) : throw new EvaluationException("must specify count or end in with_sequence"));
        if (stride == 0 || Math.Abs((end - start) / stride) > MaxItems)
        {
            throw new EvaluationException($"with_sequence would make more than {MaxItems} items");
        }

        for (var i = start; stride > 0 ? i <= end : i >= end; i += stride)
        {
            yield return Value.Of(Format(options.GetValueOrDefault("format", "%d"), i));
        }
    }

    private static void Read(string word, Dictionary<string, string> options)
    {
        var equals = word.IndexOf('=');
        if (equals > 0)
        {
            options[word[..equals]] = word[(equals + 1)..];
            return;
        }

        // The short form: [start-]end[/stride][:format].
        var colon = word.IndexOf(':');
        if (colon >= 0)
        {
            options["format"] = word[(colon + 1)..];
            word = word[..colon];
        }

        var slash = word.IndexOf('/');
        if (slash >= 0)
        {
            options["stride"] = word[(slash + 1)..];
            word = word[..slash];
        }

        var dash = word.IndexOf('-', 1);
        if (dash > 0)
        {
            options["start"] = word[..dash];
            word = word[(dash + 1)..];
        }

        options["end"] = word;
    }

    private static long? Number(Dictionary<string, string> options, string name)
    {
        if (!options.TryGetValue(name, out var text))
        {
            return null;
        }

        var isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return long.TryParse(isHex ? text[2..] : text, isHex ? NumberStyles.HexNumber : NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new EvaluationException($"can't parse {name}={text} as an integer in with_sequence");
    }

    /// <summary>printf's <c>%d</c>, <c>%x</c>, <c>%o</c> with flags and width, once in the text.</summary>
    private static string Format(string format, long number)
    {
        var percent = format.IndexOf('%');
        if (percent < 0)
        {
            return format;
        }

        var at = percent + 1;
        var isZeroFilled = at < format.Length && format[at] == '0';
        var width = 0;
        while (at < format.Length && char.IsAsciiDigit(format[at]))
        {
            width = (width * 10) + format[at++] - '0';
        }

        var digits = at < format.Length ? format[at] switch
        {
            'x' => number.ToString("x", CultureInfo.InvariantCulture),
            'X' => number.ToString("X", CultureInfo.InvariantCulture),
            'o' => Convert.ToString(number, 8),
            _ => number.ToString(CultureInfo.InvariantCulture),
        } : "";
        return format[..percent] + digits.PadLeft(Math.Min(width, 1000), isZeroFilled ? '0' : ' ') + format[Math.Min(format.Length, at + 1)..];
    }
}
