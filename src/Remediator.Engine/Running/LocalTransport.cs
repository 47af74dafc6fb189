namespace Remediator.Engine.Running;

/// <summary>A shell on this machine, without ssh: <c>connection: local</c>.</summary>
/// <param name="clock">Measures <see cref="Endpoint.ConnectTimeout"/>.</param>
public sealed class LocalTransport(ChannelOptions options, TimeProvider? clock = null) : ITransport
{
    // Longer than the shell's watcher needs to end what runs, so that it is not killed in the midst of it.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(6);
    private readonly TimeProvider clock = clock ?? TimeProvider.System;

    /// <summary>The shell to start, and words for it. POSIX; <c>/bin/sh</c> unless a test wants another.</summary>
    public IReadOnlyList<string> Shell { get; init; } = ["/bin/sh"];

    /// <inheritdoc/>
    public async Task<Opening> OpenAsync(Endpoint endpoint, CancellationToken cancellation)
    {
        var host = endpoint.Host;
        var wanted = endpoint.Become?.User == Environment.UserName ? endpoint with { Become = null } : endpoint;
        var (sudo, trouble) = Sudo.For(wanted);
        if (trouble is not null)
        {
            return Opening.Failed(trouble);
        }

        var (child, refusal) = ChildProcess.Start(sudo is { Password: null } ? sudo.Words : Shell, Grace);
        if (child is null)
        {
            return Opening.Failed(new Trouble(sudo is null ? TroubleKind.Client : TroubleKind.Become, $"{host}: {refusal}"));
        }

        var result = await ShellLogin.OpenAsync(host, child, sudo, options, endpoint.ConnectTimeout, clock, ending => Lost(host, ending), cancellation).ConfigureAwait(false);
        return result switch
        {
            LoginResult.Open open => Opening.Of(open.Channel),
            LoginResult.Refused refused => Opening.Failed(refused.Trouble),
            LoginResult.Silent { Ending: { ExitCode: null } ending } when sudo is not null => Opening.Failed(sudo.Silence(host, ending)),
            LoginResult.Silent { Ending: { ExitCode: null } } => Opening.Failed(new Trouble(TroubleKind.TimeOut, $"the shell for {host} did not answer within {endpoint.ConnectTimeout.TotalSeconds} s")),
            LoginResult.Silent { Ending: var ending } when sudo is not null => Opening.Failed(sudo.Explain(host, ending)),
            LoginResult.Silent { Ending: var ending } => Opening.Failed(Lost(host, ending)),
            _ => throw new InvalidOperationException(result.ToString()),
        };
    }

    private static Trouble Lost(string host, Ending ending)
    {
        var said = PlainText.Of(ending.Said);
        return new Trouble(TroubleKind.Shell, $"the shell on {host} ended early (exit code {ending.ExitCode?.ToString() ?? "unknown"}){(said.Length > 0 ? $": {said}" : "")}");
    }
}
