using Remediator.Language.Values;

namespace Remediator.Modules.Facts;

/// <summary>Names and versions of the distribution, and what manages its packages and services, in Ansible's words for them.</summary>
internal static class DistributionFacts
{
    /// <summary>By the ID of os-release: Ansible's distribution and os_family.</summary>
    private static readonly Dictionary<string, (string Name, string Family)> Known = new()
    {
        ["debian"] = ("Debian", "Debian"),
        ["ubuntu"] = ("Ubuntu", "Debian"),
        ["raspbian"] = ("Debian", "Debian"),
        ["linuxmint"] = ("Linux Mint", "Debian"),
        ["kali"] = ("Kali", "Debian"),
        ["pop"] = ("Pop!_OS", "Debian"),
        ["devuan"] = ("Devuan", "Debian"),
        ["rhel"] = ("RedHat", "RedHat"),
        ["centos"] = ("CentOS", "RedHat"),
        ["rocky"] = ("Rocky", "RedHat"),
        ["almalinux"] = ("AlmaLinux", "RedHat"),
        ["fedora"] = ("Fedora", "RedHat"),
        ["amzn"] = ("Amazon", "RedHat"),
        ["ol"] = ("OracleLinux", "RedHat"),
        ["alpine"] = ("Alpine", "Alpine"),
        ["opensuse-leap"] = ("openSUSE Leap", "Suse"),
        ["opensuse-tumbleweed"] = ("openSUSE Tumbleweed", "Suse"),
        ["sles"] = ("SLES", "Suse"),
        ["sles_sap"] = ("SLES_SAP", "Suse"),
        ["arch"] = ("Archlinux", "Archlinux"),
        ["gentoo"] = ("Gentoo", "Gentoo"),
        ["flatcar"] = ("Flatcar", "Flatcar"),
    };

    public static void Add(DictBuilder facts, FactText text)
    {
        var release = text.Assignments("/etc/os-release");
        var id = release.GetValueOrDefault("ID", "");
        var (name, family) = Name(id, release, text);
        var version = Version(id, release, text);
        facts["distribution"] = Value.Of(name);
        facts["distribution_version"] = Value.Of(version);
        facts["distribution_major_version"] = Value.Of(version.Split('.')[0]);
        if (version.Split('.') is [_, var minor, ..])
        {
            facts["distribution_minor_version"] = Value.Of(minor);
        }

        facts["distribution_release"] = Value.Of(ReleaseName(release, text));
        facts["os_family"] = Value.Of(family);
        facts["lsb"] = Lsb(release, text);
        facts["pkg_mgr"] = Value.Of(PackageManager(text));
        facts["service_mgr"] = Value.Of(ServiceManager(text));
    }

    private static (string Name, string Family) Name(string id, IReadOnlyDictionary<string, string> release, FactText text)
    {
        if (Known.TryGetValue(id, out var known))
        {
            return known;
        }

        if (id.Length == 0 && text.FirstLine("/etc/redhat-release") is { } old)
        {
            // Releases before os-release.
            return (old.StartsWith("CentOS", StringComparison.Ordinal) ? "CentOS" : "RedHat", "RedHat");
        }

        var name = release.GetValueOrDefault("NAME", "Linux");
        foreach (var like in release.GetValueOrDefault("ID_LIKE", "").Split(' '))
        {
            if (Known.TryGetValue(like, out var ancestor))
            {
                return (name, ancestor.Family);
            }

            if (like == "suse")
            {
                return (name, "Suse");
            }
        }

        return (name, name);
    }

    private static string Version(string id, IReadOnlyDictionary<string, string> release, FactText text)
    {
        var version = release.GetValueOrDefault("VERSION_ID", "");
        return id switch
        {
            // os-release has no point releases here.
            "debian" or "raspbian" when text.FirstLine("/etc/debian_version") is { } point && point.Length > 0 && char.IsAsciiDigit(point[0]) => point,
            "centos" when Number(text.FirstLine("/etc/redhat-release")) is { } full => string.Join('.', full.Split('.').Take(2)),
            _ when version.Length > 0 => version,
            _ => Number(text.FirstLine("/etc/redhat-release")) ?? "NA",
        };
    }

    /// <summary>The number after the word release.</summary>
    private static string? Number(string? text)
    {
        var words = (text ?? "").Split(' ');
        var at = Array.IndexOf(words, "release");
        return at >= 0 && at + 1 < words.Length ? words[at + 1] : null;
    }

    private static string ReleaseName(IReadOnlyDictionary<string, string> release, FactText text)
    {
        if (release.TryGetValue("VERSION_CODENAME", out var codename) && codename.Length > 0)
        {
            return codename;
        }

        foreach (var holder in new[] { release.GetValueOrDefault("VERSION", ""), text.FirstLine("/etc/redhat-release") ?? text.FirstLine("/etc/system-release") ?? "" })
        {
            var open = holder.IndexOf('(');
            var close = holder.IndexOf(')', open + 1);
            if (open >= 0 && close > open)
            {
                return holder[(open + 1)..close];
            }
        }

        return "NA";
    }

    private static DictValue Lsb(IReadOnlyDictionary<string, string> release, FactText text)
    {
        var lsb = text.Assignments("/etc/lsb-release");
        if (!lsb.TryGetValue("DISTRIB_ID", out var id))
        {
            return DictValue.Empty;
        }

        var number = lsb.GetValueOrDefault("DISTRIB_RELEASE", release.GetValueOrDefault("VERSION_ID", ""));
        return Value.Dict(
            ("id", Value.Of(id)),
            ("release", Value.Of(number)),
            ("major_release", Value.Of(number.Split('.')[0])),
            ("codename", Value.Of(lsb.GetValueOrDefault("DISTRIB_CODENAME", ""))),
            ("description", Value.Of(lsb.GetValueOrDefault("DISTRIB_DESCRIPTION", ""))));
    }

    private static string PackageManager(FactText text)
    {
        foreach (var (command, name) in new[]
        {
            ("apt-get", "apt"), ("dnf5", "dnf5"), ("dnf", "dnf"), ("yum", "yum"), ("microdnf", "dnf"), ("zypper", "zypper"), ("apk", "apk"), ("pacman", "pacman"),
        })
        {
            if (text.Has(command) && !(command == "apt-get" && text.FirstLine("/etc/redhat-release") is not null && text.Has("dnf")))
            {
                return text.Has("/run/ostree-booted") && name.StartsWith("dnf", StringComparison.Ordinal) ? "atomic_container" : name;
            }
        }

        return "unknown";
    }

    private static string ServiceManager(FactText text)
    {
        if (text.Has("/run/systemd/system"))
        {
            return "systemd";
        }

        if (text.Has("/run/openrc"))
        {
            return "openrc";
        }

        return text.FirstLine("/proc/1/comm") switch
        {
            null or "" => "service",
            "init" => text.Has("initctl") ? "upstart" : "sysvinit",
            "openrc-init" => "openrc",
            var name => name,
        };
    }
}
