using Remediator.Engine.Reporting;
using Remediator.Language.Diagnostics;

namespace Remediator.Cli.Output;

/// <summary>A diagnostic as lines: its first in the colour of its severity, its hint set off.</summary>
internal static class DiagnosticLines
{
    public static IEnumerable<TextLine> Of(Diagnostic diagnostic)
    {
        var isFirst = true;
        foreach (var line in PrintableText.Lines(DiagnosticText.Render(diagnostic)))
        {
            var tone = isFirst ? diagnostic.Severity == Severity.Error ? Tone.Failed : Tone.Warning
                : line.StartsWith("  hint:", StringComparison.Ordinal) ? Tone.Skipped : Tone.Plain;
            yield return new TextLine(tone, line);
            isFirst = false;
        }
    }
}
