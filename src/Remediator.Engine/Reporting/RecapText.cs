using System.Globalization;

namespace Remediator.Engine.Reporting;

/// <summary>What is said at the end of a run: Ansible's recap, then in our own words what came of each host.</summary>
public static class RecapText
{
    /// <summary>Hosts of which there is nothing to say are counted, not listed, from this number on.</summary>
    private const int MaxQuietHosts = 20;

    private const int NameWidth = 26;

    /// <summary>The rows of <c>PLAY RECAP</c>; counts that are not zero have the colour of what they count.</summary>
    public static IEnumerable<TextLine> Recap(IReadOnlyList<HostRecap> hosts)
    {
        var width = NameColumn(hosts);
        foreach (var host in hosts)
        {
            var parts = new List<(string Text, Tone Tone)>
            {
                (Pad(host.Host, width), host.Failed + host.Unreachable > 0 ? Tone.Failed : host.Changed > 0 ? Tone.Changed : Tone.Ok),
                (" : ", Tone.Plain),
            };
            AppendCount(parts, "ok", host.Ok, Tone.Ok);
            AppendCount(parts, "changed", host.Changed, Tone.Changed);
            AppendCount(parts, "unreachable", host.Unreachable, Tone.Unreachable);
            AppendCount(parts, "failed", host.Failed, Tone.Failed);
            AppendCount(parts, "skipped", host.Skipped, Tone.Skipped);
            AppendCount(parts, "rescued", host.Rescued, Tone.Ok);
            AppendCount(parts, "ignored", host.Ignored, Tone.Skipped);
            yield return Line(parts);
        }
    }

    /// <summary>One row per host that there is something to say of; none where every host is plainly ok.</summary>
    public static IReadOnlyList<TextLine> Outcomes(IReadOnlyList<HostRecap> hosts)
    {
        if (hosts.All(h => h.Outcome == HostOutcome.Ok && h.Note.Length == 0))
        {
            return [];
        }

        var width = NameColumn(hosts);
        var lines = new List<TextLine>();
        var quiet = hosts.Where(h => h.Note.Length == 0 && h.Outcome is HostOutcome.Ok or HostOutcome.Converged).ToList();
        foreach (var host in hosts)
        {
            if (quiet.Count > MaxQuietHosts && host.Note.Length == 0 && host.Outcome is HostOutcome.Ok or HostOutcome.Converged)
            {
                continue;
            }

            var note = PrintableText.Lines(host.Note);
            var first = note.Count > 0 ? $": {note[0]}" : "";
            lines.Add(new TextLine(ToneOf(host.Outcome), $"{Pad(host.Host, width)} : {Word(host.Outcome)}{first}"));
            // Of a host that is as it was, what failed has been told.
            lines.AddRange(note.Skip(host.Outcome == HostOutcome.RolledBack ? note.Count : 1).Select(line => new TextLine(Tone.Plain, $"    {line}")));
        }

        if (quiet.Count > MaxQuietHosts)
        {
            lines.AddRange(quiet.GroupBy(h => h.Outcome).Select(g => new TextLine(Tone.Ok, $"{g.Count()} more hosts: {Word(g.Key)}")));
        }

        return lines;
    }

    /// <summary>What a check found, host by host.</summary>
    public static IEnumerable<TextLine> Drift(IReadOnlyList<HostRecap> hosts, IReadOnlyDictionary<string, List<TaskReport>> drift)
    {
        var width = NameColumn(hosts);
        var quiet = hosts.Count(h => !drift.ContainsKey(h.Host) && IsGood(h) && h.Outcome != HostOutcome.Drifted);
        foreach (var host in hosts)
        {
            if (drift.TryGetValue(host.Host, out var tasks))
            {
                yield return new TextLine(Tone.Changed, $"{Pad(host.Host, width)} : {Count(tasks.Count, "task")} would change");
                foreach (var task in tasks)
                {
                    yield return new TextLine(Tone.Plain, $"    {task.Task.Name}{Facets(task.Facets)}");
                }
            }
            else if (host.Outcome == HostOutcome.Drifted)
            {
                yield return new TextLine(Tone.Changed, $"{Pad(host.Host, width)} : a handler that was notified before would run");
            }
            else if (IsGood(host) && quiet <= MaxQuietHosts)
            {
                yield return new TextLine(Tone.Ok, $"{Pad(host.Host, width)} : no drift");
            }
        }

        if (quiet > MaxQuietHosts)
        {
            yield return new TextLine(Tone.Ok, $"{quiet} hosts: no drift");
        }
    }

