using Remediator.Engine.Reporting;
using Remediator.Language.Diagnostics;

namespace Remediator.Cli.Personas;

/// <summary>A diagnostic in the form in which Ansible tells what it cannot load: the message, the place, the lines there and an arrow.</summary>
internal static class LoaderError
{
    public static IEnumerable<TextLine> Lines(Diagnostic diagnostic)
    {
        foreach (var line in PrintableText.Lines($"ERROR! {diagnostic.Message}"))
        {
            yield return new TextLine(Tone.Failed, line);
        }

        if (diagnostic.Hint is { } hint)
        {
            yield return new TextLine(Tone.Failed, $"hint: {hint}");
        }

        var source = diagnostic.Span.Source;
        if (source.Content.Length == 0)
        {
            yield break;
        }

        var (number, column) = source.Locate(diagnostic.Span.Start);
        var file = File.Exists(source.Name) ? Path.GetFullPath(source.Name) : source.Name;
        yield return TextLine.Empty;
        yield return Red($"The error appears to be in '{file}': line {number}, column {column}, but may");
        yield return Red("be elsewhere in the file depending on the exact syntax problem.");
        yield return TextLine.Empty;
        yield return Red("The offending line appears to be:");
        yield return TextLine.Empty;
        yield return Red(source.LineAt(number - 1));
        yield return Red(source.LineAt(number));
        yield return Red(new string(' ', Math.Max(0, column - 1)) + "^ here");
    }

    private static TextLine Red(string text) => new(Tone.Failed, text);
}
