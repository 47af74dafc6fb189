using System.Diagnostics;
using Remediator.Engine.Running;
using Remediator.Shell;

namespace Remediator.Ssh.Tests;

/// <summary>The transport against a real sshd.</summary>
public sealed class SshdTests(Sshd sshd) : IClassFixture<Sshd>
{
    private static readonly SshOptions Once = new() { Retries = 0 };

    [SshdFact]
    public async Task Login_gives_a_channel_that_runs_one_segment_after_another()
    {
        using var transport = new OpenSshTransport(Once, new ChannelOptions());

        var opening = await transport.OpenAsync(sshd.Endpoint, default);

        Assert.Null(opening.Trouble);
        await using var channel = opening.Channel!;
        Assert.Equal("root", channel.Hello.User);
        for (var i = 1; i <= 3; i++)
        {
            var events = await Channels.RunAsync(channel, Channels.Segment(channel, $"echo run {i}", i));
            Assert.Contains(events, e => e is ChannelEvent.Said { Event: Event.Acted acted } && acted.Stdout.SequenceEqual(System.Text.Encoding.UTF8.GetBytes($"run {i}\n")));
            Assert.IsType<ChannelEvent.Ended>(events[^1]);
        }
    }

    [SshdTheory]
    [InlineData("sleep MARK")]
    [InlineData("timeout MARK sleep MARK")]
    [InlineData("sleep MARK & wait")]
    [InlineData("(trap '' TERM; sleep MARK; sleep MARK)")]
    public async Task Cancelled_segment_is_ended_on_the_host(string command)
    {
        using var transport = new OpenSshTransport(Once, new ChannelOptions());
        await using var channel = (await transport.OpenAsync(sshd.Endpoint, default)).Channel!;
        var mark = Channels.NewMark();
        using var cancel = new CancellationTokenSource();
        var run = Channels.RunAsync(channel, Channels.Segment(channel, command.Replace("MARK", mark)), cancel.Token);
        Assert.True(await Channels.Eventually(() => Channels.ProcessesWith(mark).Count > 0));

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.True(await Channels.Eventually(() => Channels.ProcessesWith(mark).Count == 0));
        Assert.True(await Channels.Eventually(() => !Channels.Runs(channel.Hello.ProcessId)));
    }

    [SshdFact]
    public async Task Killed_session_is_a_loss_and_what_ran_is_ended()
    {
        using var transport = new OpenSshTransport(Once, new ChannelOptions());
        await using var channel = (await transport.OpenAsync(sshd.Endpoint, default)).Channel!;
        var mark = Channels.NewMark();
        var run = Channels.RunAsync(channel, Channels.Segment(channel, $"sleep {mark}"));
        Assert.True(await Channels.Eventually(() => Channels.ProcessesWith(mark).Count > 0));

        using (var session = Process.GetProcessById(Channels.ParentOf(channel.Hello.ProcessId)))
        {
            Assert.StartsWith("sshd", session.ProcessName);
            session.Kill();
        }

        var lost = Assert.IsType<ChannelEvent.Lost>((await run)[^1]);
        Assert.Equal(TroubleKind.Network, lost.Trouble.Kind);
        Assert.True(await Channels.Eventually(() => Channels.ProcessesWith(mark).Count == 0));
    }

    [SshdFact]
    public async Task Changed_host_key_is_refused_and_its_fingerprint_shown()
    {
        var (_, other) = await sshd.NewKeyAsync(sshd.PathOf(Guid.NewGuid().ToString("N")));
        var knownHosts = sshd.Write(Guid.NewGuid().ToString("N"), $"[127.0.0.1]:{sshd.Port} {other}");
        using var transport = new OpenSshTransport(new SshOptions(), new ChannelOptions());

        var trouble = (await transport.OpenAsync(sshd.Endpoint with { SshArguments = Sshd.Arguments(knownHosts) }, default)).Trouble!;

        Assert.Equal(TroubleKind.HostKey, trouble.Kind);
        Assert.Contains("SHA256:", trouble.Message);
        Assert.Equal(1, trouble.Attempts);
    }

    [SshdFact]
    public async Task Unknown_host_key_is_refused_unless_the_user_says_otherwise()
    {
        var endpoint = sshd.Endpoint with { SshArguments = Sshd.Arguments(sshd.PathOf(Guid.NewGuid().ToString("N"))) };
        using var transport = new OpenSshTransport(new SshOptions(), new ChannelOptions());
        var configuration = sshd.Write("user_config", $"Host *\n  StrictHostKeyChecking accept-new\n  UserKnownHostsFile {sshd.PathOf("accepted")}\n  GlobalKnownHostsFile /dev/null\n");

        var refused = (await transport.OpenAsync(endpoint, default)).Trouble!;
        var byArguments = await transport.OpenAsync(endpoint with { SshArguments = [.. endpoint.SshArguments, "-o", "StrictHostKeyChecking=accept-new"] }, default);
        var byFile = await transport.OpenAsync(endpoint with { SshArguments = ["-F", configuration] }, default);

        Assert.Equal(TroubleKind.HostKey, refused.Kind);
        Assert.Contains("is not known", refused.Message);
        Assert.Null(byArguments.Trouble);
        Assert.Null(byFile.Trouble);
        await byArguments.Channel!.DisposeAsync();
        await byFile.Channel!.DisposeAsync();
    }

    [SshdFact]
    public async Task Refused_key_is_tried_once()
    {
        var (key, _) = await sshd.NewKeyAsync(sshd.PathOf(Guid.NewGuid().ToString("N")));
        using var transport = new OpenSshTransport(new SshOptions(), new ChannelOptions());

        var trouble = (await transport.OpenAsync(sshd.Endpoint with { PrivateKeyFile = key }, default)).Trouble!;

        Assert.Equal(TroubleKind.Authentication, trouble.Kind);
        Assert.Equal(1, trouble.Attempts);
    }

    [SshdFact]
    public async Task Port_where_nobody_listens_is_refused_after_all_tries()
    {
        using var transport = new OpenSshTransport(new SshOptions { Retries = 1 }, new ChannelOptions(), new ImpatientTime());

        var trouble = (await transport.OpenAsync(sshd.Endpoint with { Port = Sshd.FreePort(), ConnectTimeout = TimeSpan.FromSeconds(90) }, default)).Trouble!;

        Assert.Equal(TroubleKind.Network, trouble.Kind);
        Assert.Contains("refused", trouble.Message);
        Assert.Equal(2, trouble.Attempts);
    }

    [SshdFact]
    public async Task Jump_host_is_reached_with_the_same_rules()
    {
        var configuration = sshd.Write("jump_config", $"Host jump 127.0.0.1\n  HostName 127.0.0.1\n  Port {sshd.Port}\n  User root\n  IdentityFile {sshd.Key}\n  UserKnownHostsFile {sshd.PathOf("known_hosts")}\n  GlobalKnownHostsFile /dev/null\n  ForwardAgent yes\n  RemoteCommand /bin/false\n");
        using var transport = new OpenSshTransport(Once with { Arguments = ["-J", "jump"] }, new ChannelOptions());

        var opening = await transport.OpenAsync(sshd.Endpoint with { Bastion = "jump", SshArguments = ["-F", configuration] }, default);

        Assert.Null(opening.Trouble);
        await opening.Channel!.DisposeAsync();
    }
}
