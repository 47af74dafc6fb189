using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Remediator.Engine.Reporting;

namespace Remediator.Engine.Recording;

/// <summary>
/// Records the events of a run. Events are queued, and one background thread writes what has come up in one transaction, so a run never
/// waits for the disk and loses at most the last instant when its process is killed. Trouble with the database ends the recording with
/// one warning; the run goes on.
/// </summary>
public sealed class RunRecorder : IRunObserver, IDisposable
{
    /// <summary>What is written in one transaction at most.</summary>
    private const int BatchSize = 500;

    /// <summary>A pause after each transaction, unless somebody waits: what ends within it shares the next one.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly RecordTarget recording;
    private readonly string request;
    private readonly SecretTexts secrets;
    private readonly TimeProvider time;
    private readonly Action<string> warn;
    private readonly BlockingCollection<Entry> queue = [];
    private readonly Thread writer;
    private readonly AutoResetEvent awaited = new(false);
    private readonly LamportClock clock = new();
    private volatile bool isGivenUp;

    /// <param name="request">See <see cref="RequestText"/>.</param>
    /// <param name="warn">Is called from another thread, before <see cref="Flush"/> returns.</param>
    public RunRecorder(RecordTarget recording, string request, SecretTexts secrets, TimeProvider time, Action<string> warn)
    {
        (this.recording, this.request, this.secrets, this.time, this.warn) = (recording, request, secrets, time, warn);
        writer = new Thread(Write) { IsBackground = true, Name = "run recorder" };
        writer.Start();
    }

    public void On(RunEvent next)
    {
        if (!isGivenUp && next is not (RunEvent.ItemEnded or RunEvent.TaskRetrying or RunEvent.MetaDone or RunEvent.NoHostsLeft or RunEvent.Warning))
        {
            queue.Add(new Entry(next, time.GetUtcNow(), null));
        }
    }

    /// <summary>Waits until all that was said so far is written, or given up; false where that takes longer than <paramref name="atMost"/>.</summary>
    public bool Flush(TimeSpan atMost)
    {
        using var written = new ManualResetEventSlim();
        queue.Add(new Entry(null, default, written.Set));
        awaited.Set();
        return written.Wait(atMost);
    }

    /// <summary>Ends the recording, after at most five seconds.</summary>
    public void Dispose()
    {
        queue.CompleteAdding();
        awaited.Set();
        if (writer.Join(TimeSpan.FromSeconds(5)))
        {
            queue.Dispose();
            awaited.Dispose();
        }
    }

    private void Write()
    {
        RunWriter? rows = null;
        var batch = new List<Entry>();
        foreach (var first in queue.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (batch.Count < BatchSize && queue.TryTake(out var more))
            {
                batch.Add(more);
            }

            if (!isGivenUp)
            {
                rows = Write(rows, batch);
            }

            foreach (var entry in batch)
            {
                Tell(entry.Written);
            }

            batch.Clear();
            if (!queue.IsAddingCompleted)
            {
                awaited.WaitOne(Pause);
            }
        }

        rows?.Dispose();
    }

    /// <summary>Whoever waits may have stopped waiting.</summary>
    private static void Tell(Action? written)
    {
        try
        {
            written?.Invoke();
        }
        catch (ObjectDisposedException)
        {
            // It has.
        }
    }

    /// <summary>Writes a batch; null where the recording ends.</summary>
    private RunWriter? Write(RunWriter? rows, IReadOnlyList<Entry> batch)
    {
        try
        {
            rows ??= new RunWriter(StateDatabase.Open(recording.Folder, time, warn), recording, request, secrets, clock);
            try
            {
                rows.Write(batch);
                return rows;
            }
            catch (SqliteException e) when (StateDatabase.IsDamage(e))
            {
                rows.Dispose();
                warn(StateDatabase.SetAside(recording.Folder, time, e));
                var again = new RunWriter(StateDatabase.Open(recording.Folder, time, warn), recording, request, secrets, clock);
                again.Write([.. rows.Opening, .. batch]);
                return again;
            }
        }
        catch (StateException e)
        {
            GiveUp(rows, e.Message);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException or DllNotFoundException or TypeInitializationException)
        {
            GiveUp(rows, $"the state in {recording.Folder.Path} cannot be written: {StateDatabase.Reason(e)}");
        }

        return null;
    }

    private void GiveUp(RunWriter? rows, string reason)
    {
        isGivenUp = true;
        rows?.Dispose();
        warn($"this run is not recorded any further: {reason}");
    }

    /// <summary>An event with the wall time at which it came, or a call when all before it is written.</summary>
    internal sealed record Entry(RunEvent? Event, DateTimeOffset At, Action? Written);
}
