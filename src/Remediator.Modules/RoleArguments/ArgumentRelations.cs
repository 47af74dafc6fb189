using Remediator.Language.Values;

namespace Remediator.Modules.RoleArguments;

/// <summary>Rules over several arguments, which stand beside the <c>options</c> they speak of. Each gives the first error or null.</summary>
/// <param name="given">By name; changes show at once.</param>
/// <param name="found">Where the arguments are, as errors end.</param>
internal sealed class ArgumentRelations(DictValue rules, IReadOnlyDictionary<string, Value> given, string found)
{
    public string? Exclusive()
    {
        var broken = Groups("mutually_exclusive").Where(g => g.Distinct().Count(given.ContainsKey) > 1).Select(g => string.Join('|', g)).ToList();
        return broken.Count > 0 ? $"parameters are mutually exclusive: {string.Join(", ", broken)}{found}" : null;
    }

    public string? Together() =>
        Groups("required_together").FirstOrDefault(g => g.Any(given.ContainsKey) && !g.All(given.ContainsKey)) is { } group ? $"parameters are required together: {string.Join(", ", group)}{found}" : null;

    public string? OneOf() =>
        Groups("required_one_of").FirstOrDefault(g => !g.Any(given.ContainsKey)) is { } group ? $"one of the following is required: {string.Join(", ", group)}{found}" : null;

    public string? If()
    {
        foreach (var rule in (rules["required_if"] as ListValue ?? ListValue.Empty).OfType<ListValue>().Where(r => r.Count is 3 or 4))
        {
            var (name, wanted, needed) = (PythonText.Str(rule[0]), rule[1], Names(rule[2]));
            var takesAny = rule.Count == 4 && Parameter.AsFlag(rule[3]) == true;
            var missing = needed.Where(n => !given.ContainsKey(n)).ToList();
            if (given.TryGetValue(name, out var value) && value.Equals(wanted) && missing.Count > 0 && (!takesAny || missing.Count == needed.Count))
            {
                return $"{name} is {PythonText.Str(wanted)} but {(takesAny ? "any" : "all")} of the following are missing: {string.Join(", ", missing)}{found}";
            }
        }

        return null;
    }

    public string? By()
    {
        foreach (var (key, value) in rules["required_by"] as DictValue ?? DictValue.Empty)
        {
            var missing = IsThere(PythonText.Str(key)) ? Names(value).Where(n => !IsThere(n)).ToList() : [];
            if (missing.Count > 0)
            {
                return $"missing parameter(s) required by '{PythonText.Str(key)}': {string.Join(", ", missing)}{found}";
            }
        }

        return null;
    }

    private bool IsThere(string name) => given.TryGetValue(name, out var value) && value is not NullValue;

    /// <summary>Lists of names; names that stand alone are a list each.</summary>
    private IEnumerable<IReadOnlyList<string>> Groups(string rule) => (rules[rule] as ListValue ?? ListValue.Empty).Select(Names);

    private static IReadOnlyList<string> Names(Value value) => [.. (value as IReadOnlyList<Value> ?? [value]).Select(PythonText.Str)];
}
