using System.Globalization;

namespace Remediator.Engine.Reporting;

/// <summary>
/// A diff in unified format with three lines of context, as Ansible shows it: <c>--- before: path</c>, <c>+++ after: path</c>, hunks.
/// A text that does not exist has no path in its header.
/// </summary>
public static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>More lines than this are not read by anyone on a terminal; a note says how many were left out.</summary>
    public const int DefaultMaxLines = 2000;

    /// <summary>The diff's lines; none where the texts are equal.</summary>
    public static IReadOnlyList<TextLine> Lines(DiffReport diff, int maxLines = DefaultMaxLines)
    {
        var before = LineEdits.Split(diff.Before ?? "");
        var after = LineEdits.Split(diff.After ?? "");
        var edits = LineEdits.Between(before, after);
        if (edits.Count == 0)
        {
            return [];
        }

        var lines = new List<TextLine>
        {
            new(Tone.Removed, diff.Before is null ? "--- before" : $"--- before: {diff.Path}"),
            new(Tone.Added, diff.After is null ? "+++ after" : $"+++ after: {diff.Path}"),
        };
        foreach (var hunk in Hunks(edits))
        {
            AppendHunk(lines, hunk, before, after);
        }

        if (lines.Count > maxLines)
        {
            var left = lines.Count - maxLines;
            lines.RemoveRange(maxLines, left);
            lines.Add(new TextLine(Tone.Faint, string.Create(CultureInfo.InvariantCulture, $"… {left:N0} more lines of this diff are not shown")));
        }

        return lines;
    }

    /// <summary>Edits that lie at most two contexts apart share a hunk.</summary>
    private static IEnumerable<IReadOnlyList<LineEdit>> Hunks(IReadOnlyList<LineEdit> edits)
    {
        var start = 0;
        for (var i = 1; i <= edits.Count; i++)
        {
            if (i == edits.Count || edits[i].OldStart - edits[i - 1].OldEnd > 2 * Context)
            {
                yield return [.. edits.Skip(start).Take(i - start)];
                start = i;
            }
        }
    }

    private static void AppendHunk(List<TextLine> lines, IReadOnlyList<LineEdit> edits, IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var first = edits[0];
        var last = edits[^1];
        var lead = Math.Min(Context, first.OldStart);
        var trail = Math.Min(Context, before.Count - last.OldEnd);
        var oldStart = first.OldStart - lead;
        var newStart = first.NewStart - lead;
        lines.Add(new TextLine(Tone.Hunk, $"@@ -{Range(oldStart, last.OldEnd + trail - oldStart)} +{Range(newStart, last.NewEnd + trail - newStart)} @@"));
        var at = oldStart;
        foreach (var edit in edits)
        {
            AppendSide(lines, Tone.Plain, ' ', before, at, edit.OldStart);
            AppendSide(lines, Tone.Removed, '-', before, edit.OldStart, edit.OldEnd);
            AppendSide(lines, Tone.Added, '+', after, edit.NewStart, edit.NewEnd);
            at = edit.OldEnd;
        }

        AppendSide(lines, Tone.Plain, ' ', before, at, at + trail);
    }

    private static void AppendSide(List<TextLine> lines, Tone tone, char sign, IReadOnlyList<string> text, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var isEnded = text[i].EndsWith('\n');
            lines.Add(new TextLine(tone, sign + (isEnded ? text[i][..^1] : text[i])));
            if (!isEnded)
            {
                lines.Add(new TextLine(tone, @"\ No newline at end of file"));
            }
        }
    }

    /// <summary>A hunk's range: a single line needs no length, an empty one names the line before it.</summary>
    private static string Range(int start, int length) => length switch
    {
        0 => $"{start},0",
        1 => $"{start + 1}",
        _ => $"{start + 1},{length}",
    };
}
