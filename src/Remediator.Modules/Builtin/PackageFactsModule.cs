using Remediator.Language.Values;
using Remediator.Modules.Facts;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class PackageFactsModule : Module
{
    private static readonly Parameter<IReadOnlyList<string>> Manager = Parameter.TextList("manager", "Taken for playbooks that have it; the host's own database is read.").WithDefault(["auto"], "auto");

    private static readonly Parameter<string> Strategy = Parameter.Choice("strategy", "Taken for playbooks that have it; a host has one database.", "first", "all").WithDefault("first");

    public override ModuleSpec Spec { get; } = new("package_facts", "Gathers which packages the host has, in which versions.")
    {
        Parameters = [Manager, Strategy],
        Returns = [("ansible_facts", "packages: by name a list with name, version, arch and source of each, and release and epoch or category.")],
        Examples = [new ModuleExample("- name: Know the packages\n  package_facts:\n    manager: auto\n")],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        yield return new Step.Capture("ansible_facts", Sh.Of($"rmd_package_facts"), captured => Value.Dict(("packages", InstalledFacts.Packages(captured.Text)))) { Facts = "packages" };
    }
}
