namespace Remediator.Language.Yaml;

/// <summary>The tags that mean something here; any other is an error.</summary>
internal static class YamlTags
{
    public const string Core = "tag:yaml.org,2002:";
    public const string Text = Core + "str";
    public const string Int = Core + "int";
    public const string Float = Core + "float";
    public const string Bool = Core + "bool";
    public const string Null = Core + "null";
    public const string Binary = Core + "binary";
    public const string Map = Core + "map";
    public const string Seq = Core + "seq";
    public const string Merge = Core + "merge";
    public const string Timestamp = Core + "timestamp";

    /// <summary>Ansible's mark for text that is never templated.</summary>
    public const string Unsafe = "!unsafe";

    public static bool IsVault(string? tag) => tag is "!vault" or "!vault-encrypted";
}
