using Remediator.Language.Diagnostics;
using Remediator.Language.Text;

namespace Remediator.Language.Yaml;

/// <summary>Makes a mapping's entries from its keys and values: merge keys come in first and own keys win, and of a key given twice the last holds, as in Ansible.</summary>
internal static class MappingEntries
{
    /// <summary>
    /// Where a template without quotes was read as a mapping inside a mapping: after the diagnostic, the text that was meant,
    /// so that no other error follows from it. Otherwise null.
    /// </summary>
    public static YamlScalar? RefuseBareTemplate(List<YamlNode> keysAndValues, Span span, DiagnosticBag diagnostics)
    {
        if (keysAndValues is not [YamlMapping { Span: var inner }, ..] || inner.Start != span.Start + 1 || span.Source.Content[inner.Start] != '{')
        {
            return null;
        }

        diagnostics.Add(YamlSlips.ExplainBareTemplate(span.Source, span.Start));
        return new YamlScalar(span, null, span.Text, ScalarStyle.DoubleQuoted);
    }

    /// <summary>The entries, and how many of them merge keys brought.</summary>
    public static (IReadOnlyList<YamlEntry> Entries, int Merged) Build(List<YamlNode> keysAndValues, DiagnosticBag diagnostics)
    {
        var own = new List<YamlEntry>(keysAndValues.Count / 2);
        var places = new Dictionary<(string, bool), int>(keysAndValues.Count / 2);
        List<YamlEntry>? merged = null;
        for (var i = 0; i + 1 < keysAndValues.Count; i += 2)
        {
            var (key, value) = (keysAndValues[i], keysAndValues[i + 1]);
            if (key is YamlScalar { Text: "<<", Style: ScalarStyle.Plain, Tag: null or YamlTags.Merge })
            {
                AddMerged(merged ??= [], value, diagnostics);
                continue;
            }

            if (key is not YamlScalar scalar)
            {
                diagnostics.Error("RMD1006", key.Span, "a key has to be text, a number or a boolean, not a collection");
                continue;
            }

            if (places.TryAdd(Identity(scalar), own.Count))
            {
                own.Add(new YamlEntry(key, value));
                continue;
            }

            var place = places[Identity(scalar)];
            var (line, _) = key.Span.Position;
            var (firstLine, _) = own[place].Key.Span.Position;
            diagnostics.Warn("RMD1005", own[place].Key.Span, $"'{scalar.Text}' is given again on line {line}; this first value is not used");
            diagnostics.Warn("RMD1005", key.Span, $"found a duplicate dict key ({scalar.Text}); it was given before on line {firstLine}, and this last value holds");
            own[place] = new YamlEntry(key, value);
        }

        return merged is null ? (own, 0) : (Combine(merged, own, places), merged.Count);
    }

    private static void AddMerged(List<YamlEntry> merged, YamlNode value, DiagnosticBag diagnostics)
    {
        switch (value)
        {
            case YamlMapping mapping:
                merged.AddRange(mapping.Entries);
                break;
            case YamlSequence sequence when sequence.Items.All(i => i is YamlMapping):
                foreach (var item in sequence.Items)
                {
                    merged.AddRange(((YamlMapping)item).Entries);
                }

                break;
            default:
                diagnostics.Error("RMD1006", value.Span, "a merge key '<<' takes a mapping or a list of mappings");
                break;
        }
    }

    /// <summary>Of merged mappings the earlier one wins, and an own key wins over all at the merged key's place.</summary>
    private static List<YamlEntry> Combine(List<YamlEntry> merged, List<YamlEntry> own, Dictionary<(string, bool), int> places)
    {
        var result = new List<YamlEntry>(merged.Count + own.Count);
        var seen = new HashSet<(string, bool)>();
        foreach (var entry in merged)
        {
            var identity = Identity((YamlScalar)entry.Key);
            if (seen.Add(identity))
            {
                result.Add(places.TryGetValue(identity, out var place) ? own[place] : entry);
            }
        }

        foreach (var entry in own)
        {
            if (!seen.Contains(Identity((YamlScalar)entry.Key)))
            {
                result.Add(entry);
            }
        }

        return result;
    }

    /// <summary><c>1</c> and <c>"1"</c> are different keys.</summary>
    private static (string Text, bool IsText) Identity(YamlScalar key) =>
        (key.Text, key.Style != ScalarStyle.Plain || YamlScalars.IsText(key.Text));
}
