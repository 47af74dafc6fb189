using Remediator.Language.Values;
using Remediator.Modules.Builtin;
using Remediator.Modules.Tests.Stubs;
using TaskStatus = Remediator.Shell.TaskStatus;

namespace Remediator.Modules.Tests.Packages;

public sealed class PackageTests : IDisposable
{
    private readonly Sandbox sandbox = new();

    public static TheoryData<string> Shells => Sandbox.ShellNames;

    public void Dispose() => sandbox.Dispose();

    [Theory]
    [MemberData(nameof(Shells))]
    public void Present_installs_what_is_missing_in_one_transaction_and_then_only_asks(string shell)
    {
        sandbox.With("deb/available", "chrony 4.3-2\nvim 9.0\ncurl 7.88\n").With("deb/installed", "curl 7.88\n");

        var check = Run(shell, "apt", check: true, "chrony", "curl", "vim");
        var first = Run(shell, "apt", check: false, "chrony", "curl", "vim");
        var calls = sandbox.Read("calls");
        File.Delete(Path.Combine(sandbox.Folder, "calls"));
        var second = Run(shell, "apt", check: false, "chrony", "curl", "vim");

        Assert.Equal(["package chrony: absent -> present (Would)", "package curl: present -> present (Ok)", "package vim: absent -> present (Would)"], check.Facets);
        Assert.Equal(["package chrony: absent -> present (Changed)", "package curl: present -> present (Ok)", "package vim: absent -> present (Changed)"], first.Facets);
        Assert.Contains("--force-confold install chrony vim\n", calls);
        Assert.Single(calls.Split('\n'), c => c.Contains(" install "));
        Assert.Equal(TaskStatus.Ok, second.Status);
        Assert.Single(sandbox.Read("calls").TrimEnd().Split('\n'));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Yum_on_a_host_with_apt_is_served_by_apt(string shell)
    {
        sandbox.With("deb/available", "chrony 4.3-2\n");

        var outcome = sandbox.Run(shell, new YumModule(), Value.Dict(("name", Value.Of("chrony")), ("state", Value.Of("present")), ("enablerepo", Value.Of("epel"))));

        Assert.Equal(("", TaskStatus.Changed), (outcome.Message, outcome.Status));
        Assert.Equal(Value.Of("apt-get"), Assert.IsAssignableFrom<DictValue>(outcome.Captured("."))["manager"]);
    }

    [Theory]
    [InlineData("chrony=4.3*", "chrony 4.3-2\n", "present")]
    [InlineData("chrony=4.2*", "chrony 4.3-2\n", "version 4.3-2")]
    [InlineData("mail-agent", "postfix 3.7\n", "present")]
    [InlineData("nothing", "postfix 3.7\n", "absent")]
    public void Present_reads_versions_and_what_packages_provide(string name, string installed, string state)
    {
        sandbox.With("deb/installed", installed).With("deb/provides", "postfix mail-agent, other (= 3)\n");

        var outcome = Run("dash", "apt", check: true, name);

        Assert.Equal([$"package {name}: {state} -> present ({(state == "present" ? "Ok" : "Would")})"], outcome.Facets);
    }

    [Fact]
    public void Another_version_is_brought_in_place_of_the_installed_one()
    {
        sandbox.With("deb/available", "chrony 4.2-1\nchrony 4.3-2\n").With("deb/installed", "chrony 4.3-2\n");

        var outcome = Run("dash", "apt", check: false, "chrony=4.2*");

        Assert.Equal(("", TaskStatus.Changed), (outcome.Message, outcome.Status));
        Assert.Equal("chrony 4.2-1\n", sandbox.Read("deb/installed"));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Unknown_package_fails_with_the_managers_words_after_one_refresh(string shell)
    {
        var outcome = Run(shell, "package", check: false, "no-such-thing");

        Assert.Equal(TaskStatus.Failed, outcome.Status);
        Assert.StartsWith("Unable to install package no-such-thing:\nE: Unable to locate package no-such-thing", outcome.Message);
        Assert.Single(sandbox.Read("calls").Split('\n'), c => c.EndsWith(" update"));
    }

    [Fact]
    public void Stale_lists_are_refreshed_once_and_the_install_is_tried_again()
    {
        sandbox.With("deb/later", "chrony 4.3-2\n");

        var outcome = Run("dash", "package", check: false, "chrony");

        Assert.Equal(("", TaskStatus.Changed), (outcome.Message, outcome.Status));
        Assert.Equal(Value.True, Assert.IsAssignableFrom<DictValue>(outcome.Captured("."))["cache_updated"]);
    }

    [Fact]
    public void Broken_configuration_of_a_package_fails_with_its_reason()
    {
        sandbox.With("deb/available", "chrony 4.3-2\n").With("deb/broken", "chrony");

        var outcome = Run("dash", "apt", check: false, "chrony");

        Assert.Contains("No space left on device", outcome.Message);
    }

    [Fact]
    public void Lock_that_is_taken_is_waited_for()
    {
        sandbox.With("deb/available", "chrony 4.3-2\n").With("deb/locked", "2");

        Assert.Equal(TaskStatus.Changed, Run("dash", "apt", check: false, "chrony").Status);
    }

    [Theory]
    [InlineData(false, TaskStatus.Ok)]
    [InlineData(true, TaskStatus.Changed)]
    public void Absent_leaves_configuration_unless_it_is_purged(bool purge, TaskStatus again)
    {
        sandbox.With("deb/installed", "ntp 4.2\n");
        var absent = new DictBuilder { ["name"] = Value.Of("ntp,ntpsec"), ["state"] = Value.Of("absent") };

        var first = sandbox.Run("dash", new AptModule(), absent.Build());
        absent = new DictBuilder { ["name"] = Value.Of("ntp,ntpsec"), ["state"] = Value.Of("absent"), ["purge"] = Value.Of(purge) };
        var second = sandbox.Run("dash", new AptModule(), absent.Build());

        Assert.Equal(["package ntp"], first.ChangedFacets);
        Assert.Equal(("", again), (second.Message, second.Status));
        Assert.Equal("", sandbox.Read("deb/installed"));
    }

    [Fact]
    public void Latest_refreshes_first_and_upgrades_what_is_older()
    {
        sandbox.With("deb/available", "chrony 4.2\n").With("deb/later", "chrony 4.3\n").With("deb/installed", "chrony 4.2\n");
        var options = Value.Dict(("name", Value.Of("chrony")), ("state", Value.Of("latest")), ("update_cache", Value.True));

        var first = sandbox.Run("dash", new AptModule(), options);
        var second = sandbox.Run("dash", new AptModule(), options);

        Assert.Equal(["package chrony: outdated -> latest (Changed)"], first.Facets);
        Assert.Equal(TaskStatus.Ok, second.Status);
        Assert.Equal("chrony 4.3\n", sandbox.Read("deb/installed"));
    }

    [Fact]
    public void Upgrade_of_the_whole_host_counts_what_is_pending()
    {
        sandbox.With("deb/available", "chrony 4.3\nvim 9\n").With("deb/installed", "chrony 4.2\nvim 9\n");
        var options = Value.Dict(("upgrade", Value.Of("dist")));

        var first = sandbox.Run("dash", new AptModule(), options);

        Assert.Equal(["dist-upgrade: 1 -> 0 (Changed)"], first.Facets);
        Assert.Equal(TaskStatus.Ok, sandbox.Run("dash", new AptModule(), options).Status);
    }

    [Fact]
    public void Refresh_alone_is_a_change_and_check_mode_does_not_run_it()
    {
        var options = Value.Dict(("update_cache", Value.True));

        var check = sandbox.Run("dash", new AptModule(), options, check: true);

        Assert.True(check.Changed);
        Assert.Equal("", sandbox.Read("calls"));
        Assert.True(sandbox.Run("dash", new AptModule(), options).Changed);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Dnf_installs_and_asks_rpm_once(string shell)
    {
        sandbox.With("rpm/available", "chrony 4.5 1.el9 x86_64 0\n").With("rpm/installed", "bash 5.1 8.el9 x86_64 0\n");

        var first = Run(shell, "dnf", check: false, "chrony", "bash");
        File.Delete(Path.Combine(sandbox.Folder, "calls"));
        var second = Run(shell, "dnf", check: false, "chrony", "bash");

        Assert.Equal(("", TaskStatus.Changed), (first.Message, first.Status));
        Assert.Equal(["package chrony"], first.ChangedFacets);
        Assert.Equal(TaskStatus.Ok, second.Status);
        Assert.Single(sandbox.Read("calls").TrimEnd().Split('\n'));
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
        sandbox.With("rpm/installed", "chrony 4.5 1.el9 x86_64 0\n").With("rpm/provides", "webserver\n");

        Assert.StartsWith($"package {name}: {state} -> present", Run("dash", "dnf", check: true, name).Facets.Single());
    }

    [Fact]
    public void Dnf_latest_upgrades_what_check_update_names()
    {
        sandbox.With("rpm/available", "chrony 4.5 1.el9 x86_64 0\nchrony 4.6 1.el9 x86_64 0\n").With("rpm/installed", "chrony 4.5 1.el9 x86_64 0\n");
        var options = Value.Dict(("name", Value.Of("chrony")), ("state", Value.Of("latest")), ("use", Value.Of("dnf")), ("enablerepo", Value.Of("crb")));

        var outcome = sandbox.Run("dash", new DnfModule(), options);

        Assert.Equal(("", "package chrony: outdated -> latest (Changed)"), (outcome.Message, outcome.Facets.Single()));
        Assert.Contains("--enablerepo=crb", sandbox.Read("calls"));
    }

    [Theory]
    [InlineData("chrony vim")]
    [InlineData("")]
    public void Name_that_is_none_fails_without_the_host(string name)
    {
        var outcome = Run("dash", "package", check: false, name);

        Assert.Equal(TaskStatus.Failed, outcome.Status);
        Assert.Equal("", sandbox.Read("calls"));
    }

    // Insisting on dnf: this machine's own apt-get would be found otherwise.
    private Outcome Run(string shell, string module, bool check, params string[] names)
    {
        var options = new DictBuilder { ["name"] = Value.OfTexts(names) };
        if (module == "dnf")
        {
            options["use"] = Value.Of("dnf");
        }

        return sandbox.Run(shell, ModuleCatalog.Find(module)!, options.Build(), check);
    }
}
