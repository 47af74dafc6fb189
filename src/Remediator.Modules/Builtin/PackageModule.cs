using Remediator.Modules.Packages;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class PackageModule : Module
{
    public override ModuleSpec Spec { get; } = new("package", "Installs and removes packages with the package manager that the host has.")
    {
        Parameters = [.. PackageParameters.Common, .. PackageParameters.OfApt, .. PackageParameters.OfRpm],
        Returns = PackageParameters.Returns,
        Examples =
        [
            new ModuleExample("- name: Have the time daemon\n  package:\n    name: chrony\n    state: present\n")
            {
                Before = "mkdir -p deb && printf 'chrony 4.3-2\\nvim 9.0\\n' >deb/available",
                Damage = new Dictionary<string, string> { ["package chrony"] = "apt-get -y remove chrony" },
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args) => PackageParameters.Plan(args);
}
