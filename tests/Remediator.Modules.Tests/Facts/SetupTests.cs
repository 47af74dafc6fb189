using System.Text;
using Remediator.Language.Values;
using Remediator.Modules.Builtin;
using Remediator.Shell;

namespace Remediator.Modules.Tests.Facts;

public sealed class SetupTests
{
    private const string Machine = """
        @@ uname
        Linux
        web1.example.com
        6.1.0-18-amd64
        x86_64
        #1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1
        @@ date
        1795381332 2026 11 22 22 02 12 Sunday 0 46 CET +0100
        923033429
        @@ user
        1000
        1000
        ops
        ops:x:1000:1000:Operator,,,:/home/ops:/bin/bash
        @@ names
        web1.example.com
        @@ have
        /usr/bin/apt-get
        /usr/bin/systemctl
        /run/systemd/system
        /sys/fs/selinux/enforce
        @@ files
        /proc/uptime:86400.55 100.00
        /proc/cmdline:BOOT_IMAGE=/vmlinuz root=/dev/vda1 ro quiet
        /sys/fs/selinux/enforce:1
        /sys/fs/selinux/policyvers:33
        /etc/selinux/config:# comment
        /etc/selinux/config:SELINUX=enforcing
        /etc/selinux/config:SELINUXTYPE=targeted
        /etc/resolv.conf:nameserver 10.0.0.2
        /etc/resolv.conf:search example.com lan
        /etc/resolv.conf:options ndots:2 rotate
        @@ hardware
        /proc/meminfo:MemTotal:       24683620 kB
        /proc/meminfo:MemFree:        22501744 kB
        /proc/meminfo:Buffers:           13972 kB
        /proc/meminfo:Cached:          1227380 kB
        /proc/meminfo:SwapTotal:        1048576 kB
        /proc/meminfo:SwapFree:         1048576 kB
        /sys/class/dmi/id/sys_vendor:Amazon EC2
        /sys/class/dmi/id/product_name:m5.large
        @@ cpuinfo
        processor	: 0
        vendor_id	: GenuineIntel
        model name	: Intel(R) Xeon(R)
        physical id	: 0
        siblings	: 4
        core id		: 0
        cpu cores	: 2
        processor	: 1
        vendor_id	: GenuineIntel
        model name	: Intel(R) Xeon(R)
        physical id	: 0
        siblings	: 4
        core id		: 1
        cpu cores	: 2
        @@ nproc
        4
        @@ mounts
        /dev/vda1 / ext4 rw,relatime 0 0
        /dev/vdb /data\040disk xfs rw 0 0
        @@ statfs
        4096 4096 1000 400 300 100 90 /
        4096 4096 2000 1900 1900 50 49 /data disk
        @@ links
        /sys/class/net/eth0/address:02:fc:00:00:00:01
        /sys/class/net/eth0/mtu:1500
        /sys/class/net/eth0/operstate:up
        /sys/class/net/eth0/type:1
        /sys/class/net/eth0/flags:0x1103
        /sys/class/net/br-lan/operstate:down
        /sys/class/net/br-lan/type:1
        /sys/class/net/lo/address:00:00:00:00:00:00
        /sys/class/net/lo/type:772
        @@ addresses
        1: lo    inet 127.0.0.1/8 scope host lo\       valid_lft forever preferred_lft forever
        1: lo    inet6 ::1/128 scope host \       valid_lft forever preferred_lft forever
        4: eth0    inet 10.0.5.7/20 brd 10.0.15.255 scope global eth0\       valid_lft forever preferred_lft forever
        4: eth0    inet 10.0.5.8/32 scope global eth0\       valid_lft forever preferred_lft forever
        4: eth0    inet6 fd00::2/64 scope global nodad \       valid_lft forever preferred_lft forever
        5: tun0    inet 10.8.0.2 peer 10.8.0.1/24 scope global tun0\       valid_lft forever
        @@ route4
        default via 10.0.0.1 dev eth0
        8.8.8.8 via 10.0.0.1 dev eth0 src 10.0.5.7 uid 0
        @@ route6
        default via fe80::1 dev eth0 metric 1024 pref medium
        @@ virtual
        vm amazon
        container none
        cgroup 0::/init.scope
        @@ local site.fact
        {"role": "web", "weights": [1, 2.5, true]}
        @@ local old.fact
        [general]
        Rack = r7

        """;

