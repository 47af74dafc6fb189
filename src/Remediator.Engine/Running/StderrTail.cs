using System.Text;

namespace Remediator.Engine.Running;

/// <summary>
/// Reads a stream to its end in the background, so that its writer never waits, and keeps the last of it. NUL bytes, by which a
/// watcher on the host feels whether the line still holds, are dropped.
/// </summary>
internal sealed class StderrTail
{
    private const int Kept = 8 * 1024;
    private readonly Lock gate = new();
    private readonly Stream stream;
    private readonly StringBuilder text = new();
    private string mark = "";
    private int sought;
    private TaskCompletionSource? found;

    public StderrTail(Stream stream)
    {
        this.stream = stream;
        Drained = DrainAsync();
    }

    /// <summary>Ends with the stream; never fails.</summary>
    public Task Drained { get; }

    public string Text
    {
        get
        {
            lock (gate)
            {
                return text.ToString();
            }
        }
    }

    /// <summary>Completes when the text has been said once more: what an earlier call has found does not count.</summary>
    public Task Heard(string words)
    {
        lock (gate)
        {
            mark = words;
            found = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Seek();
            return found?.Task ?? Task.CompletedTask;
        }
    }

    private async Task DrainAsync()
    {
        var buffer = new byte[1024];
        var characters = new char[Encoding.UTF8.GetMaxCharCount(buffer.Length)];
        var decoder = Encoding.UTF8.GetDecoder();
        try
        {
            while (await stream.ReadAsync(buffer).ConfigureAwait(false) is var read and > 0)
            {
                Append(characters.AsSpan(0, decoder.GetChars(buffer.AsSpan(0, read), characters, flush: false)));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The process is being ended.
        }
    }

    private void Append(ReadOnlySpan<char> said)
    {
        lock (gate)
        {
            foreach (var c in said)
            {
                if (c != '\0')
                {
                    text.Append(c);
                }
            }

            Seek();
            var surplus = text.Length - Kept;
            if (surplus > 0)
            {
                text.Remove(0, surplus);
                sought = Math.Max(0, sought - surplus);
            }
        }
    }

    private void Seek()
    {
        if (found is null)
        {
            return;
        }

        var at = text.ToString().IndexOf(mark, sought, StringComparison.Ordinal);
        if (at >= 0)
        {
            sought = at + mark.Length;
            found.SetResult();
            found = null;
        }
    }
}
