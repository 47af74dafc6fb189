using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>Filters over lists as wholes.</summary>
internal static class ListFilters
{
    public static readonly NamedFunction[] All =
    [
        new("list", "", c => new ListValue(c.Items)),
        new("first", "", c => c.Items is [var first, ..] ? first : Nothing(c, "No first item, sequence was empty.")),
        new("last", "", c => c.Items is [.., var last] ? last : Nothing(c, "No last item, sequence was empty.")),
        new("length", "", Length),
        new("count", "", Length),
        new("join", "d? attribute?", Join),
        new("reverse", "", c => c.Input is TextValue ? Value.Of(string.Concat(c.Items.Reverse().Select(PythonText.Str))) : Value.Of(c.Items.Reverse())),
        new("sort", "reverse? case_sensitive? attribute?", c => Value.Of(PythonOperators.Sort(c.Items, c.FlagAt(0), SortKey(c, 2, !c.FlagAt(1))))),
        new("unique", "case_sensitive? attribute?", Unique),
        new("min", "case_sensitive? attribute?", c => Extreme(c, reverse: false)),
        new("max", "case_sensitive? attribute?", c => Extreme(c, reverse: true)),
        new("sum", "attribute? start?", Sum),
        new("groupby", "attribute default? case_sensitive?", GroupBy),
        new("batch", "linecount fill_with?", Batch),
        new("slice", "slices fill_with?", Slice),
        new("flatten", "levels? skip_nulls?", c => Value.Of(Flatten(c.Input, c.Has(0) ? c.NumberAt(0) : null, c.FlagAt(1, true)))),
        new("random", "start? step? seed?", Chance.Pick),
        new("shuffle", "seed?", Chance.Shuffle),
    ];

    /// <summary>Text in lower case for orders and groups that do not tell cases apart.</summary>
    public static Value IgnoreCase(Value value) => value is TextValue text ? Value.Of(text.Text.ToLowerInvariant()) : value;

    /// <summary>Ansible's <c>flatten</c>: lists in lists opened, nulls left out.</summary>
    public static IEnumerable<Value> Flatten(Value list, long? levels, bool skipNulls)
    {
        EvaluationBudget.CheckStack();
        foreach (var item in PythonAccess.Items(list))
        {
            if (skipNulls && Interpreter.Defined(item) is (NullValue or TextValue { Text: "None" or "null" }))
            {
                continue;
            }

            if (item is ListValue && (levels is null || levels >= 1))
            {
                foreach (var nested in Flatten(item, levels - 1, skipNulls))
                {
                    yield return nested;
                }
            }
            else
            {
                yield return item;
            }
        }
    }

    private static Value Nothing(FunctionCall call, string message) => call.Interpreter.Dialect.Undefined(message, null);

    private static Value Length(FunctionCall call) => Value.Of(call.Input switch
    {
        TextValue text => PythonAccess.Length(text.Text),
        ListValue list => list.Count,
        DictValue dict => (long)dict.Count,
        _ => throw call.Fail($"object of type '{call.Input.TypeName}' has no len()"),
    });

    private static Value Join(FunctionCall call)
    {
        var separator = call.TextAt(0);
        var texts = call.Items.Select(item => PythonText.Str(call.Has(1) ? PythonAccess.Path(item, call[1]!, call.Interpreter) : Interpreter.Known(item))).ToList();
        call.Budget.CheckLength(texts.Sum(t => (double)t.Length + separator.Length));
        return Value.Of(string.Join(separator, texts));
    }

    /// <summary>The key of an item for an order: one attribute, or several with commas between them.</summary>
    private static Func<Value, Value> SortKey(FunctionCall call, int attribute, bool ignoreCase)
    {
        if (!call.Has(attribute))
        {
            return ignoreCase ? IgnoreCase : value => value;
        }

        Value[] paths = call[attribute] is TextValue text ? [.. text.Text.Split(',').Select(Value.Of)] : [call[attribute]!];
        return item =>
        {
            var keys = paths.Select(path => PythonAccess.Path(item, path, call.Interpreter)).Select(key => ignoreCase ? IgnoreCase(Interpreter.Defined(key)) : Interpreter.Defined(key));
            return new ListValue([.. keys]);
        };
    }

