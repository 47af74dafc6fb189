using Remediator.Language.Values;

namespace Remediator.Modules.Facts;

/// <summary>What the host runs in: a container, a virtual machine, or neither.</summary>
internal static class VirtualizationFacts
{
    public static void Add(DictBuilder facts, FactText text)
    {
        var guest = Techniques(text).Distinct().ToList();
        var hosts = text.Has("/dev/kvm") && guest.Count == 0 ? new List<string> { "kvm" } : [];
        facts["virtualization_type"] = Value.Of(guest.Count > 0 ? guest[0] : hosts.Count > 0 ? hosts[0] : "NA");
        facts["virtualization_role"] = Value.Of(guest.Count > 0 ? "guest" : hosts.Count > 0 ? "host" : "NA");
        facts["virtualization_tech_guest"] = Value.OfTexts(guest);
        facts["virtualization_tech_host"] = Value.OfTexts(hosts);
    }

    /// <summary>The innermost first.</summary>
    private static IEnumerable<string> Techniques(FactText text)
    {
        string Word(string key) => text.Lines("virtual").FirstOrDefault(l => l.StartsWith(key + " ", StringComparison.Ordinal))?[(key.Length + 1)..].Trim() ?? "";
        var groups = Word("cgroup");
        if (text.Has("/.dockerenv") || groups.Contains("/docker", StringComparison.Ordinal))
        {
            yield return "docker";
        }

        if (text.Has("/run/.containerenv"))
        {
            yield return "podman";
        }

        foreach (var container in new[] { Word("environ"), Word("container") }.Where(c => c is not ("" or "none")))
        {
            yield return container;
        }

        if (groups.Contains("/lxc", StringComparison.Ordinal))
        {
            yield return "lxc";
        }

        if (groups.Contains("kubepods", StringComparison.Ordinal) || groups.Contains("containerd", StringComparison.Ordinal))
        {
            yield return "container";
        }

        var machine = Word("vm");
        if (machine is not ("" or "none"))
        {
            yield return machine switch { "amazon" or "qemu" => "kvm", "microsoft" => "VirtualPC", "vmware" => "VMware", "oracle" => "virtualbox", _ => machine };
            yield break;
        }

        var product = text.FirstLine("/sys/class/dmi/id/product_name") ?? "";
        var vendor = text.FirstLine("/sys/class/dmi/id/sys_vendor") ?? "";
        var bios = text.FirstLine("/sys/class/dmi/id/bios_vendor") ?? "";
        if (Word("hypervisor") == "xen" || bios == "Xen")
        {
            yield return "xen";
        }
        else if (product.StartsWith("VMware", StringComparison.Ordinal))
        {
            yield return "VMware";
        }
        else if (product == "VirtualBox")
        {
            yield return "virtualbox";
        }
        else if (vendor == "Microsoft Corporation" && product == "Virtual Machine")
        {
            yield return "VirtualPC";
        }
        else if (product is "KVM" or "Bochs" or "OpenStack Nova" or "Google Compute Engine" || vendor is "QEMU" or "Amazon EC2" || Word("flag") == "hypervisor")
        {
            yield return "kvm";
        }
    }
}
