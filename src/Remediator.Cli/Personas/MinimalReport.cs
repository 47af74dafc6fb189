using Remediator.Cli.Engine;
using Remediator.Cli.Output;
using Remediator.Cli.Terminals;
using Remediator.Engine.Reporting;
using Remediator.Language.Diagnostics;

namespace Remediator.Cli.Personas;

/// <summary>One entry per host and task, as Ansible's callbacks <c>minimal</c> and <c>oneline</c> write them: what <c>ansible</c> shows.</summary>
internal sealed class MinimalReport(Terminal terminal, AnsibleReport errors, MinimalText text) : Report
{
    public override void On(RunEvent next)
    {
        switch (next)
        {
            case RunEvent.TaskEnded { Report: var report }:
                terminal.Out.Write(errors.Lines.Write(text.Of(report)));
                terminal.Out.Flush();
                break;
            case RunEvent.Warning or RunEvent.NoHostsMatched:
                errors.On(next);
                break;
        }
    }

    public override void Diagnose(IReadOnlyList<Diagnostic> diagnostics) => errors.Diagnose(diagnostics);

    public override void Fail(IReadOnlyList<UsageError> wrong, string verb) => errors.Fail(wrong, verb);

    public override void List(IReadOnlyList<PlaybookOutline> playbooks, Listing listing) => errors.List(playbooks, listing);

    public override int End(int exitCode) => exitCode;
}
