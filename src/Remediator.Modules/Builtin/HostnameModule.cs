using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class HostnameModule : Module
{
    private static readonly Parameter<string> Name = Parameter.Text("name", "The name.").Required();

    public override ModuleSpec Spec { get; } = new("hostname", "Gives the host its name, now and after the next start.")
    {
        Parameters = [Name, Parameter.Text("use", "Has no effect: hostnamectl is used where systemd runs, files otherwise.")],
        Returns = [("name", "The name."), ("ansible_facts", "ansible_hostname, ansible_nodename, ansible_fqdn and ansible_domain.")],
        Examples = [new ModuleExample("- name: The name of the node\n  hostname:\n    name: node1.example.org\n") { OutsideSandbox = "it means the machine itself" }],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var name = args.Require(Name);
        foreach (var kind in new[] { "permanent", "current" })
        {
            yield return new Step.Ensure(kind, Sh.Of($"rmd_show_hostname {kind}"), name, Sh.Of($"rmd_set_hostname {kind} {name}")) { Undo = [new Undo.Call(Sh.Of($"rmd_set_hostname {kind} \"$rmd_before\""))] };
        }

        var dot = name.IndexOf('.');
        yield return new Step.Report("name", Value.Of(name));
        yield return new Step.Report("ansible_facts", Value.Dict(
            ("ansible_hostname", Value.Of(dot < 0 ? name : name[..dot])), ("ansible_nodename", Value.Of(name)), ("ansible_fqdn", Value.Of(name)), ("ansible_domain", Value.Of(dot < 0 ? "" : name[(dot + 1)..]))));
    }
}
