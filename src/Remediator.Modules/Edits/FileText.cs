using System.Text;

namespace Remediator.Modules.Edits;

/// <summary>A file's bytes as text for editing, so that every byte that is not edited comes back as it was.</summary>
internal static class FileText
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>UTF-8 where it is that, else a letter per byte.</summary>
    public static (string Text, Encoding Encoding) Read(byte[] bytes)
    {
        try
        {
            return (Strict.GetString(bytes), Strict);
        }
        catch (DecoderFallbackException)
        {
            return (Encoding.Latin1.GetString(bytes), Encoding.Latin1);
        }
    }

    /// <summary>Lines with their ends, which are <c>\n</c>; nothing of an empty text.</summary>
    public static List<string> Lines(string text)
    {
        var lines = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at) is >= 0 and var found ? found + 1 : text.Length;
            lines.Add(text[at..end]);
            at = end;
        }

        return lines;
    }

    /// <summary>The bytes, or null where they are those that were there.</summary>
    public static byte[]? Changed(byte[]? before, byte[] after) => before is not null && before.AsSpan().SequenceEqual(after) ? null : after;
}
