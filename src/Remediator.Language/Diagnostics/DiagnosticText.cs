using System.Text;

namespace Remediator.Language.Diagnostics;

/// <summary>Writes a diagnostic for people: place, message, the line with a caret under it, and the hint.</summary>
public static class DiagnosticText
{
    private const int MaxLine = 160;

    public static string Render(Diagnostic diagnostic)
    {
        var text = new StringBuilder();
        var (line, column) = diagnostic.Span.Position;
        text.Append(diagnostic.Span.Source.Name);
        if (diagnostic.Span.Source.Content.Length > 0)
        {
            text.Append(':').Append(line).Append(':').Append(column);
        }

        text.Append(": ").Append(diagnostic.Severity == Severity.Error ? "error" : "warning").Append(' ').Append(diagnostic.Code)
            .Append(": ").Append(diagnostic.Message).Append('\n');
        if (diagnostic.Span.Source.Content.Length > 0)
        {
            AppendExcerpt(text, diagnostic, line, column);
        }

        if (diagnostic.Hint is { Length: > 0 } hint)
        {
            text.Append("  hint: ").Append(hint).Append('\n');
        }

        return text.ToString();
    }

    private static void AppendExcerpt(StringBuilder text, Diagnostic diagnostic, int line, int column)
    {
        var source = Printable(diagnostic.Span.Source.LineAt(line));
        var start = Math.Min(column - 1, source.Length);
        var from = start > MaxLine - 40 ? start - 40 : 0;
        var shown = source[from..Math.Min(source.Length, from + MaxLine)];
        var gutter = line.ToString();
        var length = Math.Clamp(diagnostic.Span.Length, 1, Math.Max(1, shown.Length - (start - from)));
        text.Append("  ").Append(gutter).Append(" | ").Append(shown).Append('\n');
        text.Append("  ").Append(' ', gutter.Length).Append(" | ").Append(' ', start - from).Append('^', length).Append('\n');
    }

    /// <summary>Tabs and control characters become one blank or dot, so that the caret stands under its column and no escape sequence reaches a terminal.</summary>
    private static string Printable(string line) =>
        string.Create(line.Length, line, static (buffer, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                buffer[i] = source[i] == '\t' ? ' ' : char.IsControl(source[i]) ? '.' : source[i];
            }
        });
}