    private static Value Unique(FunctionCall call)
    {
        var seen = new HashSet<Value>();
        var ignoreCase = !call.FlagAt(0);
        var fallsBack = !(call[0] is BoolValue { Value: false } || call.Has(1));
        return Value.Of(call.Items.Where(item =>
        {
            var key = call.Has(1) ? PythonAccess.Path(item, call[1]!, call.Interpreter) : item;
            if (!fallsBack && key is (DictValue or ListValue { IsTuple: false }))
            {
                // Jinja keeps what it saw in a set; Ansible's own way over lists and dicts knows neither option.
                throw call.Fail($"Jinja2's unique filter failed and we cannot fall back to Ansible's version as it does not support the parameters supplied: unhashable type: '{key.TypeName}'");
            }

            return seen.Add(ignoreCase ? IgnoreCase(Interpreter.Defined(key)) : Interpreter.Defined(key));
        }).ToList());
    }

    private static Value Extreme(FunctionCall call, bool reverse)
    {
        var key = SortKey(call, 1, !call.FlagAt(0));
        Value? best = null;
        foreach (var item in call.Items)
        {
            if (best is null || PythonOperators.Order(key(item), key(best)) is { } order && (reverse ? order > 0 : order < 0))
            {
                best = item;
            }
        }

        return best ?? Nothing(call, "No aggregated item, sequence was empty.");
    }

    private static Value Sum(FunctionCall call)
    {
        var sum = call[1] ?? Value.Of(0L);
        foreach (var item in call.Items)
        {
            var value = call.Has(0) ? PythonAccess.Path(item, call[0]!, call.Interpreter) : item;
            sum = PythonOperators.Binary(BinaryOperator.Add, sum, value, call.Budget);
        }

        return sum;
    }

    private static Value GroupBy(FunctionCall call)
    {
        var ignoreCase = !call.FlagAt(2);
        var keyed = call.Items.Select(item =>
        {
            var key = PythonAccess.Path(item, call[0]!, call.Interpreter);
            return (Key: key is UndefinedValue && call.Has(1) ? call[1]! : Interpreter.Defined(key), Item: item);
        }).ToList();
        var order = PythonOperators.Sort(keyed.Select((_, i) => Value.Of((long)i)), key: i => Sorted(keyed[(int)((IntValue)i).Value].Key));
        var groups = new List<(Value Key, List<Value> Items)>();
        foreach (var (key, item) in order.Select(i => keyed[(int)((IntValue)i).Value]))
        {
            if (groups.Count == 0 || !Sorted(groups[^1].Key).Equals(Sorted(key)))
            {
                groups.Add((key, []));
            }

            groups[^1].Items.Add(item);
        }

        return Value.Of(groups.Select(g => (Value)new ListValue([g.Key, new ListValue(g.Items)], isTuple: true)));

        Value Sorted(Value key) => ignoreCase ? IgnoreCase(key) : key;
    }

    private static Value Batch(FunctionCall call)
    {
        var size = Positive(call, call.NumberAt(0));
        return Value.Of(call.Items.Chunk(size).Select(chunk => (Value)new ListValue(
            call.Has(1) ? [.. chunk, .. Enumerable.Repeat(call[1]!, size - chunk.Length)] : chunk)));
    }

    private static Value Slice(FunctionCall call)
    {
        var (items, slices) = (call.Items, Positive(call, call.NumberAt(0)));
        var (each, more) = (items.Count / slices, items.Count % slices);
        var at = 0;
        var result = new List<Value>();
        for (var i = 0; i < slices; i++)
        {
            var count = each + (i < more ? 1 : 0);
            var part = items.Skip(at).Take(count).ToList();
            at += count;
            if (call.Has(1) && i >= more)
            {
                part.Add(call[1]!);
            }

            result.Add(new ListValue(part));
        }

        return Value.Of(result);
    }

    private static int Positive(FunctionCall call, long number)
    {
        call.Budget.CheckLength(number);
        return number > 0 ? (int)number : throw call.Fail($"'{call.Function.Name}' needs a number above zero");
    }
}
