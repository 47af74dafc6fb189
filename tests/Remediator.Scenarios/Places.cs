using System.Diagnostics;

namespace Remediator.Scenarios;

/// <summary>Where things are: the repository, the program under test, the lab's script.</summary>
internal static class Places
{
    /// <summary>Commands that `tests/run.sh` installs; a plain `dotnet test` must not install anything.</summary>
    private static readonly string[] Needed = ["systemd-nspawn", "mmdebstrap", "ssh", "ssh-keygen", "ip", "pgrep", "nsenter"];

    private static readonly Lazy<string?> obstacle = new(FindObstacle);

    public static string Repository { get; } = FindRepository(AppContext.BaseDirectory);

    /// <summary>The program: <c>$REMEDIATOR</c>, else what was built beside the tests, in the same configuration.</summary>
    public static string Program { get; } = Environment.GetEnvironmentVariable("REMEDIATOR") is { Length: > 0 } given
        ? Path.GetFullPath(given)
        : Path.Combine(Repository, "src", "Remediator.Cli", "bin", Configuration, "net10.0", "remediator");

    public static string LabScript { get; } = Environment.GetEnvironmentVariable("REMEDIATOR_LAB_SH") is { Length: > 0 } given
        ? given
        : Path.Combine(Repository, "tests", "lab", "lab.sh");

    /// <summary>Where the program under test records its runs, unless a test says otherwise.</summary>
    public static string State { get; } = Path.Combine(Path.GetTempPath(), $"remediator-scenarios-state-{Environment.ProcessId}");

    /// <summary>Begins the names of this run's labs; tests/run.sh takes down all that begin so.</summary>
    public static string LabPrefix { get; } = Environment.GetEnvironmentVariable("LAB_NAME") is { Length: > 0 } given ? given : $"scenarios{Environment.ProcessId}";

    /// <summary>Why there can be no lab here, or null.</summary>
    public static string? Obstacle => obstacle.Value;

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>A playbook that the project ships.</summary>
    public static string Shipped(string name) => Path.Combine(Repository, "playbooks", name);

    /// <summary>A playbook of these tests.</summary>
    public static string Playbook(string name) => Path.Combine(Repository, "tests", "Remediator.Scenarios", "Playbooks", name);

    private static string FindRepository(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Remediator.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"no Remediator.sln above {start}");
    }

    private static string? FindObstacle()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "the lab needs Debian";
        }

        using var asked = Process.Start(new ProcessStartInfo("bash", ["-c", ". \"$0/lib.sh\" && lab_obstacle", Path.GetDirectoryName(LabScript)!]) { RedirectStandardOutput = true })!;
        var said = asked.StandardOutput.ReadToEnd().Trim();
        if (said.Length > 0)
        {
            return $"the lab {said}";
        }

        var folders = Environment.GetEnvironmentVariable("PATH")!.Split(':');
        return Needed.FirstOrDefault(c => !folders.Any(f => File.Exists(Path.Combine(f, c)))) is { } missing ? $"the lab needs {missing}; tests/run.sh installs it"
            : !File.Exists(Program) ? $"{Program} was not built"
            : null;
    }
}
