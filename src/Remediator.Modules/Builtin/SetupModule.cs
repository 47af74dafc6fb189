using Remediator.Modules.Facts;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class SetupModule : Module
{
    private static readonly Parameter<IReadOnlyList<string>> GatherSubset = Parameter.TextList(
        "gather_subset",
        "What to gather beside the least: all, hardware, network, virtual; with an exclamation mark what to leave out, such as !all.").WithDefault(["all"], "all");

    private static readonly Parameter<IReadOnlyList<string>> Filter =
        Parameter.TextList("filter", "Patterns with * and ?; only facts whose names match one are kept.").WithDefault([], "all");

    private static readonly Parameter<long?> GatherTimeout = Parameter.Number("gather_timeout", "Taken for playbooks that have it; what may hang has a limit of its own.").WithDefault(10, "10");

    private static readonly Parameter<string> FactPath = Parameter.Path("fact_path", "The folder of the host's own facts, files whose names end with .fact.").WithDefault("/etc/ansible/facts.d");

    public override ModuleSpec Spec { get; } = new("setup", "Gathers facts about the host: distribution, addresses, memory, mounts and more.")
    {
        Parameters = [GatherSubset, Filter, GatherTimeout, FactPath],
        OtherNames = ["gather_facts"],
        Returns = [("ansible_facts", "The facts; they are variables from then on, such as ansible_facts.os_family and ansible_os_family.")],
        Examples = [new ModuleExample("- name: Know the host\n  setup:\n    gather_subset: [network]\n    filter: [\"default_ipv*\", ansible_os_family]\n")],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var parts = FactSet.Subset(args.Require(GatherSubset));
        var filters = args.Require(Filter).Where(f => f is not ("" or "*")).ToList();
        yield return new Step.Capture("ansible_facts", Sh.Of($"{Folder(args)}rmd_facts {parts.Select(part => "rmd_facts_" + part)}"), captured => FactSet.Parse(captured.Text, parts, filters)) { Facts = "ansible_*", IsText = true };
    }

    private static Sh Folder(Arguments args) => args.Require(FactPath) is var path and not "/etc/ansible/facts.d" ? Sh.Of($"rmd_fact_path={Sh.Path(path)}; ") : Sh.Of($"");
}
