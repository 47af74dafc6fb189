using System.Globalization;
using Remediator.Modules.Chrony;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class ChronyTrackingModule : Module
{
    private static readonly Parameter<TimeSpan?> MaxOffset = Parameter.Duration(
        "max_offset",
        "The largest error of the system clock against NTP time: chronyc's System time, whichever way. Last offset would be near zero on a clock that is minutes wrong.").WithDefault(TimeSpan.FromMilliseconds(100), "100ms");

    private static readonly Parameter<TimeSpan?> MaxErrorBound = Parameter.Duration(
        "max_error_bound",
        "The largest error that the clock can have: |System time| + root dispersion + root delay / 2.");

    private static readonly Parameter<long?> MaxStratum = Parameter.Number("max_stratum", "The farthest from a reference clock that the host may be; servers of reference clocks are 1.");

    private static readonly Parameter<IReadOnlyList<string>> RequireSource = Parameter.TextList(
        "require_source",
        "Servers, one of which must be the reference: addresses, reference IDs, or names as in chrony.conf.").WithAliases("require_sources");

    private static readonly Parameter<double?> MaxAge = Parameter.Real(
        "max_age",
        "How many intervals ago the clock may have been updated: the update interval or the source's polling interval, whichever is longer. chronyd itself calls a clock synchronised for hours after its last server is gone.").WithDefault(8, "8");

    private static readonly Parameter<long?> MinSources = Parameter.Number("min_sources", "How many sources must be selected or combined.");

    public override ModuleSpec Spec { get; } = new("chrony_tracking", "Reads what chronyd says of the clock and fails unless it is good enough.")
    {
        Parameters = [MaxOffset, MaxErrorBound, MaxStratum, RequireSource, MaxAge, MinSources],
        Returns =
        [
            ("synchronised", "Whether chronyd follows a source: not the host's own clock (7F7F0101), not stratum 0, not Not synchronised."),
            ("system_time_seconds", "What the clock is behind NTP time; negative: ahead."),
            ("last_offset_seconds", "chronyd's last correction, and rms_offset_seconds its long-term average: of its own estimate, not of the system clock."),
            ("frequency_ppm", "How fast the clock runs without correction; with residual_frequency_ppm and skew_ppm."),
            ("error_bound_seconds", "|system_time_seconds| + root_dispersion_seconds + root_delay_seconds / 2."),
            ("reference_id", "Eight hexadecimal digits; with reference_name, stratum, leap_status and reference_time (seconds since 1970)."),
            ("age_seconds", "Seconds since the last update, and update_interval_seconds between the last two."),
            ("sources", "List of sources: mode, state, name, stratum, poll_seconds, reach, reach_octal, last_rx_seconds, offset_seconds, error_seconds."),
            ("activity", "Numbers of sources that are online, offline, burst_online, burst_offline and unresolved."),
            ("answering", "Whether chronyd answered; where not, error says how."),
        ],
        Examples =
        [
            new ModuleExample("- name: The clock is right\n  chrony_tracking:\n    max_offset: 50ms\n    max_error_bound: 0.1\n    require_source: [127.0.0.2]\n")
            {
                Before = "mkdir -p chronyc && echo \"7F000002,127.0.0.2,6,$(date +%s).5,-0.000001823,-0.00000036,0.0000002,0.028,-0.001,0.061,0.000006,0.000003,64.0,Normal\" >chronyc/tracking.csv && echo '^,*,127.0.0.2,5,6,377,2,0.0000001,-0.0000002,0.000003' >chronyc/sources.csv && echo 1,0,0,0,0 >chronyc/activity.csv",
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var sources = args.Get(RequireSource) ?? [];
        // The reports are read first, so that a failure has them in its result.
        yield return new Step.Capture(".", sources.Any(IsName) ? Sh.Of($"rmd_chrony_read names") : Sh.Of($"rmd_chrony_read"), captured => ChronyReport.Parse(captured.Text)) { IsText = true };
        yield return new Step.Require(Sh.Of($"rmd_chrony_judge {Limits(args)} -- {sources}"), "the clock could not be judged");
    }

    private static IEnumerable<string> Limits(Arguments args)
    {
        if (args.Get(MaxOffset) is { } offset)
        {
            yield return $"offset={Seconds(offset)}";
        }

        if (args.Get(MaxErrorBound) is { } bound)
        {
            yield return $"bound={Seconds(bound)}";
        }

        if (args.Get(MaxStratum) is { } stratum)
        {
            yield return $"stratum={stratum}";
        }

        if (args.Get(MaxAge) is { } age)
        {
            yield return $"age={age.ToString("0.###", CultureInfo.InvariantCulture)}";
        }

        if (args.Get(MinSources) is { } count)
        {
            yield return $"sources={count}";
        }
    }

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.#########", CultureInfo.InvariantCulture);

    private static bool IsName(string source) => !System.Net.IPAddress.TryParse(source, out _);
}
