using Remediator.Language.Values;
using Remediator.Modules.Builtin;
using TaskStatus = Remediator.Shell.TaskStatus;

namespace Remediator.Modules.Tests.Chrony;

public sealed class ChronyTrackingTests
{
    private const string Source = "127.0.0.3";
    /// <summary>Every shell with the machine's awk, and dash with every awk.</summary>
    public static TheoryData<string, string> Machines
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (name, _) in Testing.Shells.Present)
            {
                data.Add(name, "/usr/bin/awk");
            }

            foreach (var awk in new[] { "mawk", "gawk", "busybox awk", "original-awk" })
            {
                if (Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(d => File.Exists(Path.Combine(d, awk.Split(' ')[0]))))
                {
                    data.Add("dash", awk);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void Captured_states_of_a_daemon_get_their_verdicts(string shell, string awk)
    {
        using var host = new StubHost(shell, "clock");
        host.With("awk", awk + "\n");
        // The state, seconds since its last update, limits, and what the message must hold; none: it passes.
        (string State, double Age, (string, Value)[] Limits, string[] Says)[] cases =
        [
            ("synchronised", 1, [], []),
            ("synchronised", 1, [("max_offset", Value.Of("0.00001")), ("max_error_bound", Value.Of(0.00001)), ("max_stratum", Value.Of(6)), ("min_sources", Value.Of(2))], []),
            ("synchronised", 1, [("max_offset", Value.Of(0.000001))], ["system time 0.000001823 s fast of NTP, limit 0.000001 s"]),
            ("synchronised", 1, [("max_error_bound", Value.Of("0.000007"))], ["error bound 0.000007837 s, limit 0.000007 s"]),
            ("synchronised", 1, [("max_stratum", Value.Of(3)), ("min_sources", Value.Of(3))], ["stratum 6, limit 3; 2 usable sources, at least 3 wanted"]),
            ("synchronised", 9, [], ["last update 9.0 s ago, limit 8 intervals of 1.0 s"]),
            ("synchronised", 9, [("max_age", Value.Of(10))], []),
            ("synchronised", 1, [("require_source", Value.Of("127.0.0.1,127.0.0.2"))], []),
            ("synchronised", 1, [("require_source", Value.OfTexts(["127.0.0.1", "10.0.0.1"]))], ["the reference 127.0.0.2 is none of: 127.0.0.1 10.0.0.1"]),
            ("unsynchronised", 1, [], ["not synchronised (leap status Not synchronised, stratum 0)"]),
            ("no-majority", 1, [], ["not synchronised (leap status Not synchronised, stratum 0)"]),
            ("local-reference", 1, [("max_offset", Value.Of(60))], ["7F7F0101", "follows nothing"]),
            ("stale-unreachable", 16, [], ["the reference 127.0.0.1 is not reachable (reach 0, state ?)", "last update 16.0 s ago, limit 8 intervals of 1.0 s"]),
            ("stale-unreachable", 1, [], ["reach 0"]),
            ("slow-300s", 1, [("max_offset", Value.Of("50ms"))], ["system time 300.000000 s slow of NTP, limit 0.05 s"]),
            ("slow-300s", 1, [], ["system time 300.000000 s slow of NTP, limit 0.1 s"]),
            ("slow-300s", 1, [("max_offset", Value.Of("5m"))], []),
            ("slow-300s", 1, [("max_offset", Value.Of("5m")), ("max_error_bound", Value.Of("5m"))], ["error bound 300.000007 s, limit 300 s"]),
            ("fast-250ms", 1, [("max_offset", Value.Of("0.2"))], ["system time 0.250002265 s fast of NTP, limit 0.2 s"]),
            ("fast-250ms", 1, [("max_offset", Value.Of("0.3")), ("require_source", Value.Of(Source))], []),
            ("falseticker", 1, [("require_source", Value.Of("127.0.0.1"))], []),
            ("falseticker", 1, [("require_source", Value.Of(Source)), ("min_sources", Value.Of(3))], ["is none of: 127.0.0.3", "2 usable sources"]),
        ];

        foreach (var (state, age, limits, says) in cases)
        {
            Load(host, state, age);

            var outcome = Run(host, limits);

            Assert.Equal((state, says.Length == 0 ? TaskStatus.Ok : TaskStatus.Failed, says.Length == 0 ? "" : outcome.Message), (state, outcome.Status, outcome.Message));
            Assert.All(says, text => Assert.Contains(text, outcome.Message));
            Assert.True(says.Length == 0 || outcome.Message.Contains("(measured: system time "), outcome.Message);
            Assert.Equal(["chronyc -c activity", "chronyc -c sources -a", "chronyc -c tracking"], Calls(host));
        }
    }

    [Theory]
    [InlineData("Could not open connection to daemon")]
    [InlineData("506 Cannot talk to daemon")]
    public void Daemon_that_does_not_answer_fails_and_is_asked_once(string said)
    {
        using var host = new StubHost("dash", "clock");
        host.With("chronyc/said", said + "\n");

        var outcome = Run(host);

        Assert.Equal($"chronyd does not answer: {said}", outcome.Message);
        Assert.Equal(["chronyc -c tracking"], Calls(host));
        var result = outcome.Captured(".");
        Assert.Equal((Value.False, Value.False, Value.Of(said)), (result["answering"], result["synchronised"], result["error"]));
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void Exponents_signs_and_further_fields_are_read(string shell, string awk)
    {
        using var host = new StubHost(shell, "clock");
        Load(host, "synchronised", 1);
        host.With("awk", awk + "\n")
            .With("chronyc/tracking.csv", "7F000002,127.0.0.2,6,1795314763.666886200,+1e-05,-3.6E-07,2e-07,+0.028,-0.001,0.061,6e-06,3e-06,1.0,Normal,more,fields\n")
            .With("chronyc/sources.csv", "^,*,127.0.0.2,5,0,377,2,+1e-07,-2.35e-07,3e-06,more\n");

        Assert.Equal(TaskStatus.Ok, Run(host, ("max_offset", Value.Of("0.000011"))).Status);
        var outcome = Run(host, ("max_offset", Value.Of("0.000009")));

        Assert.Contains("system time 0.000010000 s slow of NTP, limit 0.000009 s", outcome.Message);
        Assert.Equal(Value.Of(1e-05), outcome.Captured(".")["system_time_seconds"]);
    }

    [Theory]
    [InlineData("ntp.example", true)]
    [InlineData("NTP.example", true)]
    [InlineData("other.example", false)]
    [InlineData("7F000002", true)]
    public void Reference_is_matched_by_the_name_that_the_configuration_has(string name, bool passes)
    {
        using var host = new StubHost("dash", "clock");
        Load(host, "synchronised", 1);
        host.With("chronyc/names.csv", "^,+,other.example,5,0,377,1,0,0,0\n^,*,ntp.example,5,0,377,2,0,0,0\n");

        var outcome = Run(host, ("require_source", Value.Of(name)));

        Assert.Equal(passes ? TaskStatus.Ok : TaskStatus.Failed, outcome.Status);
        Assert.Contains("chronyc -N -c sources -a", host.Calls);
    }

    [Fact]
    public void Interval_after_a_burst_is_the_polling_interval()
    {
        using var host = new StubHost("dash", "clock");
        Load(host, "synchronised", 60);
        host.With("chronyc/sources.csv", "^,*,127.0.0.2,5,6,377,60,0,0,0\n");

        Assert.Equal(TaskStatus.Ok, Run(host).Status);
    }

    [Fact]
    public void Result_has_every_field_with_its_unit()
    {
        using var host = new StubHost("dash", "clock");
        Load(host, "synchronised", 1);

        var result = Assert.IsAssignableFrom<DictValue>(Run(host).Captured("."));

        Assert.Equal(Value.True, result["synchronised"]);
        Assert.Equal(Value.Of("7F000002"), result["reference_id"]);
        Assert.Equal(Value.Of("127.0.0.2"), result["reference_name"]);
        Assert.Equal(Value.Of(6), result["stratum"]);
        Assert.Equal(Value.Of(-0.000001823), result["system_time_seconds"]);
        Assert.Equal(Value.Of(-0.00000036), result["last_offset_seconds"]);
        Assert.Equal(Value.Of(0.028), result["frequency_ppm"]);
        Assert.Equal(Value.Of(0.061), result["skew_ppm"]);
        Assert.Equal(Value.Of("Normal"), result["leap_status"]);
        Assert.Equal(7.8365e-06, ((FloatValue)result["error_bound_seconds"]!).Value, 9);
        var sources = Assert.IsType<ListValue>(result["sources"]);
        var first = Assert.IsAssignableFrom<DictValue>(sources[0]);
        Assert.Equal((Value.Of("server"), Value.Of("combined"), Value.Of(255), Value.Of("377"), Value.Of(1.0)), (first["mode"], first["state"], first["reach"], first["reach_octal"], first["poll_seconds"]));
        var activity = Assert.IsAssignableFrom<DictValue>(result["activity"]);
        Assert.Equal((Value.Of(2), Value.Of(1)), (activity["online"], activity["unresolved"]));
    }

    [Fact]
    public void Source_that_never_answered_has_no_age()
    {
        using var host = new StubHost("dash", "clock");
        Load(host, "unsynchronised", 1);

        var source = Assert.IsAssignableFrom<DictValue>(Assert.IsType<ListValue>(Assert.IsAssignableFrom<DictValue>(Run(host).Captured("."))["sources"])[0]);

        Assert.Equal((Value.Null, Value.Of("unusable")), (source["last_rx_seconds"], source["state"]));
    }

    /// <summary>A captured state, at a host whose clock shows what it showed that long after the last update.</summary>
    private static void Load(StubHost host, string state, double age)
    {
        var fixtures = Path.Combine(AppContext.BaseDirectory, "fixtures", "chronyc");
        foreach (var report in new[] { "tracking", "sources", "activity" })
        {
            host.With($"chronyc/{report}.csv", File.ReadAllText(Path.Combine(fixtures, $"{state}.{report}.csv")));
        }

        var fields = host.Read("chronyc/tracking.csv").Split(',');
        var time = double.Parse(fields[3], System.Globalization.CultureInfo.InvariantCulture) - double.Parse(fields[4], System.Globalization.CultureInfo.InvariantCulture) + age;
        host.With("now", time.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture) + "\n");
        host.ClearCalls();
    }

    private static List<string> Calls(StubHost host) => [.. host.Calls.TrimEnd().Split('\n').Order(StringComparer.Ordinal)];

    private static Outcome Run(StubHost host, params ReadOnlySpan<(string, Value)> limits) => host.Run(new ChronyTrackingModule(), Value.Dict(limits));
}
