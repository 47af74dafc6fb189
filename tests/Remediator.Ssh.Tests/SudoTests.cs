using Remediator.Engine.Running;
using Remediator.Shell;

namespace Remediator.Ssh.Tests;

/// <summary>Becoming another user: sudo's dialogue, and where its password may not be found.</summary>
public sealed class SudoTests
{
    private const string Password = "corréct horse'$(id)\\ battery";
    private static readonly Become Root = new("operator");

    [Fact]
    public async Task Right_password_is_sent_once_and_the_channel_works()
    {
        using var ssh = new FakeSsh();
        ssh.WriteSudo(Password.Replace("'", "'\\''"));
        using var transport = new OpenSshTransport(ssh.Options, new ChannelOptions());

        var opening = await transport.OpenAsync(ssh.Endpoint with { Become = Root with { Password = new Secret(Password) } }, default);

        Assert.Null(opening.Trouble);
        await using var channel = opening.Channel!;
        Assert.Equal(1, ssh.Passwords);
        var events = await Channels.RunAsync(channel, Channels.Segment(channel, "echo fine"));
        Assert.IsType<ChannelEvent.Ended>(events[^1]);
    }

    [Fact]
    public async Task Wrong_password_is_tried_once_and_shown_nowhere()
    {
        using var ssh = new FakeSsh();
        ssh.WriteSudo("another");
        using var transport = new OpenSshTransport(ssh.Options with { Retries = 2 }, new ChannelOptions(), new ImpatientTime());
        var become = Root with { Password = new Secret(Password) };

        var trouble = (await transport.OpenAsync(ssh.Endpoint with { Become = become }, default)).Trouble!;

        Assert.Equal(TroubleKind.Become, trouble.Kind);
        Assert.Contains("did not accept the password", trouble.Message);
        Assert.Equal(1, trouble.Attempts);
        Assert.Equal(1, ssh.Tries);
        Assert.Equal(1, ssh.Passwords);
        Assert.DoesNotContain("horse", $"{trouble}{become}{ssh.Endpoint with { Become = become }}");
    }

    [Fact]
    public async Task Password_is_in_no_command_line_and_no_environment()
    {
        using var ssh = new FakeSsh();
        ssh.WriteSudo(Password.Replace("'", "'\\''"));
        using var transport = new OpenSshTransport(ssh.Options, new ChannelOptions());
        await using var channel = (await transport.OpenAsync(ssh.Endpoint with { Become = Root with { Password = new Secret(Password) } }, default)).Channel!;
        var file = ssh.PathOf("pid");
        var run = Channels.RunAsync(channel, Channels.Segment(channel, $"echo $$ >{file}.new; mv {file}.new {file}; while [ -e {file} ]; do sleep 0.2; done"));
        Assert.True(await Channels.Eventually(() => File.Exists(file)));

        Assert.Empty(Channels.ProcessesWith("corréct horse"));

        File.Delete(file);
        await run;
    }

    [Fact]
    public async Task Password_that_is_not_asked_for_is_not_sent()
    {
        using var ssh = new FakeSsh();
        ssh.WriteSudo(null);
        var trap = ssh.PathOf("trap");
        using var transport = new OpenSshTransport(ssh.Options, new ChannelOptions());

        var opening = await transport.OpenAsync(ssh.Endpoint with { Become = Root with { Password = new Secret($"touch {trap}") } }, default);

        Assert.Null(opening.Trouble);
        await Channels.RunAsync(opening.Channel!, Channels.Segment(opening.Channel!, "echo fine"));
        await opening.Channel!.DisposeAsync();
        Assert.False(File.Exists(trap));
    }

