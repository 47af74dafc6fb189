using Remediator.Language.Expressions;
using Remediator.Language.Templates.Jinja;
using Remediator.Language.Values;

namespace Remediator.Engine.Planning;

/// <summary>The <c>ini</c> lookup: the value of a key of an INI or properties file, or all whose keys match.</summary>
internal static class IniLookup
{
    private static readonly string[] Options = ["type", "file", "section", "re", "encoding", "default", "case_sensitive", "allow_no_value", "allow_none"];

    public static IEnumerable<Value> Run(LookupCall call)
    {
        var given = Options.Where(o => call[o] is not null).ToDictionary(o => o, o => call[o]!);
        foreach (var term in call.TextTerms)
        {
            var key = term;
            if (term.Contains('=') || term.Trim().Contains(' '))
            {
                key = ReadInline(call, term, given);
            }

            var isProperties = Text(given, "type", "ini") == "properties";
            var section = isProperties ? IniText.Properties : Text(given, "section", "global");
            var file = Text(given, "file", "ansible.ini");
            var text = call.ReadText(file, "files", Text(given, "encoding", "utf-8"));
            var ini = IniText.Read(isProperties ? $"[{IniText.Properties}]\n{text}" : text, file, Flag(given, "case_sensitive"), Flag(given, "allow_no_value") || Flag(given, "allow_none"));
            var entries = ini.Section(section) ?? throw new EvaluationException($"No section '{section}' in {file}");
            if (Flag(given, "re"))
            {
                var regex = PythonRegex.Compile(key, ignoreCase: false, multiline: false, call.TimeLeft);
                foreach (var name in entries.Keys.Where(k => regex.Search(k, atStart: true) is not null))
                {
                    yield return ini.Value(section, name) is { } value ? Value.Of(value) : Value.Null;
                }

                continue;
            }

            var wanted = Flag(given, "case_sensitive") ? key : key.ToLowerInvariant();
            if (entries.ContainsKey(wanted))
            {
                if (ini.Value(section, wanted) is { } value)
                {
                    yield return Value.Of(value);
                }
            }
            else
            {
                foreach (var otherwise in given.TryGetValue("default", out var value) ? value as IReadOnlyList<Value> ?? [value] : [Value.Of("")])
                {
                    yield return otherwise;
                }
            }
        }
    }

    /// <summary>The key of <c>key section=… file=…</c>; what has no known option before its equals sign belongs to the value before it.</summary>
    private static string ReadInline(LookupCall call, string term, Dictionary<string, Value> options)
    {
        var parts = new List<string>();
        foreach (var word in term.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (parts.Count == 0 || Options.Any(o => word.StartsWith(o + "=", StringComparison.Ordinal)))
            {
                parts.Add(word);
            }
            else
            {
                parts[^1] += " " + word;
            }
        }

        string? key = null;
        foreach (var part in parts)
        {
            if (part.Split('=') is not [var name, var value])
            {
                key ??= part.Contains('=') ? throw new EvaluationException($"Could not use '{part}' from '{term}': it has more than one equals sign") : part;
                continue;
            }

            options[name] = Options.Contains(name) ? Value.Of(value) : throw call.Unknown(name, Options);
        }

        return key ?? throw new EvaluationException($"No key to lookup was provided as first term with in string inline options: {term}");
    }

    private static string Text(Dictionary<string, Value> options, string name, string otherwise) => options.TryGetValue(name, out var value) ? PythonText.Str(value) : otherwise;

    private static bool Flag(Dictionary<string, Value> options, string name) =>
        options.TryGetValue(name, out var value) && (value is TextValue text ? text.Text.ToLowerInvariant() is "true" or "yes" or "on" or "1" or "y" or "t" : PythonOperators.IsTrue(value));
}
