using Remediator.Engine.Running;

namespace Remediator.Ssh.Tests;

/// <summary>What many logins share: how many go in at a time, and when a bastion is left alone.</summary>
public sealed class DoorTests
{
    /// <summary>Each login writes down how many are under way.</summary>
    private const string Counting =
        """
        here="${0%/*}/here"
        mkdir -p "$here"
        : >"$here/$$"
        ls "$here" | wc -l >>"${0%/*}/counts"
        sleep 0.3
        rm "$here/$$"
        """;

    [Fact]
    public async Task Logins_through_one_bastion_are_few_at_a_time()
    {
        using var ssh = new FakeSsh(Counting);
        using var transport = new OpenSshTransport(ssh.Options with { LoginsPerBastion = 3 }, new ChannelOptions());

        var openings = await Task.WhenAll(Enumerable.Range(0, 15).Select(i => transport.OpenAsync(ssh.Endpoint with { Address = $"web{i}", Bastion = "b1" }, default)));

        Assert.All(openings, o => Assert.Null(o.Trouble));
        Assert.InRange(File.ReadAllLines(ssh.PathOf("counts")).Max(l => int.Parse(l)), 1, 3);
        await Task.WhenAll(openings.Select(o => o.Channel!.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task Bastion_that_fails_many_times_in_a_row_is_left_alone()
    {
        using var ssh = new FakeSsh("echo 'Connection refused' >&2; exit 255");
        using var transport = new OpenSshTransport(ssh.Options with { BastionFailures = 4 }, new ChannelOptions());

        var troubles = new List<Trouble>();
        for (var i = 0; i < 10; i++)
        {
            troubles.Add((await transport.OpenAsync(ssh.Endpoint with { Bastion = "b1" }, default)).Trouble!);
        }

        Assert.Equal(4, ssh.Tries);
        Assert.Contains("b1", troubles[^1].Message);
        Assert.Equal(0, troubles[^1].Attempts);
        Assert.Equal(TroubleKind.Network, troubles[^1].Kind);
    }

    [Theory]
    [InlineData("channel 0: open failed: connect failed: No route to host\nstdio forwarding failed", "b1")]
    [InlineData("root@web1: Permission denied (publickey).", "b1")]
    [InlineData("Connection refused", null)]
    public async Task Trouble_that_is_not_the_bastions_does_not_shut_it(string said, string? bastion)
    {
        using var ssh = new FakeSsh($"echo {Remediator.Shell.Sh.Quote(said)} >&2; exit 255");
        using var transport = new OpenSshTransport(ssh.Options with { BastionFailures = 2 }, new ChannelOptions());

        for (var i = 0; i < 6; i++)
        {
            await transport.OpenAsync(ssh.Endpoint with { Bastion = bastion }, default);
        }

        Assert.Equal(6, ssh.Tries);
    }
}
