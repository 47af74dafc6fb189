using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>Filters over POSIX paths as text; those of Windows paths begin with <c>win_</c>. No file is looked at.</summary>
internal static class PathFilters
{
    public static readonly NamedFunction[] All =
    [
        new("basename", "", c => Value.Of(c.Text[(c.Text.LastIndexOf('/') + 1)..])),
        new("dirname", "", c => Value.Of(DirectoryOf(c.Text))),
        new("path_join", "", c => Value.Of(c.Input switch { ListValue list => Join([.. list.Select(PythonText.Str)]), TextValue text => text.Text, _ => throw c.Fail($"|path_join expects string or sequence, got {c.Input.TypeName} instead.") })),
        new("normpath", "", c => Value.Of(Normalize(c.Text))),
        new("realpath", "", c => Value.Of(Normalize(c.Text))),
        new("relpath", "start?", c => Value.Of(Relative(c.Text, c.TextAt(0, ".")))),
        new("commonpath", "", c => Value.Of(Common([.. c.Items.Select(PythonText.Str)]))),
        new("splitext", "", c => Extension(c.Text)),
        new("expanduser", "", c => Value.Of(ExpandUser(c))),
        new("expandvars", "", c => Value.Of(ExpandVariables(c))),
        new("fileglob", "", c => Value.Of(c.Interpreter.Outside.Lookup("fileglob", CallArguments.Of(c.Input), c.Interpreter.Scope))),
        new("win_basename", "", c => Value.Of(c.Text[(c.Text.LastIndexOfAny(['/', '\\', ':']) + 1)..])),
        new("win_dirname", "", c => Value.Of(WindowsDirectory(c.Text))),
        new("win_splitdrive", "", c => new ListValue(c.Text is [_, ':', ..] ? [Value.Of(c.Text[..2]), Value.Of(c.Text[2..])] : [Value.Of(""), c.Input], isTuple: true)),
    ];

    public static string Normalize(string path)
    {
        if (path.Length == 0)
        {
            return ".";
        }

        var root = path.StartsWith("//", StringComparison.Ordinal) && !path.StartsWith("///", StringComparison.Ordinal) ? "//" : path.StartsWith('/') ? "/" : "";
        var parts = new List<string>();
        foreach (var part in path.Split('/').Where(p => p is not ("" or ".")))
        {
            if (part != ".." || (root.Length == 0 && parts.Count == 0) || (parts.Count > 0 && parts[^1] == ".."))
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }

        return root + string.Join('/', parts) is { Length: > 0 } result ? result : ".";
    }

    private static string DirectoryOf(string path)
    {
        var head = path[..(path.LastIndexOf('/') + 1)];
        return head.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : head;
    }

    private static string Join(IReadOnlyList<string> parts)
    {
        var path = parts.Count > 0 ? parts[0] : throw new EvaluationException("path_join needs at least one part");
        foreach (var part in parts.Skip(1))
        {
            path = part.StartsWith('/') ? part : path.Length == 0 || path.EndsWith('/') ? path + part : path + "/" + part;
        }

        return path;
    }

    private static string Relative(string path, string start)
    {
        var (to, from) = (Parts(path), Parts(start));
        if (path.StartsWith('/') != start.StartsWith('/') && start != ".")
        {
            throw new EvaluationException($"relpath needs two absolute or two relative paths, got '{path}' and '{start}'");
        }

        var shared = to.Zip(from).TakeWhile(pair => pair.First == pair.Second).Count();
        return string.Join('/', Enumerable.Repeat("..", from.Length - shared).Concat(to.Skip(shared))) is { Length: > 0 } result ? result : ".";
    }

    private static string[] Parts(string path) => [.. Normalize(path).Split('/').Where(p => p is not ("" or "."))];

    private static string Common(IReadOnlyList<string> paths)
    {
        if (paths.Count == 0)
        {
            throw new EvaluationException("commonpath() arg is an empty sequence");
        }

        var absolute = paths[0].StartsWith('/');
        if (paths.Any(p => p.StartsWith('/') != absolute))
        {
            throw new EvaluationException("Can't mix absolute and relative paths");
        }

        var split = paths.Select(p => p.Split('/').Where(x => x is not ("" or ".")).ToArray()).ToList();
        var count = Enumerable.Range(0, split.Min(s => s.Length)).TakeWhile(i => split.All(s => s[i] == split[0][i])).Count();
        return (absolute ? "/" : "") + string.Join('/', split[0].Take(count));
    }

    private static Value Extension(string path)
    {
        var name = path.LastIndexOf('/') + 1;
        var dot = path.LastIndexOf('.');
        var leading = name;
        while (leading < path.Length && path[leading] == '.')
        {
            leading++;
        }

        var at = dot > leading ? dot : path.Length;
        return new ListValue([Value.Of(path[..at]), Value.Of(path[at..])], isTuple: true);
    }

    private static string ExpandUser(FunctionCall call)
    {
        var path = call.Text;
        return path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? Variable(call, "HOME") + path[1..] : path;
    }

    private static string ExpandVariables(FunctionCall call)
    {
        var text = call.Text;
        var result = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$')
            {
                result.Append(text[i]);
                continue;
            }

            var braced = i + 1 < text.Length && text[i + 1] == '{';
            var start = i + (braced ? 2 : 1);
            var end = start;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            {
                end++;
            }

            var closed = !braced || (end < text.Length && text[end] == '}');
            var value = end > start && closed ? Variable(call, text[start..end]) : null;
            var after = braced && closed ? end + 1 : end;
            result.Append(value is { Length: > 0 } ? value : text[i..after]);
            i = after - 1;
        }

        return result.ToString();
    }

    /// <summary>A variable of the controller's environment, which only the engine can read.</summary>
    private static string Variable(FunctionCall call, string name) =>
        call.Interpreter.Outside.Lookup("env", CallArguments.Of(Value.Of(name)), call.Interpreter.Scope) is [var value, ..] ? PythonText.Str(value) : "";

    private static string WindowsDirectory(string path)
    {
        var end = path.LastIndexOfAny(['/', '\\', ':']) + 1;
        return path[..end].TrimEnd('/', '\\') is { Length: > 0 } trimmed && !trimmed.EndsWith(':') ? trimmed : path[..end];
    }
}
