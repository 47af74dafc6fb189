using System.Text.RegularExpressions;
using Remediator.Language.Values;

namespace Remediator.Engine.Planning;

/// <summary>Lookups of files on the controller.</summary>
internal static class FileLookups
{
    /// <summary>The text of files, without the white space at the end unless <c>rstrip=false</c>, and at the start with <c>lstrip=true</c>.</summary>
    public static IEnumerable<Value> File(LookupCall call) => call.TextTerms.Select(term =>
    {
        var text = call.ReadText(term, "files");
        text = call.Flag("lstrip") ? text.TrimStart() : text;
        return Value.Of(call.Flag("rstrip", true) ? text.TrimEnd() : text);
    });

    /// <summary>The text of files that may be encrypted, as it is.</summary>
    public static IEnumerable<Value> Unvault(LookupCall call) => call.TextTerms.Select(term => Value.Of(call.ReadText(term, "files")));

    /// <summary>Paths of the files whose names match, of the first folder that has any, in the order of their names.</summary>
    public static IEnumerable<Value> Glob(LookupCall call) => call.TextTerms.SelectMany(term =>
    {
        var slash = term.LastIndexOf('/');
        var pattern = term[(slash + 1)..];
        var folders = slash < 0
            ? call.Folders.SelectMany(f => (string[])[Path.Combine(f, "files"), f])
            : call.Find(slash == 0 ? "/" : term[..slash], "files") is { } found ? [found] : [];
        return folders.Select(folder => Matches(folder, pattern)).FirstOrDefault(m => m.Count > 0) ?? [];
    }).Select(Value.Of);

    private static List<string> Matches(string folder, string pattern)
    {
        if (pattern.Length == 0 || !Directory.Exists(folder))
        {
            return [];
        }

        // As in a shell, a star does not stand for the dot of a hidden file.
        var regex = new Regex(Language.Inventories.Glob.ToRegex(pattern), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        return [.. Directory.EnumerateFiles(folder).Where(f => Path.GetFileName(f) is var name && (name[0] != '.' || pattern[0] == '.') && regex.IsMatch(name)).Order(StringComparer.Ordinal)];
    }
}
