using System.CommandLine;
using Remediator.Cli.CommandLine;
using Remediator.Cli.Engine;
using Remediator.Cli.Output;
using Remediator.Engine.Reporting;
using Remediator.Language.Text;

namespace Remediator.Cli.Verbs;

/// <summary>A verb that asks something of the hosts that a pattern chooses and prints the answers in its own way.</summary>
internal abstract class HostVerb : ReportingVerb
{
    private readonly Argument<string> pattern = new("pattern")
    {
        HelpName = "PATTERN",
        Description = "Hosts, as in a play's hosts (default: all).",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => "all",
    };

    private readonly HostFlags hosts = new();

    public override IReadOnlyList<Argument> Arguments => [pattern];

    public override IReadOnlyList<OptionGroup> Groups => [hosts.Hosts, .. OwnGroups, hosts.Connection, hosts.Become, hosts.Vault, Output.Group];

    protected virtual IReadOnlyList<OptionGroup> OwnGroups => [];

    public override async Task<int> RunAsync(ParseResult parsed, Surroundings around, CancellationToken cancellation)
    {
        var (request, error) = hosts.Read(parsed, around, new RunRequest { MadePlaybook = Playbook(parsed.GetValue(pattern) ?? "all"), Verbosity = Output.Verbosity(parsed) }, contactsHosts: true);
        if (error is not null)
        {
            return Refuse(parsed, around, [error]);
        }

        using var report = Output.Open(parsed, around, Name, isLive: false);
        if (Accept(report, await around.Engine.LoadRunAsync(request, cancellation)) is not { } run)
        {
            return report.End(ExitCodes.Wrong);
        }

        var answers = Output.IsJson(parsed) ? null : Answers(parsed, around, new LineWriter(Output.HasColor(parsed, around.Terminal)));
        var code = await RunAsync(run, answers as IRunObserver ?? report, report, cancellation);
        answers?.End();
        return report.End(code);
    }

    protected abstract SourceText Playbook(string pattern);

    protected abstract HostAnswers Answers(ParseResult parsed, Surroundings around, LineWriter lines);
}

/// <summary>Takes what the hosts answer. Troubles go to stderr, one line per host and hint.</summary>
internal abstract class HostAnswers(Surroundings around, LineWriter lines) : IRunObserver
{
    protected Surroundings Around { get; } = around;

    protected LineWriter Lines { get; } = lines;

    public void On(RunEvent next)
    {
        switch (next)
        {
            case RunEvent.TaskEnded { Report: { Status: ReportStatus.Ok or ReportStatus.Changed } report }:
                Answered(report);
                break;
            case RunEvent.TaskEnded { Report: var report }:
                Failed(report);
                break;
            case RunEvent.NoHostsMatched:
                Around.Terminal.Error.Write(Lines.Write([new TextLine(Tone.Skipped, "no hosts matched")]));
                break;
            case RunEvent.Warning warning:
                Around.Terminal.Error.Write(Lines.Write([new TextLine(Tone.Warning, $"[WARNING]: {warning.Message}")]));
                break;
        }
    }

    public virtual void End() => Around.Terminal.Out.Flush();

    protected abstract void Answered(TaskReport report);

    protected virtual void Failed(TaskReport report) => Around.Terminal.Error.Write(Lines.Write(Trouble(report)));

    protected static IEnumerable<TextLine> Trouble(TaskReport report)
    {
        var word = report.Status == ReportStatus.Unreachable ? "unreachable" : "failed";
        var tone = report.Status == ReportStatus.Unreachable ? Tone.Unreachable : Tone.Failed;
        var kind = report.Trouble is { } trouble ? $" ({trouble})" : "";
        yield return new TextLine(tone, $"{report.Host} : {word}{kind}: {report.Message}");
        if (report.Hint is { } hint)
        {
            yield return new TextLine(Tone.Plain, $"    hint: {hint}");
        }
    }
}
