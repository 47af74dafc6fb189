using Remediator.Language.Values;
using Remediator.Modules.Builtin;
using Remediator.Modules.Tests.Stubs;
using TaskStatus = Remediator.Shell.TaskStatus;

namespace Remediator.Modules.Tests.Services;

public sealed class UnitTests : IDisposable
{
    private readonly Sandbox sandbox = new();

    public static TheoryData<string> Shells => Sandbox.ShellNames;

    public void Dispose() => sandbox.Dispose();

    [Theory]
    [MemberData(nameof(Shells))]
    public void Started_on_a_failed_unit_resets_it_first_and_the_second_run_asks_once(string shell)
    {
        sandbox.With("units/chrony", "ActiveState=failed\nResult=resources\nUnitFileState=disabled\nOnStart=limit\n");

        var first = Service(shell, "chronyd", "started", enabled: true);
        File.Delete(Path.Combine(sandbox.Folder, "calls"));
        var second = Service(shell, "chrony", "started", enabled: true);

        Assert.Equal("", first.Message);
        Assert.Equal(["enabled: disabled -> enabled (Changed)", "active: failed (Result: resources) -> active (Changed)"], first.Facets);
        Assert.Equal(TaskStatus.Ok, second.Status);
        Assert.Single(sandbox.Read("calls").TrimEnd().Split('\n'));
        var status = Assert.IsAssignableFrom<DictValue>(second.Captured("status"));
        Assert.Equal(Value.Of("active"), status["ActiveState"]);
        Assert.Equal(Value.Of("chrony.service"), status["Id"]);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Alias_of_the_distribution_is_resolved_to_the_unit_behind_it(string shell)
    {
        sandbox.With("units/chrony", "ActiveState=active\nUnitFileState=disabled\n").With("units/chronyd", "Alias=chrony\n");

        var outcome = Service(shell, "chronyd", null, enabled: true);

        Assert.Equal(TaskStatus.Changed, outcome.Status);
        Assert.Contains("systemctl enable chrony.service", sandbox.Read("calls"));
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
        sandbox.With("units/chronyd", unit + "\n").With("journal", "chronyd[7]: Could not write pid file: No space left on device\n");

        foreach (var shell in Testing.Shells.Present)
        {
            sandbox.With("units/chronyd", unit + "\n");

            var outcome = Service(shell.Name, "chronyd", state);

            Assert.Equal(TaskStatus.Failed, outcome.Status);
            Assert.StartsWith("Unable to ", outcome.Message);
            Assert.Contains(message, outcome.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Unknown_unit_fails_with_the_words_that_playbooks_look_for(string shell)
    {
        Assert.Equal("Could not find the requested service ntpd: host", Service(shell, "ntpd", "stopped").Message);
        Assert.Equal("Could not find the requested service chronyd: host", Service(shell, "chronyd", null, enabled: true).Message);
    }

    [Theory]
    [InlineData("started", "active")]
    [InlineData("stopped", "active")]
    public void Unknown_unit_in_check_mode_would_change(string state, string facet)
    {
        var outcome = Service("dash", "chronyd", state, check: true);

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
        sandbox.With("units/job", unit + "\n");

        var outcome = Service("dash", "job", state);

        Assert.Equal(("", status), (outcome.Message, outcome.Status));
    }

    [Fact]
    public void Reloaded_on_a_stopped_unit_starts_it()
    {
        sandbox.With("units/job", "ActiveState=inactive\n");

        Service("dash", "job", "reloaded");

        Assert.Contains("systemctl start job.service", sandbox.Read("calls"));
        Assert.DoesNotContain("systemctl reload", sandbox.Read("calls"));
    }

    [Fact]
    public void Restart_in_check_mode_touches_nothing()
    {
        sandbox.With("units/job", "ActiveState=active\n");

        var outcome = Service("dash", "job", "restarted", check: true);

        Assert.Equal(TaskStatus.Changed, outcome.Status);
        Assert.DoesNotContain("restart", sandbox.Read("calls"));
    }

    [Theory]
    [InlineData("static")]
    [InlineData("indirect")]
    public void Enabled_on_a_unit_that_cannot_be_is_no_change(string state)
    {
        sandbox.With("units/job", $"UnitFileState={state}\n");

        Assert.Equal(TaskStatus.Ok, Service("dash", "job", null, enabled: true).Status);
        Assert.Equal(TaskStatus.Ok, Service("dash", "job", null, enabled: false).Status);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Systemd_masks_before_the_unit_exists_and_unmasks_to_start(string shell)
    {
        var masked = Systemd(shell, ("name", Value.Of("job")), ("masked", Value.True));
        var again = Systemd(shell, ("name", Value.Of("job")), ("masked", Value.True));
        var started = Systemd(shell, ("service", Value.Of("job")), ("masked", Value.False), ("state", Value.Of("started")), ("daemon-reload", Value.True), ("scope", Value.Of("user")));

        Assert.Equal(["masked: unmasked -> masked (Changed)"], masked.Facets);
        Assert.Equal(TaskStatus.Ok, again.Status);
        Assert.Equal(["masked", "active"], started.ChangedFacets);
        Assert.Contains("systemctl --user daemon-reload", sandbox.Read("calls"));
    }

    [Fact]
    public void Daemon_reload_alone_is_no_change_and_check_mode_does_not_run_it()
    {
        Assert.Equal(TaskStatus.Ok, Systemd("dash", ("daemon_reload", Value.True)).Status);
        Assert.Contains("daemon-reload", sandbox.Read("calls"));
        File.Delete(Path.Combine(sandbox.Folder, "calls"));

        Assert.Equal(TaskStatus.Ok, Systemd("dash", check: true, ("daemon_reload", Value.True)).Status);
        Assert.Equal("", sandbox.Read("calls"));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public void Openrc_serves_where_systemd_is_not(string shell)
    {
        sandbox.With("no-systemd", "").With("openrc/chronyd", "stopped\n");

        var first = Service(shell, "chrony", "started", enabled: true);
        var second = Service(shell, "chronyd", "started", enabled: true);
        var restarted = Service(shell, "chronyd", "restarted");
        var unknown = Service(shell, "ntpd", "started");

        Assert.Equal(("", TaskStatus.Changed), (first.Message, first.Status));
        Assert.Equal(["enabled", "active"], first.ChangedFacets);
        Assert.Equal(TaskStatus.Ok, second.Status);
        Assert.Equal(TaskStatus.Changed, restarted.Status);
        Assert.Equal("Could not find the requested service ntpd: host", unknown.Message);
    }

    [Fact]
    public void Sysv_serves_where_nothing_else_does()
    {
        using var old = new Sandbox { Without = ["rc-service", "rc-update"] };
        old.With("no-systemd", "").With("sysv/chronyd", "stopped\n");

        var first = old.Run("dash", new ServiceModule(), Value.Dict(("name", Value.Of("chronyd")), ("state", Value.Of("started")), ("enabled", Value.True)));
        var second = old.Run("dash", new ServiceModule(), Value.Dict(("name", Value.Of("chronyd")), ("state", Value.Of("started")), ("enabled", Value.True)));

        Assert.Equal(("", TaskStatus.Changed), (first.Message, first.Status));
        Assert.Equal(TaskStatus.Ok, second.Status);
    }

    private Outcome Service(string shell, string name, string? state, bool? enabled = null, bool check = false)
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

        return sandbox.Run(shell, new ServiceModule(), options.Build(), check);
    }

    private Outcome Systemd(string shell, params ReadOnlySpan<(string, Value)> options) => sandbox.Run(shell, new SystemdModule(), Value.Dict(options));

    private Outcome Systemd(string shell, bool check, params ReadOnlySpan<(string, Value)> options) => sandbox.Run(shell, new SystemdModule(), Value.Dict(options), check);
}
