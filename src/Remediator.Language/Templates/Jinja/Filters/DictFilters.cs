using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>Filters over dicts and lists of dicts.</summary>
internal static class DictFilters
{
    public static readonly NamedFunction[] All =
    [
        new("items", "", c => c.Input is UndefinedValue ? ListValue.Empty : Value.Of(Dict(c, c.Input).Select(e => Pair(e.Key, e.Value)))) { AcceptsUndefined = true },
        new("dict2items", "key_name? value_name?", DictToItems),
        new("items2dict", "key_name? value_name?", ItemsToDict),
        new("dictsort", "case_sensitive? by? reverse?", Sort),
        new("combine", "*dicts **options", DictMerge.Combine),
        new("extract", "container morekeys?", Extract),
        new("subelements", "subelements skip_missing?", Subelements),
        new("rekey_on_member", "key duplicates?", Rekey),
    ];

    private static DictValue Dict(FunctionCall call, Value value) =>
        value as DictValue ?? throw call.Fail($"{call.Function.Name} requires a dictionary, got {value.TypeName} instead.");

    private static Value Pair(Value key, Value value) => new ListValue([key, value], isTuple: true);

    private static Value DictToItems(FunctionCall call) =>
        Value.Of(Dict(call, call.Input).Select(e => (Value)Value.Dict((call.TextAt(0, "key"), e.Key), (call.TextAt(1, "value"), e.Value))).ToList());

    private static Value ItemsToDict(FunctionCall call)
    {
        if (call.Input is not ListValue list)
        {
            throw call.Fail($"items2dict requires a list, got {call.Input.TypeName} instead.");
        }

        var (key, value) = (call.TextAt(0, "key"), call.TextAt(1, "value"));
        var builder = new DictBuilder();
        foreach (var item in list)
        {
            if (item is not DictValue entry)
            {
                throw call.Fail($"items2dict requires a list of dictionaries, got {PythonText.Repr(call.Input)} instead.");
            }

            builder[PythonAccess.Key(Member(entry, key))] = Member(entry, value);
        }

        return builder.Build();

        Value Member(DictValue entry, string name) => entry[name] ?? throw call.Fail(
            $"items2dict requires each dictionary in the list to contain the keys '{key}' and '{value}', got {PythonText.Repr(call.Input)} instead.",
            DidYouMean.Hint(name, entry.Keys.OfType<TextValue>().Select(k => k.Text)));
    }

    private static Value Sort(FunctionCall call)
    {
        var by = call.TextAt(1, "key");
        if (by is not ("key" or "value"))
        {
            throw call.Fail("You can only sort by either \"key\" or \"value\"");
        }

        var index = by == "key" ? 0 : 1;
        return Value.Of(PythonOperators.Sort(Dict(call, call.Input).Select(e => Pair(e.Key, e.Value)), call.FlagAt(2), pair =>
        {
            var key = ((ListValue)pair)[index];
            return call.FlagAt(0) ? key : ListFilters.IgnoreCase(key);
        }));
    }

    private static Value Extract(FunctionCall call)
    {
        IEnumerable<Value> keys = call[1] switch { null or NullValue => [call.Input], ListValue more => [call.Input, .. more], var one => [call.Input, one] };
        return keys.Aggregate(call[0]!, (value, key) => Interpreter.Known(call.Interpreter.Dialect.Index(value, key, call.Interpreter)));
    }

    private static Value Subelements(FunctionCall call)
    {
        var elements = call.Input switch
        {
            DictValue dict => dict.Select(e => e.Value),
            ListValue list => list,
            _ => throw call.Fail("obj must be a list of dicts or a nested dict"),
        };
        string[] path = call[0] switch
        {
            ListValue list => [.. list.Select(PythonText.Str)],
            TextValue text => text.Text.Split('.'),
            _ => throw call.Fail("subelements must be a list or a string"),
        };
        var skipMissing = call[1] is DictValue options ? options["skip_missing"] is { } flag && PythonOperators.IsTrue(flag) : call.FlagAt(1);
        return Value.Of(elements.SelectMany(element => Values(call, element, path, skipMissing).Select(value => Pair(element, value))).ToList());
    }

    private static ListValue Values(FunctionCall call, Value element, string[] path, bool skipMissing)
    {
        var value = element;
        foreach (var key in path)
        {
            if (value is not DictValue dict)
            {
                throw call.Fail($"the key {key} should point to a dictionary, got '{PythonText.Str(value)}'");
            }

            if (dict[key] is not { } next)
            {
                return skipMissing ? ListValue.Empty : throw call.Fail($"could not find {PythonText.Quote(key)} key in iterated item {PythonText.Repr(value)}");
            }

            value = Interpreter.Known(next);
        }

        return value as ListValue ?? throw call.Fail($"the key {PythonText.Quote(path[^1])} should point to a list, got {PythonText.Repr(value)}");
    }

    private static Value Rekey(FunctionCall call)
    {
        var duplicates = call.TextAt(1, "error");
        if (duplicates is not ("error" or "overwrite"))
        {
            throw call.Fail($"duplicates parameter to rekey_on_member has unknown value: {duplicates}");
        }

        var items = call.Input switch
        {
            DictValue dict => dict.Select(e => e.Value),
            ListValue list => list,
            _ => throw call.Fail("Type is not a valid list, set, or dict"),
        };
        var builder = new DictBuilder();
        foreach (var item in items)
        {
            if (item is not DictValue entry)
            {
                throw call.Fail("List item is not a valid dict");
            }

            var key = PythonAccess.Key(entry.TryGet(call[0]!, out var found) ? found : throw call.Fail($"Key {call.TextAt(0)} was not found"));
            if (duplicates == "error" && builder.TryGet(key, out _))
            {
                throw call.Fail($"Key {PythonText.Str(key)} is not unique, cannot correctly turn into dict");
            }

            builder[key] = item;
        }

        return builder.Build();
    }
}
