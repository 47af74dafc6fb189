using Remediator.Engine.Reporting;

namespace Remediator.Engine.Healing;

/// <summary>What a run found on each host.</summary>
internal sealed class HostFindings : IRunObserver
{
    private readonly Dictionary<string, List<TaskReport>> reports = [];

    public void On(RunEvent next)
    {
        if (next is RunEvent.TaskEnded { Report: var report })
        {
            if (!reports.TryGetValue(report.Host, out var own))
            {
                reports[report.Host] = own = [];
            }

            own.Add(report);
        }
    }

    public IReadOnlyList<TaskReport> Of(string host) => reports.GetValueOrDefault(host) ?? [];

    /// <summary>What had drifted or was changed, task by task with its facets.</summary>
    public string Changes(string host) => string.Join("; ", Of(host).Where(r => r.Status == ReportStatus.Changed).Select(Change));

    private static string Change(TaskReport report)
    {
        var facets = report.Facets.Where(f => f.State is "would" or "changed").Select(f => f.Name).Distinct().ToList();
        return facets.Count > 0 ? $"{report.Task.Name} ({string.Join(", ", facets)})" : report.Task.Name;
    }
}
