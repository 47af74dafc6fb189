namespace Remediator.Ssh;

/// <summary>How the system's ssh client is used, for all hosts of a transport.</summary>
public sealed record SshOptions
{
    /// <summary>The client: a name looked up in <c>PATH</c>, or a path.</summary>
    public string Command { get; init; } = "ssh";

    /// <summary>Words for the client before an endpoint's own, so that they win: the command line's.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>
    /// Further tries after trouble of the network before there is a channel (0..10), after a growing, jittered pause. Authentication,
    /// host keys and sudo are tried once: servers count failures and shut their door.
    /// </summary>
    public int Retries { get; init; } = 2;

    /// <summary>The pause before the first further try.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Logins at a time through one bastion; an sshd of default settings drops some from the tenth on (MaxStartups 10:30:100).</summary>
    public int LoginsPerBastion { get; init; } = 8;

    /// <summary>Logins at a time to hosts without a bastion, each at an sshd of its own: bounds what this machine computes for key exchange.</summary>
    public int DirectLogins { get; init; } = 32;

    /// <summary>Failures in a row of a bastion itself after which it is left alone for <see cref="BastionPause"/>; at least 2.</summary>
    public int BastionFailures { get; init; } = 8;

    public TimeSpan BastionPause { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long the client keeps a connection after its last use, for later runs to share (OpenSSH's <c>ControlPersist</c>; whole seconds);
    /// null keeps none.
    /// </summary>
    public TimeSpan? Keep { get; init; }
}
