using Remediator.Language.Text;

namespace Remediator.Language.Yaml;

/// <summary>A node of a YAML document with its place. Aliases are resolved to the node that they name.</summary>
/// <param name="Tag">The explicit tag, such as <c>!vault</c> or <c>!unsafe</c>, or null.</param>
public abstract record YamlNode(Span Span, string? Tag);

public enum ScalarStyle
{
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
    Folded,
}

/// <param name="Text">The text after YAML's own unescaping; its type is read from it only where <paramref name="Style"/> is plain.</param>
public sealed record YamlScalar(Span Span, string? Tag, string Text, ScalarStyle Style) : YamlNode(Span, Tag);

public sealed record YamlSequence(Span Span, string? Tag, IReadOnlyList<YamlNode> Items) : YamlNode(Span, Tag);

/// <param name="Entries">In order, merge keys (<c>&lt;&lt;</c>) resolved, each key once.</param>
public sealed record YamlMapping(Span Span, string? Tag, IReadOnlyList<YamlEntry> Entries) : YamlNode(Span, Tag)
{
    /// <summary>The value of a text key, or null.</summary>
    public YamlNode? this[string key] => Entries.FirstOrDefault(e => e.KeyText == key)?.Value;
}

public sealed record YamlEntry(YamlNode Key, YamlNode Value)
{
    /// <summary>The key where it is a scalar, else null.</summary>
    public string? KeyText => (Key as YamlScalar)?.Text;
}
