using System.Globalization;
using System.Text;

namespace Remediator.Engine.Running;

/// <summary>Makes a message of what a far end said: one line, no control or invisible characters, bounded.</summary>
public static class PlainText
{
    /// <summary>The text on one line, lines joined by <c>; </c>; over <paramref name="max"/> characters its middle is left out.</summary>
    public static string Of(string said, int max = 400)
    {
        var lines = said.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(Clean).Where(l => l.Length > 0);
        var text = string.Join("; ", lines);
        return text.Length <= max ? text : $"{text[..(max / 2)]} … {text[^(max / 2)..]}";
    }

    private static string Clean(string line)
    {
        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\u001b' && i + 1 < line.Length && line[i + 1] == '[')
            {
                i = EndOfSequence(line, i + 2);
            }
            else if (line[i] == '\t')
            {
                text.Append(' ');
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(line[i]) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator))
            {
                text.Append(line[i]);
            }
        }

        return text.ToString().Trim();
    }

    /// <summary>A terminal's control sequence ends with a character from @ to ~.</summary>
    private static int EndOfSequence(string line, int from)
    {
        while (from < line.Length && line[from] is < '@' or > '~')
        {
            from++;
        }

        return from;
    }
}
