using Remediator.Language.Values;

namespace Remediator.Modules.RoleArguments;

/// <summary>
/// Checks arguments against a spec of the form of a role's <c>meta/argument_specs.yml</c>, in Ansible's order and words. Conversions
/// and defaults count for the checks after them; nobody sees the converted values.
/// </summary>
internal sealed class ArgumentSpecCheck
{
    private static readonly string[] TrueWords = ["y", "yes", "on", "1", "true", "t"];
    private static readonly string[] FalseWords = ["n", "no", "off", "0", "false", "f"];

    private readonly List<string> errors = [];
    private readonly List<(string Name, string Supported)> unsupported = [];

    /// <summary>What is wrong; empty where all is right.</summary>
    public static IReadOnlyList<string> Run(DictValue spec, DictValue arguments)
    {
        var check = new ArgumentSpecCheck();
        check.Check(spec, DictValue.Empty, Layer.Of(arguments), []);
        if (check.unsupported.Count > 0)
        {
            check.errors.Add($"{string.Join(", ", check.unsupported.Select(u => u.Name).Order(StringComparer.Ordinal))}. Supported parameters include: {check.unsupported[^1].Supported}.");
        }

        return check.errors;
    }

    /// <param name="rules">What holds <c>required_if</c> and its like for these arguments.</param>
    /// <param name="path">Names of the arguments around these.</param>
    private void Check(DictValue spec, DictValue rules, Layer given, IReadOnlyList<string> path)
    {
        var found = path.Count > 0 ? $" found in {string.Join(" -> ", path)}" : "";
        var options = OptionsOf(spec);
        var aliases = Aliases(options, given);
        Add(PartsError(options, given.Values));
        Unsupported(options, aliases, given, path);
        var relations = new ArgumentRelations(rules, given.Values, found);
        Add(relations.Exclusive());
        foreach (var (name, option) in options.Where(o => o.Spec["default"] is { } value and not NullValue && !given.Values.ContainsKey(o.Name)))
        {
            given.Values[name] = option["default"]!;
        }

        var missing = options.Where(o => IsTrue(o.Spec["required"]) && !given.Values.ContainsKey(o.Name)).Select(o => o.Name).Order(StringComparer.Ordinal).ToList();
        Add(missing.Count > 0 ? $"missing required arguments: {string.Join(", ", missing)}{found}" : null);
        foreach (var (name, option) in options)
        {
            CheckType(name, option, given, path);
        }

        foreach (var (name, option) in options)
        {
            CheckChoices(name, option, given, found);
        }

        Add(relations.Together());
        Add(relations.OneOf());
        Add(relations.If());
        Add(relations.By());
        foreach (var (name, option) in options)
        {
            CheckOptions(name, option, given, path);
        }
    }

    private void Add(string? error)
    {
        if (error is not null)
        {
            errors.Add(error);
        }
    }

    /// <summary>Takes what stands under another name as the option's own.</summary>
    private Dictionary<string, string> Aliases(List<(string Name, DictValue Spec)> options, Layer given)
    {
        var aliases = new Dictionary<string, string>();
        foreach (var (name, option) in options)
        {
            if (option["default"] is { } value and not NullValue && IsTrue(option["required"]))
            {
                errors.Add($"internal error: required and default are mutually exclusive for {name}");
                return aliases;
            }

            foreach (var alias in Texts(option["aliases"]))
            {
                aliases[alias] = name;
                if (given.Values.TryGetValue(alias, out var own))
                {
                    given.Values[name] = own;
                }
            }
        }

        return aliases;
    }

