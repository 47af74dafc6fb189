using Remediator.Engine.Reporting;

namespace Remediator.Engine.Running;

/// <summary>What a host says of a run's tasks: which began to change something and which ended (Prelude/tokens.sh).</summary>
/// <param name="IsBlind">Nothing follows from a task that is missing: the host cannot write.</param>
/// <param name="IsBusy">A shell of the run is still at work there: a task that has not ended may end, and one that has not begun may begin.</param>
internal sealed record HostTokens(IReadOnlyDictionary<string, ReportStatus?> ByKey, bool IsBlind, bool IsBusy)
{
    /// <param name="lines">As rmd_tokens prints them. Of a key that is there more than once the last word counts.</param>
    public static HostTokens Read(string lines)
    {
        var byKey = new Dictionary<string, ReportStatus?>(StringComparer.Ordinal);
        var (isBlind, isBusy) = (false, false);
        foreach (var line in lines.Split('\n'))
        {
            switch (line.Split(' '))
            {
                case ["start", var key]:
                    byKey[key] = null;
                    break;
                case ["done", var key, var status]:
                    byKey[key] = status switch { "failed" => ReportStatus.Failed, "changed" => ReportStatus.Changed, _ => ReportStatus.Ok };
                    break;
                case ["blind"]:
                    isBlind = true;
                    break;
                case ["busy"]:
                    isBusy = true;
                    break;
            }
        }

        return new HostTokens(byKey, isBlind, isBusy);
    }
}
