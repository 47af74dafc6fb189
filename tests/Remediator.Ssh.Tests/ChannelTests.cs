using Remediator.Engine.Running;
using Remediator.Shell;

namespace Remediator.Ssh.Tests;

/// <summary>A channel that is open: what it carries, and what is said when it breaks.</summary>
public sealed class ChannelTests
{
    /// <summary>Cuts what the remote end prints after some bytes, then ends the client as a lost line does.</summary>
    private const string Cut =
        """
        exec 3<&0
        trap 'exit 255' TERM
        { setsid -w sh -c "$*" <&3 3<&- | { dd bs=1 count=CUT 2>/dev/null; echo 'Timeout, server web1 not responding.' >&2; kill -TERM $$; }; } &
        exec >&-
        wait
        """;

    /// <summary>Bytes by which two runs may differ: process ids have more or fewer digits.</summary>
    private const int Slack = 8;

    [Fact]
    public async Task Line_cut_at_any_byte_is_a_trouble_or_a_loss_and_never_an_end()
    {
        var (hello, total) = await LengthsAsync();
        var positions = Enumerable.Range(0, 6).Select(i => i * hello / 5).Concat(Enumerable.Range(0, 16).Select(i => hello + (i * (total - hello) / 16))).Append(total - Slack).Distinct();
        foreach (var at in positions)
        {
            using var ssh = new FakeSsh(remote: Cut.Replace("CUT", at.ToString()));
            using var transport = new OpenSshTransport(ssh.Options, new ChannelOptions());
            var opening = await transport.OpenAsync(ssh.Endpoint, default);
            if (opening.Channel is not { } channel)
            {
                Assert.True(at < hello + Slack, $"no channel though {at} bytes came: {opening.Trouble}");
                Assert.Contains("not responding", opening.Trouble!.Message);
                continue;
            }

            var events = await Channels.RunAsync(channel, Segment(channel));

            Assert.True(at >= hello - Slack);
            var lost = Assert.IsType<ChannelEvent.Lost>(events[^1]);
            Assert.Contains("not responding", lost.Trouble.Message);
            Assert.DoesNotContain(events, e => e is ChannelEvent.Ended);
            Assert.IsType<ChannelEvent.Lost>((await Channels.RunAsync(channel, Segment(channel)))[^1]);
            await channel.DisposeAsync();
        }
    }

    [Fact]
    public async Task Shell_that_is_killed_under_a_segment_is_a_loss()
    {
        using var ssh = new FakeSsh();
        using var transport = new OpenSshTransport(ssh.Options, new ChannelOptions());
        await using var channel = (await transport.OpenAsync(ssh.Endpoint, default)).Channel!;

        var events = await Channels.RunAsync(channel, Channels.Segment(channel, $"kill -9 {channel.Hello.ProcessId}"));

        var lost = Assert.IsType<ChannelEvent.Lost>(events[^1]);
        Assert.Equal(TroubleKind.Shell, lost.Trouble.Kind);
        Assert.Contains(events, e => e is ChannelEvent.Said { Event: Event.Started });
        Assert.DoesNotContain(events, e => e is ChannelEvent.Said { Event: Event.Done });
    }

    [Fact]
    public async Task Segment_larger_than_any_pipe_arrives_while_it_answers()
    {
        using var ssh = new FakeSsh();
        using var transport = new OpenSshTransport(ssh.Options, new ChannelOptions());
        await using var channel = (await transport.OpenAsync(ssh.Endpoint, default)).Channel!;
        var target = ssh.PathOf("target");
        var content = new byte[4 * 1024 * 1024];
        new Random(1).NextBytes(content);
        var task = new ScriptTask(1, "put", [new Step.Put(target, new FileContent(content))]);

        // The noise comes first, in the middle of reading the segment: both directions are full at once.
        var segment = "head -c 3000000 /dev/zero\n" + ScriptWriter.WriteSegment(1, [task], channel.Sent);
        var events = await Channels.RunAsync(channel, segment);

        Assert.IsType<ChannelEvent.Ended>(events[^1]);
        Assert.Equal(content, File.ReadAllBytes(target));
    }