    [Fact]
    public async Task Banner_that_speaks_of_passwords_gets_none()
    {
        using var ssh = new FakeSsh("echo 'Enter your password: ' >&2; echo '[sudo] password for root: '");
        ssh.WriteSudo(Password.Replace("'", "'\\''"), "[sudo: authenticate] %s ");
        using var transport = new OpenSshTransport(ssh.Options, new ChannelOptions());

        await using var channel = (await transport.OpenAsync(ssh.Endpoint with { Become = Root with { Password = new Secret(Password) } }, default)).Channel!;

        Assert.Equal(1, ssh.Passwords);
    }

    [Fact]
    public async Task Needed_password_that_was_not_given_is_asked_of_the_user()
    {
        using var ssh = new FakeSsh();
        ssh.WriteSudo("x");
        using var transport = new OpenSshTransport(ssh.Options with { Retries = 2 }, new ChannelOptions(), new ImpatientTime());

        var trouble = (await transport.OpenAsync(ssh.Endpoint with { Become = Root }, default)).Trouble!;

        Assert.Equal(TroubleKind.Become, trouble.Kind);
        Assert.Contains("a password is required", trouble.Message);
        Assert.Contains("-K", trouble.Hint);
        Assert.Equal(1, ssh.Tries);
    }

    [Theory]
    [InlineData("ann is not in the sudoers file.", 1, "sudoers")]
    [InlineData("sudo: sorry, you must have a tty to run sudo", 1, "requiretty")]
    [InlineData("sudo: unknown user operator", 1, "become_user")]
    [InlineData("sh: 1: exec: sudo: not found", 127, "become: false")]
    [InlineData("sudo: Ein Passwort ist notwendig", 1, "-K")]
    public async Task Refusal_is_shown_in_the_words_of_sudo_with_a_way_out(string said, int code, string hint)
    {
        foreach (var password in new[] { null, new Secret("x") })
        {
            using var ssh = new FakeSsh();
            ssh.Write("bin/sudo", $"#!/bin/sh\necho {Sh.Quote(said)} >&2\nexit {code}");
            using var transport = new OpenSshTransport(ssh.Options, new ChannelOptions());

            var trouble = (await transport.OpenAsync(ssh.Endpoint with { Become = Root with { Password = password } }, default)).Trouble!;

            Assert.Equal(TroubleKind.Become, trouble.Kind);
            Assert.Contains(said, trouble.Message);
            Assert.DoesNotContain("remediator-", trouble.Message);
            if (password is null || hint != "-K")
            {
                Assert.Contains(hint, trouble.Hint);
            }
        }
    }

    [Fact]
    public async Task Sudo_that_asks_for_something_else_ends_in_time_with_no_second_try()
    {
        using var ssh = new FakeSsh();
        ssh.Write("bin/sudo", "#!/bin/sh\nprintf 'One-time code: ' >&2\nread -r code");
        using var transport = new OpenSshTransport(ssh.Options with { Retries = 2 }, new ChannelOptions());

        var trouble = (await transport.OpenAsync(ssh.Endpoint with { Become = Root with { Password = new Secret("x") }, ConnectTimeout = TimeSpan.FromSeconds(4) }, default)).Trouble!;

        Assert.Equal(TroubleKind.Become, trouble.Kind);
        Assert.Contains("One-time code", trouble.Message);
        Assert.Equal(1, ssh.Tries);
    }

    [Theory]
    [InlineData("root; id", "sudo", null)]
    [InlineData("-u", "sudo", null)]
    [InlineData("#0", "sudo", null)]
    [InlineData("root", "su", null)]
    [InlineData("root", "sudo", "a\nid")]
    public async Task Become_that_could_do_more_than_that_is_refused_before_anything_starts(string user, string method, string? password)
    {
        using var ssh = new FakeSsh();
        using var transport = new OpenSshTransport(ssh.Options, new ChannelOptions());

        var trouble = (await transport.OpenAsync(ssh.Endpoint with { Become = new Become(user, method) { Password = password is null ? null : new Secret(password) } }, default)).Trouble!;

        Assert.Equal(TroubleKind.Become, trouble.Kind);
        Assert.Equal(0, ssh.Tries);
    }
}