    /// <summary>Where an option has options of its own, what is given must be a mapping, or mappings, at every level. The first error, or null.</summary>
    private static string? PartsError(IEnumerable<(string Name, DictValue Spec)> options, IReadOnlyDictionary<string, Value> given)
    {
        foreach (var (name, option) in options)
        {
            if (option["options"] is not DictValue spec || !HasParts(option) || !given.TryGetValue(name, out var value) || value is NullValue)
            {
                continue;
            }

            foreach (var part in value as IReadOnlyList<Value> ?? [value])
            {
                var (own, error) = part is TextValue or DictValue
                    ? ArgumentTypes.Convert("dict", part)
                    : (null, $"Value '{Shown(option, part)}' in the sub parameter field '{name}' must by a {TextOf(option["type"])}, not '{ArgumentTypes.NameOf(part)[8..^2]}'");
                if ((error ?? PartsError(OptionsOf(spec), Layer.Of((DictValue)own!).Values)) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    private void Unsupported(List<(string Name, DictValue Spec)> options, Dictionary<string, string> aliases, Layer given, IReadOnlyList<string> path)
    {
        var supported = string.Join(", ", options.Select(o => o.Name).Where(n => !aliases.ContainsKey(n)).Order(StringComparer.Ordinal))
            + (aliases.Count > 0 ? $" ({string.Join(", ", aliases.Keys.Order(StringComparer.Ordinal))})" : "");
        foreach (var name in given.Values.Keys.Where(n => !aliases.ContainsKey(n) && !options.Exists(o => o.Name == n)))
        {
            unsupported.Add((string.Join('.', path.Append(name)), supported));
        }
    }

    private void CheckType(string name, DictValue option, Layer given, IReadOnlyList<string> path)
    {
        if (!given.Values.TryGetValue(name, out var value) || value is NullValue)
        {
            return;
        }

        var type = TextOf(option["type"]);
        var place = string.Join(" -> ", path);
        var (converted, error) = ArgumentTypes.Convert(type, value);
        if (converted is null)
        {
            errors.Add($"argument '{name}' is of type {ArgumentTypes.NameOf(value)}{(path.Count > 0 ? $" found in '{place}'." : "")} and we were unable to convert to {type ?? "str"}: {Shown(option, value, error!)}");
            return;
        }

        given.Values[name] = converted;
        if (TextOf(option["elements"]) is not { } elements)
        {
            return;
        }

        if (type != "list" || converted is not ListValue list)
        {
            errors.Add($"Invalid type {type ?? "str"} for option '{Shown(option, converted)}'{(path.Count > 0 ? $" found in '{place}'." : "")}, elements value check is supported only with 'list' type");
            return;
        }

        var kept = new List<Value>();
        foreach (var element in list)
        {
            var (own, problem) = ArgumentTypes.Convert(elements, element);
            if (own is null)
            {
                errors.Add($"Elements value for option '{name}'{(path.Count > 0 ? $" found in '{place}'" : "")} is of type {ArgumentTypes.NameOf(element)} and we were unable to convert to {elements}: {Shown(option, element, problem!)}");
            }
            else
            {
                kept.Add(own);
            }
        }

        given.Values[name] = Value.Of(kept);
    }

    private void CheckChoices(string name, DictValue option, Layer given, string found)
    {
        if (option["choices"] is null or NullValue || !given.Values.TryGetValue(name, out var value))
        {
            return;
        }

        var wanted = option["choices"]!;
        if (wanted is not ListValue choices)
        {
            errors.Add($"internal error: choices for argument {name} are not iterable: {PythonText.Str(wanted)}{found}");
            return;
        }

        var shown = string.Join(", ", choices.Select(PythonText.Str));
        if (value is ListValue list)
        {
            var strange = list.Where(v => !choices.Contains(v)).ToList();
            if (strange.Count > 0)
            {
                errors.Add($"value of {name} must be one or more of: {shown}. Got no match for: {string.Join(", ", strange.Select(v => Shown(option, v)))}{found}");
            }
        }
        else if (!choices.Contains(value) && !choices.Contains(WordFor(value, choices)))
        {
            errors.Add($"value of {name} must be one of: {shown}, got: {Shown(option, value)}{found}");
        }
    }

    /// <summary>YAML reads a bare <c>no</c> as false; where just one of the choices is a word for it, it is meant.</summary>
    private static Value WordFor(Value value, ListValue choices)
    {
        var words = value is TextValue { Text: "False" } ? FalseWords : value is TextValue { Text: "True" } ? TrueWords : [];
        return choices.OfType<TextValue>().Where(c => words.Contains(c.Text)).Distinct().ToList() is [var only] ? only : value;
    }

    private void CheckOptions(string name, DictValue option, Layer given, IReadOnlyList<string> path)
    {
        if (option["options"] is not DictValue spec || !HasParts(option))
        {
            return;
        }

        if (!given.Values.TryGetValue(name, out var value) || value is NullValue)
        {
            if (!IsTrue(option["apply_defaults"]))
            {
                return;
            }

            value = DictValue.Empty;
        }

        foreach (var part in value as IReadOnlyList<Value> ?? [value])
        {
            if (part is DictValue own)
            {
                Check(spec, option, Layer.Of(own), [.. path, name]);
            }
            else
            {
                errors.Add($"value of '{name}' must be of type dict or list of dicts");
            }
        }
    }

    private static List<(string Name, DictValue Spec)> OptionsOf(DictValue spec) =>
        [.. spec.Where(o => o.Value is DictValue).Select(o => (PythonText.Str(o.Key), (DictValue)o.Value))];

    private static bool HasParts(DictValue option) => TextOf(option["type"]) is "dict" || (TextOf(option["type"]) is "list" && TextOf(option["elements"]) is "dict");

    private static bool IsTrue(Value? value) => value is not null && Parameter.AsFlag(value) == true;

    private static string? TextOf(Value? value) => (value as TextValue)?.Text;

    private static IEnumerable<string> Texts(Value? value) => (value as ListValue ?? ListValue.Empty).Select(PythonText.Str);

    /// <summary>A value as an error may show it.</summary>
    private static string Shown(DictValue option, Value value) => Shown(option, value, PythonText.Str(value));

    private static string Shown(DictValue option, Value value, string text) =>
        IsTrue(option["no_log"]) && PythonText.Str(value) is { Length: > 0 } secret ? text.Replace(secret, "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER", StringComparison.Ordinal) : text;

    /// <summary>Arguments of one level while they are converted.</summary>
    private sealed record Layer(Dictionary<string, Value> Values)
    {
        public static Layer Of(DictValue arguments)
        {
            var values = new Dictionary<string, Value>();
            foreach (var (key, value) in arguments)
            {
                values[PythonText.Str(key)] = value;
            }

            return new Layer(values);
        }
    }
}