    /// <summary>The last line of a run.</summary>
    public static TextLine Summary(RunReport report)
    {
        var counts = report.Hosts.GroupBy(h => h.Outcome).OrderBy(g => g.Key).Select(g => $"{g.Count()} {Word(g.Key)}");
        var hosts = report.Hosts.Count == 0 ? "no hosts" : $"{Count(report.Hosts.Count, "host")}: {string.Join(", ", counts)}";
        var mode = report.Interrupted ? "interrupted; " : report.Check ? "check mode, nothing was changed; " : "";
        var tone = report.Interrupted || report.Hosts.Any(h => !IsGood(h)) ? Tone.Failed : Tone.Plain;
        return new TextLine(tone, $"{hosts}; {mode}{Duration(report.Duration)}; run {report.RunId}");
    }

    public static string Duration(TimeSpan time) => time.TotalSeconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s")
        : $"{(int)time.TotalMinutes} min {time.Seconds:00} s";

    private static string Facets(IReadOnlyList<FacetReport> facets)
    {
        var changed = facets.Where(f => f.State is "would" or "changed").Select(Facet).ToList();
        return changed.Count > 0 ? ": " + string.Join(", ", changed) : "";
    }

    /// <summary>Short values are shown; of a text it is enough to know that it differs, for the diff says how.</summary>
    private static string Facet(FacetReport facet)
    {
        const int MaxValue = 40;
        var isShort = facet.Before.Length <= MaxValue && facet.After.Length <= MaxValue && !facet.Before.Contains('\n') && !facet.After.Contains('\n');
        return isShort && facet.Before != facet.After ? $"{facet.Name} ({Value(facet.Before)} -> {Value(facet.After)})" : facet.Name;
    }

    private static string Value(string text) => text.Length == 0 ? "nothing" : text;

    private static bool IsGood(HostRecap host) => host.Outcome is HostOutcome.Ok or HostOutcome.Converged or HostOutcome.Drifted;

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static int NameColumn(IReadOnlyList<HostRecap> hosts) =>
        hosts.Select(h => PrintableText.Width(h.Host)).DefaultIfEmpty(0).Max() is var longest && longest > NameWidth ? longest : NameWidth;

    private static string Pad(string name, int width) => name + new string(' ', Math.Max(0, width - PrintableText.Width(name)));

    private static void AppendCount(List<(string Text, Tone Tone)> parts, string name, int count, Tone tone)
    {
        parts.Add(($"{name}={count}", count > 0 ? tone : Tone.Plain));
        parts.Add((new string(' ', Math.Max(0, 4 - count.ToString(CultureInfo.InvariantCulture).Length) + 1), Tone.Plain));
    }

    private static TextLine Line(List<(string Text, Tone Tone)> parts)
    {
        var spans = new List<(int, int, Tone)>();
        var at = 0;
        foreach (var (text, tone) in parts)
        {
            if (tone != Tone.Plain)
            {
                spans.Add((at, text.Length, tone));
            }

            at += text.Length;
        }

        return new TextLine(Tone.Plain, string.Concat(parts.Select(p => p.Text)).TrimEnd()) { Spans = spans };
    }

    private static string Word(HostOutcome outcome) => outcome switch
    {
        HostOutcome.Ok => "ok",
        HostOutcome.Converged => "converged",
        HostOutcome.Drifted => "drifted",
        HostOutcome.Failed => "failed",
        HostOutcome.RolledBack => "rolled back",
        HostOutcome.RollbackFailed => "ROLLBACK FAILED",
        _ => "unreachable",
    };

    private static Tone ToneOf(HostOutcome outcome) => outcome switch
    {
        HostOutcome.Drifted or HostOutcome.RolledBack => Tone.Changed,
        HostOutcome.Failed or HostOutcome.RollbackFailed => Tone.Failed,
        HostOutcome.Unreachable => Tone.Unreachable,
        _ => Tone.Ok,
    };
}
