using Remediator.Language.Values;

namespace Remediator.Engine.Reporting;

/// <summary>Turns the events of a run into the lines of a text report, grouped by task.</summary>
public sealed class RunText(TextDetail detail)
{
    private readonly ITaskText tasks = detail.Ansible is { } settings ? new AnsibleTaskText(detail, settings) : new TaskText(detail);
    private readonly TaskGroups groups = new();
    private readonly Dictionary<string, List<TaskReport>> drift = new(StringComparer.Ordinal);

    /// <summary>Hosts whose trouble a task's report has told in this play.</summary>
    private readonly HashSet<string> told = new(StringComparer.Ordinal);

    private readonly List<RollbackReport> rollbacks = [];
    private bool isCheck;

    /// <summary>No task runs: a user wants a run taken back.</summary>
    private bool isTakingBack;
    private string? emptyPlay;

    /// <summary>The lines that the event lets be said; often none, as results wait for other hosts.</summary>
    public IReadOnlyList<TextLine> On(RunEvent next)
    {
        var lines = new List<TextLine>();
        if (next is RunEvent.TaskEnded { Report: var report })
        {
            Note(report);
        }

        foreach (var group in next is RunEvent.MetaDone && detail.Ansible is null ? [] : groups.Add(next))
        {
            lines.AddRange(tasks.Group(group));
        }

        if (next is RunEvent.PlayStarted or RunEvent.NoHostsMatched or RunEvent.TasksPlanned or RunEvent.RunEnded)
        {
            AppendRollbacks(lines);
        }

        switch (next)
        {
            case RunEvent.RolledBack { Report: var rollback }:
                // After what failed, which may still wait for other hosts.
                rollbacks.Add(rollback);
                isTakingBack |= rollback.Outcome is HostOutcome.Drifted;
                told.Add(rollback.Host);
                break;
            case RunEvent.RunStarted started:
                isCheck = started.Check;
                break;
            case RunEvent.PlayStarted play:
                told.Clear();
                emptyPlay = play.Hosts.Count == 0 ? play.Name : null;
                lines.AddRange(tasks.Heading($"PLAY [{play.Name.Trim()}]"));
                break;
            case RunEvent.NoHostsMatched none:
                if (emptyPlay != none.Play)
                {
                    lines.AddRange(tasks.Heading($"PLAY [{none.Play.Trim()}]"));
                }

                lines.Add(new TextLine(Tone.Skipped, "skipping: no hosts matched"));
                break;
            case RunEvent.HostLeft { Outcome: HostOutcome.Failed or HostOutcome.Unreachable } left when told.Add(left.Host):
                lines.Add(Left(left));
                break;
            case RunEvent.NoHostsLeft when detail.Ansible is not null:
                lines.AddRange(groups.Flush().SelectMany(tasks.Group));
                lines.AddRange(tasks.Heading("NO MORE HOSTS LEFT"));
                break;
            case RunEvent.RunEnded ended:
                AppendEnd(lines, ended.Report);
                break;
        }

        return lines;
    }

    /// <summary>What is still held back: for a run that ends without saying so.</summary>
    public IReadOnlyList<TextLine> Flush() => [.. groups.Flush().SelectMany(tasks.Group)];

    private void Note(TaskReport report)
    {
        if (TaskText.IsFailure(report.Status) && !report.Ignored)
        {
            told.Add(report.Host);
        }

        if (isCheck && report.Status == ReportStatus.Changed)
        {
            if (!drift.TryGetValue(report.Host, out var list))
            {
                drift[report.Host] = list = [];
            }

            list.Add(new TaskReport(report.Host, report.Task, report.Status) { Facets = report.Facets });
        }
    }

    private static TextLine Left(RunEvent.HostLeft left)
    {
        var isUnreachable = left.Outcome == HostOutcome.Unreachable;
        var reason = Value.Dict(("msg", Value.Of(left.Reason)));
        return new TextLine(
            isUnreachable ? Tone.Unreachable : Tone.Failed,
            $"fatal: [{left.Host}]: {(isUnreachable ? "UNREACHABLE" : "FAILED")}! => {ResultJson.OneLine(reason)}");
    }

    private void AppendRollbacks(List<TextLine> lines)
    {
        if (rollbacks.Count > 0)
        {
            lines.AddRange(tasks.Heading("ROLLBACK"));
            lines.AddRange(rollbacks.OrderBy(r => r.Host, StringComparer.Ordinal).SelectMany(RollbackText.Of));
            rollbacks.Clear();
        }
    }

    private void AppendEnd(List<TextLine> lines, RunReport report)
    {
        lines.AddRange(tasks.Heading("PLAY RECAP"));
        if (detail.Ansible is { } settings)
        {
            // The reference's rows end with the blanks of their last column.
            lines.AddRange(RecapText.Recap(report.Hosts).Zip(report.Hosts, (line, host) => line with { Text = line.Text + new string(' ', Math.Max(0, 4 - $"{host.Ignored}".Length)) }));
            lines.Add(TextLine.Empty);
            if (settings.ShowCustomStats && !report.Stats.IsEmpty)
            {
                AppendStats(lines, report.Stats);
            }

            return;
        }

        lines.AddRange(RecapText.Recap(report.Hosts));
        if (report.Check && report.Hosts.Count > 0 && !isTakingBack)
        {
            lines.AddRange(tasks.Heading("DRIFT"));
            lines.AddRange(RecapText.Drift(report.Hosts, drift));
        }

        if (RecapText.Outcomes(report.Hosts) is { Count: > 0 } outcomes)
        {
            lines.AddRange(tasks.Heading("OUTCOME"));
            lines.AddRange(outcomes);
        }

        if (report.Untouched.Count > 0)
        {
            lines.Add(TextLine.Empty);
            lines.Add(new TextLine(Tone.Skipped, $"not touched: {string.Join(", ", report.Untouched)}"));
        }

        lines.Add(TextLine.Empty);
        lines.Add(RecapText.Summary(report));
    }

    private void AppendStats(List<TextLine> lines, CustomStats stats)
    {
        lines.AddRange(tasks.Heading("CUSTOM STATS:"));
        lines.AddRange(stats.Hosts.Select(h => new TextLine(Tone.Plain, $"\t{h.Key}: {ResultJson.Spaced(h.Value)}")));
        if (stats.Run.Count > 0)
        {
            lines.Add(TextLine.Empty);
            lines.Add(new TextLine(Tone.Plain, $"\tRUN: {ResultJson.Spaced(stats.Run)}"));
        }

        lines.Add(TextLine.Empty);
    }
}
