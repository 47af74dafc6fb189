using Remediator.Engine.Running;
using Remediator.Shell;
using Remediator.Testing;

namespace Remediator.Ssh.Tests;

/// <summary>Channels on this machine, in every shell it has.</summary>
public sealed class LocalTransportTests : IDisposable
{
    private readonly string files = Directory.CreateTempSubdirectory("remediator-local").FullName;

    private static readonly Endpoint Here = new("localhost", ConnectionKind.Local) { ConnectTimeout = Channels.Long };

    public static TheoryData<string> ShellNames => [.. Shells.Present.Select(s => s.Name)];

    public void Dispose() => Directory.Delete(files, recursive: true);

    [Theory]
    [MemberData(nameof(ShellNames))]
    public async Task Segments_run_one_after_another_and_a_straggler_disturbs_none(string shell)
    {
        var mark = Channels.NewMark();
        await using (var channel = await OpenAsync(shell))
        {
            for (var i = 1; i <= 20; i++)
            {
                var events = await Channels.RunAsync(channel, Channels.Segment(channel, $"echo {i}; [ {i} != 3 ] || sleep {mark} &", i));
                var acted = events.OfType<ChannelEvent.Said>().Select(e => e.Event).OfType<Event.Acted>().Single();
                Assert.Equal($"{i}\n", System.Text.Encoding.UTF8.GetString(acted.Stdout));
                Assert.IsType<ChannelEvent.Ended>(events[^1]);
            }

            Assert.Single(Channels.ProcessesWith($"sleep\0{mark}"));
            await channel.AbortAsync();
        }

        Assert.True(await Channels.Eventually(() => Channels.ProcessesWith($"sleep\0{mark}").Count == 0));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public async Task Abort_ends_all_and_removes_the_folder(string shell)
    {
        foreach (var command in new[] { "timeout MARK sleep MARK", "(trap '' TERM; sleep MARK; sleep MARK)", "" })
        {
            var mark = Channels.NewMark();
            var channel = await OpenAsync(shell);
            var folder = Path.Combine(files, mark);
            await Channels.RunAsync(channel, $"echo \"$rmd_d\" >{folder}\n{Channels.Segment(channel, "true")}");
            var run = command.Length > 0 ? Channels.RunAsync(channel, Channels.Segment(channel, command.Replace("MARK", mark))) : Task.CompletedTask;
            Assert.True(command.Length == 0 || await Channels.Eventually(() => Channels.ProcessesWith(mark).Count > 0));

            await channel.AbortAsync();

            await run;
            Assert.True(await Channels.Eventually(() => Channels.ProcessesWith(mark).Count == 0));
            Assert.True(await Channels.Eventually(() => !Directory.Exists(File.ReadAllText(folder).Trim())));
        }
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public async Task Watcher_ends_all_when_the_shell_is_killed(string shell)
    {
        var mark = Channels.NewMark();
        var channel = await OpenAsync(shell);
        var run = Channels.RunAsync(channel, Channels.Segment(channel, $"timeout {mark} sleep {mark}"));
        Assert.True(await Channels.Eventually(() => Channels.ProcessesWith(mark).Count > 1));

        using (var process = System.Diagnostics.Process.GetProcessById(channel.Hello.ProcessId))
        {
            process.Kill();
        }

        Assert.IsType<ChannelEvent.Lost>((await run)[^1]);
        await channel.DisposeAsync();
        Assert.True(await Channels.Eventually(() => Channels.ProcessesWith(mark).Count == 0));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public async Task Watcher_is_one_for_all_segments_and_leaves_no_process_behind_when_the_channel_ends(string shell)
    {
        var channel = await OpenAsync(shell);
        for (var i = 1; i <= 10; i++)
        {
            await Channels.RunAsync(channel, Channels.Segment(channel, "true", i));
        }

        var watcher = Assert.Single(Channels.ChildrenOf(channel.Hello.ProcessId));
        var sleep = Channels.ChildrenOf(watcher);
        await channel.DisposeAsync();

        Assert.True(await Channels.Eventually(() => !sleep.Append(watcher).Any(process => Directory.Exists($"/proc/{process}"))));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public async Task Check_mode_is_told_to_the_shell(string shell)
    {
        var transport = new LocalTransport(new ChannelOptions(Check: true)) { Shell = Shells.Present.First(s => s.Name == shell).Words };
        await using var channel = (await transport.OpenAsync(Here, default)).Channel!;

        var events = await Channels.RunAsync(channel, Channels.Segment(channel, "false"));

        Assert.Contains(events, e => e is ChannelEvent.Said { Event: Event.Acted { State: ActState.Would } });
    }

    [Fact]
    public async Task Shell_that_ends_at_once_is_trouble_with_its_words()
    {
        var transport = new LocalTransport(new ChannelOptions()) { Shell = ["sh", "-c", "echo broken >&2; exit 3"] };

        var trouble = (await transport.OpenAsync(Here, default)).Trouble!;

        Assert.Equal(TroubleKind.Shell, trouble.Kind);
        Assert.Contains("broken", trouble.Message);
    }

    [SudoFact]
    public async Task Become_gives_a_shell_of_the_other_user()
    {
        var transport = new LocalTransport(new ChannelOptions());

        foreach (var password in new[] { null, new Secret("never asked for") })
        {
            await using var channel = (await transport.OpenAsync(Here with { Become = new Become("nobody") { Password = password } }, default)).Channel!;
            Assert.Equal("nobody", channel.Hello.User);
            Assert.IsType<ChannelEvent.Ended>((await Channels.RunAsync(channel, Channels.Segment(channel, "true")))[^1]);
        }
    }

    [Fact]
    public async Task Become_the_user_that_one_is_needs_no_sudo()
    {
        var opening = await new LocalTransport(new ChannelOptions()).OpenAsync(Here with { Become = new Become(Environment.UserName) }, default);

        await using var channel = opening.Channel!;
        Assert.Equal(Environment.UserName, channel.Hello.User);
    }

    private static async Task<IChannel> OpenAsync(string shell)
    {
        var transport = new LocalTransport(new ChannelOptions()) { Shell = Shells.Present.First(s => s.Name == shell).Words };
        return (await transport.OpenAsync(Here, default)).Channel!;
    }
}
