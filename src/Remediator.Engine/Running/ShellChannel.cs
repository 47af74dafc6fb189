using System.Buffers;
using System.Runtime.CompilerServices;
using Remediator.Shell;

namespace Remediator.Engine.Running;

/// <summary>A shell at the other end of a process's pipes: the one channel, whatever the process is.</summary>
internal sealed class ShellChannel : IChannel
{
    private const int ReadSize = 16 * 1024;
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);
    private readonly ChildProcess child;
    private readonly StderrTail stderr;
    private readonly string nonce;
    private readonly Func<Ending, Trouble> lost;
    private readonly CancellationTokenSource aborted = new();
    private int running;
    private int closed;

    public ShellChannel(ChildProcess child, StderrTail stderr, string nonce, Event.Hello hello, ISet<string> sent, Func<Ending, Trouble> lost)
    {
        (this.child, this.stderr, this.nonce, this.lost) = (child, stderr, nonce, lost);
        (Hello, Sent) = (hello, sent);
    }

    public Event.Hello Hello { get; }

    public ISet<string> Sent { get; }

    public async IAsyncEnumerable<ChannelEvent> RunAsync(string segment, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref running, 1) != 0)
        {
            throw new InvalidOperationException("a channel runs one segment at a time");
        }

        // A reader of its own for each segment: one large frame does not keep its memory for as long as the channel lives.
        var reader = new EventReader(nonce);
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        var ended = false;
        Task? writing = null;
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, aborted.Token);

            // Both ways at once: a segment may be larger than the pipes hold, and its first tasks answer while the last are on the way.
            writing = child.Input.SendAsync(segment, either.Token);
            while (await ReadAsync(buffer, either.Token, cancellation).ConfigureAwait(false) is var read and > 0)
            {
                foreach (var said in reader.Feed(buffer.AsSpan(0, read)))
                {
                    if (said is Event.End)
                    {
                        ended = true;
                    }
                    else if (!ended)
                    {
                        yield return new ChannelEvent.Said(said);
                    }
                }

                if (ended)
                {
                    break;
                }
            }

            yield return ended ? new ChannelEvent.Ended() : new ChannelEvent.Lost(await ExplainAsync(reader.Noise).ConfigureAwait(false));
        }
        finally
        {
            // Cancelled, given up half way, or lost: what runs on the host must not go on unseen.
            if (!ended)
            {
                await AbortAsync().ConfigureAwait(false);
            }

            await Quietly(writing).ConfigureAwait(false);
            ArrayPool<byte>.Shared.Return(buffer);
            Volatile.Write(ref running, 0);
        }
    }

    public Task AnswerAsync(string line, CancellationToken cancellation) => child.Input.SendAsync(line, cancellation);

    public ValueTask AbortAsync() => CloseAsync(sweep: true);

    /// <summary>Lets the shell end by itself, and ends it where it does not. What a task has left in the background stays.</summary>
    public ValueTask DisposeAsync() => CloseAsync(sweep: false);

    private async ValueTask CloseAsync(bool sweep)
    {
        if (Interlocked.Exchange(ref closed, 1) != 0)
        {
            return;
        }

        if (Volatile.Read(ref running) == 0)
        {
            // A shell that waits ends by itself, and removes its folder; a signal now would end the removal.
            await child.CloseInputAsync().ConfigureAwait(false);
            await child.WaitAsync(Farewell).ConfigureAwait(false);
        }

        await aborted.CancelAsync().ConfigureAwait(false);
        if (sweep || !child.Exited.IsCompleted)
        {
            await child.EndAsync().ConfigureAwait(false);
        }

        await child.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Bytes read; 0 for the end of the line, however it came.</summary>
    private async Task<int> ReadAsync(byte[] buffer, CancellationToken either, CancellationToken cancellation)
    {
        try
        {
            return await child.Output.ReadAsync(buffer, either).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return 0;
        }
    }

    private async Task<Trouble> ExplainAsync(string noise) => aborted.IsCancellationRequested
        ? new Trouble(TroubleKind.Network, "the channel was closed while a segment ran")
        : lost(await ShellLogin.EndingOf(child, stderr, noise, CancellationToken.None).ConfigureAwait(false));

    private static async Task Quietly(Task? writing)
    {
        try
        {
            await (writing ?? Task.CompletedTask).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The reason is known to whoever cancelled.
        }
    }
}
