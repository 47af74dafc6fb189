using Remediator.Language.Expressions;
using Remediator.Language.Templates;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Engine.Planning;

/// <summary>Ansible's lookup plugins that need no program and no network: what <c>lookup</c>, <c>query</c> and <c>with_*</c> may ask of the controller.</summary>
public sealed class Lookups(ControllerFiles files, TimeProvider time) : IOutside
{
    private delegate IEnumerable<Value> Plugin(Lookups self, CallArguments arguments, IScope scope);

    private static readonly Dictionary<string, Plugin> Plugins = new()
    {
        ["items"] = (_, a, _) => a.Positional.SelectMany(t => t as IReadOnlyList<Value> ?? [t]),
        ["list"] = (_, a, _) => a.Positional,
        ["flattened"] = (_, a, _) => a.Positional.SelectMany(Flatten),
        ["dict"] = (_, a, _) => a.Positional.SelectMany(Entries),
        ["indexed_items"] = (_, a, _) => a.Positional.SelectMany(t => t as IReadOnlyList<Value> ?? [t]).Select((v, i) => (Value)new ListValue([Value.Of(i), v])),
        ["together"] = (_, a, _) => Together([.. a.Positional.Select(Items)]),
        ["nested"] = (_, a, _) => a.Positional.Select(Items).Aggregate((IEnumerable<IReadOnlyList<Value>>)[[]], (left, right) => left.SelectMany(l => right.Select(r => (IReadOnlyList<Value>)[.. l, r]))).Select(l => (Value)new ListValue(l)),
        ["sequence"] = (_, a, _) => Sequence.Of(a),
        ["subelements"] = (_, a, _) => Subelements(a),
        ["env"] = (_, a, _) => a.Positional.Select(n => Value.Of(Environment.GetEnvironmentVariable(n.ToString() ?? "") ?? a.Named.GetValueOrDefault("default")?.ToString() ?? "")),
        ["vars"] = (_, a, s) => a.Positional.Select(n => Variable(n.ToString() ?? "", a, s)),
        ["file"] = (self, a, _) => a.Positional.Select(n => Value.Of(self.Text(n.ToString() ?? "", "files").TrimEnd())),
        ["unvault"] = (self, a, _) => a.Positional.Select(n => Value.Of(self.Text(n.ToString() ?? "", "files"))),
        ["lines"] = (_, _, _) => throw new EvaluationException("the lookup 'lines' runs a program on the controller, which is not supported"),
        ["pipe"] = (_, _, _) => throw new EvaluationException("the lookup 'pipe' runs a program on the controller, which is not supported"),
        ["template"] = (self, a, s) => a.Positional.Select(n => self.Template(n.ToString() ?? "", s)),
        ["fileglob"] = (self, a, _) => a.Positional.SelectMany(n => self.Glob(n.ToString() ?? "")),
        ["first_found"] = (self, a, _) => self.FirstFound(a),
    };
    private static readonly string[] Kinds = ["files", "templates", "vars", "tasks"];

    public static IEnumerable<string> Names => Plugins.Keys;

    /// <summary>Set by whoever makes the renderer, since the template lookup needs it.</summary>
    public Renderer? Renderer { get; set; }

    public DateTimeOffset Now => time.GetLocalNow();

    public SourceText? FindTemplate(string name, SourceText from) => files.Include(name, from);

    public IReadOnlyList<Value> Lookup(string plugin, CallArguments arguments, IScope scope)
    {
        var name = plugin.StartsWith("ansible.builtin.", StringComparison.Ordinal) ? plugin["ansible.builtin.".Length..] : plugin;
        return Plugins.TryGetValue(name, out var run)
            ? [.. run(this, arguments, scope)]
            : throw new EvaluationException($"lookup plugin ({plugin}) not found", hint: Language.Diagnostics.DidYouMean.Hint(name, Plugins.Keys));
    }

    private static IReadOnlyList<Value> Items(Value value) => value as IReadOnlyList<Value> ?? [value];

    private static IEnumerable<Value> Flatten(Value value) => value is ListValue list ? list.SelectMany(Flatten) : [value];

    private static IEnumerable<Value> Entries(Value value) => value switch
    {
        DictValue dict => dict.Select(e => (Value)Value.Dict(("key", e.Key), ("value", e.Value))),
        ListValue list => list.SelectMany(Entries),
        _ => throw new EvaluationException("with_dict expects a dict"),
    };

