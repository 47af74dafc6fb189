using Remediator.Language.Values;
using Remediator.Modules.Builtin;
using TaskStatus = Remediator.Shell.TaskStatus;

namespace Remediator.Modules.Tests.Packages;

public sealed class PackageTests
{
    public static TheoryData<string> Shells => Sandbox.ShellNames;

    [Theory]
    [MemberData(nameof(Shells))]
    public void Present_installs_what_is_missing_in_one_transaction_and_then_only_asks(string shell)
    {
        using var host = new StubHost(shell);
        host.With("deb/available", "chrony 4.3-2\nvim 9.0\ncurl 7.88\n").With("deb/installed", "curl 7.88\n");

        var check = Run(host, "apt", check: true, "chrony", "curl", "vim");
        var first = Run(host, "apt", check: false, "chrony", "curl", "vim");
        var calls = host.Calls;
        host.ClearCalls();
        var second = Run(host, "apt", check: false, "chrony", "curl", "vim");

        Assert.Equal(["package chrony: absent -> present (Would)", "package curl: present -> present (Ok)", "package vim: absent -> present (Would)"], check.Facets);
        Assert.Equal(["package chrony: absent -> present (Changed)", "package curl: present -> present (Ok)", "package vim: absent -> present (Changed)"], first.Facets);
        Assert.Contains("--force-confold install chrony vim\n", calls);
        Assert.Single(calls.Split('\n'), c => c.Contains(" install "));
        Assert.Equal(TaskStatus.Ok, second.Status);
        Assert.Single(host.Calls.TrimEnd().Split('\n'));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Yum_on_a_host_with_apt_is_served_by_apt(string shell)
    {
        using var host = new StubHost(shell);
        host.With("deb/available", "chrony 4.3-2\n");

        var outcome = host.Run(new YumModule(), Value.Dict(("name", Value.Of("chrony")), ("state", Value.Of("present")), ("enablerepo", Value.Of("epel"))));

        Assert.Equal(("", TaskStatus.Changed), (outcome.Message, outcome.Status));
        Assert.Equal(Value.Of("apt-get"), outcome.Captured(".")["manager"]);
    }

    [Theory]
    [InlineData("chrony=4.3*", "chrony 4.3-2\n", "present")]
    [InlineData("chrony=4.2*", "chrony 4.3-2\n", "version 4.3-2")]
    [InlineData("mail-agent", "postfix 3.7\n", "present")]
    [InlineData("nothing", "postfix 3.7\n", "absent")]
    public void Present_reads_versions_and_what_packages_provide(string name, string installed, string state)
    {
        using var host = new StubHost("dash");
        host.With("deb/installed", installed).With("deb/provides", "postfix mail-agent, other (= 3)\n");

        var outcome = Run(host, "apt", check: true, name);

        Assert.Equal([$"package {name}: {state} -> present ({(state == "present" ? "Ok" : "Would")})"], outcome.Facets);
    }

    [Fact]
    public void Another_version_is_brought_in_place_of_the_installed_one()
    {
        using var host = new StubHost("dash");
        host.With("deb/available", "chrony 4.2-1\nchrony 4.3-2\n").With("deb/installed", "chrony 4.3-2\n");

        var outcome = Run(host, "apt", check: false, "chrony=4.2*");

        Assert.Equal(("", TaskStatus.Changed), (outcome.Message, outcome.Status));
        Assert.Equal("chrony 4.2-1\n", host.Read("deb/installed"));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Unknown_package_fails_with_the_managers_words_after_one_refresh(string shell)
    {
        using var host = new StubHost(shell);
        var outcome = Run(host, "package", check: false, "no-such-thing");

        Assert.Equal(TaskStatus.Failed, outcome.Status);
        Assert.StartsWith("Unable to install package no-such-thing:\nE: Unable to locate package no-such-thing", outcome.Message);
        Assert.Single(host.Calls.Split('\n'), c => c.EndsWith(" update"));
    }

    [Fact]
    public void Stale_lists_are_refreshed_once_and_the_install_is_tried_again()
    {
        using var host = new StubHost("dash");
        host.With("deb/later", "chrony 4.3-2\n");

        var outcome = Run(host, "package", check: false, "chrony");

        Assert.Equal(("", TaskStatus.Changed), (outcome.Message, outcome.Status));
        Assert.Equal(Value.True, outcome.Captured(".")["cache_updated"]);
    }

    [Fact]
    public void Broken_configuration_of_a_package_fails_with_its_reason()
    {
        using var host = new StubHost("dash");
        host.With("deb/available", "chrony 4.3-2\n").With("deb/broken", "chrony");

        var outcome = Run(host, "apt", check: false, "chrony");

        Assert.Contains("No space left on device", outcome.Message);
    }

    [Fact]
    public void Lock_that_is_taken_is_waited_for()
    {
        using var host = new StubHost("dash");
        host.With("deb/available", "chrony 4.3-2\n").With("deb/locked", "2");

        Assert.Equal(TaskStatus.Changed, Run(host, "apt", check: false, "chrony").Status);
    }

    [Theory]
    [InlineData(false, TaskStatus.Ok)]
    [InlineData(true, TaskStatus.Changed)]
    public void Absent_leaves_configuration_unless_it_is_purged(bool purge, TaskStatus again)
    {
        using var host = new StubHost("dash");
        host.With("deb/installed", "ntp 4.2\n");
        var absent = new DictBuilder { ["name"] = Value.Of("ntp,ntpsec"), ["state"] = Value.Of("absent") };

        var first = host.Run(new AptModule(), absent.Build());
        absent = new DictBuilder { ["name"] = Value.Of("ntp,ntpsec"), ["state"] = Value.Of("absent"), ["purge"] = Value.Of(purge) };
        var second = host.Run(new AptModule(), absent.Build());

        Assert.Equal(["package ntp"], first.ChangedFacets);
        Assert.Equal(("", again), (second.Message, second.Status));
        Assert.Equal("", host.Read("deb/installed"));
    }

    [Fact]
    public void Latest_refreshes_first_and_upgrades_what_is_older()
    {
        using var host = new StubHost("dash");
        host.With("deb/available", "chrony 4.2\n").With("deb/later", "chrony 4.3\n").With("deb/installed", "chrony 4.2\n");
        var options = Value.Dict(("name", Value.Of("chrony")), ("state", Value.Of("latest")), ("update_cache", Value.True));

        var first = host.Run(new AptModule(), options);
        var second = host.Run(new AptModule(), options);

        Assert.Equal(["package chrony: outdated -> latest (Changed)"], first.Facets);
        Assert.Equal(TaskStatus.Ok, second.Status);
        Assert.Equal("chrony 4.3\n", host.Read("deb/installed"));
    }

    [Fact]
    public void Upgrade_of_the_whole_host_counts_what_is_pending()
    {
        using var host = new StubHost("dash");
        host.With("deb/available", "chrony 4.3\nvim 9\n").With("deb/installed", "chrony 4.2\nvim 9\n");
        var options = Value.Dict(("upgrade", Value.Of("dist")));

        var first = host.Run(new AptModule(), options);

        Assert.Equal(["dist-upgrade: 1 -> 0 (Changed)"], first.Facets);
        Assert.Equal(TaskStatus.Ok, host.Run(new AptModule(), options).Status);
    }

    [Fact]
    public void Refresh_alone_is_a_change_and_check_mode_does_not_run_it()
    {
        using var host = new StubHost("dash");
        var options = Value.Dict(("update_cache", Value.True));

        var check = host.Run(new AptModule(), options, check: true);

        Assert.True(check.Changed);
        Assert.Equal("", host.Calls);
        Assert.True(host.Run(new AptModule(), options).Changed);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Dnf_installs_and_asks_rpm_once(string shell)
    {
        using var host = new StubHost(shell);
        host.With("rpm/available", "chrony 4.5 1.el9 x86_64 0\n").With("rpm/installed", "bash 5.1 8.el9 x86_64 0\n");

        var first = Run(host, "dnf", check: false, "chrony", "bash");
        host.ClearCalls();
        var second = Run(host, "dnf", check: false, "chrony", "bash");

        Assert.Equal(("", TaskStatus.Changed), (first.Message, first.Status));
        Assert.Equal(["package chrony"], first.ChangedFacets);
        Assert.Equal(TaskStatus.Ok, second.Status);
        Assert.Single(host.Calls.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("chrony-4.5", "present")]
    [InlineData("chrony-4.5-1.el9", "present")]
    [InlineData("chrony.x86_64", "present")]
    [InlineData("chrony=4.5*", "present")]
    [InlineData("chrony-4.6", "absent")]
    [InlineData("webserver", "present")]
    public void Dnf_reads_names_as_rpm_writes_them(string name, string state)
    {
        using var host = new StubHost("dash");
        host.With("rpm/installed", "chrony 4.5 1.el9 x86_64 0\n").With("rpm/provides", "webserver\n");

        Assert.StartsWith($"package {name}: {state} -> present", Run(host, "dnf", check: true, name).Facets.Single());
    }

    [Fact]
    public void Dnf_latest_upgrades_what_check_update_names()
    {
        using var host = new StubHost("dash");
        host.With("rpm/available", "chrony 4.5 1.el9 x86_64 0\nchrony 4.6 1.el9 x86_64 0\n").With("rpm/installed", "chrony 4.5 1.el9 x86_64 0\n");
        var options = Value.Dict(("name", Value.Of("chrony")), ("state", Value.Of("latest")), ("use", Value.Of("dnf")), ("enablerepo", Value.Of("crb")));

        var outcome = host.Run(new DnfModule(), options);

        Assert.Equal(("", "package chrony: outdated -> latest (Changed)"), (outcome.Message, outcome.Facets.Single()));
        Assert.Contains("--enablerepo=crb", host.Calls);
    }

    [Theory]
    [InlineData("chrony vim")]
    [InlineData("")]
    public void Name_that_is_none_fails_without_the_host(string name)
    {
        using var host = new StubHost("dash");
        var outcome = Run(host, "package", check: false, name);

        Assert.Equal(TaskStatus.Failed, outcome.Status);
        Assert.Equal("", host.Calls);
    }

    // Insisting on dnf: this machine's own apt-get would be found otherwise.
    private static Outcome Run(StubHost host, string module, bool check, params string[] names)
    {
        var options = new DictBuilder { ["name"] = Value.OfTexts(names) };
        if (module == "dnf")
        {
            options["use"] = Value.Of("dnf");
        }

        return host.Run(ModuleCatalog.Find(module)!, options.Build(), check);
    }
}
