using Remediator.Language.Values;
using Remediator.Modules.Builtin;
using TaskStatus = Remediator.Shell.TaskStatus;

namespace Remediator.Modules.Tests.Services;

public sealed class UnitTests
{
    public static TheoryData<string> Shells => Sandbox.ShellNames;

    [Theory]
    [MemberData(nameof(Shells))]
    public void Started_on_a_failed_unit_resets_it_first_and_the_second_run_asks_once(string shell)
    {
        using var host = new StubHost(shell);
        host.With("units/chrony", "ActiveState=failed\nResult=resources\nUnitFileState=disabled\nOnStart=limit\n");

        var first = Service(host, "chronyd", "started", enabled: true);
        host.ClearCalls();
        var second = Service(host, "chrony", "started", enabled: true);

        Assert.Equal("", first.Message);
        Assert.Equal(["enabled: disabled -> enabled (Changed)", "active: failed (Result: resources) -> active (Changed)"], first.Facets);
        Assert.Equal(TaskStatus.Ok, second.Status);
        Assert.Single(host.Calls.TrimEnd().Split('\n'));
        var status = second.Captured("status");
        Assert.Equal(Value.Of("active"), status["ActiveState"]);
        Assert.Equal(Value.Of("chrony.service"), status["Id"]);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Alias_of_the_distribution_is_resolved_to_the_unit_behind_it(string shell)
    {
        using var host = new StubHost(shell);
        host.With("units/chrony", "ActiveState=active\nUnitFileState=disabled\n").With("units/chronyd", "Alias=chrony\n");

        var outcome = Service(host, "chronyd", null, enabled: true);

        Assert.Equal(TaskStatus.Changed, outcome.Status);
        Assert.Contains("systemctl enable chrony.service", host.Calls);
    }

    [Theory]
    [InlineData("started", "OnStart=fails", "failed (Result: resources)")]
    [InlineData("restarted", "OnStart=fails", "SubState=failed Result=resources")]
    [InlineData("restarted", "OnStart=fails", "No space left on device")]
    [InlineData("restarted", "OnStart=dies\nType=simple", "failed (Result: exit-code)")]
    [InlineData("started", "OnStart=dies\nType=simple", "failed (Result: exit-code)")]
    [InlineData("restarted", "OnStart=flaps", "SubState=auto-restart")]
    [InlineData("started", "OnStart=condition", "A condition in its unit file does not hold")]
    [InlineData("reloaded", "ActiveState=active\nOnReload=fails", "Job for chronyd.service failed.")]
    [InlineData("started", "UnitFileState=masked", "is masked")]
    public void State_that_does_not_last_fails_and_says_why(string state, string unit, string message)
    {
        foreach (var shell in Testing.Shells.Present)
        {
            using var host = new StubHost(shell.Name);
            host.With("units/chronyd", unit + "\n").With("journal", "chronyd[7]: Could not write pid file: No space left on device\n");

            var outcome = Service(host, "chronyd", state);

            Assert.Equal(TaskStatus.Failed, outcome.Status);
            Assert.StartsWith("Unable to ", outcome.Message);
            Assert.Contains(message, outcome.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Unknown_unit_fails_with_the_words_that_playbooks_look_for(string shell)
    {
        using var host = new StubHost(shell);
        Assert.Equal("Could not find the requested service ntpd: host", Service(host, "ntpd", "stopped").Message);
        Assert.Equal("Could not find the requested service chronyd: host", Service(host, "chronyd", null, enabled: true).Message);
    }

    [Theory]
    [InlineData("started", "active")]
    [InlineData("stopped", "active")]
    public void Unknown_unit_in_check_mode_would_change(string state, string facet)
    {
        using var host = new StubHost("dash");
        var outcome = Service(host, "chronyd", state, check: true);

        Assert.Equal(TaskStatus.Changed, outcome.Status);
        Assert.Equal([facet], outcome.ChangedFacets);
    }

    [Theory]
    [InlineData("OnStart=once\nType=oneshot", "started", TaskStatus.Changed)]
    [InlineData("ActiveState=failed\nResult=exit-code", "stopped", TaskStatus.Ok)]
    [InlineData("ActiveState=active", "stopped", TaskStatus.Changed)]
    [InlineData("ActiveState=activating\nSubState=auto-restart", "stopped", TaskStatus.Changed)]
    [InlineData("ActiveState=inactive", "reloaded", TaskStatus.Changed)]
    public void State_is_reached_from_where_the_unit_is(string unit, string state, TaskStatus status)
    {
        using var host = new StubHost("dash");
        host.With("units/job", unit + "\n");

        var outcome = Service(host, "job", state);

        Assert.Equal(("", status), (outcome.Message, outcome.Status));
    }

    [Fact]
    public void Reloaded_on_a_stopped_unit_starts_it()
    {
        using var host = new StubHost("dash");
        host.With("units/job", "ActiveState=inactive\n");

        Service(host, "job", "reloaded");

        Assert.Contains("systemctl start job.service", host.Calls);
        Assert.DoesNotContain("systemctl reload", host.Calls);
    }

    [Fact]
    public void Restart_in_check_mode_touches_nothing()
    {
        using var host = new StubHost("dash");
        host.With("units/job", "ActiveState=active\n");

        var outcome = Service(host, "job", "restarted", check: true);

        Assert.Equal(TaskStatus.Changed, outcome.Status);
        Assert.DoesNotContain("restart", host.Calls);
    }

    [Theory]
    [InlineData("static")]
    [InlineData("indirect")]
    public void Enabled_on_a_unit_that_cannot_be_is_no_change(string state)
    {
        using var host = new StubHost("dash");
        host.With("units/job", $"UnitFileState={state}\n");

        Assert.Equal(TaskStatus.Ok, Service(host, "job", null, enabled: true).Status);
        Assert.Equal(TaskStatus.Ok, Service(host, "job", null, enabled: false).Status);
    }

    [Theory]
    [InlineData("masked")]
    [InlineData("masked-runtime")]
    public void Masked_unit_is_as_good_as_disabled(string state)
    {
        using var host = new StubHost("dash");
        host.With("units/job", $"UnitFileState={state}\n");

        Assert.Equal(TaskStatus.Ok, Service(host, "job", "stopped", enabled: false).Status);
        Assert.DoesNotContain("disable", host.Calls);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Systemd_masks_before_the_unit_exists_and_unmasks_to_start(string shell)
    {
        using var host = new StubHost(shell);
        var masked = Systemd(host, ("name", Value.Of("job")), ("masked", Value.True));
        var again = Systemd(host, ("name", Value.Of("job")), ("masked", Value.True));
        var started = Systemd(host, ("service", Value.Of("job")), ("masked", Value.False), ("state", Value.Of("started")), ("daemon-reload", Value.True), ("scope", Value.Of("user")));

        Assert.Equal(["masked: unmasked -> masked (Changed)"], masked.Facets);
        Assert.Equal(TaskStatus.Ok, again.Status);
        Assert.Equal(["masked", "active"], started.ChangedFacets);
        Assert.Contains("systemctl --user daemon-reload", host.Calls);
    }

    [Fact]
    public void Daemon_reload_alone_is_no_change_and_check_mode_does_not_run_it()
    {
        using var host = new StubHost("dash");
        Assert.Equal(TaskStatus.Ok, Systemd(host, ("daemon_reload", Value.True)).Status);
        Assert.Contains("daemon-reload", host.Calls);
        host.ClearCalls();

        Assert.Equal(TaskStatus.Ok, Systemd(host, check: true, ("daemon_reload", Value.True)).Status);
        Assert.Equal("", host.Calls);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Openrc_serves_where_systemd_is_not(string shell)
    {
        using var host = new StubHost(shell, "openrc");
        host.With("no-systemd", "").With("openrc/chronyd", "stopped\n");

        var first = Service(host, "chrony", "started", enabled: true);
        var second = Service(host, "chronyd", "started", enabled: true);
        var restarted = Service(host, "chronyd", "restarted");
        var unknown = Service(host, "ntpd", "started");

        Assert.Equal(("", TaskStatus.Changed), (first.Message, first.Status));
        Assert.Equal(["enabled", "active"], first.ChangedFacets);
        Assert.Equal(TaskStatus.Ok, second.Status);
        Assert.Equal(TaskStatus.Changed, restarted.Status);
        Assert.Equal("Could not find the requested service ntpd: host", unknown.Message);
    }

    [Fact]
    public void Sysv_serves_where_nothing_else_does()
    {
        using var host = new StubHost("dash");
        host.With("no-systemd", "").With("sysv/chronyd", "stopped\n");

        var first = Service(host, "chronyd", "started", enabled: true);
        var second = Service(host, "chronyd", "started", enabled: true);

        Assert.Equal(("", TaskStatus.Changed), (first.Message, first.Status));
        Assert.Equal(TaskStatus.Ok, second.Status);
    }

    private static Outcome Service(StubHost host, string name, string? state, bool? enabled = null, bool check = false)
    {
        var options = new DictBuilder { ["name"] = Value.Of(name) };
        if (state is not null)
        {
            options["state"] = Value.Of(state);
        }

        if (enabled is { } flag)
        {
            options["enabled"] = Value.Of(flag);
        }

        return host.Run(new ServiceModule(), options.Build(), check);
    }

    private static Outcome Systemd(StubHost host, params ReadOnlySpan<(string, Value)> options) => host.Run(new SystemdModule(), Value.Dict(options));

    private static Outcome Systemd(StubHost host, bool check, params ReadOnlySpan<(string, Value)> options) => host.Run(new SystemdModule(), Value.Dict(options), check);
}
