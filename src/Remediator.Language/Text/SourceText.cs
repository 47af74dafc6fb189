using Remediator.Language.Vault;

namespace Remediator.Language.Text;

/// <summary>A named text with its line starts; every span points into one.</summary>
/// <param name="name">What errors call it: a path as the user wrote it, or a name in angle brackets for text without a file.</param>
public sealed class SourceText(string name, string content)
{
    private int[]? lineStarts;

    public string Name { get; } = name;

    public string Content { get; } = content;

    /// <summary>The secrets that open the encrypted values in the text.</summary>
    public VaultSecrets Secrets { get; init; } = VaultSecrets.None;

    /// <summary>The whole text as a span.</summary>
    public Span Whole => new(this, 0, Content.Length);

    /// <summary>One-based line and column of a zero-based offset; an offset past the end is the end.</summary>
    public (int Line, int Column) Locate(int offset)
    {
        var starts = LineStarts;
        offset = Math.Clamp(offset, 0, Content.Length);
        var index = Array.BinarySearch(starts, offset);
        if (index < 0)
        {
            index = ~index - 1;
        }

        return (index + 1, offset - starts[index] + 1);
    }

    /// <summary>The text of a one-based line, without its end; empty past the last line.</summary>
    public string LineAt(int line)
    {
        var starts = LineStarts;
        if (line < 1 || line > starts.Length)
        {
            return "";
        }

        var start = starts[line - 1];
        var end = line < starts.Length ? starts[line] : Content.Length;
        return Content[start..end].TrimEnd('\n', '\r');
    }

    /// <summary>The zero-based offset of a one-based line and column, clamped to the text.</summary>
    public int OffsetOf(int line, int column)
    {
        var starts = LineStarts;
        return line > starts.Length ? Content.Length : Math.Clamp(starts[Math.Max(line, 1) - 1] + column - 1, 0, Content.Length);
    }

    private int[] LineStarts => lineStarts ??= FindLineStarts(Content);

    private static int[] FindLineStarts(string content)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == '\n')
            {
                starts.Add(i + 1);
            }
        }

        return [.. starts];
    }
}
