using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Remediator.Cli.CommandLine;
using Remediator.Cli.Output;
using Remediator.Cli.Scheduling;
using Remediator.Engine.Healing;
using Remediator.Engine.Recording;
using Remediator.Engine.Reporting;
using Remediator.Language.Diagnostics;

namespace Remediator.Cli.Verbs;

/// <summary>Keeps hosts as playbooks describe them, unattended.</summary>
internal sealed class HealVerb : ReportingVerb
{
    private static readonly HealSettings Usual = new() { Controller = "", Holder = "" };

    private readonly TaskFlags tasks = new("Playbook files, run in this order.");
    private readonly HostFlags hosts = new();
    private readonly StateFlags state = new();
    private readonly Option<bool> diff = Flags.Switch("--diff", "Show how texts change.", "-D");
    private readonly Option<string?> splay = Flags.Span("--splay", "Begin after a random part of this time.");
    private readonly Option<string?> maxRemediations = Flags.Count("--max-remediations", "NUMBER", $"Remediate a host at most so often in a window (default: {Usual.MaxRemediations}).");
    private readonly Option<string?> window = Flags.Span("--window", "The window (default: 1h).");
    private readonly Option<string?> pause = Flags.Span("--pause", "Leave a host alone so long after a remediation failed; each further failure doubles it (default: 5m).");
    private readonly Option<string?> maxPause = Flags.Span("--max-pause", "The longest pause (default: 4h).");
    private readonly Option<string?> maxFailing = Flags.Percent("--max-failing", "Stop when more of the hosts than this share are failing or out of reach (default: 30%).");
    private readonly Option<string?> lease = Flags.Span("--lease", "How long a host's lease outlives a controller that dies (default: 10m).");
    private readonly Option<bool> printCron = Flags.Switch("--print-cron", "Print a line for cron instead, for this command.");
    private readonly Option<bool> printSystemd = Flags.Switch("--print-systemd", "Print a service and a timer of systemd instead, for this command.");
    private readonly Option<string?> every = Flags.Span("--every", "How often, for what is printed (default: 5m).");

    public override string Name => "heal";

    public override string Summary => "Keep hosts so, unattended: for cron and timers.";

    public override string Description =>
        """
        Checks the hosts. Where nothing has drifted and every verification passes it prints nothing, ends with 0 and has written nothing on any host. Otherwise it runs the playbooks on the hosts that need it, a few at a time, and verifies them.

        It must not make things worse: one pass works at a time, here and on each host; a host is remediated only so often, and is left alone after failures; a pass stops when too many hosts are in trouble; nothing is restarted on a full disk, and no clock is stepped where the inventory says 'clock_step: never'.
        """;

    public override IReadOnlyList<Argument> Arguments => [tasks.Playbooks];

    public override IReadOnlyList<OptionGroup> Groups =>
    [
        hosts.Hosts,
        new OptionGroup("What to run", [.. tasks.Tags, tasks.ExtraVars, diff]),
        new OptionGroup("Caution", splay, maxRemediations, window, pause, maxPause, maxFailing, lease),
        new OptionGroup("Instead of running", printCron, printSystemd, every),
        hosts.Connection,
        hosts.Become,
        hosts.Vault,
        state.Group,
        Output.Group,
    ];

    public override IReadOnlyList<(string Command, string Meaning)> Examples =>
    [
        ("remediator heal clock.yml -i hosts.ini", "once"),
        ("remediator heal clock.yml -i hosts.ini --splay 30s --print-cron > /etc/cron.d/heal-clock", "every five minutes, by cron"),
        ("remediator heal clock.yml -i hosts.ini --splay 30s --print-systemd", "the same, by a timer of systemd"),
    ];

