using Remediator.Engine.Reporting;
using Remediator.Language.Diagnostics;
using Remediator.Language.Values;

namespace Remediator.Cli.Personas;

/// <summary>A diagnostic in the form in which Ansible tells what it cannot load: the message, the place, the lines there and an arrow.</summary>
internal static class LoaderError
{
    /// <summary>The code of text that is no YAML.</summary>
    private const string NoYaml = "RMD1001";

    public static IEnumerable<TextLine> Lines(Diagnostic diagnostic)
    {
        foreach (var line in PrintableText.Lines("ERROR! " + (diagnostic.Code == NoYaml ? AsNeither(diagnostic) : diagnostic.Message)))
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

    /// <summary>Files may be JSON or YAML for the reference, which says what is wrong with both.</summary>
    private static string AsNeither(Diagnostic diagnostic)
    {
        var json = JsonText.TryParse(diagnostic.Span.Source.Content, out _, out var error) ? "" : error;
        return $"We were unable to read either as JSON nor YAML, these are the errors we got from each:\nJSON: {json}\n\nSyntax Error while loading YAML.\n  {diagnostic.Message}";
    }

    private static TextLine Red(string text) => new(Tone.Failed, text);
}
