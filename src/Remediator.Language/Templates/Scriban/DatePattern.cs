using System.Globalization;
using System.Text;

namespace Remediator.Language.Templates.Scriban;

/// <summary>The patterns of dates, as strftime has them: <c>%Y-%m-%d</c>.</summary>
internal static class DatePattern
{
    /// <summary>How a date is written where nothing else is said.</summary>
    public const string Default = "%d %b %Y";

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static string Format(DateTimeOffset date, string pattern)
    {
        // '%g' asks for the invariant culture, which is the only one; alone it stands for the default pattern.
        if (pattern == "%g")
        {
            pattern = "%g " + Default;
        }

        var text = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%' || i + 1 >= pattern.Length)
            {
                text.Append(pattern[i]);
                continue;
            }

            i++;
            text.Append(Part(date, pattern[i]) ?? $"%{pattern[i]}");
        }

        return text.ToString();
    }

    /// <param name="isDayFirst">Whether <c>03/04/2025</c> is in April, as outside the United States.</param>
    public static bool TryParse(string text, string? pattern, bool isDayFirst, out DateTimeOffset date)
    {
        if (pattern is not null)
        {
            return DateTimeOffset.TryParseExact(text, ToNet(pattern), Invariant, DateTimeStyles.AssumeUniversal, out date);
        }

        const DateTimeStyles styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces;
        if (isDayFirst)
        {
            string[] dayFirst = ["d/M/yyyy", "d/M/yyyy H:m", "d/M/yyyy H:m:s", "d/M/yyyy H:m:s K"];
            if (DateTimeOffset.TryParseExact(text, dayFirst, Invariant, styles, out date))
            {
                return true;
            }
        }

        return DateTimeOffset.TryParse(text, Invariant, styles, out date);
    }

    private static string? Part(DateTimeOffset date, char letter) => letter switch
    {
        'a' => date.ToString("ddd", Invariant),
        'A' => date.ToString("dddd", Invariant),
        'b' or 'h' => date.ToString("MMM", Invariant),
        'B' => date.ToString("MMMM", Invariant),
        'c' => Format(date, "%a %b %d %T %Y"),
        'C' => (date.Year / 100).ToString("D2", Invariant),
        'd' => date.Day.ToString("D2", Invariant),
        'D' => Format(date, "%m/%d/%y"),
        'e' => date.Day.ToString(Invariant).PadLeft(2),
        'F' => Format(date, "%Y-%m-%d"),
        'g' => "",
        'H' => date.Hour.ToString("D2", Invariant),
        'I' => Hour12(date).ToString("D2", Invariant),
        'j' => date.DayOfYear.ToString("D3", Invariant),
        'k' => date.Hour.ToString(Invariant).PadLeft(2),
        'l' => Hour12(date).ToString(Invariant).PadLeft(2),
        'L' => date.Millisecond.ToString("D3", Invariant),
        'm' => date.Month.ToString("D2", Invariant),
        'M' => date.Minute.ToString("D2", Invariant),
        'n' => "\n",
        'N' => ((date.Ticks % TimeSpan.TicksPerSecond) * 100).ToString("D9", Invariant),
        'p' => date.Hour < 12 ? "AM" : "PM",
        'P' => date.Hour < 12 ? "am" : "pm",
        'r' => Format(date, "%I:%M:%S %p"),
        'R' => Format(date, "%H:%M"),
        's' => date.ToUnixTimeSeconds().ToString(Invariant),
        'S' => date.Second.ToString("D2", Invariant),
        't' => "\t",
        'T' => Format(date, "%H:%M:%S"),
        'u' => (date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek).ToString(Invariant),
        'U' => Week(date, DayOfWeek.Sunday),
        'v' => Format(date, "%e-%b-%Y").ToUpperInvariant(),
        'V' => ISOWeek.GetWeekOfYear(date.DateTime).ToString("D2", Invariant),
        'w' => ((int)date.DayOfWeek).ToString(Invariant),
        'W' => Week(date, DayOfWeek.Monday),
        'x' => date.ToString("d", Invariant),
        'X' => date.ToString("T", Invariant),
        'y' => (date.Year % 100).ToString("D2", Invariant),
        'Y' => date.Year.ToString("D4", Invariant),
        'Z' => date.ToString("zzz", Invariant),
        '%' => "%",
        _ => null,
    };

    private static int Hour12(DateTimeOffset date) => date.Hour % 12 == 0 ? 12 : date.Hour % 12;

    /// <summary>The week of the year (01 to 54), where week 1 has the first of January, as in Scriban.</summary>
    private static string Week(DateTimeOffset date, DayOfWeek first) =>
        Invariant.Calendar.GetWeekOfYear(date.DateTime, CalendarWeekRule.FirstDay, first).ToString("D2", Invariant);

    /// <summary>.NET's pattern of the same form.</summary>
    private static string ToNet(string pattern)
    {
        var net = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%' || i + 1 >= pattern.Length)
            {
                net.Append('\\').Append(pattern[i]);
                continue;
            }

            i++;
            net.Append(pattern[i] switch
            {
                'a' => "ddd",
                'A' => "dddd",
                'b' or 'h' => "MMM",
                'B' => "MMMM",
                'd' => "dd",
                'e' => "%d",
                'D' => ToNet("%m/%d/%y"),
                'F' => ToNet("%Y-%m-%d"),
                'H' => "HH",
                'I' => "hh",
                'k' => "%H",
                'l' => "%h",
                'L' => "fff",
                'm' => "MM",
                'M' => "mm",
                'N' => "fffffff",
                'p' or 'P' => "tt",
                'r' => ToNet("%I:%M:%S %p"),
                'R' => ToNet("%H:%M"),
                'S' => "ss",
                'T' => ToNet("%H:%M:%S"),
                'y' => "yy",
                'Y' => "yyyy",
                'Z' => "zzz",
                '%' => "\\%",
                var other => $"\\%\\{other}",
            });
        }

        return net.ToString();
    }
}
