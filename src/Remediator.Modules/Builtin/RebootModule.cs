using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class RebootModule : Module
{
    private const string BootId = "boot_id";

    private static readonly Parameter<long?> Before = Parameter.Number("pre_reboot_delay", "Seconds from the command to the reboot, cut to minutes.").WithAliases(["pre_reboot_delay_sec"]).WithDefault(0);

    private static readonly Parameter<long?> After = Parameter.Number("post_reboot_delay", "Seconds to wait before the first look whether the host is back.").WithAliases(["post_reboot_delay_sec"]).WithDefault(0);

    private static readonly Parameter<long?> Timeout = Parameter.Number("reboot_timeout", "Seconds until the host must be back.").WithAliases(["reboot_timeout_sec"]).WithDefault(600);

    private static readonly Parameter<long?> ConnectTimeout = Parameter.Number("connect_timeout", "Seconds that one try to connect may take.").WithAliases(["connect_timeout_sec"]);

    private static readonly Parameter<string> Test = Parameter.Text("test_command", "What must succeed on the host once it is back.").WithDefault("whoami");

    private static readonly Parameter<string> Message = Parameter.Text("msg", "What users of the host are told.").WithDefault("Reboot initiated by Ansible");

    private static readonly Parameter<IReadOnlyList<string>> Folders = Parameter
        .TextList("search_paths", "Where the command is looked for; where it is given without a folder.").WithDefault(["/sbin", "/bin", "/usr/sbin", "/usr/bin", "/usr/local/sbin"], "/sbin, /bin, /usr/sbin, /usr/bin, /usr/local/sbin");

    private static readonly Parameter<string> BootCommand = Parameter
        .Text("boot_time_command", "What prints something that each boot makes different.").WithDefault("cat /proc/sys/kernel/random/boot_id");

    private static readonly Parameter<string> Command = Parameter.Text("reboot_command", "The command, with its arguments; shutdown -r, or reboot where there is no shutdown, where none is given.");

    public override ModuleSpec Spec { get; } = new("reboot", "Reboots the host and waits until it is back. In check mode nothing is rebooted.")
    {
        Parameters = [Before, After, Timeout, ConnectTimeout, Test, Message, Folders, BootCommand, Command],
        Returns = [("rebooted", "Whether the host was rebooted."), ("elapsed", "Seconds it took."), (BootId, "What boot_time_command said before.")],
        Reconnects = true,
        Examples =
        [
            new ModuleExample("- name: Into the new kernel\n  reboot:\n    reboot_timeout: 300\n") { OutsideSandbox = "it means the machine itself", AlwaysChanges = true },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var boot = args.Require(BootCommand);
        yield return new Step.Report("rebooted", Value.True);
        yield return new Step.Capture(BootId, Sh.Of($"sh -c {boot}"), static captured => captured.ExitCode == 0
            ? Value.Of(captured.Text.Trim())
            : throw new FormatException($"reboot: failed to get host boot time info, rc: {captured.ExitCode}, stdout: {captured.Text}, stderr: {captured.ErrorText}"));
        yield return new Step.Reconnect(known => Back(args, known))
        {
            Leaving = [new Step.Act(Leave(args)) { Facet = "reboot", FailMessage = "Reboot command failed." }],
            Delay = TimeSpan.FromSeconds(Math.Max(0, args.Get(After) ?? 0)),
            Limit = TimeSpan.FromSeconds(Math.Max(0, args.Get(Timeout) ?? 600)),
            ConnectTimeout = args.Get(ConnectTimeout) is { } seconds ? TimeSpan.FromSeconds(Math.Max(1, seconds)) : null,
            TimedOut = $"Timed out waiting for last boot time check (timeout={args.Get(Timeout) ?? 600})",
        };
    }

    private static Sh Leave(Arguments args)
    {
        var minutes = Math.Max(0, args.Get(Before) ?? 0) / 60;
        var path = string.Join(':', args.Require(Folders));
        return args.Get(Command) is { } command
            ? Sh.Of($"PATH={path} sh -c {command}")
            : Sh.Of($"PATH={path}; if command -v shutdown >/dev/null; then shutdown -r {minutes} {args.Require(Message)}; else reboot; fi");
    }

    /// <summary>A boot id that is still the old one: the host has not gone down yet.</summary>
    private static IReadOnlyList<Step> Back(Arguments args, DictValue known) =>
    [
        new Step.Require(Sh.Of($"rmd_got=$(sh -c {args.Require(BootCommand)}); [ -n \"$rmd_got\" ] && [ \"$rmd_got\" != {known[BootId]?.ToString() ?? ""} ]"), "boot time has not changed"),
        new Step.Act(Sh.Of($"sh -c {args.Require(Test)}")) { Changes = false, FailMessage = "Test command failed" },
    ];
}
