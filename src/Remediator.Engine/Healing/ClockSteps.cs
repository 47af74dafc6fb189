using System.Text.RegularExpressions;
using Remediator.Engine.Planning;
using Remediator.Engine.Reporting;
using Remediator.Language.Playbooks;
using Remediator.Language.Values;

namespace Remediator.Engine.Healing;

/// <summary>
/// Which remediation may step the clock of a host that serves (<c>clock_step: never</c>): one that starts chronyd, whose makestep may
/// then act, and one that steps it itself. A play that drains the host first, by tasks with the tag <c>drain</c>, may.
/// </summary>
internal static partial class ClockSteps
{
    public const string Variable = "clock_step";
    public const string Drain = "drain";
    private const string Unknown = "?";
    private const string None = "none";

    private static readonly string[] Starters = ["service", "systemd", "systemd_service", "sysvinit", "package", "apt", "yum", "dnf"];
    private static readonly string[] Commands = ["command", "shell", "raw", "script"];

    public static bool IsServing(DictValue variables) =>
        variables[Variable] is { } value && value.ToString() is { } text && text.Trim().Equals("never", StringComparison.OrdinalIgnoreCase);

    public static bool HasDrain(IEnumerable<BoundPlay> plays) => plays.SelectMany(TasksOf).Any(t => t.Tags.Contains(Drain));

    /// <summary>The task that steps the clock itself, or null.</summary>
    public static string? Stepper(IEnumerable<BoundPlay> plays) =>
        plays.SelectMany(p => TasksOf(p).Select(t => t.Syntax).Concat(Enumerable.Range(0, p.Binder.Handlers.Count).Select(i => p.Binder.Handlers[i].Item)))
            .FirstOrDefault(t => Commands.Contains(t.Module.Split('.')[^1]) && Texts(t).Any(s => s.Contains("makestep", StringComparison.Ordinal))) is { } found
            ? found.Name?.Value.ToString() ?? found.Module : null;

    /// <summary>
    /// What the host's guard is asked: the words after makestep in the configuration that the remediation would write, <c>none</c> where it has none,
    /// <c>?</c> where it writes none; null where chronyd would not be started.
    /// </summary>
    /// <param name="found">What the check found on the host.</param>
    public static string? Question(IReadOnlyList<TaskReport> found)
    {
        var changes = found.Where(r => r.Status == ReportStatus.Changed).ToList();
        if (!changes.Any(r => Starters.Contains(r.Task.Module) && (r.Result["name"]?.ToString() ?? r.Task.Name).Contains("chron", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        var written = changes.SelectMany(r => r.Diffs.Concat(r.Items.SelectMany(i => i.Diffs)))
            .Where(d => d.After is not null && Path.GetFileName(d.Path) == "chrony.conf").Select(d => d.After!).LastOrDefault();
        return written is null ? Unknown : Directive().Matches(written) is { Count: > 0 } all ? all[^1].Groups[1].Value.Trim() : None;
    }

    private static IEnumerable<BoundTask> TasksOf(BoundPlay play) => play.Program.Tasks;

    private static IEnumerable<string> Texts(TaskItem task) =>
        task.Arguments.Select(a => a.Value.ToString() ?? "").Append(task.FreeForm?.Value.ToString() ?? "");

    [GeneratedRegex(@"^[ \t]*makestep[ \t]+([^\r\n]*)", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Directive();
}
