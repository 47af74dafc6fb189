using System.Buffers.Text;
using System.Text;

namespace Remediator.Shell;

/// <summary>
/// Turns the bytes of a channel into events. Bytes that are not in a frame of ours (banners, profiles that print) are passed over.
/// Feed it as bytes come; its work is linear in their number.
/// </summary>
/// <param name="nonce">The random word that marks our frames.</param>
/// <param name="maxFrame">Bytes; a frame that claims more is not one of ours.</param>
public sealed class EventReader(string nonce, int maxFrame = 64 * 1024 * 1024)
{
    private const byte RecordSeparator = 0x1e;
    private readonly byte[] mark = Encoding.ASCII.GetBytes($"\u001e{nonce} ");
    private byte[] buffer = new byte[4096];
    private int start;
    private int end;

    // A head that was read while its texts are still on the way.
    private string? kind;
    private int[] lengths = [];
    private int bodyLength;

    /// <summary>Bytes passed over so far because they belonged to no frame; the last 4 KiB of them are in <see cref="Noise"/>.</summary>
    public long NoiseLength { get; private set; }

    /// <summary>The last of the bytes that belonged to no frame.</summary>
    public string Noise { get; private set; } = "";

    /// <summary>Adds bytes and returns the events that are complete now.</summary>
    public IReadOnlyList<Event> Feed(ReadOnlySpan<byte> bytes)
    {
        Append(bytes);
        List<Event>? events = null;
        while (TryRead() is { } next)
        {
            (events ??= []).Add(next);
        }

        return events ?? (IReadOnlyList<Event>)[];
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (end + bytes.Length > buffer.Length)
        {
            var length = end - start;
            var target = length + bytes.Length > buffer.Length ? new byte[Math.Max(buffer.Length * 2, length + bytes.Length)] : buffer;
            buffer.AsSpan(start, length).CopyTo(target);
            buffer = target;
            (start, end) = (0, length);
        }

        bytes.CopyTo(buffer.AsSpan(end));
        end += bytes.Length;
    }

    private Event? TryRead()
    {
        while (true)
        {
            if (kind is null && !TryReadHead())
            {
                return null;
            }

            // The newline after the texts belongs to the frame.
            if (end - start < bodyLength + 1)
            {
                return null;
            }

            var texts = new byte[lengths.Length][];
            for (var i = 0; i < lengths.Length; i++)
            {
                texts[i] = buffer.AsSpan(start, lengths[i]).ToArray();
                start += lengths[i];
            }

            start++;
            var decoded = Decode(kind!, texts);
            kind = null;
            if (decoded is not null)
            {
                return decoded;
            }
        }
    }

    private bool TryReadHead()
    {
        while (true)
        {
            var pending = buffer.AsSpan(start, end - start);
            var at = pending.IndexOf(mark);
            if (at < 0)
            {
                // Keep what may be the first part of a mark.
                var tail = pending.LastIndexOf(RecordSeparator);
                Skip(tail >= 0 && pending.Length - tail < mark.Length ? tail : pending.Length);
                return false;
            }

            Skip(at);
            pending = buffer.AsSpan(start, end - start);
            var newline = pending.IndexOf((byte)'\n');
            if (newline < 0)
            {
                return false;
            }

            if (ParseHead(pending[mark.Length..newline]))
            {
                start += newline + 1;
                return true;
            }

            Skip(mark.Length);
        }
    }

    private void Skip(int count)
    {
        if (count > 0)
        {
            NoiseLength += count;
            var text = Noise + Encoding.UTF8.GetString(buffer, start, count);
            Noise = text.Length > 4096 ? text[^4096..] : text;
            start += count;
        }
    }

    private bool ParseHead(ReadOnlySpan<byte> head)
    {
        var space = head.IndexOf((byte)' ');
        if (space <= 0)
        {
            return false;
        }

        var name = Encoding.ASCII.GetString(head[..space]);
        head = head[(space + 1)..];
        if (!Utf8Parser.TryParse(head, out int count, out var used) || count is < 0 or > 64)
        {
            return false;
        }

        var sizes = new int[count];
        long total = 0;
        for (var i = 0; i < count; i++)
        {
            head = head[used..];
            if (head.IsEmpty || head[0] != (byte)' ' || !Utf8Parser.TryParse(head[1..], out sizes[i], out used) || sizes[i] < 0)
            {
                return false;
            }

            used++;
            total += sizes[i];
        }

        if (total > maxFrame)
        {
            return false;
        }

        (kind, lengths, bodyLength) = (name, sizes, (int)total);
        return true;
    }

    private static Event? Decode(string kind, byte[][] texts)
    {
        string Text(int i) => i < texts.Length ? Encoding.UTF8.GetString(texts[i]) : "";
        int Number(int i) => int.TryParse(Text(i), out var number) ? number : 0;
        byte[] Bytes(int i) => i < texts.Length ? texts[i] : [];
        return kind switch
        {
            "hello" => new Event.Hello(Number(1), Number(2), Text(3), Text(4), Text(5)) { Pending = Text(6).Split(' ', StringSplitOptions.RemoveEmptyEntries) },
            "warn" => new Event.Warned(Text(0)),
            "undo" => new Event.Undone(Text(0), Enum.TryParse<UndoState>(Text(1), ignoreCase: true, out var undone) ? undone : UndoState.Failed, Text(2)),
            "rolled" => new Event.RolledBack(Enum.TryParse<RollbackState>(Text(0), ignoreCase: true, out var rolled) ? rolled : RollbackState.Failed, Text(1)),
            "start" => new Event.Started(Number(0)),
            "facet" => new Event.Facet(Number(0), Text(1), Text(2) switch { "changed" => FacetState.Changed, "would" => FacetState.Would, "failed" => FacetState.Failed, _ => FacetState.Ok }, Text(3), Text(4)),
            "old" => new Event.Old(Number(0), Text(1), Bytes(2)),
            "new" => new Event.New(Number(0), Text(1), Bytes(2)),
            "act" => new Event.Acted(Number(0), Text(1), Text(2) switch { "would" => ActState.Would, "needless" => ActState.Needless, _ => ActState.Ran }, Number(3), Text(4), Bytes(5), Bytes(6)),
            "capture" => new Event.Capture(Number(0), Text(1), Number(2), Bytes(3), Bytes(4)),
            "ask" => new Event.Asked(Number(0), Text(1), Text(2) != "absent", Text(3) == "1", Text(4), Bytes(5), Bytes(6)),
            "fail" => new Event.Failed(Number(0), Text(1), Bytes(2)),
            "done" => new Event.Done(Number(0), Text(1) switch { "changed" => TaskStatus.Changed, "skipped" => TaskStatus.Skipped, "failed" => TaskStatus.Failed, _ => TaskStatus.Ok }, Text(2) == "1", Text(3)),
            "tokens" => new Event.Tokens(Text(0)),
            "end" => new Event.End(Number(0)),
            _ => null,
        };
    }
}
