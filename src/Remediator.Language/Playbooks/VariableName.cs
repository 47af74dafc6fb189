using System.Collections.Frozen;

namespace Remediator.Language.Playbooks;

/// <summary>What Ansible allows as a name of a variable: a Python identifier in ASCII that is no word of the language.</summary>
public static class VariableName
{
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.Ordinal,
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally",
        "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield");

    public static bool IsValid(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !Reserved.Contains(name);

    /// <summary>A valid name near to an invalid one, for hints.</summary>
    public static string Suggest(string name)
    {
        var suggestion = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return suggestion.Length == 0 || char.IsAsciiDigit(suggestion[0]) || Reserved.Contains(suggestion) ? "_" + suggestion : suggestion;
    }
}
