using System.Globalization;

namespace Remediator.Cli.Records;

/// <summary>Reads the times that <c>--since</c> takes: an age (<c>90m</c>, <c>24h</c>, <c>7d</c>, <c>2w</c>), or an ISO 8601 date or time, local where it names no zone.</summary>
internal static class Since
{
    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm:ss"];
    private static readonly string[] ZonedForms = ["yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mmzzz", "yyyy-MM-ddTHH:mm:sszzz"];

    /// <summary>Null where the text is neither.</summary>
    public static DateTimeOffset? Read(string text, TimeProvider clock)
    {
        if (text.Length > 1 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 100_000)
        {
            TimeSpan? age = text[^1] switch
            {
                's' => TimeSpan.FromSeconds(number),
                'm' => TimeSpan.FromMinutes(number),
                'h' => TimeSpan.FromHours(number),
                'd' => TimeSpan.FromDays(number),
                'w' => TimeSpan.FromDays(7.0 * number),
                _ => null,
            };
            if (age is { } back)
            {
                var now = clock.GetUtcNow();
                return back > now - DateTimeOffset.UnixEpoch ? DateTimeOffset.UnixEpoch : now - back;
            }
        }

        if (DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return new DateTimeOffset(local, clock.LocalTimeZone.GetUtcOffset(local));
        }

        return DateTimeOffset.TryParseExact(text, ZonedForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var zoned) ? zoned : null;
    }
}
