using Remediator.Modules.Packages;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class YumModule : Module
{
    public override ModuleSpec Spec { get; } = new("yum", "Installs and removes packages, as on Amazon Linux 2 and RHEL 7; on other hosts with the manager that they have.")
    {
        Parameters = [.. PackageParameters.Common, .. PackageParameters.OfRpm],
        Returns = PackageParameters.Returns,
        Examples =
        [
            new ModuleExample("- name: Have the time daemon\n  yum:\n    name: chrony\n    state: latest\n")
            {
                Before = "mkdir -p deb && printf 'chrony 4.3-2\\nvim 9.0\\n' >deb/available",
                Damage = new Dictionary<string, string> { ["package chrony"] = "apt-get -y remove chrony" },
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args) => PackageParameters.Plan(args);
}