    private static IEnumerable<Value> Together(IReadOnlyList<Value>[] lists)
    {
        for (var i = 0; i < lists.Select(l => l.Count).DefaultIfEmpty().Max(); i++)
        {
            var index = i;
            yield return new ListValue([.. lists.Select(l => index < l.Count ? l[index] : Value.Null)]);
        }
    }

    private static IEnumerable<Value> Subelements(CallArguments arguments)
    {
        if (arguments.Positional is not [ListValue parents, TextValue key, ..])
        {
            throw new EvaluationException("subelements lookup expects a list of two or three items: the list, the key and flags");
        }

        var mayMiss = arguments.Positional.Count > 2 && arguments.Positional[2] is DictValue flags && flags["skip_missing"] is BoolValue { Value: true };
        foreach (var parent in parents)
        {
            if (parent is DictValue dict && dict[key.Text] is ListValue children)
            {
                foreach (var child in children)
                {
                    yield return new ListValue([parent, child]);
                }
            }
            else if (!mayMiss)
            {
                throw new EvaluationException($"could not find '{key.Text}' key in iterated item '{parent}'");
            }
        }
    }

    private static Value Variable(string name, CallArguments arguments, IScope scope) =>
        scope.TryGet(name, out var value) ? value
        : arguments.Named.TryGetValue("default", out var fallback) ? fallback
        : throw new EvaluationException($"No variable found with this name: {name}", hint: Language.Diagnostics.DidYouMean.Hint(name, scope.Names)) { IsUndefined = true };

    private string Text(string path, string kind)
    {
        var found = files.Find(path, kind) ?? throw new EvaluationException($"could not locate file in lookup: {path}");
        try
        {
            return files.ReadText(found);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EvaluationException($"could not read '{found}': {error.Message}");
        }
    }

    private Value Template(string path, IScope scope)
    {
        var (template, found, diagnostics) = files.Template(path);
        if (template is null)
        {
            throw new EvaluationException(found is null ? $"the template file {path} could not be found for the lookup" : diagnostics.FirstOrDefault()?.ToString() ?? $"the template {path} could not be parsed");
        }

        var result = Renderer!.RenderTemplate(template, scope);
        return result.LateName is { } late ? throw new LateValueException(late)
            : result.Error is { } error ? throw new EvaluationException(error.Message, error.Span, error.Hint)
            : Value.Of(result.Value);
    }

    private IEnumerable<Value> Glob(string pattern)
    {
        var folder = Path.GetDirectoryName(pattern) is { Length: > 0 } parent ? files.Find(parent, "files") : files.Find("files", ".") ?? files.PlaybookFolder;
        return folder is null || !Directory.Exists(folder)
            ? []
            : Directory.EnumerateFiles(folder, Path.GetFileName(pattern)).Order(StringComparer.Ordinal).Select(Value.Of);
    }

    private IEnumerable<Value> FirstFound(CallArguments arguments)
    {
        var names = new List<string>();
        var folders = new List<string>();
        var maySkip = arguments.Named.GetValueOrDefault("skip") is BoolValue { Value: true };
        foreach (var term in arguments.Positional.SelectMany(Items).Append(arguments.Named.TryGetValue("files", out var named) ? Value.Dict(("files", named)) : ListValue.Empty).SelectMany(t => t is ListValue inner ? inner : (IEnumerable<Value>)[t]))
        {
            if (term is DictValue dict)
            {
                names.AddRange(Items(dict["files"] ?? ListValue.Empty).Select(v => v.ToString() ?? ""));
                folders.AddRange(Items(dict["paths"] ?? ListValue.Empty).Select(v => v.ToString() ?? ""));
                maySkip |= dict["skip"] is BoolValue { Value: true };
            }
            else
            {
                names.Add(term.ToString() ?? "");
            }
        }

        foreach (var name in names)
        {
            foreach (var path in folders.Count == 0 ? [name] : folders.Select(f => Path.Combine(f, name)))
            {
                if (Kinds.Select(kind => files.Find(path, kind)).FirstOrDefault(f => f is not null) is { } found)
                {
                    return [Value.Of(found)];
                }
            }
        }

        return maySkip ? [] : throw new EvaluationException("No file was found when using first_found.", hint: $"looked for: {string.Join(", ", names)}");
    }
}
