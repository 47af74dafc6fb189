using System.Globalization;
using Remediator.Language.Diagnostics;

namespace Remediator.Cli.Clocks;

/// <summary>How wrong a clock may be.</summary>
/// <param name="Offset">Seconds between the system clock and NTP time, whichever way.</param>
/// <param name="ErrorBound">Seconds that the clock can be wrong at most: |System time| + root dispersion + root delay / 2.</param>
internal sealed record ClockLimit(double Offset, double ErrorBound);

/// <summary>From where a clock is a warning, and from where it is critical.</summary>
internal sealed record ClockLimits(ClockLimit Warning, ClockLimit Critical)
{
    public const string DefaultProfile = "hadoop";

    private static readonly string[] Units = ["us", "µs", "ms", "s", "m"];

    /// <summary>
    /// What the systems on the hosts bear. Cassandra: a few milliseconds between replicas; HBase: the region servers' 30 s
    /// (hbase.master.maxclockskew); Kerberos and AWS request signing: 5 minutes.
    /// </summary>
    public static IReadOnlyDictionary<string, ClockLimits> Profiles { get; } = new Dictionary<string, ClockLimits>
    {
        ["cassandra"] = new(new(0.005, 0.05), new(0.01, 0.1)),
        [DefaultProfile] = new(new(0.1, 1), new(0.5, 3)),
        ["hbase"] = new(new(10, 10), new(30, 30)),
        ["kerberos"] = new(new(60, 60), new(300, 300)),
        ["sigv4"] = new(new(60, 60), new(300, 300)),
    };

    /// <summary>The profile's limits with those in their place that are given as <c>OFFSET[,BOUND]</c>; or what is wrong with them.</summary>
    public static (ClockLimits? Limits, UsageError? Error) Read(string profile, string? warning, string? critical)
    {
        if (!Profiles.TryGetValue(profile, out var limits))
        {
            return (null, new UsageError($"no profile '{profile}'; there are {string.Join(", ", Profiles.Keys)}", DidYouMean.Hint(profile, Profiles.Keys)));
        }

        foreach (var (flag, text) in new[] { ("--warning", warning), ("--critical", critical) })
        {
            if (text is null)
            {
                continue;
            }

            var isWarning = flag == "--warning";
            if (ReadOne(text, isWarning ? limits.Warning : limits.Critical) is not { } own)
            {
                return (null, new UsageError($"{flag} takes OFFSET or OFFSET,BOUND, such as 50ms or 50ms,1s, not '{text}'", $"units: {string.Join(", ", Units)}; seconds where there is none"));
            }

            limits = isWarning ? limits with { Warning = own } : limits with { Critical = own };
        }

        return limits.Warning.Offset > limits.Critical.Offset ? (null, Crossed("offset", limits.Warning.Offset, limits.Critical.Offset))
            : limits.Warning.ErrorBound > limits.Critical.ErrorBound ? (null, Crossed("error bound", limits.Warning.ErrorBound, limits.Critical.ErrorBound))
            : (limits, null);
    }

    private static UsageError Crossed(string what, double warning, double critical) =>
        new($"the warning limit of the {what} ({ClockText.Number(warning)} s) is above the critical one ({ClockText.Number(critical)} s)", "give --warning and --critical both");

    /// <summary>A bound that is not given is the profile's, but never below the offset, which is a part of it.</summary>
    private static ClockLimit? ReadOne(string text, ClockLimit known)
    {
        var parts = text.Split(',');
        if (parts.Length > 2 || Seconds(parts[0]) is not { } offset)
        {
            return null;
        }

        return parts.Length == 1 ? new ClockLimit(offset, Math.Max(offset, known.ErrorBound)) : Seconds(parts[1]) is { } bound ? new ClockLimit(offset, bound) : null;
    }

    private static double? Seconds(string text)
    {
        text = text.Trim();
        var unit = Units.FirstOrDefault(u => text.EndsWith(u, StringComparison.Ordinal)) ?? "";
        var factor = unit switch { "us" or "µs" => 1e-6, "ms" => 1e-3, "m" => 60, _ => 1 };
        return double.TryParse(text[..^unit.Length].TrimEnd(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number * factor is >= 1e-6 and <= 86_400 ? number * factor : null;
    }
}
