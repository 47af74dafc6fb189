using Remediator.Language.Values;
using Remediator.Modules.Facts;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class ServiceFactsModule : Module
{
    public override ModuleSpec Spec { get; } = new("service_facts", "Gathers which services the host has, and how they are.")
    {
        Returns = [("ansible_facts", "services: by name, such as chrony.service, its name, state, status and source.")],
        Examples = [new ModuleExample("- name: Know the services\n  service_facts:\n") { Before = "mkdir -p units && printf 'ActiveState=active\\nUnitFileState=enabled\\n' >units/chrony" }],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        yield return new Step.Capture("ansible_facts", Sh.Of($"rmd_service_facts"), captured => Value.Dict(("services", InstalledFacts.Services(captured.Text)))) { Facts = "services" };
    }
}
