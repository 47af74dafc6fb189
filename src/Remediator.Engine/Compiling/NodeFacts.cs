using System.Diagnostics.CodeAnalysis;
using Remediator.Engine.Variables;
using Remediator.Language.Expressions;
using Remediator.Language.Playbooks;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Engine.Compiling;

/// <summary>A fact that a script can read by itself on the node.</summary>
/// <param name="Name">Without <c>ansible_</c>.</param>
/// <param name="Load">A function of Prelude/nodefacts.sh.</param>
internal sealed record NodeFact(string Name, Sh Load, bool IsNumber = false)
{
    /// <summary>What it usually is; null where it may be anything.</summary>
    public IReadOnlyList<string>? Domain { get; init; }

    /// <summary>All of them; the names stand in docs/bootstrap.md.</summary>
    public static IReadOnlyList<NodeFact> All { get; } =
    [
        new("os_family", Sh.Of($"rmd_fact_os_family")) { Domain = ["Debian", "RedHat", "Alpine", "Suse", "Archlinux"] },
        new("distribution", Sh.Of($"rmd_fact_distribution")) { Domain = ["Debian", "Ubuntu", "RedHat", "CentOS", "Rocky", "AlmaLinux", "Amazon", "Fedora", "OracleLinux", "Alpine", "SLES", "Archlinux"] },
        new("distribution_version", Sh.Of($"rmd_fact_distribution_version")),
        new("distribution_major_version", Sh.Of($"rmd_fact_distribution_major_version")),
        new("distribution_release", Sh.Of($"rmd_fact_distribution_release")),
        new("pkg_mgr", Sh.Of($"rmd_fact_pkg_mgr")) { Domain = ["apt", "dnf", "yum", "dnf5", "apk", "zypper", "pacman"] },
        new("service_mgr", Sh.Of($"rmd_fact_service_mgr")) { Domain = ["systemd", "openrc", "sysvinit", "service", "upstart"] },
        new("system", Sh.Of($"rmd_fact_system")) { Domain = ["Linux"] },
        new("architecture", Sh.Of($"rmd_fact_architecture")) { Domain = ["x86_64", "aarch64", "i386", "armv7l", "ppc64le", "s390x"] },
        new("machine", Sh.Of($"rmd_fact_machine")) { Domain = ["x86_64", "aarch64", "i686", "armv7l", "ppc64le", "s390x"] },
        new("kernel", Sh.Of($"rmd_fact_kernel")),
        new("hostname", Sh.Of($"rmd_fact_hostname")),
        new("nodename", Sh.Of($"rmd_fact_nodename")),
        new("fqdn", Sh.Of($"rmd_fact_fqdn")),
        new("domain", Sh.Of($"rmd_fact_domain")),
        new("system_vendor", Sh.Of($"rmd_fact_dmi sys_vendor")),
        new("product_name", Sh.Of($"rmd_fact_dmi product_name")),
        new("bios_version", Sh.Of($"rmd_fact_dmi bios_version")),
        new("bios_vendor", Sh.Of($"rmd_fact_dmi bios_vendor")),
        new("board_vendor", Sh.Of($"rmd_fact_dmi board_vendor")),
        new("memtotal_mb", Sh.Of($"rmd_fact_memory MemTotal"), IsNumber: true),
        new("swaptotal_mb", Sh.Of($"rmd_fact_memory SwapTotal"), IsNumber: true),
        new("processor_vcpus", Sh.Of($"rmd_fact_processor_vcpus"), IsNumber: true),
        new("processor_nproc", Sh.Of($"rmd_fact_processor_nproc"), IsNumber: true),
        new("user_id", Sh.Of($"rmd_fact_user_id")),
        new("user_uid", Sh.Of($"rmd_fact_user_uid"), IsNumber: true),
    ];

    public static NodeFact? Find(string name) => ByName.GetValueOrDefault(name);

    private static Dictionary<string, NodeFact> ByName { get; } = All.ToDictionary(f => f.Name);
}

