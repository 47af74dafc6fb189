using Remediator.Engine.Running;

namespace Remediator.Ssh.Tests;

/// <summary>What becomes of a login that goes wrong, by a client that goes wrong on demand.</summary>
public sealed class LoginTests
{
    /// <summary>What the client says and its exit code; what it is, whether it may be tried again, and a word of the message.</summary>
    public static TheoryData<string, int, TroubleKind, bool, string> Failures => new()
    {
        { "ssh: connect to host web1 port 22: Connection refused", 255, TroubleKind.Network, true, "refused" },
        { "ssh: connect to host web1 port 22: No route to host", 255, TroubleKind.Network, true, "no way to web1" },
        { "ssh: connect to host web1 port 22: Network is unreachable", 255, TroubleKind.Network, true, "no way to web1" },
        { "ssh: connect to host web1 port 22: Connection timed out", 255, TroubleKind.TimeOut, true, "in time" },
        { "Connection timed out during banner exchange", 255, TroubleKind.TimeOut, true, "in time" },
        { "ssh: Could not resolve hostname web1: Name or service not known", 255, TroubleKind.Network, false, "not known" },
        { "ssh: Could not resolve hostname web1: Temporary failure in name resolution", 255, TroubleKind.Network, true, "looked up" },
        { "kex_exchange_identification: read: Connection reset by peer", 255, TroubleKind.Network, true, "closed the connection" },
        { "kex_exchange_identification: Connection closed by remote host\nConnection closed by 10.0.0.1 port 22", 255, TroubleKind.Network, true, "closed the connection" },
        { "channel 0: open failed: connect failed: Connection refused\nstdio forwarding failed\nConnection closed by UNKNOWN port 65535", 255, TroubleKind.Network, true, "refused" },
        { "Not allowed at this time", 255, TroubleKind.Network, false, "turns this machine away" },
        { "Unable to negotiate with 10.0.0.1 port 22: no matching key exchange method found. Their offer: diffie-hellman-group1-sha1", 255, TroubleKind.Network, false, "no algorithm in common" },
        { "root@web1: Permission denied (publickey,password).", 255, TroubleKind.Authentication, false, "did not accept the login" },
        { "Load key \"/k\": Permission denied\nroot@web1: Permission denied (publickey).\nConnection closed by UNKNOWN port 65535", 255, TroubleKind.Authentication, false, "did not accept the login" },
        { "Received disconnect from 10.0.0.1 port 22:2: Too many authentication failures", 255, TroubleKind.Authentication, false, "did not accept the login" },
        { "No ED25519 host key is known for web1 and you have requested strict checking.\nHost key verification failed.", 255, TroubleKind.HostKey, false, "is not known" },
        { "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nThe fingerprint for the ED25519 key sent by the remote host is\nSHA256:abc.\nHost key verification failed.", 255, TroubleKind.HostKey, false, "SHA256:abc" },
        { "/c: line 1: Bad configuration option: frob", 255, TroubleKind.Client, false, "does not accept its configuration" },
        { "something nobody has seen", 255, TroubleKind.Network, true, "something nobody has seen" },
        { "", 255, TroubleKind.Network, true, "does not say why" },
        { "sh: 1: exec: /bin/sh: not found", 127, TroubleKind.Shell, false, "did not start /bin/sh" },
        { "", 70, TroubleKind.Shell, false, "no folder" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Failure_is_told_apart_and_tried_again_only_where_it_may_pass(string said, int code, TroubleKind kind, bool again, string word)
    {
        using var ssh = new FakeSsh($"printf '%s\\r\\n' {Remediator.Shell.Sh.Quote(said)} >&2; exit {code}");
        var time = new ImpatientTime();
        using var transport = new OpenSshTransport(ssh.Options with { Retries = 2 }, new ChannelOptions(), time);

        var trouble = (await transport.OpenAsync(ssh.Endpoint, default)).Trouble!;

        Assert.Equal(kind, trouble.Kind);
        Assert.Contains(word, trouble.Message);
        Assert.DoesNotContain(trouble.Message, char.IsControl);
        Assert.Equal(again ? 3 : 1, trouble.Attempts);
        Assert.Equal(again ? 3 : 1, ssh.Tries);
        Assert.Equal(again ? 2 : 0, time.Pauses.Count);
    }

    [Fact]
    public async Task Account_without_a_shell_is_shown_by_what_it_printed()
    {
        using var ssh = new FakeSsh("echo 'This account is currently not available.'; exit 1");
        using var transport = new OpenSshTransport(ssh.Options, new ChannelOptions());

        var trouble = (await transport.OpenAsync(ssh.Endpoint, default)).Trouble!;

        Assert.Equal(TroubleKind.Shell, trouble.Kind);
        Assert.Contains("currently not available", trouble.Message);
    }

    [Fact]
    public async Task Silent_host_is_a_time_out_and_its_client_is_ended()
    {
        using var ssh = new FakeSsh("echo $$ >\"${0%/*}/pid\"; exec sleep 600");
        using var transport = new OpenSshTransport(ssh.Options, new ChannelOptions());

        var trouble = (await transport.OpenAsync(ssh.Endpoint with { ConnectTimeout = TimeSpan.FromSeconds(5) }, default)).Trouble!;

        Assert.Equal(TroubleKind.TimeOut, trouble.Kind);
        Assert.False(Channels.Runs(int.Parse(File.ReadAllText(ssh.PathOf("pid")))));
    }

    [Fact]
    public async Task Passing_trouble_gives_a_channel_after_all()
    {
        using var ssh = new FakeSsh("[ $(wc -l <\"${0%/*}/tries\") -ge 2 ] || { echo 'Connection refused' >&2; exit 255; }");
        using var transport = new OpenSshTransport(ssh.Options with { Retries = 2 }, new ChannelOptions(), new ImpatientTime());

        var opening = await transport.OpenAsync(ssh.Endpoint, default);

        Assert.NotNull(opening.Channel);
        Assert.Equal(2, ssh.Tries);
        await opening.Channel.DisposeAsync();
    }

    [Fact]
    public async Task Client_that_does_not_know_our_key_exchange_is_started_without_it()
    {
        using var ssh = new FakeSsh("""
            file=$(grep -A1 -x -e -F "${0%/*}/words" | tail -n 1)
            grep -q KexAlgorithms "$file" && { printf "%s line 14: Bad SSH2 KexAlgorithms '^curve25519-sha256'.\r\n%s: terminating, 1 bad configuration options\r\n" "$file" "$file" >&2; exit 255; }
            """);
        using var transport = new OpenSshTransport(ssh.Options, new ChannelOptions());

        await using var first = (await transport.OpenAsync(ssh.Endpoint, default)).Channel!;
        await using var second = (await transport.OpenAsync(ssh.Endpoint with { Host = "web2" }, default)).Channel!;

        Assert.Equal(3, ssh.Tries);
    }

    [Fact]
    public async Task Key_exchange_of_the_users_own_that_is_not_known_is_told()
    {
        using var ssh = new FakeSsh("echo \"/home/ops/.ssh/config line 3: Bad SSH2 KexAlgorithms 'frob'.\" >&2; exit 255");
        using var transport = new OpenSshTransport(ssh.Options, new ChannelOptions());

        var trouble = (await transport.OpenAsync(ssh.Endpoint, default)).Trouble!;

        Assert.Equal((TroubleKind.Client, 1), (trouble.Kind, ssh.Tries));
    }

    [Fact]
    public async Task Noise_before_the_shell_is_passed_over()
    {
        using var ssh = new FakeSsh("printf 'Welcome\\n\\036fake hello 1 1\\n\\000\\377'; head -c 200000 /dev/zero; echo banner >&2");
        using var transport = new OpenSshTransport(ssh.Options, new ChannelOptions());

        await using var channel = (await transport.OpenAsync(ssh.Endpoint, default)).Channel!;

        Assert.Equal(Environment.UserName, channel.Hello.User);
    }

    [Fact]
    public async Task Closed_channel_leaves_no_folder_and_no_process()
    {
        using var ssh = new FakeSsh();
        using var transport = new OpenSshTransport(ssh.Options, new ChannelOptions());
        var channel = (await transport.OpenAsync(ssh.Endpoint, default)).Channel!;
        Assert.NotEmpty(Directory.GetDirectories(ssh.Temporary));

        await channel.DisposeAsync();

        Assert.Empty(Directory.GetDirectories(ssh.Temporary));
        Assert.False(Channels.Runs(channel.Hello.ProcessId));
        await channel.AbortAsync();
        await channel.DisposeAsync();
    }

    [Fact]
    public async Task Missing_client_is_named()
    {
        using var transport = new OpenSshTransport(new SshOptions { Command = "no-such-ssh" }, new ChannelOptions());

        var trouble = (await transport.OpenAsync(new Endpoint("web1", ConnectionKind.Ssh), default)).Trouble!;

        Assert.Equal(TroubleKind.Client, trouble.Kind);
        Assert.Contains("no-such-ssh", trouble.Message);
    }

    [Theory]
    [InlineData("-oProxyCommand=id", null)]
    [InlineData("a b", null)]
    [InlineData("a`id`", null)]
    [InlineData("$(id)", null)]
    [InlineData("a\nb", null)]
    [InlineData("user@web1", null)]
    [InlineData("", null)]
    [InlineData("web1", "-oFoo")]
    [InlineData("web1", "a;b")]
    [InlineData("web1", "a\0b")]
    [InlineData("web1", "${HOME}")]
    [InlineData("web1", "a\\")]
    [InlineData("web1", "root\n")]
    public async Task Name_that_could_be_more_than_a_name_is_refused_before_anything_starts(string address, string? user)
    {
        using var ssh = new FakeSsh();
        using var transport = new OpenSshTransport(ssh.Options, new ChannelOptions());

        var trouble = (await transport.OpenAsync(ssh.Endpoint with { Address = address, User = user }, default)).Trouble!;

        Assert.Equal(TroubleKind.Client, trouble.Kind);
        Assert.DoesNotContain(trouble.Message, char.IsControl);
        Assert.Equal(0, ssh.Tries);
    }

    [Theory]
    [InlineData("10.0.0.1", "root")]
    [InlineData("fe80::1%eth0", "a.user+x")]
    [InlineData("node_1.example.org", "CORP\\admin")]
    [InlineData("xn--bcher-kva.example", "user@corp.example")]
    public async Task Usual_names_reach_the_client_as_they_are(string address, string user)
    {
        using var ssh = new FakeSsh();
        using var transport = new OpenSshTransport(ssh.Options with { Arguments = ["-o", "ProxyJump=b1"] }, new ChannelOptions());

        var opening = await transport.OpenAsync(ssh.Endpoint with { Address = address, User = user, Port = 2222, PrivateKeyFile = "/my keys/k", SshArguments = ["-o", "Ciphers=aes128-ctr"] }, default);
        await opening.Channel!.DisposeAsync();

        string[] words = [.. ssh.Words.Where((w, i) => w != "-F" && ssh.Words[Math.Max(0, i - 1)] != "-F")];
        Assert.Equal(["-T", "-o", "BatchMode=yes", "-o", "ProxyJump=b1", "-o", "Ciphers=aes128-ctr", "-o", "ConnectTimeout=120", "-p", "2222", "-l", user, "-i", "/my keys/k", "-o", "IdentitiesOnly=yes", "--", address, "exec", "/bin/sh"], words);
    }
}
