using System.Text.RegularExpressions;
using Remediator.Language.Templates.Jinja;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Edits;

/// <summary>What lineinfile makes of a file, with expressions that only Python's dialect has.</summary>
/// <param name="Line">Null only for a removal.</param>
/// <param name="Regex">Finds the line; null where text or the line itself does.</param>
/// <param name="After">True: a new line goes after the anchor; false: before it.</param>
/// <param name="AnchorRegex">Null for the start or the end.</param>
/// <param name="AtStart">True without an anchor: to the start; false: to the end.</param>
internal sealed record LineEdit(string? Line, PythonRegex? Regex, string? Search, bool After, PythonRegex? AnchorRegex, bool AtStart, bool First, bool BackReferences)
{
    public Rewriting Set(byte[]? before, string missing)
    {
        if (before is null && missing.Length > 0)
        {
            return Rewriting.Failed(missing);
        }

        var (text, encoding) = FileText.Read(before ?? []);
        var lines = FileText.Lines(text);
        var message = Set(lines);
        var after = encoding.GetBytes(string.Concat(lines));
        return new Rewriting(FileText.Changed(before, after)) { Result = Value.Dict(("msg", Value.Of(message))) };
    }

    public Rewriting Drop(byte[]? before)
    {
        if (before is null)
        {
            return new Rewriting((byte[]?)null) { Result = Value.Dict(("msg", Value.Of("file not present"))) };
        }

        var (text, encoding) = FileText.Read(before);
        var lines = FileText.Lines(text);
        var found = lines.RemoveAll(line => Regex is not null ? Regex.Search(line) is not null : Search is not null ? line.Contains(Search, StringComparison.Ordinal) : Bare(line) == Line);
        return new Rewriting(FileText.Changed(before, encoding.GetBytes(string.Concat(lines))))
        {
            Result = Value.Dict(("found", Value.Of(found)), ("msg", Value.Of(found > 0 ? $"{found} line(s) removed" : ""))),
        };
    }

    private static string Bare(string line) => line.TrimEnd('\r', '\n');

    private string Set(List<string> lines)
    {
        var line = Line!;
        var (at, match) = Find(lines);
        if (at < 0)
        {
            var same = lines.FindLastIndex(l => Bare(l) == line);
            if (same >= 0)
            {
                at = same;
            }
        }

        if (at >= 0)
        {
            var wanted = BackReferences && match is not null ? Regex!.Expand(match, line) : line;
            wanted += wanted.EndsWith('\n') ? "" : "\n";
            // A last line without its end is the line all the same.
            if (lines[at] == wanted || (match is null && Search is null && Bare(lines[at]) == line))
            {
                return "";
            }

            lines[at] = wanted;
            return "line replaced";
        }

        if (BackReferences)
        {
            return "";
        }

        Insert(lines, line + "\n");
        return "line added";
    }

    private (int At, Match? Match) Find(List<string> lines)
    {
        var (at, found) = (-1, (Match?)null);
        for (var i = 0; i < lines.Count && !(First && at >= 0); i++)
        {
            if (Regex is not null && Regex.Search(lines[i]) is { } match)
            {
                (at, found) = (i, match);
            }
            else if (Search is not null && lines[i].Contains(Search, StringComparison.Ordinal))
            {
                at = i;
            }
        }

        return (at, found);
    }

    private void Insert(List<string> lines, string line)
    {
        if (AnchorRegex is null && AtStart)
        {
            lines.Insert(0, line);
            return;
        }

        var anchor = AnchorRegex is null ? -1 : First ? lines.FindIndex(Matches) : lines.FindLastIndex(Matches);
        var place = anchor < 0 ? lines.Count : After ? anchor + 1 : anchor;
        if (place == lines.Count && place > 0 && !lines[^1].EndsWith('\n'))
        {
            lines[^1] += "\n";
        }

        lines.Insert(place, line);

        bool Matches(string candidate) => AnchorRegex!.Search(candidate) is not null;
    }
}
