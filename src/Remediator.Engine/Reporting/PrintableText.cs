using System.Globalization;
using System.Text;

namespace Remediator.Engine.Reporting;

/// <summary>
/// Text that is safe for a terminal. What a host said may hold escape sequences, which could move the cursor, change colours or
/// the title, or reverse what is read; they are shown as text instead.
/// </summary>
public static class PrintableText
{
    /// <summary>
    /// The text with every control character but the tab written out (<c>\x1b</c>, <c>\u202e</c>): C0, DEL and C1, the marks that
    /// reverse reading order, line and paragraph separators, the byte order mark and halves of surrogate pairs.
    /// </summary>
    public static string Of(string text)
    {
        var first = 0;
        while (first < text.Length && !IsUnsafe(text, first))
        {
            first++;
        }

        if (first == text.Length)
        {
            return text;
        }

        var safe = new StringBuilder(text, 0, first, text.Length + 16);
        for (var i = first; i < text.Length; i++)
        {
            if (!IsUnsafe(text, i))
            {
                safe.Append(text[i]);
            }
            else if (text[i] is '\r' or '\n')
            {
                safe.Append(text[i] == '\r' ? @"\r" : @"\n");
            }
            else
            {
                safe.Append(text[i] < 0x100 ? $@"\x{(int)text[i]:x2}" : $@"\u{(int)text[i]:x4}");
            }
        }

        return safe.ToString();
    }

    /// <summary>The lines of a text: cut at every newline, with the carriage return before one dropped; a last newline starts no line.</summary>
    public static IReadOnlyList<string> Lines(string text)
    {
        var lines = text.Replace("\r\n", "\n").Split('\n');
        return lines is [.., ""] ? lines[..^1] : lines;
    }

    /// <summary>Columns that a text takes on a terminal: 2 for wide East Asian characters and emoji, 0 for combining marks.</summary>
    public static int Width(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += Width(rune);
        }

        return width;
    }

    /// <summary>The text cut to a number of columns, ending in <c>…</c> where something was cut.</summary>
    public static string Fit(string text, int columns)
    {
        if (Width(text) <= columns)
        {
            return text;
        }

        var fitted = new StringBuilder();
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += Width(rune);
            if (width > columns - 1)
            {
                break;
            }

            fitted.Append(rune);
        }

        return fitted.Append('…').ToString();
    }

    /// <summary>True for a character that a terminal, or a reader of its text, could be led astray by.</summary>
    internal static bool IsControl(char c) => c is '\t' ? false : c < ' ' || c is >= '\u007f' and <= '\u009f' || IsMisleading(c);

    private static bool IsMisleading(char c) =>
        c is '\u061c' or '\u200e' or '\u200f' or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\ufeff';

    private static bool IsUnsafe(string text, int index)
    {
        var c = text[index];
        if (c is >= ' ' and < '\u007f' or '\t')
        {
            return false;
        }

        return char.IsSurrogate(c)
            ? !((char.IsHighSurrogate(c) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
                || (char.IsLowSurrogate(c) && index > 0 && char.IsHighSurrogate(text[index - 1])))
            : IsControl(c);
    }

    private static int Width(Rune rune) => rune.Value switch
    {
        < 0x300 => 1,
        0x200d or (>= 0xfe00 and <= 0xfe0f) => 0,
        _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => 0,
        (>= 0x1100 and <= 0x115f) or (>= 0x2e80 and <= 0xa4cf and not 0x303f) or (>= 0xac00 and <= 0xd7a3) or (>= 0xf900 and <= 0xfaff)
            or (>= 0xfe30 and <= 0xfe6f) or (>= 0xff00 and <= 0xff60) or (>= 0xffe0 and <= 0xffe6)
            or (>= 0x1f300 and <= 0x1f64f) or (>= 0x1f680 and <= 0x1f6ff) or (>= 0x1f900 and <= 0x1faff) or (>= 0x20000 and <= 0x3fffd) => 2,
        _ => 1,
    };
}
