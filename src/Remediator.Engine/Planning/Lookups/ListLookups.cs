using System.Security.Cryptography;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Engine.Planning;

/// <summary>Lookups that only arrange their terms.</summary>
internal static class ListLookups
{
    public static IEnumerable<Value> List(LookupCall call) => call.Terms;

    public static IEnumerable<Value> Items(LookupCall call) => Open(call.Terms);

    public static IEnumerable<Value> Flattened(LookupCall call) => call.Terms.SelectMany(Flatten);

    public static IEnumerable<Value> Indexed(LookupCall call) => Open(call.Terms).Select((value, index) => (Value)new ListValue([Value.Of(index), value], isTuple: true));

    public static IEnumerable<Value> Dict(LookupCall call) => call.Terms.SelectMany(Entries);

    public static IEnumerable<Value> RandomChoice(LookupCall call) => call.Terms.Count == 0 ? [] : [call.Terms[RandomNumberGenerator.GetInt32(call.Terms.Count)]];

    /// <summary>The lists side by side, the shorter ones filled up with nothing.</summary>
    public static IEnumerable<Value> Together(LookupCall call)
    {
        var lists = call.Terms.Select(PythonAccess.Items).ToList();
        if (lists.Count == 0)
        {
            throw new EvaluationException("with_together requires at least one element in each list");
        }

        for (var i = 0; i < lists.Max(l => l.Count); i++)
        {
            var index = i;
            yield return new ListValue([.. Open(lists.Select(l => index < l.Count ? l[index] : Value.Null))]);
        }
    }

    /// <summary>Each item of each list with each of the others; lists among the items are opened, as Ansible does.</summary>
    public static IEnumerable<Value> Nested(LookupCall call)
    {
        if (call.Terms.Count == 0)
        {
            throw new EvaluationException("with_nested requires at least one element in the nested list");
        }

        IEnumerable<Value> rows = PythonAccess.Items(call.Terms[0]);
        foreach (var term in call.Terms.Skip(1))
        {
            var items = PythonAccess.Items(term);
            rows = [.. rows.SelectMany(row => items.Select(item => (Value)new ListValue([.. Open([row, item])])))];
        }

        return rows.Select(row => (Value)new ListValue([.. Open(row is TextValue ? [row] : PythonAccess.Items(row))]));
    }

    /// <summary>Lists among the values opened by one level.</summary>
    private static IEnumerable<Value> Open(IEnumerable<Value> values) => values.SelectMany(value => value is ListValue list ? list : (IEnumerable<Value>)[value]);

    private static IEnumerable<Value> Flatten(Value value) => value is ListValue list ? list.SelectMany(Flatten) : [value];

    private static IEnumerable<Value> Entries(Value value) => value switch
    {
        DictValue dict => dict.Select(e => (Value)Value.Dict(("key", e.Key), ("value", e.Value))),
        ListValue list => list.SelectMany(Entries),
        _ => throw new EvaluationException("with_dict expects a dict"),
    };
}
