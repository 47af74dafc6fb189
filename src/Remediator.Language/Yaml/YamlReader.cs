using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Remediator.Language.Yaml;

/// <summary>
/// Reads YAML into nodes with exact spans. It walks the parser's events with a stack of its own, so no input can exhaust
/// the thread's stack, and gives a document only when all of it is sound.
/// </summary>
public static class YamlReader
{
    /// <summary>
    /// The documents of a text, in order. An empty text has none; an empty document is an empty plain scalar.
    /// After a syntax error the documents before it are given.
    /// </summary>
    public static IReadOnlyList<YamlNode> Read(SourceText source, DiagnosticBag diagnostics, YamlBudget? budget = null)
    {
        budget ??= YamlBudget.Default;
        if (source.Content.Length > budget.MaxCharacters)
        {
            diagnostics.Error("RMD1002", new Span(source, 0, 0), $"the text is longer than {budget.MaxCharacters} characters");
            return [];
        }

        if (YamlSlips.FindForbiddenCharacter(source) is { } forbidden)
        {
            diagnostics.Add(forbidden);
            return [];
        }

        // The parser takes a byte order mark for a letter of the first key.
        var shift = source.Content.StartsWith('\uFEFF') ? 1 : 0;
        using var text = new StringReader(source.Content);
        if (shift == 1)
        {
            text.Read();
        }

        var composer = new YamlComposer(source, diagnostics, budget, shift);
        try
        {
            var parser = new Parser(text);
            while (parser.MoveNext() && composer.Take(parser.Current!))
            {
            }
        }
        catch (YamlException error)
        {
            diagnostics.Add(YamlSlips.Explain(source, (int)error.Start.Index + shift, (int)error.End.Index + shift, error.Message, composer.OpenCollection));
        }
        catch (InvalidOperationException)
        {
            // The parser ends this way where a block key stands inside a flow collection that was never closed.
            diagnostics.Add(YamlSlips.ExplainUnclosed(source, composer.OpenCollection));
        }

        return composer.Documents;
    }
}
