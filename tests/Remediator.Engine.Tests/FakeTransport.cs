using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Remediator.Engine.Running;
using Remediator.Shell;

namespace Remediator.Engine.Tests;

/// <summary>What a host of a test answers to a segment, given the numbers of its tasks.</summary>
internal delegate IAsyncEnumerable<ChannelEvent> Answer(IReadOnlyList<int> tasks, CancellationToken cancellation);

/// <summary>Hosts that answer as a test wants, without shells; counts what was asked of them.</summary>
/// <param name="open">Trouble for an endpoint, or null where it opens.</param>
internal sealed partial class FakeTransport(Func<Endpoint, Trouble?> open, Func<Endpoint, int, Answer> answers) : ITransport
{
    private readonly ConcurrentDictionary<string, int> opened = [];
    private readonly ConcurrentDictionary<string, int> segments = [];
    private readonly ConcurrentDictionary<string, int> sent = [];
    private int live;
    private int busy;
    private int mostBusy;

    public int OpenedOf(string host) => opened.GetValueOrDefault(host);

    public int SegmentsOf(string host) => segments.GetValueOrDefault(host);

    /// <summary>Script tasks that were sent.</summary>
    public int TasksOf(string host) => sent.GetValueOrDefault(host);

    /// <summary>What the segments called their tasks on the host, in order.</summary>
    public IReadOnlyList<string> Keys { get; private set; } = [];

    /// <summary>The boot that a host tells of.</summary>
    public Func<Endpoint, string> BootId { get; init; } = _ => "";

    /// <summary>Channels that were opened and not disposed.</summary>
    public int Live => live;

    public int MostBusy => mostBusy;

    public Task<Opening> OpenAsync(Endpoint endpoint, CancellationToken cancellation)
    {
        opened.AddOrUpdate(endpoint.Host, 1, (_, n) => n + 1);
        if (open(endpoint) is { } trouble)
        {
            return Task.FromResult(Opening.Failed(trouble));
        }

        Interlocked.Increment(ref live);
        return Task.FromResult(Opening.Of(new Channel(this, endpoint)));
    }

    /// <summary>Every task runs and changes something.</summary>
    public static async IAsyncEnumerable<ChannelEvent> AllChange(IReadOnlyList<int> tasks, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var said in tasks.SelectMany(Change))
        {
            await Task.Yield();
            yield return said;
        }

        yield return new ChannelEvent.Ended();
    }

    public static IEnumerable<ChannelEvent> Change(int task) => [Start(task), End(task)];

    public static ChannelEvent Start(int task) => new ChannelEvent.Said(new Event.Started(task));

    public static ChannelEvent End(int task) => new ChannelEvent.Said(new Event.Done(task, Remediator.Shell.TaskStatus.Changed, true, ""));

    [GeneratedRegex(@"^rmd_run (\d+)", RegexOptions.Multiline)]
    private static partial Regex Calls();

    [GeneratedRegex(@"rmd_key=(\w+)")]
    private static partial Regex KeyWords();

    private async IAsyncEnumerable<ChannelEvent> RunAsync(Endpoint endpoint, string segment, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var number = segments.AddOrUpdate(endpoint.Host, 1, (_, n) => n + 1);
        var now = Interlocked.Increment(ref busy);
        for (var most = mostBusy; now > most && Interlocked.CompareExchange(ref mostBusy, now, most) != most; most = mostBusy)
        {
        }

        try
        {
            var tasks = Calls().Matches(segment).Select(m => int.Parse(m.Groups[1].Value)).ToList();
            sent.AddOrUpdate(endpoint.Host, tasks.Count, (_, n) => n + tasks.Count);
            Keys = [.. Keys, .. KeyWords().Matches(segment).Select(m => m.Groups[1].Value)];
            await foreach (var said in answers(endpoint, number)(tasks, cancellation))
            {
                yield return said;
            }
        }
        finally
        {
            Interlocked.Decrement(ref busy);
        }
    }

    private sealed class Channel(FakeTransport transport, Endpoint endpoint) : IChannel
    {
        private int closed;

        public Event.Hello Hello { get; } = new(1, 0, "root", "/root", transport.BootId(endpoint));

        public ISet<string> Sent { get; } = new HashSet<string>();

        public IAsyncEnumerable<ChannelEvent> RunAsync(string segment, CancellationToken cancellation) => transport.RunAsync(endpoint, segment, cancellation);

        public Task AnswerAsync(string line, CancellationToken cancellation) => Task.CompletedTask;

        public ValueTask AbortAsync() => ValueTask.CompletedTask;

        public ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref closed, 1) == 0)
            {
                Interlocked.Decrement(ref transport.live);
            }

            return ValueTask.CompletedTask;
        }
    }
}
