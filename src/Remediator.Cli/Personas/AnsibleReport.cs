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
    }

    public static AnsibleReport Open(Surroundings around, RunRequest request)
    {
        var terminal = around.Terminal;
        var width = terminal.IsOutputTerminal ? Math.Max(79, terminal.Columns - 1) : 79;
        var hasColor = request.Settings.ForceColor || (!request.Settings.NoColor && terminal.Variable("NO_COLOR") is null && terminal.IsCapable);
        return new AnsibleReport(terminal, new TextDetail(request.Verbosity, width) { IsAnsible = true }, new LineWriter(hasColor));
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
