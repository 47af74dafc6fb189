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
    [InlineData("sleep 987")]
    [InlineData("timeout 987 sleep 987")]
    [InlineData("sleep 987 & wait")]
    public async Task Abort_ends_what_runs_on_the_host(string command)
    {
        using var transport = new OpenSshTransport(Once, new ChannelOptions());
        var opening = await transport.OpenAsync(sshd.Endpoint, default);
        await using var channel = opening.Channel!;
        var file = sshd.PathOf(Guid.NewGuid().ToString("N"));
        using var cancel = new CancellationTokenSource();

        var run = Channels.RunAsync(channel, Channels.Segment(channel, $"echo $$ >{file}; {command}; true"), cancel.Token);
        Assert.True(await Channels.Eventually(() => File.Exists(file) && File.ReadAllText(file).EndsWith('\n')));
        var process = int.Parse(File.ReadAllText(file));
        Assert.True(Channels.Runs(process));
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.True(await Channels.Eventually(() => !Channels.Runs(process)));
        Assert.True(await Channels.Eventually(() => !Channels.Runs(channel.Hello.ProcessId)));
    }
}
