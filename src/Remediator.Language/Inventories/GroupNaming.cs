using System.Text.RegularExpressions;

namespace Remediator.Language.Inventories;

/// <summary>What becomes of groups whose names are no names of variables, as Ansible's setting <c>force_valid_group_names</c> has it.</summary>
/// <param name="Replaces">Each character that cannot stand there becomes an underscore.</param>
/// <param name="Warns">A warning says so (RMD2059).</param>
public sealed partial record GroupNaming(bool Replaces, bool Warns)
{
    /// <summary>Every name stays, and nothing is said.</summary>
    public static GroupNaming Quiet { get; } = new(false, false);

    /// <summary>Of the setting's words: <c>never</c>, <c>ignore</c>, <c>always</c>, <c>silently</c>.</summary>
    public static GroupNaming Of(string setting) => new(setting is "always" or "silently", setting is "always" or "never");

    internal string Warning => "Invalid characters were found in group names " + (Replaces ? "and automatically replaced" : "but not replaced") + ", use -vvvv to see details";

    internal static bool IsValid(string name) => !Invalid().IsMatch(name);

    internal string NameOf(string name) => Replaces ? Invalid().Replace(name, "_") : name;

    [GeneratedRegex(@"^[\d\W]|[^\w]")]
    private static partial Regex Invalid();
}
