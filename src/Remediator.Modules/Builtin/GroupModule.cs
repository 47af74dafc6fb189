using System.Globalization;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class GroupModule : Module
{
    private static readonly Parameter<string> Name = Parameter.Text("name", "The group.").Required();
    private static readonly Parameter<string> State = Parameter.Choice("state", "Whether there is such a group.", "absent", "present").WithDefault("present");
    private static readonly Parameter<long?> Id = Parameter.Number("gid", "Its number.");
    private static readonly Parameter<bool?> IsSystem = Parameter.Flag("system", "A new group gets a number of the system's range.").WithDefault(false, "false");
    private static readonly Parameter<bool?> NonUnique = Parameter.Flag("non_unique", "The number may be another group's, too.").WithDefault(false, "false");

    public override ModuleSpec Spec { get; } = new("group", "Sees to a group of the host: that it is there or not, and its number.")
    {
        Parameters = [Name, State, Id, IsSystem, NonUnique, Parameter.Flag("local", "Has no effect: groupadd only makes groups of the host itself.")],
        Rules = [new ParameterRule.RequiredIf(NonUnique, Value.True, Id)],
        Returns = [("name", "The group."), ("state", "present or absent."), ("gid", "Its number."), ("system", "As given.")],
        Examples =
        [
            new ModuleExample("- name: The group of all that belongs to Hadoop\n  group:\n    name: hadoop\n    gid: 900\n    system: true\n")
            {
                Before = "mkdir -p /etc/accounts && printf 'root:x:0:\\n' >/etc/accounts/group",
                Damage = new Dictionary<string, string> { ["group"] = "sed -i /^hadoop/d /etc/accounts/group", ["gid"] = "sed -i s/900/901/ /etc/accounts/group" },
            },
            new ModuleExample("- name: No group of the old service\n  group:\n    name: mapred\n    state: absent\n")
            {
                Before = "mkdir -p /etc/accounts && printf 'root:x:0:\\nmapred:x:901:\\n' >/etc/accounts/group",
                Damage = new Dictionary<string, string> { ["group"] = "echo mapred:x:901: >>/etc/accounts/group" },
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var name = args.Require(Name);
        var show = Sh.Of($"rmd_show_group_there {name}");
        yield return new Step.Report("name", Value.Of(name));
        yield return new Step.Report("state", Value.Of(args.Require(State)));
        if (args.Require(State) == "absent")
        {
            yield return new Step.Ensure("group", show, "absent", Sh.Of($"if command -v groupdel >/dev/null 2>&1; then rmd_tell groupdel {name}; else rmd_tell delgroup {name}; fi"));
            yield break;
        }

        var id = args.Get(Id)?.ToString(CultureInfo.InvariantCulture);
        string[] number = id is null ? [] : ["-g", id];
        string[] shared = args.Get(NonUnique) is true ? ["-o"] : [];
        string[] system = args.Get(IsSystem) is true ? ["-r"] : [];
        string[] smallSystem = args.Get(IsSystem) is true ? ["-S"] : [];
        yield return new Step.Report("system", Value.Of(args.Get(IsSystem) is true));
        yield return new Step.Ensure("group", show, "present", Sh.Of(
            $"if command -v groupadd >/dev/null 2>&1; then rmd_tell groupadd {number.Concat(shared).Concat(system)} {name}; else rmd_tell addgroup {number.Concat(smallSystem)} {name}; fi"))
        {
            Undo = [new Undo.Call(Sh.Of($"if command -v groupdel >/dev/null 2>&1; then rmd_tell groupdel {name}; else rmd_tell delgroup {name}; fi"))],
        };
        if (id is not null)
        {
            yield return new Step.Ensure("gid", Sh.Of($"rmd_show_group_id {name} {id}"), id, Sh.Of($"rmd_tell groupmod {number.Concat(shared)} {name}")) { Undo = [new Undo.Call(Sh.Of($"rmd_tell groupmod {shared} -g \"$rmd_before\" {name}"))] };
        }

        yield return new Step.Capture(".", Sh.Of($"rmd_account group {name}"), static captured =>
            captured.Text.Split(':') is [_, _, var gid, ..] && long.TryParse(gid, out var parsed) ? Value.Dict(("gid", Value.Of(parsed))) : DictValue.Empty);
    }
}
