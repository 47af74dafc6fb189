using Remediator.Cli.Engine;
using Remediator.Cli.Output;
using Remediator.Cli.Terminals;
using Remediator.Engine.Reporting;
using Remediator.Language.Diagnostics;

namespace Remediator.Cli.Personas;

/// <summary>A run in the text of Ansible's default callback, and errors in the form of its loader.</summary>
internal sealed class AnsibleReport : TextReport
{
    private readonly Terminal terminal;
    private readonly LineWriter lines;

    private AnsibleReport(Terminal terminal, TextDetail detail, LineWriter lines)
        : base(terminal, detail, lines)
    {
        this.terminal = terminal;
        this.lines = lines;
        Detail = detail;
    }

    public TextDetail Detail { get; }

    public LineWriter Lines => lines;

    public static AnsibleReport Open(Surroundings around, RunRequest request)
    {
        var terminal = around.Terminal;
        var width = terminal.IsOutputTerminal ? Math.Max(79, terminal.Columns - 1) : 79;
        var hasColor = request.Settings.ForceColor || (!request.Settings.NoColor && terminal.Variable("NO_COLOR") is null && terminal.IsCapable);
        return new AnsibleReport(terminal, new TextDetail(request.Verbosity, width) { Ansible = request.Settings, IsCheck = request.Check }, new LineWriter(hasColor));
    }

    protected override void Put(IReadOnlyList<TextLine> said)
    {
        base.Put([.. said.Where(l => !l.IsForErrors)]);
        terminal.Error.Write(lines.Write(said.Where(l => l.IsForErrors)));
    }

    protected override void Warn(TextLine line) =>
        PersonaWarnings.Write(terminal, line.Text.StartsWith(PersonaWarnings.Mark, StringComparison.Ordinal) ? line.Text[PersonaWarnings.Mark.Length..] : line.Text, lines.HasColor);

    /// <summary>What <c>-vv</c> says before the plays.</summary>
    public void Announce(IReadOnlyList<PlaybookOutline> playbooks)
    {
        foreach (var playbook in playbooks)
        {
            Put([
                .. new TaskText(Detail).Heading($"PLAYBOOK: {Path.GetFileName(playbook.Path)}"),
                new TextLine(Tone.Plain, $"{playbook.Plays.Count} plays in {playbook.Path}"),
            ]);
        }
    }

    public override void Diagnose(IReadOnlyList<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics.Where(d => d.Severity != Severity.Error))
        {
            PersonaWarnings.Write(terminal, diagnostic.Message, lines.HasColor);
        }

        foreach (var diagnostic in diagnostics.Where(d => d.Severity == Severity.Error))
        {
            terminal.Error.Write(lines.Write(LoaderError.Lines(diagnostic)));
        }
    }
}
