namespace Remediator.Engine.Reporting;

/// <summary>What a line says, from which its colour follows. The colours are Ansible's.</summary>
public enum Tone
{
    Plain,
    Ok,
    Changed,
    Failed,
    Unreachable,
    Skipped,
    Warning,
    Faint,
    Added,
    Removed,
    Hunk,
}

/// <summary>A line of a report, without colour and without its end. Whoever writes it makes it safe by <see cref="PrintableText"/>.</summary>
public readonly record struct TextLine(Tone Tone, string Text)
{
    /// <summary>Stretches of the line that have a tone of their own (the recap's counts), in order and without overlap.</summary>
    public IReadOnlyList<(int Start, int Length, Tone Tone)> Spans { get; init; } = [];

    /// <summary>Whether the line is wanted on stderr.</summary>
    public bool IsForErrors { get; init; }

    public static TextLine Empty { get; } = new(Tone.Plain, "");

    public override string ToString() => Text;
}
