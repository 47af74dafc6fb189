using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Remediator.Engine.Running;

namespace Remediator.Ssh.Tests;

/// <summary>A real sshd on the loopback with keys and a configuration of its own; ended with the tests that use it.</summary>
public sealed class Sshd : IAsyncLifetime
{
    private const string Program = "/usr/sbin/sshd";
    private readonly string folder = Directory.CreateTempSubdirectory("remediator-sshd").FullName;
    private Process? server;

    /// <summary>Why there can be none here, or null.</summary>
    public static string? Missing { get; } =
        !File.Exists(Program) ? $"{Program} is not installed" :
        ChildProcess.Find("ssh") is null || ChildProcess.Find("ssh-keygen") is null ? "the ssh client is not installed" :
        Environment.UserName != "root" ? "sshd is started as root" : null;

    public int Port { get; private set; }

    /// <summary>sshd's process id.</summary>
    public int Id => server!.Id;

    public string Key => Path.Combine(folder, "key");

    private string KnownHosts => Path.Combine(folder, "known_hosts");

    /// <summary>An endpoint that works.</summary>
    public Endpoint Endpoint => new("web1", ConnectionKind.Ssh)
    {
        Address = "127.0.0.1",
        Port = Port,
        User = "root",
        PrivateKeyFile = Key,
        ConnectTimeout = TimeSpan.FromSeconds(60),
        SshArguments = Arguments(KnownHosts),
    };

    public async Task InitializeAsync()
    {
        if (Missing is not null)
        {
            return;
        }

        Directory.CreateDirectory("/run/sshd");
        await NewKeyAsync(Key);
        await NewKeyAsync(Path.Combine(folder, "host"));
        File.Copy(Key + ".pub", Path.Combine(folder, "authorized"));
        Port = FreePort();
        File.WriteAllText(Path.Combine(folder, "config"),
            $"""
            Port {Port}
            ListenAddress 127.0.0.1
            HostKey {folder}/host
            PidFile none
            AuthorizedKeysFile {folder}/authorized
            StrictModes no
            UsePAM no
            PermitRootLogin yes
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            MaxStartups 200
            """);
        server = Process.Start(new ProcessStartInfo(Program, ["-D", "-e", "-f", Path.Combine(folder, "config")]) { RedirectStandardError = true })!;
        server.ErrorDataReceived += (_, _) => { };
        server.BeginErrorReadLine();
        File.WriteAllText(KnownHosts, $"[127.0.0.1]:{Port} {File.ReadAllText(Path.Combine(folder, "host.pub"))}");
        await UntilItListensAsync();
    }

    /// <summary>Words for the client that make it use a file of known hosts, and nothing of this machine's user.</summary>
    public static IReadOnlyList<string> Arguments(string knownHosts) => ["-F", "none", "-o", $"UserKnownHostsFile={knownHosts}", "-o", "GlobalKnownHostsFile=/dev/null"];

    /// <summary>A file of the fixture's folder.</summary>
    public string Write(string name, string content)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>A key pair that nobody knows: its path, and the public half.</summary>
    public async Task<(string Path, string Public)> NewKeyAsync(string path)
    {
        using var keygen = Process.Start(new ProcessStartInfo("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", path]))!;
        await keygen.WaitForExitAsync();
        return (path, File.ReadAllText(path + ".pub"));
    }

    public string PathOf(string name) => Path.Combine(folder, name);

    public async Task DisposeAsync()
    {
        if (server is not null)
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
            server.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task UntilItListensAsync()
    {
        for (var i = 0; i < 300; i++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(100);
            }
        }

        throw new InvalidOperationException("sshd did not come up");
    }
}
