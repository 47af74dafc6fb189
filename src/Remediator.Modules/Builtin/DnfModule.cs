using Remediator.Modules.Packages;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class DnfModule : Module
{
    public override ModuleSpec Spec { get; } = new("dnf", "Installs and removes packages, as on RHEL 8 and later, Fedora and Amazon Linux 2023; on other hosts with the manager that they have.")
    {
        Parameters = [.. PackageParameters.Common, .. PackageParameters.OfRpm],
        OtherNames = ["dnf5"],
        Returns = PackageParameters.Returns,
        Examples =
        [
            new ModuleExample("- name: Have the time daemon\n  dnf:\n    name: chrony\n    state: latest\n")
            {
                Before = "mkdir -p deb && printf 'chrony 4.3-2\\nvim 9.0\\n' >deb/available",
                Damage = new Dictionary<string, string> { ["package chrony"] = "apt-get -y remove chrony" },
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args) => PackageParameters.Plan(args);
}
