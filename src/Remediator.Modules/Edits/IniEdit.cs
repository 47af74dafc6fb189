namespace Remediator.Modules.Edits;

/// <summary>Sections and options of an INI file, changed line by line: what is not meant stays as it is, comments too.</summary>
/// <param name="spaced"><c>a = b</c> rather than <c>a=b</c>.</param>
/// <param name="noValue">An option may stand without a value.</param>
internal sealed class IniEdit(List<string> lines, bool spaced = true, bool noValue = false)
{
    private string Assignment => spaced ? " = " : "=";

    /// <summary>Sets options of a section to exactly these values; true where a line changed.</summary>
    /// <param name="section">Null for the lines before the first section.</param>
    /// <param name="values">Null stands for an option without a value.</param>
    /// <param name="exclusive">False: further values of the option stay.</param>
    public bool Set(string? section, string option, IReadOnlyList<string?> values, bool exclusive)
    {
        var before = lines.ToList();
        var (from, to) = Range(section);
        if (from < 0)
        {
            lines.Add($"[{section}]\n");
            (from, to) = (lines.Count, lines.Count);
        }

        var wanted = values.Select(v => v is null ? option + "\n" : $"{option}{Assignment}{v}\n").ToList();
        var places = Enumerable.Range(from, to - from).Where(i => IsOption(lines[i], option, active: true)).ToList();
        var left = wanted.Where(w => !places.Any(p => Same(lines[p], w))).ToList();
        if (exclusive)
        {
            var free = places.Where(p => !wanted.Any(w => Same(lines[p], w))).ToList();
            var comments = Enumerable.Range(from, to - from).Where(i => places.Count == 0 && IsOption(lines[i], option, active: false)).Take(left.Count);
            foreach (var place in free.Concat(comments).ToList().Zip(left.ToList()))
            {
                lines[place.First] = place.Second;
                left.Remove(place.Second);
                free.Remove(place.First);
            }

            foreach (var place in free.OrderDescending())
            {
                lines.RemoveAt(place);
                to--;
            }
        }

        // After the last line of the section that is not empty.
        var end = to;
        while (end > from && lines[end - 1].Trim().Length == 0)
        {
            end--;
        }

        lines.InsertRange(end, left);
        return !lines.SequenceEqual(before);
    }

    /// <summary>Removes options of a section: all of the name, or those with one of the values.</summary>
    public bool Remove(string? section, string option, IReadOnlyList<string?>? values)
    {
        var (from, to) = Range(section);
        var removed = false;
        for (var i = to - 1; i >= from && from >= 0; i--)
        {
            if (IsOption(lines[i], option, active: true) && (values is null || values.Any(v => v == ValueOf(lines[i]))))
            {
                lines.RemoveAt(i);
                removed = true;
            }
        }

        return removed;
    }

    public bool RemoveSection(string section)
    {
        var (from, to) = Range(section);
        if (from < 0)
        {
            return false;
        }

        lines.RemoveRange(from - 1, to - from + 1);
        return true;
    }

    public bool Has(string? section) => Range(section).From >= 0;

    /// <summary>Lines of the section, without its head; -1 where there is none.</summary>
    private (int From, int To) Range(string? section)
    {
        var from = section is null ? 0 : lines.FindIndex(l => l.Trim() is ['[', .. var name, ']'] && name == section) + 1;
        if (from == 0 && section is not null)
        {
            return (-1, -1);
        }

        var to = lines.FindIndex(from, l => l.TrimStart().StartsWith('['));
        return (from, to < 0 ? lines.Count : to);
    }

    private bool IsOption(string line, string option, bool active)
    {
        var text = line.Trim();
        if (!active)
        {
            if (text.Length == 0 || text[0] is not ('#' or ';'))
            {
                return false;
            }

            text = text[1..].TrimStart();
        }

        var equals = text.IndexOf('=');
        return equals < 0 ? noValue && text == option : text[..equals].TrimEnd() == option;
    }

    private static string? ValueOf(string line) => line.IndexOf('=') is >= 0 and var equals ? line[(equals + 1)..].Trim() : null;

    /// <summary>Blanks around the sign make no difference where they are wanted as they are.</summary>
    private static bool Same(string line, string wanted) => line.TrimEnd('\r', '\n') == wanted.TrimEnd('\n');
}
