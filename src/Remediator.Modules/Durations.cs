using System.Globalization;

namespace Remediator.Modules;

/// <summary>Spans of time as people write them: a number of seconds, or a number with <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>.</summary>
public static class Durations
{
    /// <summary>The span, or null where the text is none; negative spans are none.</summary>
    public static TimeSpan? Parse(string text)
    {
        text = text.Trim();
        var unitStart = text.Length;
        while (unitStart > 0 && char.IsAsciiLetter(text[unitStart - 1]))
        {
            unitStart--;
        }

        double? seconds = text[unitStart..] switch
        {
            "" or "s" => 1,
            "ms" => 0.001,
            "m" => 60,
            "h" => 3600,
            "d" => 86400,
            _ => null,
        };
        return seconds is { } factor && double.TryParse(text[..unitStart], NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) && number * factor < 3e9
            ? TimeSpan.FromSeconds(number * factor)
            : null;
    }
}
