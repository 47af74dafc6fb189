using Remediator.Modules.Services;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class SystemdModule : Module
{
    private static readonly Parameter<string> Name = Parameter.Text("name", "The unit; without a suffix a .service. chrony and chronyd stand for each other.").WithAliases("service", "unit");

    private static readonly Parameter<string> State = Parameter.Choice(
        "state",
        "started and stopped act only where needed; restarted always restarts; reloaded reloads, or starts what does not run. A unit that does not last is a failure.",
        UnitGoal.Reloaded,
        UnitGoal.Restarted,
        UnitGoal.Started,
        UnitGoal.Stopped);

    private static readonly Parameter<bool?> Enabled = Parameter.Flag("enabled", "Whether the unit starts at boot.");

    private static readonly Parameter<bool?> Masked = Parameter.Flag("masked", "Whether the unit is masked, so that nothing can start it.");

    private static readonly Parameter<bool?> DaemonReload =
        Parameter.Flag("daemon_reload", "Makes systemd read its files again first. Not a change of its own.").WithAliases("daemon-reload").WithDefault(false, "no");

    private static readonly Parameter<bool?> DaemonReexec =
        Parameter.Flag("daemon_reexec", "Makes systemd start itself again first. Not a change of its own.").WithAliases("daemon-reexec").WithDefault(false, "no");

    private static readonly Parameter<string> Scope = Parameter.Choice("scope", "Whose manager is meant.", "system", "user", "global").WithDefault("system");

    private static readonly Parameter<bool?> NoBlock = Parameter.Flag("no_block", "Asks for the start or stop and does not wait for it.").WithDefault(false, "no");

    private static readonly Parameter<bool?> Force = Parameter.Flag("force", "Taken for playbooks that have it.");

    public override ModuleSpec Spec { get; } = new("systemd", "Manages systemd's units.")
    {
        Parameters = [Name, State, Enabled, Masked, DaemonReload, DaemonReexec, Scope, NoBlock, Force],
        Rules = [new ParameterRule.OneOf(State, Enabled, Masked, DaemonReload, DaemonReexec)],
        OtherNames = ["systemd_service"],
        Returns =
        [
            ("name", "The unit, as given."),
            ("state", "started or stopped, where a state was asked for."),
            ("enabled", "As asked for."),
            ("status", "What systemctl show says of it: LoadState, ActiveState, SubState, Result, UnitFileState and more, as text."),
        ],
        Examples =
        [
            new ModuleExample("- name: Run the time daemon, now and after a boot\n  systemd:\n    name: chronyd\n    state: started\n    enabled: true\n    masked: false\n    daemon_reload: true\n")
            {
                Before = "mkdir -p units && printf 'ActiveState=inactive\\nUnitFileState=masked\\n' >units/chronyd",
                Damage = new Dictionary<string, string>
                {
                    ["active"] = "systemctl stop chronyd",
                    ["enabled"] = "systemctl disable chronyd",
                },
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var scope = args.Require(Scope);
        foreach (var (flag, word) in new[] { (DaemonReload, "daemon-reload"), (DaemonReexec, "daemon-reexec") })
        {
            if (args.Get(flag) == true)
            {
                yield return new Step.Act(Sh.Of($"rmd_unit_manager {word} {scope}")) { Changes = false };
            }
        }

        var goal = new UnitGoal(args.Get(Name) ?? "", args.Get(State), args.Get(Enabled)) { Masked = args.Get(Masked), Scope = scope, NoBlock = args.Get(NoBlock) == true };
        if (goal.Name.Length > 0)
        {
            foreach (var step in goal.Steps())
            {
                yield return step;
            }
        }
        else if (goal.State is not null || goal.Enabled is not null || goal.Masked is not null)
        {
            yield return new Step.Fail("missing parameter(s) required by 'state', 'enabled' or 'masked': name");
        }
    }
}
