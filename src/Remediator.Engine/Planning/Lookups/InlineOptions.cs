using Remediator.Language.Expressions;
using Remediator.Language.Playbooks;

namespace Remediator.Engine.Planning;

/// <summary>Terms of old lookups, with options behind a key: <c>name file=users.csv col=1</c>.</summary>
internal static class InlineOptions
{
    /// <summary>The text without the options, and the options by name.</summary>
    public static (string Text, IReadOnlyDictionary<string, string> Options) Read(LookupCall call, string term, IReadOnlyCollection<string> known)
    {
        var words = KeyValueText.Split(term) ?? throw new EvaluationException($"failed at splitting arguments, either an unbalanced jinja2 block or quotes: {term}");
        var pairs = words.Where(w => w.Key is not null).ToList();
        var options = new Dictionary<string, string>();
        foreach (var word in pairs)
        {
            options[word.Key!] = known.Contains(word.Key!) ? word.Value : throw call.Unknown(word.Key!, known);
        }

        return (KeyValueText.Without(term, words, pairs.ToHashSet()), options);
    }
}
