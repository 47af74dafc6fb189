namespace Remediator.Language.Playbooks;

/// <summary>A word that a play, a block or a task knows: what it accepts, and where in the model it goes.</summary>
/// <param name="Set">Puts the settings read (one, but for shapes that make lists) into the model.</param>
/// <param name="Choices">The literal texts allowed, or null for any.</param>
internal sealed record Keyword<TModel>(string Name, Shape Shape, Func<TModel, IReadOnlyList<Setting>, TModel> Set, IReadOnlyList<string>? Choices = null);

/// <summary>The keywords of one kind of node, by name.</summary>
internal sealed class KeywordTable<TModel>
{
    private readonly Dictionary<string, Keyword<TModel>> byName = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => byName.Keys;

    public Keyword<TModel>? this[string name] => byName.GetValueOrDefault(name);

    public KeywordTable<TModel> One(string name, Shape shape, Func<TModel, Setting, TModel> set, params string[] choices)
    {
        byName.Add(name, new Keyword<TModel>(name, shape, (model, settings) => set(model, settings[0]), choices.Length == 0 ? null : choices));
        return this;
    }

    public KeywordTable<TModel> Many(string name, Shape shape, Func<TModel, IReadOnlyList<Setting>, TModel> set)
    {
        byName.Add(name, new Keyword<TModel>(name, shape, set));
        return this;
    }
}
