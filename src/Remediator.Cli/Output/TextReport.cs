using Remediator.Cli.CommandLine;
using Remediator.Cli.Engine;
using Remediator.Cli.Terminals;
using Remediator.Engine.Healing;
using Remediator.Engine.Reporting;
using Remediator.Language.Diagnostics;

namespace Remediator.Cli.Output;

/// <summary>Ansible's text on stdout; diagnostics and warnings on stderr.</summary>
internal class TextReport(Terminal terminal, TextDetail detail, LineWriter lines) : Report
{
    private readonly RunText text = new(detail);

    public override void On(RunEvent next)
    {
        if (next is RunEvent.Warning warning)
        {
            Warn(new TextLine(Tone.Warning, $"[WARNING]: {warning.Message}"));
            return;
        }

        Put(text.On(next));
    }

    public override void Diagnose(IReadOnlyList<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            terminal.Error.Write(lines.Write(DiagnosticLines.Of(diagnostic)));
        }

        var errors = diagnostics.Count(d => d.Severity == Severity.Error);
        if (errors > 0)
        {
            terminal.Error.WriteLine(errors == 1 ? "1 error" : $"{errors} errors");
        }
    }

    public override void Fail(IReadOnlyList<UsageError> errors, string verb) => UsageErrors.Write(terminal, verb, errors);

    public override void List(IReadOnlyList<PlaybookOutline> playbooks, Listing listing) => Put(ListingText.Lines(playbooks, listing));

    public override void Tell(HealReport report) => Put(HealText.Lines(report, detail.Width));

    public override void Interrupting() =>
        Warn(new TextLine(Tone.Warning, "interrupted: ending what runs on the hosts; a second Ctrl-C leaves at once"));

    public override int End(int exitCode)
    {
        Put(text.Flush());
        return exitCode;
    }

    protected virtual void Put(IReadOnlyList<TextLine> said)
    {
        if (said.Count > 0)
        {
            terminal.Out.Write(lines.Write(said));
            terminal.Out.Flush();
        }
    }

    /// <summary>A line beside the report.</summary>
    protected virtual void Warn(TextLine line) => terminal.Error.Write(lines.Write([line]));
}
