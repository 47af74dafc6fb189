namespace Remediator.Cli.Settings;

/// <summary>A configuration file as Python's configparser reads it: sections, <c>key = value</c> or <c>key: value</c>, and lines that go on.</summary>
internal static class IniFile
{
    /// <summary>Values by section and key, keys in small letters.</summary>
    /// <exception cref="FormatException">Names the line that is none of these.</exception>
    public static IReadOnlyDictionary<(string Section, string Key), string> Parse(string text)
    {
        var values = new Dictionary<(string, string), string>();
        string? section = null;
        (string, string)? last = null;
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = WithoutComment(raw.TrimEnd());
            var content = line.Trim();
            if (content.Length == 0)
            {
                continue;
            }

            if (char.IsWhiteSpace(line[0]) && last is { } open)
            {
                values[open] = values[open].Length > 0 ? $"{values[open]}\n{content}" : content;
            }
            else if (content[0] == '[' && content.IndexOf(']') is > 0 and var end)
            {
                section = content[1..end];
                last = null;
            }
            else if (section is not null && content.IndexOfAny(['=', ':']) is > 0 and var sign)
            {
                last = (section, content[..sign].Trim().ToLowerInvariant());
                values[last.Value] = content[(sign + 1)..].Trim();
            }
            else
            {
                throw new FormatException(section is null ? $"line {number} stands before the first section" : $"line {number} is no 'key = value'");
            }
        }

        return values;
    }

    /// <summary>A line that begins with <c>#</c> or <c>;</c> is a comment; within a line, <c>;</c> behind a blank begins one.</summary>
    private static string WithoutComment(string line)
    {
        if (line.TrimStart() is ['#' or ';', ..])
        {
            return "";
        }

        for (var at = line.IndexOf(';'); at > 0; at = line.IndexOf(';', at + 1))
        {
            if (char.IsWhiteSpace(line[at - 1]))
            {
                return line[..at].TrimEnd();
            }
        }

        return line;
    }
}