    /// <summary>Files of real distributions, and distribution, version, major, release, family.</summary>
    public static TheoryData<string, string> Distributions => new()
    {
        { "/etc/os-release:VERSION_ID=\"12\"\n/etc/os-release:VERSION=\"12 (bookworm)\"\n/etc/os-release:VERSION_CODENAME=bookworm\n/etc/os-release:ID=debian\n/etc/debian_version:12.11", "Debian|12.11|12|bookworm|Debian" },
        { "/etc/os-release:ID=debian\n/etc/os-release:VERSION_CODENAME=trixie\n/etc/debian_version:trixie/sid", "Debian|NA|NA|trixie|Debian" },
        { "/etc/os-release:NAME=\"Ubuntu\"\n/etc/os-release:VERSION_ID=\"22.04\"\n/etc/os-release:VERSION_CODENAME=jammy\n/etc/os-release:ID=ubuntu\n/etc/os-release:ID_LIKE=debian\n/etc/debian_version:bookworm/sid", "Ubuntu|22.04|22|jammy|Debian" },
        { "/etc/os-release:NAME=\"Red Hat Enterprise Linux\"\n/etc/os-release:VERSION=\"9.3 (Plow)\"\n/etc/os-release:ID=\"rhel\"\n/etc/os-release:ID_LIKE=\"fedora\"\n/etc/os-release:VERSION_ID=\"9.3\"\n/etc/redhat-release:Red Hat Enterprise Linux release 9.3 (Plow)", "RedHat|9.3|9|Plow|RedHat" },
        { "/etc/os-release:NAME=\"Rocky Linux\"\n/etc/os-release:VERSION=\"9.3 (Blue Onyx)\"\n/etc/os-release:ID=\"rocky\"\n/etc/os-release:VERSION_ID=\"9.3\"", "Rocky|9.3|9|Blue Onyx|RedHat" },
        { "/etc/os-release:NAME=\"CentOS Linux\"\n/etc/os-release:VERSION=\"7 (Core)\"\n/etc/os-release:ID=\"centos\"\n/etc/os-release:VERSION_ID=\"7\"\n/etc/redhat-release:CentOS Linux release 7.9.2009 (Core)", "CentOS|7.9|7|Core|RedHat" },
        { "/etc/os-release:NAME=\"Amazon Linux\"\n/etc/os-release:VERSION=\"2\"\n/etc/os-release:ID=\"amzn\"\n/etc/os-release:ID_LIKE=\"centos rhel fedora\"\n/etc/os-release:VERSION_ID=\"2\"\n/etc/system-release:Amazon Linux release 2 (Karoo)", "Amazon|2|2|Karoo|RedHat" },
        { "/etc/os-release:NAME=\"Amazon Linux\"\n/etc/os-release:VERSION=\"2023\"\n/etc/os-release:ID=\"amzn\"\n/etc/os-release:ID_LIKE=\"fedora\"\n/etc/os-release:VERSION_ID=\"2023\"\n/etc/system-release:Amazon Linux release 2023.6.20241212 (Amazon Linux)", "Amazon|2023|2023|Amazon Linux|RedHat" },
        { "/etc/os-release:NAME=\"Alpine Linux\"\n/etc/os-release:ID=alpine\n/etc/os-release:VERSION_ID=3.18.4\n/etc/alpine-release:3.18.4", "Alpine|3.18.4|3|NA|Alpine" },
        { "/etc/os-release:NAME=\"Other\"\n/etc/os-release:ID=other\n/etc/os-release:ID_LIKE=\"rhel fedora\"\n/etc/os-release:VERSION_ID=1", "Other|1|1|NA|RedHat" },
    };

    [Theory]
    [MemberData(nameof(Distributions))]
    public void Distribution_has_Ansibles_names(string files, string expected)
    {
        var facts = Parse("@@ files\n" + files + "\n");

        Assert.Equal(expected, string.Join('|', new[] { "distribution", "distribution_version", "distribution_major_version", "distribution_release", "os_family" }.Select(k => facts["ansible_" + k]!.ToString())));
    }

