using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class TimezoneModule : Module
{
    private static readonly Parameter<string> Name = Parameter.Text("name", "The zone, such as Europe/Vienna.").Required();

    public override ModuleSpec Spec { get; } = new("timezone", "Sets the host's time zone.")
    {
        OtherNames = ["community.general.timezone"],
        Parameters = [Name, Parameter.Refused("hwclock", "the clock of the hardware is kept in UTC", Value.Of("UTC")).WithAliases("rtc")],
        Examples = [new ModuleExample("- name: Everyone in one zone\n  timezone:\n    name: Etc/UTC\n") { OutsideSandbox = "it means the machine itself" }],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var name = args.Require(Name);
        yield return new Step.Require(Sh.Of($"[ -e /usr/share/zoneinfo/{name} ] || [ -n \"${{rmd_check?}}\" ]"), $"given timezone \"{name}\" is not available");
        yield return new Step.Ensure("name", Sh.Of($"rmd_show_timezone"), name, Sh.Of($"rmd_set_timezone {name}")) { Undo = [new Undo.Call(Sh.Of($"rmd_set_timezone \"$rmd_before\""))] };
    }
}
