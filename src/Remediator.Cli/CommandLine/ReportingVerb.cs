using System.CommandLine;
using Remediator.Cli.Engine;
using Remediator.Cli.Output;
using Remediator.Engine.Reporting;
using Remediator.Language.Diagnostics;

namespace Remediator.Cli.CommandLine;

/// <summary>A verb that tells what comes of it in a report: as text, or as events.</summary>
internal abstract class ReportingVerb : Verb
{
    protected OutputFlags Output { get; } = new();

    public override int Refuse(ParseResult parsed, Surroundings around, IReadOnlyList<UsageError> errors)
    {
        using var report = Output.Open(parsed, around, Name, isLive: false);
        report.Fail(errors, Name);
        return report.End(ExitCodes.Wrong);
    }

    /// <summary>Takes what was read and checked, and reports what is wrong with it.</summary>
    /// <returns>Null where that is more than warnings: nothing can be done with it.</returns>
    protected static T? Accept<T>(Report report, Loaded<T> loaded)
        where T : class
    {
        var (it, diagnostics) = loaded;
        report.Diagnose(diagnostics);
        return diagnostics.Any(d => d.Severity == Severity.Error) ? null : it;
    }

    /// <summary>Runs what was accepted.</summary>
    /// <param name="observer">Sees the events; mostly the report itself.</param>
    /// <returns>The exit code, with which the report is still to be ended.</returns>
    protected static async Task<int> RunAsync(ILoadedRun run, IRunObserver observer, Report report, CancellationToken cancellation)
    {
        using var heard = cancellation.Register(report.Interrupting);
        try
        {
            return (await run.RunAsync(observer, cancellation)).ExitCode;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
    }
}
