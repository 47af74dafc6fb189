using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace Remediator.Shell;

/// <summary>The prelude's functions, each with the ones it calls, so that a script carries only what it needs.</summary>
public static partial class PreludeText
{
    private const string NameStart = "rmd_";

    private static readonly Lazy<All> Functions = new(Load);

    /// <summary>All files of the prelude, by name, as they are written.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = ReadFiles();

    /// <summary>
    /// The functions that a script calls, directly or not, that are not in <paramref name="sent"/> yet, in the prelude's order;
    /// their names are added to it.
    /// </summary>
    /// <param name="isRead">Comments stay, for people; else they are left out.</param>
    public static string Needed(string script, ISet<string> sent, bool isRead = false)
    {
        var all = Functions.Value;
        var wanted = new bool[all.Ordered.Length];
        var open = new Stack<Function>();
        var byName = all.ByName.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var name in NamesIn(script))
        {
            if (byName.TryGetValue(script.AsSpan(name), out var function))
            {
                Want(function);
            }
        }

        while (open.TryPop(out var function))
        {
            foreach (var called in function.Calls)
            {
                Want(all.Ordered[called]);
            }
        }

        var text = new StringBuilder();
        foreach (var function in all.Ordered)
        {
            if (wanted[function.Order])
            {
                text.Append(isRead ? function.Written : function.Text);
                sent.Add(function.Name);
            }
        }

        return text.ToString();

        void Want(Function function)
        {
            if (!wanted[function.Order] && !sent.Contains(function.Name))
            {
                wanted[function.Order] = true;
                open.Push(function);
            }
        }
    }

    /// <summary>Where words stand that may be functions of the prelude: not what is expanded or set. Scripts are long and written for each host: no regular expression.</summary>
    private static List<Range> NamesIn(string script)
    {
        var names = new List<Range>();
        for (var at = script.IndexOf(NameStart, StringComparison.Ordinal); at >= 0; at = script.IndexOf(NameStart, at, StringComparison.Ordinal))
        {
            var start = at;
            for (at += NameStart.Length; at < script.Length && (char.IsAsciiLetterOrDigit(script[at]) || script[at] == '_');)
            {
                at++;
            }

            var isExpanded = start > 0 && (script[start - 1] == '$' || (start > 1 && script[start - 1] == '{' && script[start - 2] == '$'));
            if (!isExpanded && (at == script.Length || script[at] != '='))
            {
                names.Add(start..at);
            }
        }

        return names;
    }

    private static All Load()
    {
        var written = new Dictionary<string, string>();
        var commented = new Dictionary<string, string>();
        foreach (var (_, content) in Files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            foreach (Match match in FunctionPattern().Matches(content))
            {
                var name = match.Groups[2].Value;
                written[name] = Indentation().Replace(CommentLine().Replace(match.Value, ""), "") + "\n";
                commented[name] = $"\n{match.Value}\n";
            }
        }

        var order = written.Keys.Select((name, index) => (name, index)).ToDictionary(e => e.name, e => e.index);
        var ordered = written.Select(f => new Function(f.Key, f.Value, commented[f.Key], [.. NamesIn(f.Value).Select(r => f.Value[r]).Where(n => n != f.Key && order.ContainsKey(n)).Distinct().Select(n => order[n])], order[f.Key])).ToArray();
        return new All(ordered, ordered.ToFrozenDictionary(f => f.Name));
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

    /// <summary>A function with the comment above it: from its name at the start of a line to a brace at the start of a line, or on one line.</summary>
    [GeneratedRegex(@"^((?:#.*\n)*)(rmd_\w+)\(\) \{(?: .*\}$|\n(?:.*\n)*?\}$)", RegexOptions.Multiline)]
    private static partial Regex FunctionPattern();

    [GeneratedRegex(@"^\s*#(?! shellcheck).*\n", RegexOptions.Multiline)]
    private static partial Regex CommentLine();

    /// <summary>No text of the prelude that is in quotes has blanks at the start of a line that mean anything (PreludeTests).</summary>
    [GeneratedRegex(@"^ +", RegexOptions.Multiline)]
    private static partial Regex Indentation();

    private sealed record Function(string Name, string Text, string Written, int[] Calls, int Order);

    private sealed record All(Function[] Ordered, FrozenDictionary<string, Function> ByName);
}
