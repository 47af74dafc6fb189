namespace Remediator.Engine.Reporting;

/// <summary>What includes brought, as Ansible says it: a line for each file with the hosts that it is for.</summary>
internal static class IncludeText
{
    /// <summary>Lines for the files of a task's hosts, in the order of loops and hosts; none for a role, whose tasks follow at once.</summary>
    public static IEnumerable<TextLine> Lines(TaskGroup group) =>
        group.Entries.SelectMany(e => Files(e).Select(f => (f.Path, f.Label, e.Host)))
            .GroupBy(f => (f.Path, f.Label), f => f.Host)
            .Select(g => new TextLine(Tone.Faint, $"included: {g.Key.Path} for {string.Join(", ", g)}" + (g.Key.Label is { } label ? $" => (item={label})" : "")));

    private static IEnumerable<(string Path, string? Label)> Files(HostEntry entry) => entry.Report?.Included is not { Count: > 0 } ? []
        : entry.Report.Items.Count == 0 ? entry.Report.Included.Select(p => (p, (string?)null))
        : entry.Report.Items.Where(i => i.Status == ReportStatus.Ok).Zip(entry.Report.Included, (item, path) => (path, (string?)item.Label));
}
