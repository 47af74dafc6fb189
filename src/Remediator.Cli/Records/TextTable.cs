using System.Text;
using Remediator.Engine.Reporting;

namespace Remediator.Cli.Records;

/// <summary>Rows in columns as wide as their widest cell; what goes beyond the width of the terminal is cut off the last one.</summary>
internal sealed class TextTable(params IReadOnlyList<string> heads)
{
    private readonly List<(Tone Tone, IReadOnlyList<string> Cells)> rows = [(Tone.Faint, heads)];

    public void Add(Tone tone, params IReadOnlyList<string> cells) => rows.Add((tone, [.. cells.Select(c => PrintableText.Of(c.ReplaceLineEndings(" ")))]));

    public IEnumerable<TextLine> Lines(int width)
    {
        var widths = Enumerable.Range(0, heads.Count).Select(c => rows.Max(r => PrintableText.Width(r.Cells[c]))).ToList();
        foreach (var (tone, cells) in rows)
        {
            var line = new StringBuilder();
            for (var i = 0; i < cells.Count; i++)
            {
                line.Append(i > 0 ? "  " : "").Append(cells[i]).Append(' ', i < cells.Count - 1 ? widths[i] - PrintableText.Width(cells[i]) : 0);
            }

            yield return new TextLine(tone, Cut(line.ToString().TrimEnd(), width));
        }
    }

    private static string Cut(string line, int width)
    {
        if (PrintableText.Width(line) <= width)
        {
            return line;
        }

        while (PrintableText.Width(line) > width - 1)
        {
            line = line[..^1];
        }

        return line + "…";
    }
}
