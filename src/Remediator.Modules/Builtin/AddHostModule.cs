using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class AddHostModule : Module
{
    private static readonly Parameter<string> Name = Parameter.Text("name", "The host's name, with a port after a colon where it is not the usual one.").WithAliases("host", "hostname").Required();

    private static readonly Parameter<IReadOnlyList<string>> Groups = Parameter.WordList("groups", "Groups that it belongs to from now on.").WithAliases("group", "groupname").WithDefault([], "none");

    public override ModuleSpec Spec { get; } = new("add_host", "Adds a host to the inventory for the plays that follow; other options are its variables.")
    {
        Parameters = [Name, Groups],
        TakesAnyOption = true,
        Returns = [("add_host", "The host as it was added: host_name, groups and host_vars.")],
        Examples = [new ModuleExample("- name: Know the new node\n  add_host:\n    name: node9\n    groups: [cluster]\n    rack: b\n") { OutsideSandbox = "it changes the run's inventory, which the controller has" }],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var name = args.Require(Name);
        var vars = args.Rest.ToBuilder();
        var colon = name.LastIndexOf(':');
        if (colon > 0 && name.IndexOf(':', StringComparison.Ordinal) == colon && long.TryParse(name[(colon + 1)..], out var port))
        {
            name = name[..colon];
            vars["ansible_ssh_port"] = Value.Of(port);
        }

        yield return new Step.Report("add_host", Value.Dict(("host_name", Value.Of(name)), ("groups", Value.OfTexts(args.Get(Groups) ?? [])), ("host_vars", vars.Build())));
    }
}
