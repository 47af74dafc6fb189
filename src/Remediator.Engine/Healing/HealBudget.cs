using System.Globalization;

namespace Remediator.Engine.Healing;

/// <summary>
/// Whether a host may be remediated again: at most so often in a window, and not before a pause after failures, which doubles with each
/// failure in a row. What was begun and never ended counts as failed.
/// </summary>
public sealed class HealBudget(HealSettings settings)
{
    /// <summary>How far back attempts matter: failures in a row lie a whole pause apart.</summary>
    public static TimeSpan Memory { get; } = TimeSpan.FromDays(30);

    /// <summary>How far ahead of a clock that was put back.</summary>
    private readonly TimeSpan ahead = Longest(settings.Window, settings.MaxPause + settings.MaxPause);

    /// <summary>Why the host has to wait; null where it may be remediated.</summary>
    /// <param name="attempts">Of this host, in the order in which they were remembered.</param>
    public string? Hold(IEnumerable<HealAttempt> attempts, DateTimeOffset now)
    {
        // A clock that was put back makes attempts of the future. They are taken as of now, for a while: to forget them would be to forget
        // the budget, to wait for them might be to wait for years.
        var known = attempts.GroupBy(a => a.Pass).Select(g => g.Last()).Where(a => a.Counts && a.At - now <= ahead)
            .Select(a => a with { At = a.At > now ? now : a.At }).OrderBy(a => a.At).ToList();
        var failures = known.AsEnumerable().Reverse().TakeWhile(a => !a.Succeeded).ToList();
        if (failures.Count > 0)
        {
            var pause = PauseAfter(failures.Count);
            if (now - failures[0].At < pause)
            {
                return $"{Count(failures.Count, "remediation")} failed in a row; it is left alone until {Time(failures[0].At + pause)}: {failures[0].Note}";
            }
        }

        var recent = known.Where(a => now - a.At < settings.Window).ToList();
        return recent.Count >= settings.MaxRemediations
            ? $"{Count(recent.Count, "remediation")} in the last {Span(settings.Window)}; the next one not before {Time(recent[^settings.MaxRemediations].At + settings.Window)}"
            : null;
    }

    private TimeSpan PauseAfter(int failures)
    {
        var doubled = settings.Pause.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 30));
        return doubled < settings.MaxPause.TotalSeconds ? TimeSpan.FromSeconds(doubled) : settings.MaxPause;
    }

    private static TimeSpan Longest(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Span(TimeSpan span) =>
        span.TotalHours >= 1 && span.Minutes == 0 ? $"{span.TotalHours:0}h" : span.TotalMinutes >= 1 && span.Seconds == 0 ? $"{span.TotalMinutes:0}m" : $"{span.TotalSeconds:0}s";
}