    [Fact]
    public async Task Hundred_megabytes_of_output_are_capped()
    {
        using var ssh = new FakeSsh();
        using var transport = new OpenSshTransport(ssh.Options, new ChannelOptions { OutputCap = 64 * 1024 });
        await using var channel = (await transport.OpenAsync(ssh.Endpoint, default)).Channel!;
        var segment = Channels.Segment(channel, "head -c 104857600 /dev/zero");

        var events = await Channels.RunAsync(channel, segment);

        var acted = events.OfType<ChannelEvent.Said>().Select(e => e.Event).OfType<Event.Acted>().Single();
        Assert.InRange(acted.Stdout.Length, 64 * 1024, 65 * 1024);
        Assert.IsType<ChannelEvent.Ended>(events[^1]);
    }

    [Fact]
    public async Task Hundred_megabytes_of_noise_leave_no_memory_behind()
    {
        using var ssh = new FakeSsh();
        using var transport = new OpenSshTransport(ssh.Options, new ChannelOptions());
        await using var channel = (await transport.OpenAsync(ssh.Endpoint, default)).Channel!;
        await Channels.RunAsync(channel, Channels.Segment(channel, "true"));
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var events = await Channels.RunAsync(channel, "head -c 104857600 /dev/zero; head -c 104857600 /dev/zero >&2\n" + Channels.Segment(channel, "true", 2));

        Assert.IsType<ChannelEvent.Ended>(events[^1]);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 16 * 1024 * 1024);
    }

    [Fact]
    public async Task Second_segment_at_the_same_time_is_a_mistake()
    {
        using var ssh = new FakeSsh();
        using var transport = new OpenSshTransport(ssh.Options, new ChannelOptions());
        await using var channel = (await transport.OpenAsync(ssh.Endpoint, default)).Channel!;
        var running = Channels.RunAsync(channel, Channels.Segment(channel, "sleep 600"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => Channels.RunAsync(channel, "true\n"));

        await channel.AbortAsync();
        Assert.IsType<ChannelEvent.Lost>((await running)[^1]);
    }

    [Fact]
    public async Task Two_hundred_channels_need_no_thread_each()
    {
        using var ssh = new FakeSsh();
        using var transport = new OpenSshTransport(ssh.Options, new ChannelOptions());
        var openings = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => transport.OpenAsync(ssh.Endpoint, default)));
        var channels = openings.Select(o => o.Channel!).ToList();
        var file = ssh.PathOf("go");

        var runs = channels.Select(c => Channels.RunAsync(c, Channels.Segment(c, $"while [ ! -e {file} ]; do sleep 1; done"))).ToList();
        await Task.Delay(1000);
        var threads = System.Diagnostics.Process.GetCurrentProcess().Threads.Count;
        File.WriteAllText(file, "");
        var ends = await Task.WhenAll(runs);
        await Task.WhenAll(channels.Select(c => c.DisposeAsync().AsTask()));

        Assert.All(ends, e => Assert.IsType<ChannelEvent.Ended>(e[^1]));
        Assert.InRange(threads, 1, 120);
    }

    private static string Segment(IChannel channel) => Channels.Segment(channel, "echo some output; echo more >&2");

    /// <summary>Bytes that a host prints up to the end of hello, and in all.</summary>
    private static async Task<(int Hello, int Total)> LengthsAsync()
    {
        // tee writes to its stdout, the file, before it writes to the channel.
        using var ssh = new FakeSsh(remote: "exec 3>&1; setsid -w sh -c \"$*\" | tee /dev/fd/3 >\"${0%/*}/printed\"");
        using var transport = new OpenSshTransport(ssh.Options, new ChannelOptions());
        await using var channel = (await transport.OpenAsync(ssh.Endpoint, default)).Channel!;
        var hello = new FileInfo(ssh.PathOf("printed")).Length;
        await Channels.RunAsync(channel, Segment(channel));
        return ((int)hello, (int)new FileInfo(ssh.PathOf("printed")).Length);
    }
}
