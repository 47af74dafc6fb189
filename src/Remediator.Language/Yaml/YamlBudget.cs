namespace Remediator.Language.Yaml;

/// <summary>Limits that keep hostile or broken YAML from taking memory, time or stack; going over one is an error (RMD1002).</summary>
/// <param name="MaxCharacters">Length of the text in UTF-16 units.</param>
/// <param name="MaxDepth">Nesting of collections, counted through aliases too.</param>
/// <param name="MaxNodes">Nodes as written.</param>
/// <param name="MaxExpandedNodes">Nodes that aliases and merge keys add: what a reader of the tree would meet beyond those written.</param>
public sealed record YamlBudget(
    int MaxCharacters = 32 * 1024 * 1024,
    int MaxDepth = 100,
    int MaxNodes = 4_000_000,
    int MaxExpandedNodes = 1_000_000)
{
    public static YamlBudget Default { get; } = new();
}
