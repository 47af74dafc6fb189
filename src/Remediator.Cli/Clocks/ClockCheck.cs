using System.Globalization;
using Remediator.Engine.Reporting;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Cli.Clocks;

/// <summary>
/// Judges clocks by the module <c>chrony_tracking</c>, which reads and judges on the host: once with the limits of a warning, and where
/// they do not hold once more with the critical ones. What is broken whatever the limits (no answer, not synchronised, a reference that
/// is the host's own clock or is not reached any more) holds neither time and so is critical.
/// </summary>
internal sealed class ClockCheck : IRunObserver
{
    private const string Warns = "Within the warning limits";
    private const string Fails = "Within the critical limits";
    private readonly Dictionary<string, HostClock> clocks = [];
    private readonly List<string> hosts = [];

    public static SourceText Playbook(string pattern, ClockLimits limits) => new("<check>",
        $$"""
        - name: check
          hosts: '{{pattern.Replace("'", "''").ReplaceLineEndings(" ")}}'
          gather_facts: false
          tasks:
            - name: {{Warns}}
              chrony_tracking: {max_offset: {{Number(limits.Warning.Offset)}}, max_error_bound: {{Number(limits.Warning.ErrorBound)}}}
              register: warned
              ignore_errors: true
            - name: {{Fails}}
              chrony_tracking: {max_offset: {{Number(limits.Critical.Offset)}}, max_error_bound: {{Number(limits.Critical.ErrorBound)}}}
              when: warned is failed

        """);

    public ClockVerdict Verdict => new([.. hosts.Select(h => clocks.GetValueOrDefault(h) ?? new HostClock(h, ClockState.Unknown, "it was not asked", null))]);

    public void On(RunEvent next)
    {
        switch (next)
        {
            case RunEvent.PlayStarted play:
                hosts.AddRange(play.Hosts);
                break;
            case RunEvent.TaskEnded { Report: var report } when report.Status != ReportStatus.Skipped:
                clocks[report.Host] = Judged(report, clocks.GetValueOrDefault(report.Host));
                break;
        }
    }

    /// <param name="before">What the task before said, whose message names the limits of a warning.</param>
    private static HostClock Judged(TaskReport report, HostClock? before)
    {
        var reading = ReadingOf(report.Result);
        return (report.Task.Name, report.Status) switch
        {
            (Fails, ReportStatus.Ok) => new HostClock(report.Host, ClockState.Warning, before?.Message ?? "", reading),
            (Fails, ReportStatus.Failed) => new HostClock(report.Host, ClockState.Critical, report.Message, reading),
            (_, ReportStatus.Ok) => new HostClock(report.Host, ClockState.Ok, reading is null ? "" : ClockText.Measured(reading), reading),
            (_, ReportStatus.Failed) => new HostClock(report.Host, ClockState.Warning, report.Message, reading),
            _ => new HostClock(report.Host, ClockState.Unknown, report.Trouble is { } kind ? $"unreachable ({kind}): {report.Message}" : report.Message, null),
        };
    }

    /// <summary>Only of a clock that follows something: an error bound of 0 is what a clock shows that has nothing but itself.</summary>
    private static ClockReading? ReadingOf(DictValue result) =>
        result["synchronised"] is BoolValue { Value: true } && Real(result["system_time_seconds"]) is { } offset && Real(result["error_bound_seconds"]) is { } bound
            ? new ClockReading(offset, bound, result["stratum"] is IntValue stratum ? (long)stratum.Value : 0, Reference(result))
            : null;

    private static string Reference(DictValue result) =>
        result["reference_name"]?.ToString() is { Length: > 0 } name ? name : result["reference_id"]?.ToString() ?? "";

    private static double? Real(Value? value) => value switch { FloatValue real => real.Value, IntValue whole => (double)whole.Value, _ => null };

    private static string Number(double seconds) => seconds.ToString("0.#########", CultureInfo.InvariantCulture);
}
