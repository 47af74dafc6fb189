using System.Globalization;
using System.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Expressions;

/// <summary>Python's <c>strftime</c> and <c>strptime</c> in the C locale.</summary>
public static class PythonDates
{
    private static readonly CultureInfo C = CultureInfo.InvariantCulture;

    public static string Format(DateTimeOffset moment, string format)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            i++;
            var plain = format[i] == '-' && i + 1 < format.Length;
            if (plain)
            {
                i++;
            }

            var part = Part(moment, format[i]);
            text.Append(plain && part.TrimStart('0') is { Length: > 0 } trimmed ? trimmed : part);
        }

        return text.ToString();
    }

    /// <summary>Reads a moment; its zone is UTC unless the text has one (<c>%z</c>).</summary>
    public static DateTimeOffset Parse(string text, string format)
    {
        var reader = new DateReader(text, format);
        return reader.Read() ?? throw new EvaluationException($"time data {PythonText.Quote(text)} does not match format {PythonText.Quote(format)}");
    }

    private static string Part(DateTimeOffset moment, char directive) => directive switch
    {
        'Y' => moment.Year.ToString("0000", C),
        'm' => moment.ToString("MM", C),
        'd' => moment.ToString("dd", C),
        'H' => moment.ToString("HH", C),
        'I' => moment.ToString("hh", C),
        'M' => moment.ToString("mm", C),
        'S' => moment.ToString("ss", C),
        'f' => moment.ToString("ffffff", C),
        'y' => moment.ToString("yy", C),
        'j' => moment.DayOfYear.ToString("000", C),
        'p' => moment.Hour < 12 ? "AM" : "PM",
        'a' => moment.ToString("ddd", C),
        'A' => moment.ToString("dddd", C),
        'b' or 'h' => moment.ToString("MMM", C),
        'B' => moment.ToString("MMMM", C),
        'w' => ((int)moment.DayOfWeek).ToString(C),
        'u' => moment.DayOfWeek == DayOfWeek.Sunday ? "7" : ((int)moment.DayOfWeek).ToString(C),
        'e' => moment.Day.ToString(C).PadLeft(2),
        's' => moment.ToUnixTimeSeconds().ToString(C),
        'z' => moment.ToString("zzz", C).Replace(":", ""),
        'Z' => moment.Offset == TimeSpan.Zero ? "UTC" : "",
        'F' => moment.ToString("yyyy-MM-dd", C),
        'T' => moment.ToString("HH:mm:ss", C),
        'R' => moment.ToString("HH:mm", C),
        'D' or 'x' => moment.ToString("MM/dd/yy", C),
        'X' => moment.ToString("HH:mm:ss", C),
        'r' => moment.ToString("hh:mm:ss ", C) + (moment.Hour < 12 ? "AM" : "PM"),
        'c' => moment.ToString("ddd MMM ", C) + moment.Day.ToString(C).PadLeft(2) + moment.ToString(" HH:mm:ss yyyy", C),
        'C' => (moment.Year / 100).ToString("00", C),
        'G' => ISOWeek.GetYear(moment.DateTime).ToString("0000", C),
        'V' => ISOWeek.GetWeekOfYear(moment.DateTime).ToString("00", C),
        'U' => ((moment.DayOfYear + 6 - (int)moment.DayOfWeek) / 7).ToString("00", C),
        'W' => ((moment.DayOfYear + 6 - (((int)moment.DayOfWeek + 6) % 7)) / 7).ToString("00", C),
        'n' => "\n",
        't' => "\t",
        '%' => "%",
        _ => "%" + directive,
    };

    /// <summary>Reads a text by a format, directive by directive.</summary>
    private sealed class DateReader(string text, string format)
    {
        private int at;
        private int year = 1900;
        private int month = 1;
        private int day = 1;
        private int hour;
        private int minute;
        private int second;
        private int micros;
        private int? dayOfYear;
        private bool? afternoon;
        private TimeSpan offset = TimeSpan.Zero;

        public DateTimeOffset? Read()
        {
            var expanded = format.Replace("%T", "%H:%M:%S").Replace("%F", "%Y-%m-%d").Replace("%R", "%H:%M").Replace("%D", "%m/%d/%y").Replace("%c", "%a %b %d %H:%M:%S %Y");
            for (var i = 0; i < expanded.Length; i++)
            {
                if (char.IsWhiteSpace(expanded[i]))
                {
                    while (at < text.Length && char.IsWhiteSpace(text[at]))
                    {
                        at++;
                    }
                }
                else if (expanded[i] == '%' && i + 1 < expanded.Length)
                {
                    if (!Directive(expanded[++i]))
                    {
                        return null;
                    }
                }
                else if (at >= text.Length || text[at++] != expanded[i])
                {
                    return null;
                }
            }

            return at == text.Length ? Build() : null;
        }

        private DateTimeOffset? Build()
        {
            hour = afternoon is { } pm ? (hour % 12) + (pm ? 12 : 0) : hour;
            if (month is < 1 or > 12 || year is < 1 or > 9999 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 61)
            {
                return null;
            }

            var date = new DateTime(year, month, day, hour, minute, Math.Min(second, 59), DateTimeKind.Unspecified);
            if (dayOfYear is { } ordinal)
            {
                date = new DateTime(year, 1, 1, hour, minute, Math.Min(second, 59)).AddDays(ordinal - 1);
            }

            return new DateTimeOffset(date.AddTicks(micros * 10L), offset);
        }

        private bool Directive(char directive) => directive switch
        {
            'Y' => Number(4, out year),
            'm' => Number(2, out month),
            'd' or 'e' => Number(2, out day),
            'H' or 'I' => Number(2, out hour),
            'M' => Number(2, out minute),
            'S' => Number(2, out second),
            'y' => Number(2, out var two) && Set(() => year = two < 69 ? 2000 + two : 1900 + two),
            'j' => Number(3, out var ordinal) && Set(() => dayOfYear = ordinal),
            'f' => Fraction(),
            'b' or 'h' => Named(C.DateTimeFormat.AbbreviatedMonthNames, i => month = i + 1),
            'B' => Named(C.DateTimeFormat.MonthNames, i => month = i + 1),
            'a' => Named(C.DateTimeFormat.AbbreviatedDayNames, _ => { }),
            'A' => Named(C.DateTimeFormat.DayNames, _ => { }),
            'p' => Named(["AM", "PM"], i => afternoon = i == 1),
            'z' => Zone(),
            'Z' => Named(["UTC", "GMT"], _ => { }),
            '%' => at < text.Length && text[at++] == '%',
            _ => throw new EvaluationException($"'{directive}' is a bad directive in format {PythonText.Quote(format)}"),
        };

        private static bool Set(Action set)
        {
            set();
            return true;
        }

        private bool Number(int digits, out int number)
        {
            var start = at;
            while (at < text.Length && at - start < digits && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            return int.TryParse(text.AsSpan(start, at - start), NumberStyles.None, C, out number);
        }

        private bool Fraction()
        {
            var start = at;
            if (!Number(6, out micros))
            {
                return false;
            }

            for (var digits = at - start; digits < 6; digits++)
            {
                micros *= 10;
            }

            return true;
        }

        private bool Named(string[] names, Action<int> found)
        {
            for (var i = 0; i < names.Length; i++)
            {
                if (names[i].Length > 0 && string.Compare(text, at, names[i], 0, names[i].Length, StringComparison.OrdinalIgnoreCase) == 0)
                {
                    at += names[i].Length;
                    found(i);
                    return true;
                }
            }

            return false;
        }

        private bool Zone()
        {
            if (at < text.Length && text[at] == 'Z')
            {
                at++;
                return true;
            }

            if (at >= text.Length || text[at] is not ('+' or '-'))
            {
                return false;
            }

            var sign = text[at++] == '-' ? -1 : 1;
            if (!Number(2, out var hours))
            {
                return false;
            }

            at += at < text.Length && text[at] == ':' ? 1 : 0;
            offset = sign * (TimeSpan.FromHours(hours) + (Number(2, out var minutes) ? TimeSpan.FromMinutes(minutes) : TimeSpan.Zero));
            return true;
        }
    }
}
