namespace Remediator.Modules.Edits;

/// <summary>Jobs and variables in the lines of a crontab, each job under a comment with its name, as Ansible marks them.</summary>
internal static class CronEdit
{
    private const string Mark = "#Ansible: ";

    /// <summary>The job under its name, in place of the one that has it; one that stands there without a name gets it.</summary>
    public static bool SetJob(List<string> lines, string name, string job)
    {
        var at = FindJob(lines, name);
        if (at >= 0)
        {
            if (at + 1 < lines.Count && lines[at + 1] == job + "\n")
            {
                return false;
            }

            lines.RemoveRange(at, Math.Min(2, lines.Count - at));
            lines.InsertRange(at, [Mark + name + "\n", job + "\n"]);
            return true;
        }

        var unnamed = lines.FindIndex(l => l == job + "\n");
        if (unnamed >= 0 && (unnamed == 0 || !lines[unnamed - 1].StartsWith(Mark, StringComparison.Ordinal)))
        {
            lines.Insert(unnamed, Mark + name + "\n");
            return true;
        }

        lines.AddRange([Mark + name + "\n", job + "\n"]);
        return true;
    }

    public static bool RemoveJob(List<string> lines, string name)
    {
        var at = FindJob(lines, name);
        if (at >= 0)
        {
            lines.RemoveRange(at, Math.Min(2, lines.Count - at));
        }

        return at >= 0;
    }

    /// <param name="after">A variable's name, or null for the start.</param>
    /// <returns>Null where the variable to stand beside is not there.</returns>
    public static bool? SetVariable(List<string> lines, string name, string value, string? after, string? before)
    {
        var line = $"{name}=\"{value}\"\n";
        var at = FindVariable(lines, name);
        if (at >= 0)
        {
            var isSame = lines[at] == line;
            lines[at] = line;
            return !isSame;
        }

        if ((after ?? before) is { } beside)
        {
            var place = FindVariable(lines, beside);
            if (place < 0)
            {
                return null;
            }

            lines.Insert(after is null ? place : place + 1, line);
            return true;
        }

        lines.Insert(0, line);
        return true;
    }

    public static bool RemoveVariable(List<string> lines, string name) => lines.RemoveAll(l => l.StartsWith(name + "=", StringComparison.Ordinal)) > 0;

    private static int FindJob(List<string> lines, string name) => lines.FindIndex(l => l == Mark + name + "\n");

    private static int FindVariable(List<string> lines, string name) => lines.FindIndex(l => l.StartsWith(name + "=", StringComparison.Ordinal));
}
