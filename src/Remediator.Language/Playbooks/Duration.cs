using System.Globalization;
using System.Text.RegularExpressions;
using Remediator.Language.Values;

namespace Remediator.Language.Playbooks;

/// <summary>Spans of time as people write them: <c>90</c> and <c>1.5</c> (seconds), <c>120s</c>, <c>2m</c>, <c>1h</c>, <c>1d</c>, <c>500ms</c>, <c>1h30m</c>.</summary>
public static partial class Duration
{
    private const double MaxSeconds = 3e9;

    /// <summary>False where the value is no duration, is negative, or is longer than about a century.</summary>
    public static bool TryParse(Value value, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var seconds = value switch
        {
            IntValue whole => whole.Value,
            FloatValue number => number.Value,
            TextValue text => SecondsOf(text.Text),
            _ => null,
        };
        if (seconds is not (>= 0 and <= MaxSeconds))
        {
            return false;
        }

        duration = TimeSpan.FromSeconds(seconds.Value);
        return true;
    }

    private static double? SecondsOf(string text)
    {
        var match = Pattern().Match(text);
        if (!match.Success || text.Trim().Length == 0)
        {
            return null;
        }

        return Part("d") * 86_400 + Part("h") * 3600 + Part("m") * 60 + Part("s") + Part("ms") / 1000;

        double Part(string name) => match.Groups[name] is { Success: true } group ? double.Parse(group.Value, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"^\s*(?:(?<d>\d{1,9}(?:\.\d{1,9})?)d)?\s*(?:(?<h>\d{1,9}(?:\.\d{1,9})?)h)?\s*(?:(?<m>\d{1,9}(?:\.\d{1,9})?)m(?!s))?\s*(?:(?<s>\d{1,9}(?:\.\d{1,9})?)(?:s|(?=\s*\z)))?\s*(?:(?<ms>\d{1,9}(?:\.\d{1,9})?)ms)?\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
