using System.Text;
using Remediator.Language.Values;
using Remediator.Modules.Builtin;
using Remediator.Shell;

namespace Remediator.Modules.Tests.Facts;

public sealed class InstalledTests
{
    [Theory]
    [InlineData("chrony.service", "running", "enabled", "systemd")]
    [InlineData("broken.service", "failed", "disabled", "systemd")]
    [InlineData("ntp.service", "stopped", "not-found", "systemd")]
    [InlineData("idle.service", "inactive", "disabled", "systemd")]
    public void Services_have_state_and_status(string name, string state, string status, string source)
    {
        var services = Facts(new ServiceFactsModule(), "services", """
            @@ files
            chrony.service enabled enabled
            broken.service disabled enabled
            idle.service disabled
            @@ units
            chrony.service loaded active running chrony, an NTP client/server
            ● broken.service loaded failed failed Broken
            ● ntp.service not-found inactive dead ntp.service
            """);

        Assert.Equal(Value.Dict(("name", Value.Of(name)), ("state", Value.Of(state)), ("status", Value.Of(status)), ("source", Value.Of(source))), services[name]);
    }

    [Fact]
    public void Openrc_services_run_where_they_are_listed_as_started()
    {
        var services = Facts(new ServiceFactsModule(), "services", "@@ openrc\nchronyd\nntpd\n@@ started\nRunlevel: default\n chronyd                [  started  ]\n");

        Assert.Equal(Value.Of("running"), ((DictValue)services["chronyd"]!)["state"]);
        Assert.Equal(Value.Of("stopped"), ((DictValue)services["ntpd"]!)["state"]);
    }

    [Theory]
    [InlineData("@@ apt\nchrony\t4.3-2\t\t\tamd64\tnet\n", "[{name: chrony, version: 4.3-2, arch: amd64, source: apt, category: net}]")]
    [InlineData("@@ rpm\nchrony\t4.5\t1.el9\t\tx86_64\t\n", "[{name: chrony, version: 4.5, arch: x86_64, source: rpm, release: 1.el9, epoch: None}]")]
    [InlineData("@@ apk\nchrony\t4.5-r0\n", "[{name: chrony, version: 4.5-r0, arch: , source: apk}]")]
    public void Packages_have_their_versions(string text, string expected) =>
        Assert.Equal(expected, Facts(new PackageFactsModule(), "packages", text)["chrony"]!.ToString());

    private static DictValue Facts(Module module, string key, string text)
    {
        var (arguments, _) = ArgumentBinder.Bind(module.Spec, DictValue.Empty, null, new NoFiles());
        var capture = Assert.IsType<Step.Capture>(Assert.Single(module.Plan(arguments!)));
        var facts = Assert.IsAssignableFrom<DictValue>(capture.Parse(new Captured(0, Encoding.UTF8.GetBytes(text), [], false)));
        return Assert.IsAssignableFrom<DictValue>(facts[key]);
    }
}
