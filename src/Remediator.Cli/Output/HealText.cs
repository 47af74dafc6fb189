using Remediator.Engine.Healing;
using Remediator.Engine.Reporting;

namespace Remediator.Cli.Output;

/// <summary>The end of a pass for people: a line for each host that was not healthy, and one for all.</summary>
internal static class HealText
{
    private const int NameWidth = 26;

    public static IReadOnlyList<TextLine> Lines(HealReport report, int width)
    {
        if (report.IsHealthy)
        {
            return [];
        }

        const string title = "HEAL ";
        var lines = new List<TextLine> { TextLine.Empty, new(Tone.Plain, title.PadRight(Math.Max(width, title.Length + 3), '*')) };
        foreach (var host in report.Hosts.Where(h => h.State != HealState.Healthy))
        {
            var note = PrintableText.Lines(host.Note);
            lines.Add(new TextLine(ToneOf(host.State), $"{host.Host.PadRight(NameWidth)} : {Word(host.State)}{(note.Count > 0 ? $": {note[0]}" : "")}"));
            lines.AddRange(note.Skip(1).Select(line => new TextLine(Tone.Plain, $"    {line}")));
        }

        if (report.Stopped is { } reason)
        {
            lines.Add(new TextLine(Tone.Failed, reason));
        }

        var counts = report.Hosts.GroupBy(h => h.State).OrderBy(g => g.Key).Select(g => $"{g.Count()} {Word(g.Key)}");
        lines.Add(TextLine.Empty);
        lines.Add(new TextLine(Tone.Plain, $"{(report.Interrupted ? "interrupted; " : "")}{report.Hosts.Count} hosts: {string.Join(", ", counts)}"));
        return lines;
    }

    public static string Word(HealState state) => state switch
    {
        HealState.Healthy => "healthy",
        HealState.Healed => "healed",
        HealState.Left => "left",
        HealState.Held => "held",
        HealState.Blocked => "blocked",
        HealState.Leased => "locked",
        HealState.Failed => "failed",
        HealState.RolledBack => "rolled-back",
        HealState.RollbackFailed => "rollback-failed",
        _ => "unreachable",
    };

    private static Tone ToneOf(HealState state) => state switch
    {
        HealState.Healed => Tone.Changed,
        HealState.Unreachable => Tone.Unreachable,
        HealState.Held or HealState.Leased or HealState.Left => Tone.Skipped,
        _ => Tone.Failed,
    };
}
