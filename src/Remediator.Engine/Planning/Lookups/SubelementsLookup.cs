using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Engine.Planning;

/// <summary>The <c>subelements</c> lookup: each dict of a list with each item of a list in it, which the dict then lacks.</summary>
internal static class SubelementsLookup
{
    public static IEnumerable<Value> Run(LookupCall call)
    {
        var wrong = call.Terms switch
        {
            not { Count: 2 or 3 } => "",
            [_, not TextValue, ..] => "first a dict or a list, second a string pointing to the subkey",
            [_, _, not DictValue] => "the optional third item must be a dict with flags skip_missing",
            _ => null,
        };
        if (wrong is not null)
        {
            throw new EvaluationException($"subelements lookup expects a list of two or three items, {wrong}");
        }

        var keys = ((TextValue)call.Terms[1]).Text.Split('.');
        var flags = call.Terms.Count > 2 ? (DictValue)call.Terms[2] : DictValue.Empty;
        var mayMiss = flags["skip_missing"] is { } flag && (flag is TextValue text ? text.Text.ToLowerInvariant() is "true" or "yes" or "on" or "1" : PythonOperators.IsTrue(flag));
        IEnumerable<Value> parents = call.Terms[0] switch
        {
            DictValue whole => IsSkipped(whole) ? [] : whole.Select(e => e.Value),
            ListValue list => list,
            var single => [single],
        };
        foreach (var parent in parents)
        {
            if (parent is not DictValue dict)
            {
                throw new EvaluationException($"subelements lookup expects a dictionary, got '{PythonText.Str(parent)}'");
            }

            if (IsSkipped(dict) || Take(dict, keys, mayMiss) is not var (children, rest))
            {
                continue;
            }

            foreach (var child in children)
            {
                yield return new ListValue([rest, child], isTuple: true);
            }
        }
    }

    private static bool IsSkipped(DictValue result) => result["skipped"] is { } skipped and not BoolValue { Value: false };

    private static (ListValue Children, DictValue Parent)? Take(DictValue dict, ReadOnlySpan<string> keys, bool mayMiss)
    {
        if (!dict.TryGet(new TextValue(keys[0]), out var value))
        {
            return mayMiss ? null : throw new EvaluationException($"could not find '{keys[0]}' key in iterated item '{PythonText.Str(dict)}'");
        }

        if (keys.Length == 1)
        {
            return value is ListValue list
                ? (list, With(dict, keys[0], null))
                : throw new EvaluationException($"the key {keys[0]} should point to a list, got '{PythonText.Str(value)}'");
        }

        if (value is not DictValue inner)
        {
            return mayMiss ? null : throw new EvaluationException($"the key {keys[0]} should point to a dictionary, got '{PythonText.Str(value)}'");
        }

        return Take(inner, keys[1..], mayMiss) is var (children, rest) ? (children, With(dict, keys[0], rest)) : null;
    }

    private static DictValue With(DictValue dict, string key, Value? value)
    {
        var builder = new DictBuilder();
        foreach (var (k, v) in dict)
        {
            if (k is not TextValue { Text: var name } || name != key)
            {
                builder[k] = v;
            }
            else if (value is not null)
            {
                builder[k] = value;
            }
        }

        return builder.Build();
    }
}
