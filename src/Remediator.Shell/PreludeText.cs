using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace Remediator.Shell;

/// <summary>The prelude's functions, each with the ones it calls, so that a script carries only what it needs.</summary>
public static partial class PreludeText
{
    private static readonly Lazy<FrozenDictionary<string, Function>> Functions = new(Load);

    /// <summary>All files of the prelude, by name, as they are written.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = ReadFiles();

    /// <summary>
    /// The functions that a script calls, directly or not, that are not in <paramref name="sent"/> yet, in the prelude's order;
    /// their names are added to it. Comments are left out.
    /// </summary>
    public static string Needed(string script, ISet<string> sent)
    {
        var functions = Functions.Value;
        var wanted = new HashSet<string>();
        var open = new Stack<string>(Names(script));
        while (open.TryPop(out var name))
        {
            if (functions.TryGetValue(name, out var function) && !sent.Contains(name) && wanted.Add(name))
            {
                foreach (var called in function.Calls)
                {
                    open.Push(called);
                }
            }
        }

        var text = new StringBuilder();
        foreach (var function in functions.Values.Where(f => wanted.Contains(f.Name)).OrderBy(f => f.Order))
        {
            text.Append(function.Text);
            sent.Add(function.Name);
        }

        return text.ToString();
    }

    private static IEnumerable<string> Names(string script) => NamePattern().Matches(script).Select(m => m.Value).Distinct();

    private static FrozenDictionary<string, Function> Load()
    {
        var functions = new Dictionary<string, Function>();
        foreach (var (_, content) in Files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            foreach (Match match in FunctionPattern().Matches(content))
            {
                var name = match.Groups[1].Value;
                var body = CommentLine().Replace(match.Value, "");
                functions[name] = new Function(name, body + "\n", [.. Names(body).Where(n => n != name)], functions.Count);
            }
        }

        return functions.ToFrozenDictionary();
    }

    private static Dictionary<string, string> ReadFiles()
    {
        const string prefix = "Prelude/";
        var assembly = typeof(PreludeText).Assembly;
        var files = new Dictionary<string, string>();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            files[name[prefix.Length..]] = reader.ReadToEnd();
        }

        return files;
    }

    /// <summary>A function: from its name at the start of a line to a brace at the start of a line, or on one line.</summary>
    [GeneratedRegex(@"^(rmd_\w+)\(\) \{(?: .*\}$|\n(?:.*\n)*?\}$)", RegexOptions.Multiline)]
    private static partial Regex FunctionPattern();

    [GeneratedRegex(@"^\s*#(?! shellcheck).*\n", RegexOptions.Multiline)]
    private static partial Regex CommentLine();

    [GeneratedRegex(@"rmd_\w+")]
    private static partial Regex NamePattern();

    private sealed record Function(string Name, string Text, string[] Calls, int Order);
}