/// <summary>The facts of the node that a script will run on: some known, some asked for when it runs, the others not to be had.</summary>
/// <param name="known">Names without <c>ansible_</c>.</param>
internal sealed class NodeFacts(DictValue known, Func<Choices> choices) : ILayer
{
    private readonly HashSet<string> brought = [];

    /// <summary>The play has gathered them.</summary>
    public bool AreGathered { get; set; }

    /// <summary>The services were asked for.</summary>
    public bool AreServicesKnown { get; set; }

    /// <summary>A task reads it, and what it says is not known before.</summary>
    public void Bring(string fact) => brought.Add(fact);

    public bool IsLiteral => true;

    public IEnumerable<string> Names => ["ansible_facts", .. brought, .. AreGathered ? NodeFact.All.Select(f => "ansible_" + f.Name) : []];

    public bool TryFind(string name, [MaybeNullWhen(false)] out Value value)
    {
        value = name == "ansible_facts" ? (AreGathered || AreServicesKnown || brought.Count > 0 ? new All(this) : DictValue.Empty)
            : name == "services" && AreServicesKnown ? Of(name, name)
            : brought.Contains(name) ? new LateValue(name)
            : AreGathered && name.StartsWith("ansible_", StringComparison.Ordinal) && !WithoutConnection.Steers(name) ? Of(name["ansible_".Length..], name)
            : null;
        return value is not null;
    }

    private Value? Of(string fact, string shown) =>
        fact == "services" ? (AreServicesKnown ? new Services(choices) : null)
        : brought.Contains(fact) ? new LateValue(shown)
        : !AreGathered ? null
        : known.TryGet(Value.Of(fact), out var value) ? value
        : fact == "env" ? new Variables(choices)
        : NodeFact.Find(fact) is not { } found ? new LateValue(shown)
        : found.IsNumber ? new AskedNumber(shown, found.Load, choices())
        : new AskedText(shown, found.Load, choices(), isFact: true) { Domain = found.Domain };

    /// <summary><c>ansible_facts</c>.</summary>
    private sealed class All(NodeFacts facts) : DictValue
    {
        public override int Count => throw new LateValueException("ansible_facts");

        public override IEnumerable<Value> Keys => throw new LateValueException("ansible_facts");

        public override bool TryGet(Value key, [MaybeNullWhen(false)] out Value value)
        {
            value = key is TextValue name ? facts.Of(name.Text, $"ansible_facts['{name.Text}']") : null;
            return value is not null;
        }
    }

    /// <summary>The environment of the script.</summary>
    private sealed class Variables(Func<Choices> choices) : DictValue
    {
        public override int Count => throw new LateValueException("ansible_env");

        public override IEnumerable<Value> Keys => throw new LateValueException("ansible_env");

        public override bool TryGet(Value key, [MaybeNullWhen(false)] out Value value)
        {
            value = null;
            var name = (key as TextValue)?.Text ?? "";
            if (VariableName.IsValid(name))
            {
                var load = Sh.Of($"rmd_fact_env {name}");
                value = choices().Ask(new ShCondition.Asked(load, "there", "")) ? new AskedText($"ansible_env['{name}']", load, choices()) : null;
            }

            return value is not null;
        }
    }

    /// <summary>What <c>service_facts</c> finds.</summary>
    private sealed class Services(Func<Choices> choices) : DictValue
    {
        public override int Count => throw new LateValueException("ansible_facts['services']");

        public override IEnumerable<Value> Keys => throw new LateValueException("ansible_facts['services']");

        public override bool TryGet(Value key, [MaybeNullWhen(false)] out Value value)
        {
            var name = (key as TextValue)?.Text ?? "";
            value = choices().Ask(new ShCondition.Asked(Sh.Of($"rmd_fact_service {name}"), "there", ""))
                ? Value.Dict([("name", key), .. new[] { "state", "status", "source" }.Select(f => (f, (Value)new AskedText($"ansible_facts['services']['{name}'].{f}", Sh.Of($"rmd_fact_service {name} {f}"), choices(), isFact: true)))])
                : null;
            return value is not null;
        }
    }
}