    public override async Task<int> RunAsync(ParseResult parsed, Surroundings around, CancellationToken cancellation)
    {
        if (parsed.GetValue(printCron) || parsed.GetValue(printSystemd))
        {
            return Print(parsed, around);
        }

        if (state.Folder(parsed, around) is not { } folder)
        {
            return Refuse(parsed, around, [new UsageError("there is no place to keep what was tried", "set HOME, or give --state")]);
        }

        var (request, error) = hosts.Read(parsed, around, RequestOf(parsed) with { Recording = state.Target(parsed, around, Name) }, contactsHosts: true);
        if (error is not null)
        {
            return Refuse(parsed, around, [error]);
        }

        var settings = SettingsOf(parsed, folder);
        PassLock? held;
        string? holder;
        try
        {
            var since = around.Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            (held, holder) = PassLock.Take(Path.Combine(folder.Path, "locks"), request.Playbooks, $"process {Environment.ProcessId} of {Environment.UserName} since {since}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse(parsed, around, [new UsageError($"the lock cannot be kept: {e.Message}")]);
        }

        using var passLock = held;
        using var report = Output.Open(parsed, around, Name, isLive: false);
        if (held is null)
        {
            var message = $"another heal of {string.Join(", ", request.Playbooks)} is at work: {holder}";
            if (Output.IsJson(parsed))
            {
                report.Fail([new UsageError(message)], Name);
            }
            else
            {
                around.Terminal.Error.WriteLine($"remediator heal: {PrintableText.Of(message)}");
            }

            return report.End(ExitCodes.Locked);
        }

        if (Accept(report, await around.Engine.LoadHealAsync(request, settings, folder, cancellation)) is not { } pass)
        {
            return report.End(ExitCodes.Wrong);
        }

        using var heard = cancellation.Register(report.Interrupting);
        var result = await pass.RunAsync(Output.IsJson(parsed) ? report : new QuietCheck(report), cancellation);
        report.Tell(result);
        return report.End(result.ExitCode);
    }

    private RunRequest RequestOf(ParseResult parsed) => tasks.Read(parsed) with
    {
        Diff = parsed.GetValue(diff),
        Verbosity = Output.Verbosity(parsed),
    };

    private HealSettings SettingsOf(ParseResult parsed, StateFolder folder)
    {
        var here = $"{Environment.UserName}@{Environment.MachineName}";
        // Two controllers may have one name, and one machine two states.
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(folder.Path) + MachineId())))[..12];
        return new HealSettings
        {
            Controller = $"{here}-{mark}",
            Holder = $"heal of {here}, process {Environment.ProcessId}",
            Splay = parsed.Span(splay) ?? Usual.Splay,
            MaxRemediations = parsed.Number(maxRemediations) ?? Usual.MaxRemediations,
            Window = parsed.Span(window) ?? Usual.Window,
            Pause = parsed.Span(pause) ?? Usual.Pause,
            MaxPause = parsed.Span(maxPause) ?? Usual.MaxPause,
            MaxFailing = parsed.Percentage(maxFailing) ?? Usual.MaxFailing,
            Lease = parsed.Span(lease) is { } given && given >= TimeSpan.FromSeconds(30) ? given : parsed.GetValue(lease) is null ? Usual.Lease : TimeSpan.FromSeconds(30),
        };
    }

    private static string MachineId()
    {
        try
        {
            return File.ReadAllText("/etc/machine-id").Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }

    private int Print(ParseResult parsed, Surroundings around)
    {
        var schedule = new Schedule(
            ScheduledCommand.Of(parsed, printCron.Name, printSystemd.Name, every.Name), parsed.GetValue(tasks.Playbooks) ?? [], parsed.Span(every) ?? TimeSpan.FromMinutes(5), parsed.Span(splay) ?? TimeSpan.Zero);
        var (text, error) = parsed.GetValue(printCron) ? schedule.ToCron() : schedule.ToSystemd();
        if (error is not null)
        {
            return Refuse(parsed, around, [error]);
        }

        around.Terminal.Out.Write(text);
        around.Terminal.Out.Flush();
        return ExitCodes.Success;
    }
}
