using Remediator.Cli.Terminals;

namespace Remediator.Cli.Settings;

/// <summary>Finds Ansible's configuration: one file, the first that exists, and the environment, which wins.</summary>
internal static class SettingsLoader
{
    private const string FileName = "ansible.cfg";
    private const string SystemFile = "/etc/ansible/ansible.cfg";

    /// <summary>The settings and warnings about where they were not taken from.</summary>
    /// <exception cref="SettingException">The file or a setting cannot be understood.</exception>
    public static (AnsibleSettings Settings, IReadOnlyList<string> Warnings) Load(Terminal terminal)
    {
        var warnings = new List<string>();
        var home = terminal.Variable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var file = FindFile(terminal, home, warnings);
        var values = file is null ? new Dictionary<(string, string), string>() : Read(file);
        var folder = Path.GetDirectoryName(file) ?? Directory.GetCurrentDirectory();
        var settings = new AnsibleSettings { ConfigFile = file };
        foreach (var row in SettingsTable.All)
        {
            if (row.Variable is not null && terminal.Variable(row.Variable) is { } variable)
            {
                settings = row.Set(settings, new SettingText(row.Name, variable, $"env: {row.Variable}", Directory.GetCurrentDirectory(), home));
            }
            else if (values.TryGetValue((row.Section, row.Key), out var text))
            {
                settings = row.Set(settings, new SettingText(row.Name, Unquoted(text), file!, folder, home));
            }
        }

        return (settings, warnings);
    }

    private static string? FindFile(Terminal terminal, string home, List<string> warnings)
    {
        if (terminal.Variable("ANSIBLE_CONFIG") is { } named)
        {
            named = named.StartsWith("~/", StringComparison.Ordinal) ? home + named[1..] : named;
            var path = Path.GetFullPath(Directory.Exists(named) ? Path.Combine(named, FileName) : named);
            if (File.Exists(path))
            {
                return path;
            }
        }

        var here = Path.Combine(Directory.GetCurrentDirectory(), FileName);
        if (File.Exists(here))
        {
            // Anybody could have put it there, and it says what programs run.
            if (!IsWorldWritable(Directory.GetCurrentDirectory()))
            {
                return here;
            }

            warnings.Add($"Ansible is being run in a world writable directory ({Directory.GetCurrentDirectory()}), ignoring it as an ansible.cfg source.");
        }

        return new[] { Path.Combine(home, ".ansible.cfg"), SystemFile }.FirstOrDefault(File.Exists);
    }

    private static bool IsWorldWritable(string folder) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & UnixFileMode.OtherWrite) != 0;

    private static IReadOnlyDictionary<(string Section, string Key), string> Read(string file)
    {
        try
        {
            return IniFile.Parse(File.ReadAllText(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new SettingException($"Error reading config file ({file}): {error.Message}");
        }
    }

    private static string Unquoted(string text) => text is ['"', .., '"'] or ['\'', .., '\''] && text.Length > 1 ? text[1..^1] : text;
}
