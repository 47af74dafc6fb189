using System.Collections.Concurrent;
using System.Text;

namespace Remediator.Shell;

/// <summary>The prelude's functions, each with the ones it calls, so that a script carries only what it needs.</summary>
public static class PreludeText
{
    private const string NameStart = "rmd_";

    /// <summary>A run has a few: each is some 20 KiB of text.</summary>
    private const int MostParts = 64;

    private static readonly Lazy<All> Functions = new(Load);
    private static readonly ConcurrentDictionary<(string Called, string Here, bool IsRead), Part> Parts = new();

    /// <summary>All files of the prelude, by name, as they are written.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = ReadFiles();

    /// <summary>
    /// The functions that a script calls, directly or not, that are not in <paramref name="sent"/> yet, in the prelude's order;
    /// their names are added to it.
    /// </summary>
    /// <param name="isRead">Comments stay, for people; else they are left out.</param>
    public static string Needed(string script, ISet<string> sent, bool isRead = false) => Needed(script, "", sent, isRead);

    /// <param name="more">Further words of the script.</param>
    public static string Needed(string script, string more, ISet<string> sent, bool isRead = false)
    {
        var all = Functions.Value;
        var here = new FunctionSet(all.Ordered.Length);
        foreach (var name in sent)
        {
            if (all.ByName.TryGetValue(name, out var function))
            {
                here.Add(function.Order);
            }
        }

        var called = new FunctionSet(all.Ordered.Length);
        Call(script, called, all);
        Call(more, called, all);

        // Hosts that do the same are sent the same.
        var needed = Parts.GetOrAdd((called.Key, here.Key, isRead), _ => Closure(called, here, all, isRead));
        foreach (var name in needed.Names)
        {
            sent.Add(name);
        }

        if (Parts.Count > MostParts)
        {
            Parts.Clear();
        }

        return needed.Text;
    }

    private static void Call(string script, FunctionSet called, All all)
    {
        var byName = all.ByName.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var name in NamesIn(script))
        {
            if (byName.TryGetValue(script.AsSpan(name), out var function))
            {
                called.Add(function.Order);
            }
        }
    }

    private static Part Closure(FunctionSet called, FunctionSet here, All all, bool isRead)
    {
        var wanted = new FunctionSet(all.Ordered.Length);
        var open = new Stack<Function>();
        foreach (var function in all.Ordered.Where(f => called.Has(f.Order)))
        {
            Want(function);
        }

        while (open.TryPop(out var function))
        {
            foreach (var next in function.Calls)
            {
                Want(all.Ordered[next]);
            }
        }

        var functions = all.Ordered.Where(f => wanted.Has(f.Order)).ToList();
        return new Part(string.Concat(functions.Select(f => isRead ? f.Written : f.Text)), [.. functions.Select(f => f.Name)]);

        void Want(Function function)
        {
            if (!wanted.Has(function.Order) && !here.Has(function.Order))
            {
                wanted.Add(function.Order);
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
            foreach (var (name, text) in FunctionsIn(content))
            {
                written[name] = Bare(text) + "\n";
                commented[name] = $"\n{text}\n";
            }
        }

        var order = written.Keys.Select((name, index) => (name, index)).ToDictionary(e => e.name, e => e.index);
        var byName = order.GetAlternateLookup<ReadOnlySpan<char>>();
        var ordered = written.Select(f => new Function(f.Key, f.Value, commented[f.Key], CallsIn(f.Value, order[f.Key]), order[f.Key])).ToArray();
        return new All(ordered, ordered.ToDictionary(f => f.Name));

        int[] CallsIn(string text, int own)
        {
            var calls = new List<int>();
            foreach (var range in NamesIn(text))
            {
                if (byName.TryGetValue(text.AsSpan(range), out var called) && called != own && !calls.Contains(called))
                {
                    calls.Add(called);
                }
            }

            return [.. calls];
        }
    }

    /// <summary>
    /// Functions with the comments above them: from a name at the start of a line to a brace at the start of a line, or on one line.
    /// Read at each start of the program, so by hand: a regular expression takes ten times as long.
    /// </summary>
    private static IEnumerable<(string Name, string Text)> FunctionsIn(string content)
    {
        const string Opening = "() {";
        int? comment = null;
        for (var at = 0; at < content.Length;)
        {
            var end = LineEnd(content, at);
            var line = content.AsSpan(at, end - at);
            var opening = line.StartsWith(NameStart) ? line.IndexOf(Opening) : -1;
            if (opening > 0)
            {
                var name = line[..opening].ToString();
                if (line.Length == opening + Opening.Length)
                {
                    end = content.IndexOf("\n}\n", end, StringComparison.Ordinal) + 2;
                }

                yield return (name, content[(comment ?? at)..end]);
                comment = null;
            }
            else
            {
                comment = line is ['#', ..] ? comment ?? at : null;
            }

            at = end + 1;
        }
    }

    /// <summary>
    /// Without lines that are comments, and blank lines above them; what is said to the checker stays. Without indentation: no text of the
    /// prelude that is in quotes has blanks at the start of a line that mean anything (PreludeTests).
    /// </summary>
    private static string Bare(string text)
    {
        var kept = new StringBuilder(text.Length);
        var blanks = 0;
        for (var at = 0; at < text.Length;)
        {
            var end = LineEnd(text, at);
            var line = text.AsSpan(at, end - at).TrimStart();
            if (line.Length == 0)
            {
                blanks++;
            }
            else
            {
                if (line is not ['#', ..] || line.StartsWith("# shellcheck"))
                {
                    kept.Append('\n', blanks).Append(text.AsSpan(at, end - at).TrimStart(' ')).Append('\n', end < text.Length ? 1 : 0);
                }

                blanks = 0;
            }

            at = end + 1;
        }

        return kept.ToString();
    }

    private static int LineEnd(string text, int at) => text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;

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

    private sealed record Function(string Name, string Text, string Written, int[] Calls, int Order);

    private sealed record Part(string Text, string[] Names);

    /// <summary>Which of the functions, by their order.</summary>
    private sealed class FunctionSet(int size)
    {
        private readonly char[] bits = new char[(size + 15) / 16];

        /// <summary>Equal where the sets are.</summary>
        public string Key => new(bits);

        public bool Has(int order) => (bits[order >> 4] & (1 << (order & 15))) != 0;

        public void Add(int order) => bits[order >> 4] |= (char)(1 << (order & 15));
    }

    private sealed record All(Function[] Ordered, Dictionary<string, Function> ByName);
}
