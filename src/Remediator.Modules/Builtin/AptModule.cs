using Remediator.Modules.Packages;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class AptModule : Module
{
    public override ModuleSpec Spec { get; } = new("apt", "Installs and removes packages, as on Debian and Ubuntu; on other hosts with the manager that they have.")
    {
        Parameters = [.. PackageParameters.Common, .. PackageParameters.OfApt],
        Returns = PackageParameters.Returns,
        Examples =
        [
            new ModuleExample("- name: Have one time daemon\n  apt:\n    name: [chrony, vim]\n    update_cache: true\n    cache_valid_time: 3600\n")
            {
                Before = "mkdir -p deb && printf 'chrony 4.3-2\\nvim 9.0\\n' >deb/available",
                Damage = new Dictionary<string, string>
                {
                    ["package chrony"] = "apt-get -y remove chrony",
                    ["package vim"] = "apt-get -y remove vim",
                },
            },
            new ModuleExample("- name: Have no other time daemon\n  apt:\n    name: ntpsec\n    state: absent\n    purge: true\n")
            {
                Before = "mkdir -p deb && printf 'ntpsec 1.2\\n' >deb/available && apt-get -y install ntpsec",
                Damage = new Dictionary<string, string> { ["package ntpsec"] = "apt-get -y install ntpsec" },
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args) => PackageParameters.Plan(args);
}
