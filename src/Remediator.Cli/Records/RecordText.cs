using System.Globalization;
using Remediator.Engine.Recording;
using Remediator.Engine.Reporting;

namespace Remediator.Cli.Records;

/// <summary>What was recorded, as lines for people. Times are UTC, as the controller had them.</summary>
internal static class RecordText
{
    public static IEnumerable<TextLine> History(IReadOnlyList<RecordedRun> runs, int width)
    {
        var table = new TextTable("RUN", "STARTED (UTC)", "VERB", "EXIT", "TIME", "HOSTS", "PLAYBOOKS");
        foreach (var run in runs)
        {
            table.Add(ToneOf(run), run.Id, Time(run.StartedAt), run.Verb, Exit(run), run.Duration is { } time ? RecapText.Duration(time) : "", Hosts(run), string.Join(' ', run.Playbooks));
        }

        return table.Lines(width);
    }

    public static IEnumerable<TextLine> Run(RecordedRun run, IReadOnlyList<RecordedTask> tasks, bool showsAll, int width)
    {
        yield return new TextLine(ToneOf(run), $"run {run.Id}: {State(run)}");
        yield return new TextLine(Tone.Plain, $"  {run.Verb}{(run.IsCheck ? " (check mode, nothing was changed)" : "")} of {string.Join(' ', run.Playbooks)}");
        yield return new TextLine(Tone.Plain, $"  began {Time(run.StartedAt)} UTC, event {run.Lamport} of {run.Node}");
        if (run.CanResume)
        {
            yield return new TextLine(Tone.Warning, $"  'remediator resume {run.Id}' goes on with it");
        }

        yield return TextLine.Empty;
        var hosts = new TextTable("HOST", "OUTCOME", "OK", "CHANGED", "FAILED", "NOTE");
        foreach (var host in run.Hosts)
        {
            hosts.Add(ToneOf(host.Outcome), host.Host, host.Outcome, Number(host.Ok), Number(host.Changed), Number(host.Failed + host.Unreachable), host.Note);
        }

        foreach (var line in hosts.Lines(width))
        {
            yield return line;
        }

        var shown = tasks.Where(t => showsAll || t.Status is not ("ok" or "skipped") || t.Kind == "verify").ToList();
        if (shown.Count == 0)
        {
            yield break;
        }

        yield return TextLine.Empty;
        var table = new TextTable("HOST", "STATUS", "TIME", "TASK");
        foreach (var task in shown)
        {
            table.Add(ToneOf(task.Status), task.Host, task.Status + (task.Ignored ? " (ignored)" : task.Rescued ? " (rescued)" : ""), RecapText.Duration(task.Duration), task.Name + Facets(task) + (task.Message.Length > 0 && task.Status != "skipped" ? $": {task.Message}" : ""));
        }

        foreach (var line in table.Lines(width))
        {
            yield return line;
        }
    }

    public static IEnumerable<TextLine> Drift(IReadOnlyList<RecordedDrift> drift, int width)
    {
        var table = new TextTable("RUNS", "HOST", "FIRST (UTC)", "LAST (UTC)", "FACET", "LAST CHANGE", "TASK");
        foreach (var one in drift)
        {
            table.Add(one.Times > 1 ? Tone.Changed : Tone.Plain, Number(one.Times), one.Host, Time(one.First), Time(one.Last), one.Facet, Change(one.Before, one.After), one.Task);
        }

        return table.Lines(width);
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string State(RecordedRun run) =>
        run.IsRunning ? "running"
        : run.EndedAt is null ? "its process ended before it did"
        : $"{(run.IsInterrupted ? "interrupted" : "ended")} with exit code {run.ExitCode} after {RecapText.Duration(run.Duration ?? default)}";

    private static string Exit(RecordedRun run) => run.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? (run.IsRunning ? "now" : "lost");

    private static string Hosts(RecordedRun run) => string.Join(", ", run.Hosts.GroupBy(h => h.Outcome).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Count()} {g.Key}"));

    private static string Facets(RecordedTask task)
    {
        var changed = task.Facets.Where(f => f.State is "changed" or "would" or "failed").ToList();
        return changed.Count == 0 ? "" : $" ({string.Join(", ", changed.Select(f => $"{f.Name}: {Change(f.Before, f.After)}"))})";
    }

    private static string Change(string before, string after) => $"{Short(before)} -> {Short(after)}";

    private static string Short(string text)
    {
        const int Longest = 24;
        text = text.ReplaceLineEndings(" ");
        return text.Length == 0 ? "nothing" : text.Length <= Longest ? text : text[..(Longest - 1)] + "…";
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Tone ToneOf(RecordedRun run) => run.ExitCode switch
    {
        0 => Tone.Ok,
        ExitCodes.Drift => Tone.Changed,
        null => run.IsRunning ? Tone.Plain : Tone.Unreachable,
        _ => Tone.Failed,
    };

    private static Tone ToneOf(string word) => word switch
    {
        "ok" or "converged" => Tone.Ok,
        "changed" or "drifted" => Tone.Changed,
        "skipped" or "untouched" => Tone.Skipped,
        "unreachable" or "unknown" or "running" => Tone.Unreachable,
        _ => Tone.Failed,
    };
}
