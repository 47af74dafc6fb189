using System.Collections.Concurrent;
using Remediator.Engine.Running;
using Remediator.Shell;

namespace Remediator.Engine.Tests;

/// <summary>Counts the segments that go down the channels of another transport, by host.</summary>
internal sealed class CountedTransport(ITransport inner) : ITransport
{
    private readonly ConcurrentDictionary<string, int> segments = [];

    public int SegmentsOf(string host) => segments.GetValueOrDefault(host);

    public async Task<Opening> OpenAsync(Endpoint endpoint, CancellationToken cancellation)
    {
        var opening = await inner.OpenAsync(endpoint, cancellation);
        return opening.Channel is { } channel ? Opening.Of(new Counted(channel, () => segments.AddOrUpdate(endpoint.Host, 1, (_, n) => n + 1))) : opening;
    }

    private sealed class Counted(IChannel inner, Action count) : IChannel
    {
        public Event.Hello Hello => inner.Hello;

        public ISet<string> Sent => inner.Sent;

        public IAsyncEnumerable<ChannelEvent> RunAsync(string segment, CancellationToken cancellation)
        {
            count();
            return inner.RunAsync(segment, cancellation);
        }

        public Task AnswerAsync(string line, CancellationToken cancellation) => inner.AnswerAsync(line, cancellation);

        public ValueTask AbortAsync() => inner.AbortAsync();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