    [Theory]
    [InlineData("/usr/bin/apt-get\n/run/systemd/system", "", "apt", "systemd")]
    [InlineData("/usr/bin/yum", "init", "yum", "sysvinit")]
    [InlineData("/usr/bin/dnf\n/usr/bin/yum\n/run/systemd/system", "systemd", "dnf", "systemd")]
    [InlineData("/sbin/apk\n/sbin/rc-service\n/run/openrc", "init", "apk", "openrc")]
    [InlineData("", "sshd", "unknown", "sshd")]
    public void Managers_are_found(string have, string first, string packages, string services)
    {
        var facts = Parse($"@@ files\n/proc/1/comm:{first}\n@@ have\n{have}\n");

        Assert.Equal((Value.Of(packages), Value.Of(services)), (facts["ansible_pkg_mgr"], facts["ansible_service_mgr"]));
    }

    [Theory]
    [InlineData("hostname", "web1")]
    [InlineData("fqdn", "web1.example.com")]
    [InlineData("domain", "example.com")]
    [InlineData("architecture", "x86_64")]
    [InlineData("kernel", "6.1.0-18-amd64")]
    [InlineData("memtotal_mb", "24105")]
    [InlineData("memfree_mb", "21974")]
    [InlineData("swaptotal_mb", "1024")]
    [InlineData("processor", "[0, GenuineIntel, Intel(R) Xeon(R), 1, GenuineIntel, Intel(R) Xeon(R)]")]
    [InlineData("processor_count", "1")]
    [InlineData("processor_cores", "2")]
    [InlineData("processor_threads_per_core", "2")]
    [InlineData("processor_vcpus", "4")]
    [InlineData("uptime_seconds", "86400")]
    [InlineData("system_vendor", "Amazon EC2")]
    [InlineData("product_uuid", "NA")]
    [InlineData("user_id", "ops")]
    [InlineData("user_dir", "/home/ops")]
    [InlineData("user_uid", "1000")]
    [InlineData("all_ipv4_addresses", "[10.0.5.7, 10.0.5.8, 10.8.0.2]")]
    [InlineData("interfaces", "[eth0, br-lan, lo, tun0]")]
    [InlineData("default_ipv4.address", "10.0.5.7")]
    [InlineData("default_ipv4.gateway", "10.0.0.1")]
    [InlineData("default_ipv4.interface", "eth0")]
    [InlineData("default_ipv4.netmask", "255.255.240.0")]
    [InlineData("default_ipv4.network", "10.0.0.0")]
    [InlineData("default_ipv4.macaddress", "02:fc:00:00:00:01")]
    [InlineData("default_ipv6.gateway", "fe80::1")]
    [InlineData("default_ipv6.address", "fd00::2")]
    [InlineData("eth0.ipv4.broadcast", "10.0.15.255")]
    [InlineData("eth0.ipv4_secondaries", "[{address: 10.0.5.8, broadcast: , netmask: 255.255.255.255, network: 10.0.5.8, prefix: 32}]")]
    [InlineData("eth0.promisc", "True")]
    [InlineData("br_lan.active", "False")]
    [InlineData("tun0.ipv4.prefix", "24")]
    [InlineData("dns.nameservers", "[10.0.0.2]")]
    [InlineData("dns.options", "{ndots: 2, rotate: True}")]
    [InlineData("virtualization_type", "kvm")]
    [InlineData("virtualization_role", "guest")]
    [InlineData("selinux", "{status: enabled, mode: enforcing, config_mode: enforcing, type: targeted, policyvers: 33}")]
    [InlineData("date_time.iso8601_micro", "2026-11-22T21:02:12.923033Z")]
    [InlineData("date_time.iso8601", "2026-11-22T21:02:12Z")]
    [InlineData("date_time.date", "2026-11-22")]
    [InlineData("date_time.time", "22:02:12")]
    [InlineData("date_time.tz_offset", "+0100")]
    [InlineData("date_time.weekday", "Sunday")]
    [InlineData("cmdline.root", "/dev/vda1")]
    [InlineData("cmdline.quiet", "True")]
    [InlineData("local.site.role", "web")]
    [InlineData("local.site.weights", "[1, 2.5, True]")]
    [InlineData("local.old.general.rack", "r7")]
    [InlineData("env.PATH", "/bin")]
    [InlineData("env.LINES", "a\n@@ env\nb")]
    public void Machine_has_its_facts(string path, string expected)
    {
        Value? value = Parse(Machine + "@@ env\nPATH=/bin\u0001LINES=a\n@@ env\nb\u0001");
        value = ((DictValue)value)["ansible_" + path.Split('.')[0]];
        foreach (var key in path.Split('.').Skip(1))
        {
            value = ((DictValue)value!)[key];
        }

        Assert.Equal(expected, value?.ToString());
    }

