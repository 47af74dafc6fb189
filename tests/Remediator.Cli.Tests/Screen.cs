using System.Text;

namespace Remediator.Cli.Tests;

/// <summary>A terminal's screen without an end, to see what is left on it: cursor up, start of line, erasing; colours are dropped.</summary>
internal sealed class Screen
{
    private readonly List<StringBuilder> lines = [new()];
    private int row;
    private int column;

    public Screen Feed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\n':
                    row++;
                    column = 0;
                    break;
                case '\r':
                    column = 0;
                    break;
                case '\u001b':
                    i = Command(text, i + 1);
                    break;
                default:
                    Put(text[i]);
                    break;
            }
        }

        return this;
    }

    public override string ToString()
    {
        var shown = lines.Select(l => l.ToString().TrimEnd()).ToList();
        while (shown.Count > 0 && shown[^1].Length == 0)
        {
            shown.RemoveAt(shown.Count - 1);
        }

        return string.Concat(shown.Select(l => l + "\n"));
    }

    private int Command(string text, int at)
    {
        Assert.Equal('[', text[at]);
        var end = at + 1;
        while (!char.IsLetter(text[end]))
        {
            end++;
        }

        var number = int.TryParse(text[(at + 1)..end], out var given) ? given : 0;
        switch (text[end])
        {
            case 'A':
                // As terminals do: 0 is 1.
                row -= Math.Max(1, number);
                Assert.True(row >= 0, "the cursor left the screen");
                break;
            case 'K':
                Line().Clear();
                break;
            case 'J':
                Line().Length = Math.Min(Line().Length, column);
                lines.RemoveRange(row + 1, lines.Count - row - 1);
                break;
            case 'm' or 'h' or 'l':
                break;
            default:
                Assert.Fail($"unknown command {text[end]}");
                break;
        }

        return end;
    }

    private void Put(char c)
    {
        var line = Line();
        line.Append(' ', Math.Max(0, column + 1 - line.Length));
        line[column++] = c;
    }

    private StringBuilder Line()
    {
        while (lines.Count <= row)
        {
            lines.Add(new StringBuilder());
        }

        return lines[row];
    }
}
