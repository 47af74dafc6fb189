using System.Text;
using Remediator.Engine.Reporting;

namespace Remediator.Cli.Output;

/// <summary>
/// Lines as bytes for a terminal: every text made safe, then coloured with Ansible's colours. All text of a run goes through here,
/// so nothing that a host says reaches the terminal as anything but text.
/// </summary>
internal sealed class LineWriter(bool hasColor)
{
    private const string Reset = "\u001b[0m";

    public bool HasColor { get; } = hasColor;

    public string Write(IEnumerable<TextLine> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            Append(text, line);
            text.Append('\n');
        }

        return text.ToString();
    }

    private void Append(StringBuilder text, TextLine line)
    {
        var at = 0;
        foreach (var (start, length, tone) in line.Spans)
        {
            var end = Math.Min(start + length, line.Text.Length);
            AppendPart(text, line.Text[at..start], line.Tone);
            AppendPart(text, line.Text[start..end], tone);
            at = end;
        }

        AppendPart(text, line.Text[at..], line.Tone);
    }

    private void AppendPart(StringBuilder text, string part, Tone tone)
    {
        var safe = PrintableText.Of(part);
        if (HasColor && safe.Length > 0 && Color(tone) is { } color)
        {
            text.Append("\u001b[").Append(color).Append('m').Append(safe).Append(Reset);
        }
        else
        {
            text.Append(safe);
        }
    }

    private static string? Color(Tone tone) => tone switch
    {
        Tone.Ok or Tone.Added => "0;32",
        Tone.Changed => "0;33",
        Tone.Failed or Tone.Removed => "0;31",
        Tone.Unreachable => "1;31",
        Tone.Skipped or Tone.Hunk => "0;36",
        Tone.Warning => "1;35",
        Tone.Faint => "0;90",
        _ => null,
    };
}
