namespace Remediator.Modules.Facts;

/// <summary>What Prelude/facts.sh printed, by section; files of a section by their paths.</summary>
internal sealed class FactText
{
    /// <summary>Ends an entry of <see cref="Environment"/>.</summary>
    public const char EndOfEntry = '\u0001';

    private const string Mark = "@@ ";
    private readonly Dictionary<string, List<string>> sections = [];
    private readonly Dictionary<string, List<string>> files = [];

    public FactText(string text)
    {
        // The environment is last and may hold anything, also lines that look like ours.
        var environment = text.IndexOf(Mark + "env\n", StringComparison.Ordinal);
        Environment = environment < 0 ? "" : text[(environment + Mark.Length + 4)..];
        List<string>? lines = null;
        foreach (var line in (environment < 0 ? text : text[..environment]).Split('\n'))
        {
            if (line.StartsWith(Mark, StringComparison.Ordinal))
            {
                sections[line[Mark.Length..]] = lines = [];
            }
            else
            {
                lines?.Add(line);
            }
        }

        foreach (var line in Lines("files").Concat(Lines("hardware")).Concat(Lines("links")).Concat(Lines("virtual")))
        {
            var colon = line.IndexOf(':');
            if (colon > 0 && line[0] == '/')
            {
                if (!files.TryGetValue(line[..colon], out var content))
                {
                    files[line[..colon]] = content = [];
                }

                content.Add(line[(colon + 1)..]);
            }
        }
    }

    /// <summary>Entries that each end in <see cref="EndOfEntry"/>, or lines where the host has no awk.</summary>
    public string Environment { get; }

    public IEnumerable<string> SectionNames => sections.Keys;

    public IEnumerable<string> Paths => files.Keys;

    /// <summary>The lines of a section that are not empty.</summary>
    public IReadOnlyList<string> Lines(string section) => sections.TryGetValue(section, out var lines) ? [.. lines.Where(l => l.Length > 0)] : [];

    /// <summary>The N-th of those lines, from 0, or an empty text.</summary>
    public string Line(string section, int number) => Lines(section).ElementAtOrDefault(number) ?? "";

    /// <summary>The lines of a file; none where it is not there.</summary>
    public IReadOnlyList<string> File(string path) => files.TryGetValue(path, out var lines) ? lines : [];

    /// <summary>The first line of a file, or null.</summary>
    public string? FirstLine(string path) => File(path).Count > 0 ? File(path)[0].Trim() : null;

    /// <summary>Whether the host has a command or a path.</summary>
    public bool Has(string commandOrPath) => Lines("have").Any(l => l == commandOrPath || (!commandOrPath.StartsWith('/') && l.EndsWith("/" + commandOrPath, StringComparison.Ordinal)));

    /// <summary>Lines of the form NAME=value, as in os-release; quotes taken off.</summary>
    public IReadOnlyDictionary<string, string> Assignments(string path)
    {
        var values = new Dictionary<string, string>();
        foreach (var line in File(path).Select(l => l.Trim()))
        {
            var equals = line.IndexOf('=');
            if (equals > 0 && line[0] != '#')
            {
                values[line[..equals]] = line[(equals + 1)..].Trim().Trim('"', '\'');
            }
        }

        return values;
    }
}
