using System.Text.RegularExpressions;
using Remediator.Language.Expressions;

namespace Remediator.Engine.Planning;

/// <summary>
/// The text of an INI file as Python's ConfigParser reads it: <c>=</c> or <c>:</c> between key and value, indented lines continue a value,
/// a section DEFAULT counts in all others, and <c>%(key)s</c> in a value stands for another one.
/// </summary>
internal sealed partial class IniText
{
    /// <summary>The section into which the text of a properties file, which has none, is put.</summary>
    public const string Properties = "java_properties";

    private const string Defaults = "DEFAULT";
    private const int MostDepth = 10;
    private readonly Dictionary<string, Dictionary<string, string?>> sections = new() { [Defaults] = [] };
    private readonly bool keepsCase;

    private IniText(bool keepsCase) => this.keepsCase = keepsCase;

    /// <summary>Keys and values of a section with those of DEFAULT; null where there is no such section.</summary>
    public IReadOnlyDictionary<string, string?>? Section(string name)
    {
        if (name == Defaults || !sections.TryGetValue(name, out var own))
        {
            return null;
        }

        var merged = new Dictionary<string, string?>(sections[Defaults]);
        foreach (var (key, value) in own)
        {
            merged[key] = value;
        }

        return merged;
    }

    /// <summary>A value with the references in it replaced; null for a key without a value.</summary>
    public string? Value(string section, string key) => Section(section)!.GetValueOrDefault(key) is { } raw ? Resolve(Section(section)!, raw, 0) : null;

    /// <param name="file">The file's name, for errors.</param>
    /// <param name="mayLackValues">A key alone on a line is allowed.</param>
    public static IniText Read(string text, string file, bool keepsCase, bool mayLackValues)
    {
        var ini = new IniText(keepsCase);
        Dictionary<string, string?>? section = null;
        string? key = null;
        var indent = 0;
        var number = 0;
        foreach (var line in text.Replace("\r\n", "\n").Split('\n'))
        {
            number++;
            var content = line.Trim();
            if (content.Length == 0 || content[0] is '#' or ';')
            {
                continue;
            }

            var depth = line.Length - line.TrimStart().Length;
            if (key is not null && section is not null && depth > indent)
            {
                section[key] = section[key] is { Length: > 0 } before ? before + "\n" + content : section[key] is null ? content : "\n" + content;
                continue;
            }

            indent = depth;
            if (content[0] == '[' && content.IndexOf(']') is var close and > 0)
            {
                var name = content[1..close];
                section = name == Defaults ? ini.sections[Defaults] : ini.sections.TryAdd(name, []) ? ini.sections[name]
                    : throw new EvaluationException($"{file}, line {number}: section '{name}' already exists");
                key = null;
                continue;
            }

            if (section is null)
            {
                throw new EvaluationException($"{file}, line {number}: the file contains no section headers");
            }

            key = ini.Add(section, content, file, number, mayLackValues);
        }

        return ini;
    }

    private string Add(Dictionary<string, string?> section, string content, string file, int number, bool mayLackValues)
    {
        var at = content.IndexOfAny(['=', ':']);
        if (at == 0 || (at < 0 && !mayLackValues))
        {
            throw new EvaluationException($"{file}, line {number}: '{content}' is not key=value");
        }

        var key = (at < 0 ? content : content[..at]).Trim();
        key = keepsCase ? key : key.ToLowerInvariant();
        return section.TryAdd(key, at < 0 ? null : content[(at + 1)..].Trim()) ? key
            : throw new EvaluationException($"Duplicate option in '{file}': option '{key}' on line {number} already exists");
    }

    private string Resolve(IReadOnlyDictionary<string, string?> entries, string value, int depth)
    {
        if (!value.Contains('%'))
        {
            return value;
        }

        if (depth > MostDepth)
        {
            throw new EvaluationException("values of the INI file refer to one another too deeply");
        }

        return Reference().Replace(value, match =>
        {
            if (match.Value == "%%")
            {
                return "%";
            }

            var name = match.Groups["key"];
            var key = keepsCase ? name.Value : name.Value.ToLowerInvariant();
            return !name.Success ? throw new EvaluationException($"'%' must be followed by '%' or '(', found: '{match.Value}'")
                : entries.GetValueOrDefault(key) is { } other ? Resolve(entries, other, depth + 1)
                : throw new EvaluationException($"the INI file has no '{key}' for '{match.Value}'");
        });
    }

    [GeneratedRegex(@"%%|%\((?<key>[^)]+)\)s|%.?", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
