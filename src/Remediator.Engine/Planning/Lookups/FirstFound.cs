using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Engine.Planning;

/// <summary>The <c>first_found</c> lookup: the path of the first file of a list that is there.</summary>
internal static class FirstFound
{
    private static readonly string[] Kinds = ["files", "templates", "vars", "tasks"];

    public static IEnumerable<Value> Run(LookupCall call)
    {
        var names = new List<string>();
        var maySkip = call.Flag("skip");
        Add(call.Terms, call, names, ref maySkip);
        if (call.Terms.Count == 0)
        {
            AddOptions(call["files"], call["paths"], names);
        }

        foreach (var name in names)
        {
            if (Kinds.Select(kind => call.Find(name, kind)).FirstOrDefault(f => f is not null) is { } found)
            {
                return [Value.Of(found)];
            }
        }

        return maySkip ? [] : throw new EvaluationException("No file was found when using first_found.", hint: $"looked for: {string.Join(", ", names)}");
    }

    private static void Add(IEnumerable<Value> terms, LookupCall call, List<string> names, ref bool maySkip)
    {
        foreach (var term in terms)
        {
            switch (term)
            {
                case DictValue dict:
                    AddOptions(dict["files"], dict["paths"], names);
                    maySkip = dict["skip"] is { } skip && PythonOperators.IsTrue(skip is TextValue text ? Value.Of(text.Text.ToLowerInvariant() is "true" or "yes" or "on" or "1") : skip);
                    break;
                case TextValue name when call["files"] is null && call["paths"] is null:
                    names.Add(name.Text);
                    break;
                case TextValue name:
                    AddOptions(call["files"] ?? name, call["paths"], names);
                    break;
                case ListValue list:
                    Add(list, call, names, ref maySkip);
                    break;
                default:
                    throw new EvaluationException($"Invalid term supplied, can handle string, mapping or list of strings but got: {term.TypeName} for {PythonText.Str(term)}");
            }
        }
    }

    private static void AddOptions(Value? all, Value? paths, List<string> names)
    {
        var folders = Split(paths, [',', ':', ';']).ToList();
        var files = Split(all, [',', ';']).ToList();
        names.AddRange(folders.Count == 0 ? files : folders.SelectMany(folder => files.Select(name => Path.Combine(folder, name))));
    }

    private static IEnumerable<string> Split(Value? value, char[] separators) => value switch
    {
        null or NullValue => [],
        ListValue list => list.SelectMany(item => Split(item, separators)),
        _ => PythonText.Str(Interpreter.Defined(value)).Split(separators),
    };
}
