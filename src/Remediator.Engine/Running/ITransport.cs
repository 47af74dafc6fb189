using Remediator.Shell;

namespace Remediator.Engine.Running;

/// <summary>Reaches hosts: the seam at which another implementation (an SSH library, say) is one small adapter.</summary>
public interface ITransport
{
    /// <summary>
    /// Opens a channel: a shell on the host, as the user wanted, that has answered. Retries what may be retried (never authentication,
    /// a host key or sudo). Bounded by <see cref="Endpoint.ConnectTimeout"/> per try.
    /// </summary>
    Task<Opening> OpenAsync(Endpoint endpoint, CancellationToken cancellation);
}

/// <summary>A shell on a host, kept open. One segment at a time.</summary>
public interface IChannel : IAsyncDisposable
{
    /// <summary>What the host said first.</summary>
    Event.Hello Hello { get; }

    /// <summary>Names of prelude functions that the far end has; <see cref="ScriptWriter.WriteSegment"/> adds to it.</summary>
    ISet<string> Sent { get; }

    /// <summary>
    /// Sends a segment and yields its events; the last is <see cref="ChannelEvent.Ended"/>, or <see cref="ChannelEvent.Lost"/> where
    /// the line dropped, after which the channel is of no use. Cancellation ends the process group on the host, then the channel.
    /// </summary>
    IAsyncEnumerable<ChannelEvent> RunAsync(string segment, CancellationToken cancellation);

    /// <summary>Says something to the script that runs, which has asked for it (<see cref="Event.Asked"/>).</summary>
    Task AnswerAsync(string line, CancellationToken cancellation);

    /// <summary>Ends what runs on the host (its process group) and closes the channel. Safe to call at any time, also twice.</summary>
    ValueTask AbortAsync();
}

/// <summary>An event of the script, or the channel's own end.</summary>
public abstract record ChannelEvent
{
    private ChannelEvent()
    {
    }

    public sealed record Said(Event Event) : ChannelEvent;

    public sealed record Ended : ChannelEvent;

    public sealed record Lost(Trouble Trouble) : ChannelEvent;
}

/// <summary>A channel, or why there is none. Exactly one is set.</summary>
public sealed record Opening(IChannel? Channel, Trouble? Trouble)
{
    public static Opening Of(IChannel channel) => new(channel, null);

    public static Opening Failed(Trouble trouble) => new(null, trouble);
}

/// <summary>Trouble with a host, as a value.</summary>
/// <param name="Message">What is known to have happened, in a sentence; no secret, no control characters.</param>
/// <param name="Hint">What to do, or null.</param>
public sealed record Trouble(TroubleKind Kind, string Message, string? Hint = null)
{
    /// <summary>How many tries were made.</summary>
    public int Attempts { get; init; } = 1;
}

public enum TroubleKind
{
    /// <summary>No route, refused, name not found, the line dropped.</summary>
    Network,
    Authentication,
    HostKey,

    /// <summary>Becoming another user was refused.</summary>
    Become,
    TimeOut,

    /// <summary>The far end is not what a channel needs: no /bin/sh, no folder to write to.</summary>
    Shell,

    /// <summary>The client on this machine could not be started.</summary>
    Client,
}

/// <summary>Where and as whom to open a channel. Endpoints that are equal share one: equality is by content, the arguments' too.</summary>
/// <param name="Host">The inventory's name; messages use it.</param>
/// <param name="Kind">How: the system's ssh client, or a shell on this machine.</param>
public sealed record Endpoint(string Host, ConnectionKind Kind)
{
    /// <summary>Host name or address given to ssh; the inventory's name by default.</summary>
    public string? Address { get; init; }

    public int? Port { get; init; }

    public string? User { get; init; }

    public string? PrivateKeyFile { get; init; }

    /// <summary>Words for the ssh client, from <c>ansible_ssh_common_args</c> and its like, split already.</summary>
    public IReadOnlyList<string> SshArguments { get; init; } = [];

    public Become? Become { get; init; }

    /// <summary>Per try: until the host's shell has answered.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The bastion that the channel goes through, for ramping and the circuit breaker; null for none known.</summary>
    public string? Bastion { get; init; }

    /// <summary>The host for which a delegated task runs here: each has a channel of its own, so that none waits for another's.</summary>
    public string? OnBehalfOf { get; init; }

    public bool Equals(Endpoint? other) =>
        other is not null && OnBehalfOf == other.OnBehalfOf && (Host, Kind, Address, Port, User, PrivateKeyFile, Become, ConnectTimeout, Bastion).Equals((other.Host, other.Kind, other.Address, other.Port, other.User, other.PrivateKeyFile, other.Become, other.ConnectTimeout, other.Bastion)) && SshArguments.SequenceEqual(other.SshArguments);

    public override int GetHashCode() => HashCode.Combine(Host, Kind, Address, Port, User, Become, OnBehalfOf);
}

public enum ConnectionKind
{
    Ssh,
    Local,
}

/// <summary>Becoming another user by sudo.</summary>
/// <param name="User">Usually <c>root</c>.</param>
/// <param name="Method"><c>sudo</c>; others are refused.</param>
public sealed record Become(string User, string Method = "sudo")
{
    /// <summary>Sent once, on a prompt of our own, and never logged; null where none was given.</summary>
    public Secret? Password { get; init; }
}

/// <summary>A text that is never shown. Its equality is by content, its text is asterisks.</summary>
public sealed record Secret(string Reveal)
{
    public override string ToString() => "********";
}
