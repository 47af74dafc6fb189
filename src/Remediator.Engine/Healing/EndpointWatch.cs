using System.Collections.Concurrent;
using Remediator.Engine.Running;

namespace Remediator.Engine.Healing;

/// <summary>Passes channels on and notes by which ways each host was reached: a guard goes the way that the check went.</summary>
internal sealed class EndpointWatch
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Endpoint>> seen = [];

    public Func<ConnectionKind, ITransport> Around(Func<ConnectionKind, ITransport> transports) => kind => new Watched(transports(kind), this);

    /// <summary>The way by which root was reached, where there was one; else the first. Null where the host was not reached.</summary>
    public Endpoint? Of(string host) => seen.TryGetValue(host, out var ways) ? ways.FirstOrDefault(w => w.Become?.User == "root") ?? ways.First() : null;

    private sealed class Watched(ITransport inner, EndpointWatch watch) : ITransport
    {
        public async Task<Opening> OpenAsync(Endpoint endpoint, CancellationToken cancellation)
        {
            var opening = await inner.OpenAsync(endpoint, cancellation).ConfigureAwait(false);
            if (opening.Channel is not null && endpoint.OnBehalfOf is null)
            {
                watch.seen.GetOrAdd(endpoint.Host, _ => []).Enqueue(endpoint);
            }

            return opening;
        }
    }
}
