namespace Remediator.Engine.Running;

/// <summary>The open channels of a run, one per endpoint, kept across plays. A channel that was lost is forgotten.</summary>
public sealed class ChannelPool(Func<ConnectionKind, ITransport> transports) : IAsyncDisposable
{
    private readonly Dictionary<Endpoint, IChannel> channels = [];
    private readonly Dictionary<Endpoint, Opening> refused = [];
    private readonly Dictionary<Endpoint, string> boots = [];
    private readonly Lock gate = new();

    /// <summary>Called with a host that is found to have booted since its last channel was opened, where nobody waited for that.</summary>
    public Action<string>? Rebooted { get; set; }

    /// <summary>The endpoint's channel, opened where there is none. One caller per endpoint at a time.</summary>
    /// <param name="connectTimeout">For this time in place of the endpoint's own.</param>
    public async Task<Opening> OpenAsync(Endpoint endpoint, CancellationToken cancellation, TimeSpan? connectTimeout = null)
    {
        lock (gate)
        {
            if (channels.TryGetValue(endpoint, out var open))
            {
                return Opening.Of(open);
            }

            if (refused.Remove(endpoint, out var before) && connectTimeout is null)
            {
                return before;
            }
        }

        var opening = await transports(endpoint.Kind).OpenAsync(connectTimeout is { } own ? endpoint with { ConnectTimeout = own } : endpoint, cancellation).ConfigureAwait(false);
        if (opening.Channel is { } channel)
        {
            lock (gate)
            {
                channels[endpoint] = channel;
            }

            See(endpoint, channel.Hello.BootId);
        }

        return opening;
    }

    /// <summary>As <see cref="OpenAsync"/>, ahead of a use: what keeps it from opening is told to that use once more, without another try.</summary>
    public async Task<Opening> GreetAsync(Endpoint endpoint, CancellationToken cancellation)
    {
        var opening = await OpenAsync(endpoint, cancellation).ConfigureAwait(false);
        if (opening.Channel is null)
        {
            lock (gate)
            {
                refused[endpoint] = opening;
            }
        }

        return opening;
    }

    private void See(Endpoint endpoint, string boot)
    {
        bool isOther;
        lock (gate)
        {
            isOther = boot.Length > 0 && boots.TryGetValue(endpoint, out var before) && before != boot;
            boots[endpoint] = boot;
        }

        if (isOther)
        {
            Rebooted?.Invoke(endpoint.Host);
        }
    }

    public async ValueTask ForgetAsync(Endpoint endpoint)
    {
        IChannel? channel;
        lock (gate)
        {
            channels.Remove(endpoint, out channel);
        }

        if (channel is not null)
        {
            await channel.AbortAsync().ConfigureAwait(false);
            await channel.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Closes all channels of a host.</summary>
    public async ValueTask ForgetAsync(string host)
    {
        List<Endpoint> endpoints;
        lock (gate)
        {
            endpoints = [.. channels.Keys.Where(e => e.Host == host)];
        }

        foreach (var endpoint in endpoints)
        {
            await ForgetAsync(endpoint).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<IChannel> open;
        lock (gate)
        {
            open = [.. channels.Values];
            channels.Clear();
        }

        await Task.WhenAll(open.Select(c => c.DisposeAsync().AsTask())).ConfigureAwait(false);
    }
}
