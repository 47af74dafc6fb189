using System.Globalization;
using Remediator.Engine.Reporting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Remediator.Cli.Output;

/// <summary>Draws the progress: a line per host that has been busy longest, at most ten, and a line for all.</summary>
internal sealed class ProgressView(Progress progress, Lock gate) : Renderable
{
    private const int MaxHosts = 10;
    private const int BarWidth = 20;

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        List<(string Text, Color Color)> rows;
        lock (gate)
        {
            rows = Rows();
        }

        for (var i = 0; i < rows.Count; i++)
        {
            if (i > 0)
            {
                yield return Segment.LineBreak;
            }

            // The last column is left free: some terminals wrap there at once.
            yield return new Segment(PrintableText.Fit(PrintableText.Of(rows[i].Text), maxWidth - 1), new Style(rows[i].Color));
        }
    }

    private List<(string Text, Color Color)> Rows()
    {
        // The empty line sets the live part off, and keeps it from being one line: Spectre.Console then asks the terminal to go up by
        // 0 lines, which terminals take for 1.
        var rows = new List<(string Text, Color Color)> { ("", Color.Default) };
        rows.AddRange(progress.Oldest(MaxHosts).Select(busy => (HostRow(busy.Host, busy.Task, busy.Age, busy.Attempt), Color.Default)));
        var rest = progress.BusyCount - Math.Min(MaxHosts, progress.BusyCount);
        if (rest > 0)
        {
            rows.Add(($"  … and {rest} more hosts", Color.Grey));
        }

        rows.Add((Summary(), Color.Default));
        return rows;
    }

    private static string HostRow(string host, TaskHeading task, TimeSpan age, int attempt)
    {
        var tries = attempt > 1 ? $", try {attempt}" : "";
        return $"  {PrintableText.Fit(host, 24).PadRight(24)}  {task.Name}  ({age.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s{tries})";
    }

    private string Summary()
    {
        var elapsed = $"{(int)progress.Elapsed.TotalMinutes:00}:{progress.Elapsed.Seconds:00}";
        if (progress.Play is null)
        {
            return $"{elapsed}  reading and checking";
        }

        var filled = (int)(progress.Share * BarWidth);
        var bar = new string('━', filled) + new string('╌', BarWidth - filled);
        var counts = string.Join("  ", new[]
        {
            ("ok", ReportStatus.Ok), ("changed", ReportStatus.Changed), ("failed", ReportStatus.Failed), ("unreachable", ReportStatus.Unreachable),
        }.Where(c => progress.Count(c.Item2) > 0).Select(c => $"{c.Item1} {progress.Count(c.Item2)}"));
        return $"{elapsed}  {bar} {(int)(progress.Share * 100),3} %  {progress.HostCount} hosts  {counts}".TrimEnd();
    }
}
