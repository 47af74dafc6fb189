using Remediator.Language.Values;
using static Remediator.Language.Tests.Templates.Scriban.Rendering;

namespace Remediator.Language.Tests.Templates.Scriban;

/// <summary>A template as people write it, with exact output.</summary>
public class ChronyTemplateTests
{
    private const string Template = """
        # {{ ansible_managed }}
        {{~ # Sources ~}}
        {{~ for s in chrony_servers ~}}
        {{~ options = s.options ?? ['iburst'] ~}}
        {{ s.pool ? 'pool' : 'server' }} {{ s.address }} {{ options | array.join ' ' }}
        {{~ else ~}}
        # no time servers are given
        {{~ end ~}}
        {{~ if on_ec2 ?? false ~}}

        # Amazon's clock
        server 169.254.169.123 prefer iburst minpoll 4 maxpoll 4
        {{~ end ~}}

        {{~ case ansible_os_family
            when 'Debian' ~}}
        driftfile /var/lib/chrony/chrony.drift
        sourcedir /run/chrony-dhcp
        {{~ when 'RedHat', 'Amazon' ~}}
        driftfile /var/lib/chrony/drift
        leapsectz right/UTC
        {{~ else ~}}
        driftfile /var/lib/chrony/drift
        {{~ end ~}}
        makestep {{ makestep.threshold }} {{ makestep.limit }}
        rtcsync
        {{~ if allow && allow.size > 0 ~}}

        # Clients
        {{~ for net in allow | array.sort | array.uniq ~}}
        allow {{ net }}
        {{~ end ~}}
        {{~ end ~}}

        """;

    private static DictValue Host(string family, params (string, Value)[] more) => Value.Dict(
    [
        ("ansible_managed", Value.Of("managed by Remediator")),
        ("ansible_os_family", Value.Of(family)),
        ("makestep", Value.Dict(("threshold", Value.Of(1.0)), ("limit", Value.Of(3)))),
        ("chrony_servers", Value.Of([
            Value.Dict(("address", Value.Of("ntp1.example.com")), ("pool", Value.False)),
            Value.Dict(("address", Value.Of("pool.example.com")), ("pool", Value.True), ("options", Value.OfTexts(["iburst", "maxsources 3"]))),
        ])),
        ("allow", Value.Null),
        .. more,
    ]);

    [Fact]
    public void Debian_host_gets_its_paths() => Assert.Equal(
        """
        # managed by Remediator
        server ntp1.example.com iburst
        pool pool.example.com iburst maxsources 3

        driftfile /var/lib/chrony/chrony.drift
        sourcedir /run/chrony-dhcp
        makestep 1 3
        rtcsync

        """,
        Render(Template, variables: Host("Debian")));

    [Fact]
    public void Amazon_host_with_clients_gets_both_parts() => Assert.Equal(
        """
        # managed by Remediator
        server ntp1.example.com iburst
        pool pool.example.com iburst maxsources 3

        # Amazon's clock
        server 169.254.169.123 prefer iburst minpoll 4 maxpoll 4

        driftfile /var/lib/chrony/drift
        leapsectz right/UTC
        makestep 1 3
        rtcsync

        # Clients
        allow 10.0.0.0/8
        allow 192.168.0.0/16

        """,
        Render(Template, variables: Host("Amazon", ("on_ec2", Value.True), ("allow", Value.OfTexts(["192.168.0.0/16", "10.0.0.0/8", "10.0.0.0/8"])))));

    [Fact]
    public void Host_without_servers_gets_a_comment() => Assert.StartsWith(
        """
        # managed by Remediator
        # no time servers are given

        driftfile /var/lib/chrony/drift
        """,
        Render(Template, variables: Host("Alpine", ("chrony_servers", ListValue.Empty))));

    [Fact]
    public void Missing_variable_is_shown_where_it_is_used() => Assert.Equal(
        """
        test.sbn:25:13: error RMD2101: 'makestp' is undefined
          25 | makestep {{ makestp.threshold }} {{ makestep.limit }}
             |             ^^^^^^^^^^^^^^^^^
          hint: did you mean 'makestep'?

        """,
        Render(Template.Replace("{{ makestep.threshold", "{{ makestp.threshold", StringComparison.Ordinal), variables: Host("Debian")));
}
