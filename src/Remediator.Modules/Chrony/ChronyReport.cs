using System.Globalization;
using Remediator.Language.Values;

namespace Remediator.Modules.Chrony;

/// <summary>
/// The reports that Prelude/chrony.sh prints, as a result with a name and a unit for every field. Field order: chronyc's comma
/// separated reports, the same from 3.0 to 4.8; further fields are passed over.
/// </summary>
internal static class ChronyReport
{
    private const string LocalReference = "7F7F0101";
    private const string NoReference = "00000000";

    public static DictValue Parse(string text)
    {
        var sections = Sections(text);
        var result = new DictBuilder();
        var names = Rows(sections, "names", 10).Select(r => r[2]).ToList();
        var sources = Rows(sections, "sources", 10).Select((row, i) => Source(row, i < names.Count ? names[i] : null)).ToList();
        var tracking = Rows(sections, "tracking", 14).FirstOrDefault();
        result["answering"] = Value.Of(tracking is not null);
        if (tracking is not null)
        {
            AddTracking(result, tracking, Real(sections.GetValueOrDefault("now")?.FirstOrDefault() ?? ""));
        }
        else
        {
            result["synchronised"] = Value.False;
            result["error"] = Value.Of(string.Join(' ', sections.GetValueOrDefault("said") ?? []));
        }

        result["sources"] = Value.Of(sources);
        if (Rows(sections, "activity", 5).FirstOrDefault() is { } activity)
        {
            result["activity"] = Value.Dict(
                ("online", Value.Of(Whole(activity[0]))),
                ("offline", Value.Of(Whole(activity[1]))),
                ("burst_online", Value.Of(Whole(activity[2]))),
                ("burst_offline", Value.Of(Whole(activity[3]))),
                ("unresolved", Value.Of(Whole(activity[4]))));
        }

        return result.Build();
    }

    private static void AddTracking(DictBuilder result, string[] field, double now)
    {
        var id = field[0].ToUpperInvariant();
        var stratum = Whole(field[2]);
        var (referenceTime, systemTime, delay, dispersion) = (Real(field[3]), Real(field[4]), Real(field[10]), Real(field[11]));
        var synchronised = field[13] != "Not synchronised" && stratum > 0 && id is not (LocalReference or NoReference);
        result["synchronised"] = Value.Of(synchronised);
        result["reference_id"] = Value.Of(id);
        result["reference_name"] = Value.Of(field[1]);
        result["local_reference"] = Value.Of(id == LocalReference);
        result["stratum"] = Value.Of(stratum);
        result["reference_time"] = Value.Of(referenceTime);
        result["system_time_seconds"] = Value.Of(systemTime);
        result["last_offset_seconds"] = Value.Of(Real(field[5]));
        result["rms_offset_seconds"] = Value.Of(Real(field[6]));
        result["frequency_ppm"] = Value.Of(Real(field[7]));
        result["residual_frequency_ppm"] = Value.Of(Real(field[8]));
        result["skew_ppm"] = Value.Of(Real(field[9]));
        result["root_delay_seconds"] = Value.Of(delay);
        result["root_dispersion_seconds"] = Value.Of(dispersion);
        result["update_interval_seconds"] = Value.Of(Real(field[12]));
        result["leap_status"] = Value.Of(field[13]);
        // chronyc(1): the clock's error is at most this, if the root's is zero.
        result["error_bound_seconds"] = Value.Of(Math.Abs(systemTime) + dispersion + (delay / 2));
        // The reference time is NTP time, and the host's clock is behind that by the system time.
        result["age_seconds"] = referenceTime > 0 ? Value.Of(now + systemTime - referenceTime) : Value.Null;
    }

    private static DictValue Source(string[] field, string? configured)
    {
        var source = new DictBuilder
        {
            ["mode"] = Value.Of(field[0] switch { "^" => "server", "=" => "peer", "#" => "reference clock", _ => field[0] }),
            ["state"] = Value.Of(field[1] switch
            {
                "*" => "selected",
                "+" => "combined",
                "-" => "not combined",
                "?" => "unusable",
                "x" => "falseticker",
                "~" => "too variable",
                _ => field[1],
            }),
            ["name"] = Value.Of(field[2]),
            ["stratum"] = Value.Of(Whole(field[3])),
            ["poll"] = Value.Of(Whole(field[4])),
            ["poll_seconds"] = Value.Of(Math.Pow(2, Whole(field[4]))),
            ["reach"] = Value.Of(Octal(field[5])),
            ["reach_octal"] = Value.Of(field[5]),
            // The largest number stands for never.
            ["last_rx_seconds"] = Whole(field[6]) is var age && age >= uint.MaxValue ? Value.Null : Value.Of(age),
            ["offset_seconds"] = Value.Of(Real(field[7])),
            ["measured_offset_seconds"] = Value.Of(Real(field[8])),
            ["error_seconds"] = Value.Of(Real(field[9])),
        };
        if (configured is not null)
        {
            source["configured_name"] = Value.Of(configured);
        }

        return source.Build();
    }

    private static Dictionary<string, List<string>> Sections(string text)
    {
        var sections = new Dictionary<string, List<string>>();
        List<string>? lines = null;
        foreach (var line in text.Split('\n').Select(l => l.TrimEnd('\r')))
        {
            if (line.StartsWith('@'))
            {
                sections[line[1..]] = lines = [];
            }
            else if (line.Length > 0)
            {
                lines?.Add(line);
            }
        }

        return sections;
    }

    private static IEnumerable<string[]> Rows(Dictionary<string, List<string>> sections, string name, int fields) =>
        (sections.GetValueOrDefault(name) ?? []).Select(l => l.Split(',')).Where(f => f.Length >= fields);

    private static double Real(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static long Whole(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static long Octal(string text)
    {
        long number = 0;
        foreach (var digit in text.Where(c => c is >= '0' and <= '7'))
        {
            number = (number * 8) + (digit - '0');
        }

        return number;
    }
}
