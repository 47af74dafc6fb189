using System.Globalization;
using Remediator.Engine.Reporting;

namespace Remediator.Cli.Clocks;

/// <summary>
/// A verdict as one line for Nagios, Icinga and their kin: state, what is wrong, and after a bar what was measured. The form is that of
/// the Monitoring Plugins guidelines: no exponents, ranges for limits that hold in both directions.
/// </summary>
internal static class ClockText
{
    /// <summary>Hosts that are named; the others are counted.</summary>
    private const int MostNamed = 5;

    public static string Line(ClockVerdict verdict, ClockLimits limits)
    {
        var data = string.Join(' ', verdict.Hosts.Where(h => h.Reading is not null).Select(h => Data(h, limits, isOnly: verdict.Hosts.Count == 1)));
        return $"{Head(verdict.State, Summary(verdict))}{(data.Length > 0 ? $" | {data}" : "")}";
    }

    /// <summary>The line for trouble that has nothing to do with a clock.</summary>
    public static string Unknown(string message) => Head(ClockState.Unknown, message);

    /// <summary>A number of seconds with as many decimals as it has, nine at most.</summary>
    public static string Number(double seconds) => seconds.ToString("0.#########", CultureInfo.InvariantCulture);

    private static string Head(ClockState state, string message) => $"CLOCK {state.ToString().ToUpperInvariant()} - {Clean(message)}";

    private static string Summary(ClockVerdict verdict)
    {
        switch (verdict.Hosts)
        {
            case []:
                return "no host was asked";
            case [var only]:
                return $"{only.Host}: {only.Message}";
        }

        var bad = verdict.Hosts.Where(h => h.State != ClockState.Ok).OrderByDescending(h => ClockVerdict.Weight(h.State)).ToList();
        if (bad.Count == 0)
        {
            var offset = verdict.Hosts.MaxBy(h => Math.Abs(h.Reading!.Offset))!;
            var bound = verdict.Hosts.MaxBy(h => h.Reading!.ErrorBound)!;
            return $"{verdict.Hosts.Count} hosts: largest offset {Seconds(Math.Abs(offset.Reading!.Offset))} ({offset.Host}), largest error bound {Seconds(bound.Reading!.ErrorBound)} ({bound.Host})";
        }

        var counts = bad.GroupBy(h => h.State).Select(g => $"{g.Count()} {g.Key.ToString().ToLowerInvariant()}");
        var named = bad.Take(MostNamed).Select(h => $"{h.Host}: {h.Message}");
        var rest = bad.Count > MostNamed ? $"; and {bad.Count - MostNamed} more" : "";
        return $"{verdict.Hosts.Count} hosts, {string.Join(", ", counts)}: {string.Join("; ", named)}{rest}";
    }

    private static string Data(HostClock clock, ClockLimits limits, bool isOnly)
    {
        var reading = clock.Reading!;
        string Label(string name)
        {
            var label = isOnly ? name : $"{clock.Host}_{name}";
            return label.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-') ? label : $"'{label.Replace("'", "''").Replace('=', '_')}'";
        }

        var (warning, critical) = (Number(limits.Warning.Offset), Number(limits.Critical.Offset));
        return $"{Label("offset")}={Fixed(reading.Offset)}s;-{warning}:{warning};-{critical}:{critical}"
            + $" {Label("error_bound")}={Fixed(reading.ErrorBound)}s;{Number(limits.Warning.ErrorBound)};{Number(limits.Critical.ErrorBound)};0"
            + $" {Label("stratum")}={reading.Stratum};;;0";
    }

    public static string Measured(ClockReading reading) =>
        $"system time {Seconds(Math.Abs(reading.Offset))} {(reading.Offset < 0 ? "fast" : "slow")} of NTP, error bound {Seconds(reading.ErrorBound)}, stratum {reading.Stratum}, reference {reading.Reference}";

    private static string Seconds(double seconds) => $"{Fixed(seconds)} s";

    private static string Fixed(double seconds) => seconds.ToString(Math.Abs(seconds) >= 1 ? "0.000000" : "0.000000000", CultureInfo.InvariantCulture);

    /// <summary>One line, without the bar that ends the text.</summary>
    private static string Clean(string text) => PrintableText.Of(text.ReplaceLineEndings(" ")).Replace('|', '/');
}