    [Fact]
    public void Mounts_have_their_sizes_by_name()
    {
        var mounts = Assert.IsType<ListValue>(Parse(Machine)["ansible_mounts"]);

        var data = Assert.IsAssignableFrom<DictValue>(mounts[1]);
        Assert.Equal((Value.Of("/data disk"), Value.Of("/dev/vdb"), Value.Of("xfs")), (data["mount"], data["device"], data["fstype"]));
        Assert.Equal((Value.Of(2000L * 4096), Value.Of(1900L * 4096)), (data["size_total"], data["size_available"]));
    }

    [Theory]
    [InlineData("all", "hardware network virtual")]
    [InlineData("!all", "")]
    [InlineData("min", "")]
    [InlineData("network", "network")]
    [InlineData("!all,network", "network")]
    [InlineData("!hardware", "network virtual")]
    [InlineData("all,!virtual", "hardware network")]
    [InlineData("!all,!min,mounts", "hardware")]
    public void Subset_says_which_parts_are_asked_for(string subset, string parts)
    {
        var capture = Capture(("gather_subset", Value.Of(subset)));

        Assert.Equal(string.Join(' ', parts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => "rmd_facts_" + part).Prepend("rmd_facts")), capture.Read.Text.Trim());
    }

    [Fact]
    public void Filter_keeps_what_matches_with_or_without_the_prefix()
    {
        var facts = Assert.IsAssignableFrom<DictValue>(Parsed(Capture(("filter", Value.Of("*family,ansible_user_*,memtotal_mb"))), Machine));

        Assert.Contains(Value.Of("ansible_os_family"), facts.Keys);
        Assert.Contains(Value.Of("ansible_user_dir"), facts.Keys);
        Assert.Contains(Value.Of("ansible_memtotal_mb"), facts.Keys);
        Assert.DoesNotContain(Value.Of("ansible_kernel"), facts.Keys);
    }

    [Theory]
    [MemberData(nameof(Sandbox.ShellNames), MemberType = typeof(Sandbox))]
    public void This_machine_tells_what_it_is_to_every_shell(string shell)
    {
        using var host = new StubHost(shell);

        var facts = host.Run(new SetupModule(), DictValue.Empty).Captured("ansible_facts");

        Assert.Equal(Value.Of(Environment.MachineName.Split('.')[0]), facts["ansible_hostname"]);
        Assert.Equal(Value.Of("Linux"), facts["ansible_system"]);
        Assert.Equal(Value.Of(Environment.UserName), facts["ansible_user_id"]);
        Assert.NotEqual("", facts["ansible_os_family"]!.ToString());
        Assert.True(((IntValue)facts["ansible_memtotal_mb"]!).Value > 0);
        Assert.Equal(Value.Of(host.Folder), ((DictValue)facts["ansible_env"]!)["SANDBOX"]);
        Assert.NotEmpty((ListValue)facts["ansible_interfaces"]!);
        Assert.Equal(4, ((DictValue)facts["ansible_date_time"]!)["year"]!.ToString()!.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("@@ date\n\n@@ user\n@@ mounts\nx\n@@ addresses\n1: lo\n")]
    public void Host_that_says_little_still_has_facts(string text) => Assert.Equal(Value.True, Parse(text)["module_setup"]);

    private static Step.Capture Capture(params ReadOnlySpan<(string, Value)> options)
    {
        var module = new SetupModule();
        var (arguments, errors) = ArgumentBinder.Bind(module.Spec, Value.Dict(options), null, new NoFiles());
        Assert.Empty(errors);
        return Assert.IsType<Step.Capture>(Assert.Single(module.Plan(arguments!)));
    }

    private static DictValue Parse(string text) => Assert.IsAssignableFrom<DictValue>(Parsed(Capture(), text));

    private static Value Parsed(Step.Capture capture, string text) => capture.Parse(new Captured(0, Encoding.UTF8.GetBytes(text), [], false));
}
