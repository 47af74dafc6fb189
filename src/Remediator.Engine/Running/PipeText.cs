using System.Buffers;
using System.Text;

namespace Remediator.Engine.Running;

internal static class PipeText
{
    private const int Characters = 8 * 1024;

    /// <summary>Writes a text as UTF-8, a part at a time. A pipe that has broken is no error here: the reader of the other pipe sees the end.</summary>
    public static async Task SendAsync(this Stream pipe, string text, CancellationToken cancellation)
    {
        var encoder = Encoding.UTF8.GetEncoder();
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(Characters));
        try
        {
            for (var at = 0; at < text.Length; at += Characters)
            {
                var part = Math.Min(Characters, text.Length - at);
                var length = encoder.GetBytes(text.AsSpan(at, part), buffer, flush: at + part == text.Length);
                await pipe.WriteAsync(buffer.AsMemory(0, length), cancellation).ConfigureAwait(false);
            }

            await pipe.FlushAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
        }
        finally
        {
            // What was sent may be a password.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
