using Remediator.Modules.Services;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class ServiceModule : Module
{
    private static readonly Parameter<string> Name = Parameter.Text("name", "The service. chrony and chronyd stand for each other.").Required();

    private static readonly Parameter<string> State = Parameter.Choice(
        "state",
        "started and stopped act only where needed; restarted always restarts; reloaded reloads, or starts what does not run. A service that does not last is a failure.",
        UnitGoal.Reloaded,
        UnitGoal.Restarted,
        UnitGoal.Started,
        UnitGoal.Stopped);

    private static readonly Parameter<bool?> Enabled = Parameter.Flag("enabled", "Whether the service starts at boot.");

    private static readonly Parameter<string> RunLevel = Parameter.Text("runlevel", "OpenRC's runlevel for enabled.").WithDefault("default");

    private static readonly Parameter<string> Arguments = Parameter.Text("arguments", "Taken for playbooks that have it; a unit has its own arguments.").WithAliases("args");

    private static readonly Parameter<string> Pattern = Parameter.Text("pattern", "Taken for playbooks that have it; service managers know their processes.");

    private static readonly Parameter<long?> Sleep = Parameter.Number("sleep", "Taken for playbooks that have it; a restart waits as long as the stop takes.");

    private static readonly Parameter<string> Use = Parameter.Text("use", "Taken for playbooks that have it; the host's own service manager is used.").WithDefault("auto");

    public override ModuleSpec Spec { get; } = new("service", "Starts, stops, restarts and enables services, with systemd, OpenRC or SysV init.")
    {
        Parameters = [Name, State, Enabled, RunLevel, Arguments, Pattern, Sleep, Use],
        Rules = [new ParameterRule.OneOf(State, Enabled)],
        OtherNames = ["sysvinit", "community.general.openrc"],
        Returns =
        [
            ("name", "The service, as given."),
            ("state", "started or stopped, where a state was asked for."),
            ("enabled", "As asked for."),
            ("status", "What the service manager says of it: LoadState, ActiveState, SubState, Result, UnitFileState and more, as text."),
        ],
        Examples =
        [
            new ModuleExample("- name: Run the time daemon, now and after a boot\n  service:\n    name: chronyd\n    state: started\n    enabled: true\n")
            {
                Before = "mkdir -p units && printf 'ActiveState=failed\\nResult=resources\\nUnitFileState=disabled\\n' >units/chrony",
                Damage = new Dictionary<string, string>
                {
                    ["active"] = "systemctl stop chrony",
                    ["enabled"] = "systemctl disable chrony",
                },
            },
            new ModuleExample("- name: Restart the time daemon\n  service:\n    name: chrony\n    state: restarted\n")
            {
                Before = "mkdir -p units && printf 'ActiveState=active\\nUnitFileState=enabled\\n' >units/chrony",
                AlwaysChanges = true,
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args) =>
        new UnitGoal(args.Require(Name), args.Get(State), args.Get(Enabled)) { RunLevel = args.Require(RunLevel) }.Steps();
}
