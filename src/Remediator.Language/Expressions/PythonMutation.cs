using Remediator.Language.Values;

namespace Remediator.Language.Expressions;

/// <summary>
/// Python's methods that change a list or a dict in place. Values here do not change, so each gives the changed copy, which the
/// evaluator puts where the old value was; another variable that holds the same value keeps the old one.
/// </summary>
internal static class PythonMutation
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "append", "clear", "extend", "insert", "pop", "popitem", "remove", "reverse", "setdefault", "sort", "update",
    };

    public static bool IsMutator(string method) => Names.Contains(method);

    /// <summary>Runs the method; false where the target has no such method.</summary>
    public static bool TryRun(Value target, string method, CallArguments arguments, out Value changed, out Value result)
    {
        changed = target;
        result = Value.Null;
        return target switch
        {
            ListValue { IsTuple: false } list => TryRun(list, method, arguments, ref changed, ref result),
            DictValue dict when !dict.TryGet(method, out _) => TryRun(dict, method, arguments, ref changed, ref result),
            _ => false,
        };
    }

    /// <summary>A copy of a dict or list with one entry replaced.</summary>
    public static Value With(Value container, Value key, Value value)
    {
        switch (container)
        {
            case DictValue dict:
            {
                var builder = dict.ToBuilder();
                builder[PythonAccess.Key(key)] = value;
                return builder.Build();
            }

            case ListValue list when Numbers.TryGetLong(key, out var index):
            {
                var items = list.ToList();
                index = index < 0 ? index + items.Count : index;
                if (index < 0 || index >= items.Count)
                {
                    throw new EvaluationException("list assignment index out of range");
                }

                items[(int)index] = value;
                return new ListValue(items, list.IsTuple);
            }

            default:
                throw new EvaluationException($"'{container.TypeName}' object does not support item assignment");
        }
    }

    private static bool TryRun(ListValue list, string method, CallArguments arguments, ref Value changed, ref Value result)
    {
        var items = list.ToList();
        switch (method)
        {
            case "append":
                items.Add(At(arguments, 0, method));
                break;
            case "extend":
                items.AddRange(PythonAccess.Items(At(arguments, 0, method)));
                break;
            case "insert":
                items.Insert((int)Math.Clamp(Place(At(arguments, 0, method), items.Count), 0, items.Count), At(arguments, 1, method));
                break;
            case "pop":
                var index = arguments.Positional.Count > 0 ? Place(At(arguments, 0, method), items.Count) : items.Count - 1L;
                if (index < 0 || index >= items.Count)
                {
                    throw new EvaluationException(items.Count == 0 ? "pop from empty list" : "pop index out of range");
                }

                result = items[(int)index];
                items.RemoveAt((int)index);
                break;
            case "remove":
                if (!items.Remove(At(arguments, 0, method)))
                {
                    throw new EvaluationException("list.remove(x): x not in list");
                }

                break;
            case "reverse":
                items.Reverse();
                break;
            case "clear":
                items.Clear();
                break;
            case "sort":
                items = PythonOperators.Sort(items, arguments.Named.TryGetValue("reverse", out var reverse) && PythonOperators.IsTrue(reverse));
                break;
            default:
                return false;
        }

        changed = new ListValue(items);
        return true;
    }

    private static bool TryRun(DictValue dict, string method, CallArguments arguments, ref Value changed, ref Value result)
    {
        var builder = dict.ToBuilder();
        switch (method)
        {
            case "update":
                Update(builder, arguments);
                break;
            case "setdefault":
                var key = PythonAccess.Key(At(arguments, 0, method));
                if (builder.TryGet(key, out var known))
                {
                    result = known;
                    return true;
                }

                builder[key] = result = arguments.Positional.Count > 1 ? arguments.Positional[1] : Value.Null;
                break;
            case "pop":
                key = PythonAccess.Key(At(arguments, 0, method));
                if (builder.TryGet(key, out known))
                {
                    result = known;
                    builder.Remove(key);
                }
                else
                {
                    result = arguments.Positional.Count > 1 ? arguments.Positional[1] : throw new EvaluationException($"KeyError: {PythonText.Repr(key)}");
                }

                break;
            case "popitem":
                var last = dict.LastOrDefault();
                if (last.Key is null)
                {
                    throw new EvaluationException("popitem(): dictionary is empty");
                }

                result = new ListValue([last.Key, last.Value], isTuple: true);
                builder.Remove(last.Key);
                break;
            case "clear":
                builder = new DictBuilder();
                break;
            default:
                return false;
        }

        changed = builder.Build();
        return true;
    }

    private static void Update(DictBuilder builder, CallArguments arguments)
    {
        foreach (var source in arguments.Positional)
        {
            if (source is DictValue dict)
            {
                foreach (var (key, value) in dict)
                {
                    builder[key] = value;
                }

                continue;
            }

            foreach (var pair in PythonAccess.Items(source))
            {
                var parts = PythonAccess.Unpack(pair, 2);
                builder[PythonAccess.Key(parts[0])] = parts[1];
            }
        }

        foreach (var (key, value) in arguments.Named)
        {
            builder[key] = value;
        }
    }

    private static Value At(CallArguments arguments, int index, string method) =>
        index < arguments.Positional.Count ? arguments.Positional[index] : throw new EvaluationException($"{method}() needs {index + 1} argument{(index == 0 ? "" : "s")}");

    private static long Place(Value index, int count) =>
        !Numbers.TryGetLong(index, out var place) ? throw new EvaluationException($"'{index.TypeName}' object cannot be interpreted as an integer")
        : place < 0 ? place + count
        : place;
}
