using Remediator.Cli.Engine;
using Remediator.Engine.Reporting;

namespace Remediator.Cli.Output;

/// <summary>What would run, in the form of ansible-playbook's <c>--list-…</c> flags.</summary>
internal static class ListingText
{
    public static IReadOnlyList<TextLine> Lines(IReadOnlyList<PlaybookOutline> playbooks, Listing listing)
    {
        var lines = new List<TextLine>();
        foreach (var playbook in playbooks)
        {
            lines.Add(TextLine.Empty);
            lines.Add(Plain($"playbook: {playbook.Path}"));
            if (listing == Listing.Syntax)
            {
                continue;
            }

            for (var i = 0; i < playbook.Plays.Count; i++)
            {
                AppendPlay(lines, playbook.Plays[i], i + 1, listing);
            }
        }

        return lines;
    }

    private static void AppendPlay(List<TextLine> lines, PlayOutline play, int number, Listing listing)
    {
        lines.Add(TextLine.Empty);
        lines.Add(Plain($"  play #{number} ({string.Join(',', play.Patterns)}): {play.Name}\tTAGS: [{string.Join(",", play.Tags)}]"));
        if (listing.HasFlag(Listing.Hosts))
        {
            lines.Add(Plain($"    pattern: [{string.Join(", ", play.Patterns.Select(p => $"'{p}'"))}]"));
            lines.Add(Plain($"    hosts ({play.Hosts.Count}):"));
            lines.AddRange(play.Hosts.Select(h => Plain($"      {h}")));
        }

        if (listing.HasFlag(Listing.Tasks))
        {
            lines.Add(Plain("    tasks:"));
            lines.AddRange(play.Tasks.Select(t => Plain($"      {t.Name}\tTAGS: [{string.Join(", ", t.Tags.Order(StringComparer.Ordinal))}]")));
        }

        if (listing.HasFlag(Listing.Tags))
        {
            var tags = play.Tasks.SelectMany(t => t.Tags).Concat(play.Tags).Distinct().Order(StringComparer.Ordinal);
            lines.Add(Plain($"      TASK TAGS: [{string.Join(", ", tags)}]"));
        }
    }

    private static TextLine Plain(string text) => new(Tone.Plain, text);
}
