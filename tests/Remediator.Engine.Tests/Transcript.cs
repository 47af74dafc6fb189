using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Remediator.Engine.Reporting;
using Remediator.Language.Values;

namespace Remediator.Engine.Tests;

/// <summary>Keeps the events of a run and prints them host by host: what a reader of a golden file judges.</summary>
internal sealed partial class Transcript(bool showsResults = false) : IRunObserver
{
    private static readonly string[] Passing = ["start", "end", "delta"];
    private readonly List<RunEvent> events = [];

    /// <summary>What no two runs share, in the results of a loop.</summary>
    [GeneratedRegex("\"(start|end|delta)\":\"[^\"]*\",")]
    private static partial Regex Times();

    public IReadOnlyList<RunEvent> Events => events;

    public IEnumerable<TaskReport> Reports => events.OfType<RunEvent.TaskEnded>().Select(e => e.Report);

    public IEnumerable<RollbackReport> Rollbacks => events.OfType<RunEvent.RolledBack>().Select(e => e.Report);

    public void On(RunEvent next) => events.Add(next);

    public string Print(RunReport report, Func<string, int> segments)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"exit {report.ExitCode}\n");
        foreach (var line in events.Select(Common).OfType<string>())
        {
            text.Append(line).Append('\n');
        }

        foreach (var (of, kept) in report.Stats.Run.Count > 0 ? [.. report.Stats.Hosts, KeyValuePair.Create("the run", report.Stats.Run)] : report.Stats.Hosts)
        {
            text.Append(CultureInfo.InvariantCulture, $"kept of {of}: {JsonText.Compact(kept)}\n");
        }

        foreach (var host in report.Hosts)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n== {host.Host}: {Recap(host)}, segments={segments(host.Host)}\n");
            foreach (var line in events.SelectMany(e => Lines(e, host.Host)))
            {
                text.Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string? Common(RunEvent next) => next switch
    {
        RunEvent.PlayStarted play => $"play [{play.Name}] on {string.Join(' ', play.Hosts)}",
        RunEvent.NoHostsMatched none => $"play [{none.Play}]: no hosts matched",
        RunEvent.TasksPlanned batch => $"  batch {string.Join(' ', batch.Hosts)}",
        RunEvent.Warning warning => $"warning: {warning.Message}",
        _ => null,
    };

    private IEnumerable<string> Lines(RunEvent next, string host) => next switch
    {
        RunEvent.ItemEnded item when item.Host == host => Item(item.Item),
        RunEvent.TaskRetrying retry when retry.Host == host => [$"{Title(retry.Task)}: try {retry.Attempt} did not pass, {retry.AttemptsLeft?.ToString(CultureInfo.InvariantCulture) ?? "any number"} left{Tail(retry.Reason)}"],
        RunEvent.TaskEnded { Report: var report } when report.Host == host => Report(report),
        RunEvent.HostLeft left when left.Host == host => [$"left: {left.Outcome}{Tail(left.Reason)}"],
        _ => [],
    };

    private IEnumerable<string> Item(ItemReport item)
    {
        yield return $"    ({item.Label}) {Status(item.Status)}{(item.Ignored ? " ignored" : "")}{Tail(item.Message)}";
        foreach (var line in Result(item.Result))
        {
            yield return "    " + line;
        }
    }

    private IEnumerable<string> Report(TaskReport report)
    {
        var marks = new[] { report.Ignored ? "ignored" : null, report.Rescued ? "rescued" : null, report.Attempts > 1 ? $"attempts={report.Attempts}" : null, report.Trouble is { } trouble ? $"trouble={trouble}" : null };
        yield return $"{Title(report.Task)}: {string.Join(' ', marks.OfType<string>().Prepend(Status(report.Status)))}{Tail(report.Message)}";
        if (report.Hint is { } hint)
        {
            yield return $"    hint: {hint}";
        }

        foreach (var facet in report.Facets)
        {
            yield return $"    {facet.Name}: {facet.State} '{facet.Before}' -> '{facet.After}'";
        }

        foreach (var line in report.Diffs.SelectMany(d => UnifiedDiff.Lines(d)))
        {
            yield return "    " + line.Text;
        }

        if (report.IsSpoken && report.Status == ReportStatus.Ok && report.Items.Count == 0)
        {
            yield return "    " + string.Join(", ", report.Result.Where(e => e.Key.ToString() is not ("changed" or "failed")).Select(e => $"{e.Key} = {JsonText.Compact(e.Value)}"));
        }

        foreach (var line in report.IsSpoken ? [] : Result(report.Result))
        {
            yield return line;
        }
    }

    private IEnumerable<string> Result(DictValue result) =>
        showsResults ? [.. result.Where(e => !Passing.Contains(e.Key.ToString())).OrderBy(e => e.Key.ToString(), StringComparer.Ordinal).Select(e => $"    {e.Key} = {Times().Replace(JsonText.Compact(e.Value), "")}")] : [];

    private static string Title(TaskHeading task) => task.Kind switch
    {
        TaskKind.Handler => $"handler [{task.Name}]",
        TaskKind.Verify => $"verify [{task.Name}]",
        _ => $"[{task.Name}]",
    };

    private static string Status(ReportStatus status) => status.ToString().ToLowerInvariant();

    private static string Tail(string text) => text.Length == 0 ? "" : ": " + Elapsed().Replace(text, "in some s").ReplaceLineEndings("\n      ");

    /// <summary>How long something took is never the same twice.</summary>
    [GeneratedRegex(@"\bin \d+(\.\d+)? s\b")]
    private static partial Regex Elapsed();

    private static string Recap(HostRecap host)
    {
        var counts = new[] { ("ok", host.Ok), ("changed", host.Changed), ("unreachable", host.Unreachable), ("failed", host.Failed), ("skipped", host.Skipped), ("rescued", host.Rescued), ("ignored", host.Ignored) };
        return string.Join(' ', counts.Where(c => c.Item2 > 0).Select(c => $"{c.Item1}={c.Item2}").Prepend(host.Outcome.ToString().ToLowerInvariant()));
    }
}
