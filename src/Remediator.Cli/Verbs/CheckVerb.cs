using System.CommandLine;
using Remediator.Cli.Clocks;
using Remediator.Cli.CommandLine;
using Remediator.Cli.Output;
using Remediator.Engine.Reporting;
using Remediator.Engine.Running;
using Remediator.Language.Diagnostics;

namespace Remediator.Cli.Verbs;

/// <summary>Judges clocks for a monitoring system, as a Nagios plugin does.</summary>
internal sealed class CheckVerb : ReportingVerb
{
    private static readonly string[] Kinds = ["ssh", "local", "smart"];

    private readonly Argument<string?> pattern = new("pattern")
    {
        HelpName = "PATTERN",
        Description = "Hosts, as in a play's hosts; without an inventory, names of hosts (default: all of the inventory, or this machine).",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> host = Flags.Text("--host", "NAME", "The host, as PATTERN: the name that other plugins have for it.", "-H");

    private readonly Option<string?> warning = Flags.Text("--warning", "OFFSET[,BOUND]", "Warn from here on: the clock's offset from NTP time, and its error bound. Units: us, ms, s.", "-w");

    private readonly Option<string[]> critical = Flags.Texts("--critical", "OFFSET[,BOUND]", "Critical from here on. (-c local is --connection local, as in other verbs.)", "-c");

    private readonly Option<string?> profile = Flags.Choice(
        "--profile", "NAME", [.. ClockLimits.Profiles.Keys], $"Limits of a kind of system: {string.Join(", ", ClockLimits.Profiles.Keys)} (default: {ClockLimits.DefaultProfile}).");

    private readonly HostFlags hosts = new(connectionName: null);

    public override string Name => "check";

    public override string Summary => "Judge clocks for a monitoring system.";

    public override string Description =>
        """
        Asks the chronyd of each host and prints one line with performance data, by the conventions of Nagios plugins. The exit code is 0 for OK, 1 for WARNING, 2 for CRITICAL and 3 for UNKNOWN; of several hosts the worst counts, and a host that cannot be reached is UNKNOWN.

        What counts is how far the system clock is from NTP time (chronyc's System time, not its Last offset) and how wrong it can be at most. A daemon that does not answer, follows nothing but its own clock or has lost its servers is CRITICAL.
        """;

    public override IReadOnlyList<Argument> Arguments => [pattern];

    public override IReadOnlyList<OptionGroup> Groups =>
    [
        hosts.Hosts with { Options = [host, .. hosts.Hosts.Options] },
        new OptionGroup("Limits", warning, critical, profile),
        hosts.Connection,
        hosts.Become,
        hosts.Vault,
        Output.Group,
    ];

    public override IReadOnlyList<(string Command, string Meaning)> Examples =>
    [
        ("remediator check", "the clock of this machine"),
        ("remediator check -H db1 -w 50ms -c 100ms", "another one, over ssh"),
        ("remediator check -i hosts.ini -l 'cassandra*' --profile cassandra", "many at once"),
    ];

    /// <summary>A monitoring system reads stdout, and what is not known is UNKNOWN to it.</summary>
    public override int Refuse(ParseResult parsed, Surroundings around, IReadOnlyList<UsageError> errors)
    {
        if (Output.IsJson(parsed))
        {
            using var report = Output.Open(parsed, around, Name, isLive: false);
            report.Fail(errors, Name);
            return report.End((int)ClockState.Unknown);
        }

        return Say(around, ClockText.Unknown(string.Join("; ", errors.Select(e => e.Hint is null ? e.Message : $"{e.Message} ({e.Hint})"))), ClockState.Unknown);
    }

    public override async Task<int> RunAsync(ParseResult parsed, Surroundings around, CancellationToken cancellation)
    {
        var given = parsed.GetValue(critical) ?? [];
        var (limits, wrong) = ClockLimits.Read(
            parsed.GetValue(profile) ?? ClockLimits.DefaultProfile, parsed.GetValue(warning), given.LastOrDefault(c => !Kinds.Contains(c)));
        if (wrong is not null)
        {
            return Refuse(parsed, around, [wrong]);
        }

        var (request, error) = RequestOf(parsed, around, limits!);
        if (error is not null)
        {
            return Refuse(parsed, around, [error]);
        }

        if (given.LastOrDefault(Kinds.Contains) is { } kind)
        {
            request = request with { Connection = kind == "local" ? ConnectionKind.Local : ConnectionKind.Ssh };
        }

        using var report = Output.Open(parsed, around, Name, isLive: false);
        var (run, diagnostics) = await around.Engine.LoadRunAsync(request, cancellation);
        report.Diagnose(diagnostics);
        if (run is null || diagnostics.FirstOrDefault(d => d.Severity == Severity.Error) is { } first && first.Message.Length > 0)
        {
            return End(report, parsed, around, ClockText.Unknown(diagnostics.FirstOrDefault(d => d.Severity == Severity.Error)?.Message ?? "nothing could be read"), ClockState.Unknown);
        }

        var check = new ClockCheck();
        try
        {
            await run.RunAsync(Output.IsJson(parsed) ? new Both(check, report) : check, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What is not known by now is told as such.
        }

        report.Tell(check.Verdict);
        return End(report, parsed, around, ClockText.Line(check.Verdict, limits!), check.Verdict.State);
    }

    private (RunRequest Request, UsageError? Error) RequestOf(ParseResult parsed, Surroundings around, ClockLimits limits)
    {
        if (parsed.GetValue(host) is not null && parsed.GetValue(pattern) is not null)
        {
            return (new RunRequest(), new UsageError("--host and PATTERN exclude each other"));
        }

        var wanted = parsed.GetValue(host) ?? parsed.GetValue(pattern);
        var (request, error) = hosts.Read(parsed, around, new RunRequest { Verbosity = Output.Verbosity(parsed) }, contactsHosts: true);
        var isAlone = request.Inventories.Count == 0;
        var chosen = wanted ?? (isAlone ? "localhost" : "all");
        return (request with
        {
            MadePlaybook = ClockCheck.Playbook(chosen, limits),
            Inventories = isAlone && wanted is not null ? [wanted.TrimEnd(',') + ","] : request.Inventories,
        }, error);
    }

    private int End(Report report, ParseResult parsed, Surroundings around, string line, ClockState state) =>
        Output.IsJson(parsed) ? report.End((int)state) : Say(around, line, state);

    private static int Say(Surroundings around, string line, ClockState state)
    {
        around.Terminal.Out.WriteLine(line);
        around.Terminal.Out.Flush();
        return (int)state;
    }

    private sealed class Both(IRunObserver first, IRunObserver second) : IRunObserver
    {
        public void On(RunEvent next)
        {
            first.On(next);
            second.On(next);
        }
    }
}
