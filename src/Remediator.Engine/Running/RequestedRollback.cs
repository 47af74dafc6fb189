using Remediator.Engine.Planning;
using Remediator.Engine.Reporting;

namespace Remediator.Engine.Running;

/// <summary>Runs no task: takes back on a host what an earlier run changed there. The host is reached as the play's first task would.</summary>
internal sealed class RequestedRollback(string host, PlayRun play)
{
    public async Task RunAsync(RollbackRequest request, CancellationToken cancellation)
    {
        var task = play.Planner.Plan(new Position(play.Program, 0, null), play.VariablesOf(host), new HostProgress()).Tasks.FirstOrDefault();
        var report = task?.Endpoint is { } endpoint
            ? await play.Segments.RollbackOf(host).AsAskedAsync(request, endpoint, cancellation).ConfigureAwait(false)
            : new RollbackReport(host, HostOutcome.Failed, task?.Items.FirstOrDefault()?.Problem?.Message ?? "it is not known how to reach it", [], []);
        play.Log.Emit(new RunEvent.RolledBack(report));
        play.Log.Emit(new RunEvent.HostLeft(host, report.Outcome, report.Reason));
    }
}
