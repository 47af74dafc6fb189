using System.Collections.Concurrent;
using Remediator.Engine.Running;

namespace Remediator.Ssh;

/// <summary>
/// Channels by the system's own ssh client, one process for each: it honours ssh_config, agents, certificates, <c>ProxyJump</c>,
/// GSSAPI and the system's policy. Dispose it after its channels.
/// </summary>
/// <param name="clock">Measures time-outs and the pauses between tries.</param>
public sealed class OpenSshTransport(SshOptions ssh, ChannelOptions options, TimeProvider? clock = null) : ITransport, IDisposable
{
    private readonly TimeProvider clock = clock ?? TimeProvider.System;
    private readonly SshConfiguration configuration = new(ssh.Keep);
    private readonly Lazy<string?> client = new(() => ChildProcess.Find(ssh.Command));
    private readonly ConcurrentDictionary<string, Door> doors = new();

    /// <inheritdoc/>
    public async Task<Opening> OpenAsync(Endpoint endpoint, CancellationToken cancellation)
    {
        // A login as the very user needs no sudo, which the host may not even have.
        var wanted = endpoint.User is not null && endpoint.Become?.User == endpoint.User ? endpoint with { Become = null } : endpoint;
        var (sudo, trouble) = Sudo.For(wanted);
        trouble ??= SshDestination.Refuse(endpoint);
        if (trouble is not null)
        {
            return Opening.Failed(trouble);
        }

        if (client.Value is not { } program)
        {
            return Opening.Failed(new Trouble(TroubleKind.Client, $"{endpoint.Host}: {ssh.Command} is not installed here, or not in PATH", "install the OpenSSH client"));
        }

        var remote = sudo is { Password: null } ? sudo.Words : ["/bin/sh"];
        var door = doors.GetOrAdd(endpoint.Bastion ?? "", _ => new Door(endpoint.Bastion, ssh, clock));
        return await door.EnterAsync(endpoint.Host, token => LoginAsync(program, wanted, remote, token), cancellation).ConfigureAwait(false);
    }

    public void Dispose()
    {
        configuration.Dispose();
        foreach (var door in doors.Values)
        {
            door.Dispose();
        }
    }

    private async Task<Attempt> LoginAsync(string program, Endpoint endpoint, IReadOnlyList<string> remote, CancellationToken cancellation)
    {
        while (true)
        {
            // A prompt and a mark of its own for each try.
            var (sudo, _) = Sudo.For(endpoint);
            var file = configuration.FileFor(SshCommandLine.UserFile(ssh, endpoint));
            var (child, refusal) = ChildProcess.Start(SshCommandLine.Write(ssh with { Command = program }, endpoint, file, remote));
            if (child is null)
            {
                return Failed(new Trouble(TroubleKind.Client, $"{endpoint.Host}: {refusal}"));
            }

            var result = await ShellLogin.OpenAsync(endpoint.Host, child, sudo, options, endpoint.ConnectTimeout, clock, ending => SshTrouble.Lost(endpoint.Host, ending), cancellation).ConfigureAwait(false);
            switch (result)
            {
                case LoginResult.Open open:
                    return new Attempt(open.Channel, null);
                case LoginResult.Refused refused:
                    return Failed(refused.Trouble);
                case LoginResult.Silent silent when !configuration.Relents(file, silent.Ending.Said):
                    return new Attempt(null, SshTrouble.Explain(endpoint, sudo, silent.Ending));
            }
        }
    }

    private static Attempt Failed(Trouble trouble) => new(null, new LoginTrouble(trouble, MayPass: false, OfBastion: false));
}
