using System.Globalization;

namespace Remediator.Engine.Recording;

/// <summary>Which process recorded a run, so that another one can tell whether it still lives: the boot, the process's number and when it started.</summary>
internal static class ProcessMark
{
    public static string Current { get; } = Of(Environment.ProcessId) ?? "";

    public static bool IsAlive(string mark) =>
        mark.Split(' ') is [_, var number, _] && int.TryParse(number, CultureInfo.InvariantCulture, out var id) && Of(id) == mark;

    /// <summary>Null where there is no such process, or no /proc to tell.</summary>
    private static string? Of(int id)
    {
        try
        {
            var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
            var stat = File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat");
            // proc(5): the name is in brackets and may hold any character; the start time is the 20th field after it.
            return $"{boot} {id} {stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19]}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or IndexOutOfRangeException)
        {
            return null;
        }
    }
}
