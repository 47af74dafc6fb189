using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class GroupByModule : Module
{
    private static readonly Parameter<string> Key = Parameter.Text("key", "The name of the group; blanks become dashes.").Required();

    private static readonly Parameter<IReadOnlyList<string>> Parents = Parameter.TextList("parents", "Groups that the group belongs to.").WithDefault(["all"], "all");

    public override ModuleSpec Spec { get; } = new("group_by", "Puts the host into a group, made from what is known of it, for the plays that follow.")
    {
        Parameters = [Key, Parents],
        Returns = [("add_group", "The group's name."), ("parent_groups", "Groups that it belongs to.")],
        Examples = [new ModuleExample("- name: Group by kind\n  group_by:\n    key: kind_worker\n") { OutsideSandbox = "it changes the run's inventory, which the controller has" }],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        yield return new Step.Report("add_group", Value.Of(args.Require(Key).Replace(' ', '-')));
        yield return new Step.Report("parent_groups", Value.OfTexts((args.Get(Parents) ?? []).Select(p => p.Replace(' ', '-'))));
    }
}
