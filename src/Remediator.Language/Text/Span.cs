namespace Remediator.Language.Text;

/// <summary>A stretch of a source text: zero-based start, length in UTF-16 units.</summary>
public readonly record struct Span(SourceText Source, int Start, int Length)
{
    /// <summary>A place for what has no source, such as a value made by the engine itself.</summary>
    public static Span None { get; } = new(new SourceText("<none>", ""), 0, 0);

    public int End => Start + Length;

    public string Text => Source.Content.Substring(Start, Math.Min(Length, Source.Content.Length - Start));

    /// <summary>One-based line and column of the start.</summary>
    public (int Line, int Column) Position => Source.Locate(Start);

    /// <summary>From the start of this span to the end of another one of the same source.</summary>
    public Span To(Span other) => new(Source, Start, Math.Max(Length, other.End - Start));

    /// <summary>A part of this span.</summary>
    public Span Slice(int start, int length) => new(Source, Start + start, length);

    /// <summary><c>file:line:column</c>.</summary>
    public override string ToString()
    {
        var (line, column) = Position;
        return $"{Source.Name}:{line}:{column}";
    }
}
