using System.Runtime.CompilerServices;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban.Builtins;

/// <summary>The functions of <c>array</c>. None changes its input.</summary>
internal static class ArrayFunctions
{
    /// <summary>Where each cycle of an evaluation stands.</summary>
    private static readonly ConditionalWeakTable<Interpreter, Dictionary<string, int>> Cycles = [];

    public static Builtin[] All { get; } =
    [
        new("add", "list value", c => Value.Of([.. c.List(0), c[1]])),
        new("add_range", "list1 list2", Concat),
        new("any", "list function *args", c => Value.Of(c.List(0).Any(item => Holds(c, item)))),
        new("compact", "list", c => c.Has(0) ? Value.Of(c.List(0).Where(item => item is not (NullValue or UndefinedValue))) : Value.Null),
        new("concat", "list1 list2", Concat),
        new("contains", "list item", c => Value.Of(c.List(0).Any(item => ScribanOperators.AreEqual(item, c[1])))),
        new("cycle", "list group?", Cycle),
        new("each", "list function *args", c => Value.Of([.. c.List(0).Select(item => Apply(c, item))])),
        new("filter", "list function *args", c => Value.Of([.. c.List(0).Where(item => Holds(c, item))])),
        new("first", "list", c => c.List(0).FirstOrDefault(Value.Null)),
        new("insert_at", "list index value", InsertAt),
        new("join", "list delimiter function?", Join),
        new("last", "list", c => c.List(0).LastOrDefault(Value.Null)),
        new("limit", "list count", c => c.Has(0) ? Value.Of(c.List(0).Take(c.Int(1))) : Value.Null),
        new("map", "list member", Map),
        new("offset", "list index", c => c.Has(0) ? Value.Of(c.List(0).Skip(c.Int(1))) : Value.Null),
        new("remove_at", "list index", RemoveAt),
        new("reverse", "list", c => Value.Of(c.List(0).Reverse())),
        new("size", "list", c => Value.Of((long)c.List(0).Count)),
        new("sort", "list member?", Sort),
        new("uniq", "list", c => c.Has(0) ? Value.Of(c.List(0).Distinct()) : Value.Null),
    ];

    private static Value Concat(BuiltinCall call)
    {
        if (!call.Has(0) && !call.Has(1))
        {
            return Value.Null;
        }

        var (first, second) = (call.List(0), call.List(1));
        call.Budget.CheckLength((double)first.Count + second.Count);
        return Value.Of([.. first, .. second]);
    }

    private static Value Apply(BuiltinCall call, Value item) => call.Invoke(call.Function(1), [item, .. call.Rest]);

    private static bool Holds(BuiltinCall call, Value item) => call.Interpreter.Dialect.IsTrue(Apply(call, item));

    private static Value Cycle(BuiltinCall call)
    {
        var items = call.List(0);
        if (items.Count == 0)
        {
            return Value.Null;
        }

        var group = call.TextOrNull(1) ?? ScribanText.Of(Value.Of(items));
        var cycles = Cycles.GetOrCreateValue(call.Interpreter);
        var round = cycles.GetValueOrDefault(group);
        cycles[group] = round + 1;
        return items[round % items.Count];
    }

    private static Value InsertAt(BuiltinCall call)
    {
        var items = call.List(0).ToList();
        var index = call.Int(1);
        index = index < 0 ? Math.Max(0, items.Count + index) : index;
        call.Budget.CheckLength(index);
        while (items.Count < index)
        {
            items.Add(Value.Null);
        }

        items.Insert(index, call[2]);
        return Value.Of(items);
    }

    private static Value RemoveAt(BuiltinCall call)
    {
        var items = call.List(0).ToList();
        var index = call.Int(1);
        index = index < 0 ? index + items.Count : index;
        if (index >= 0 && index < items.Count)
        {
            items.RemoveAt(index);
        }

        return Value.Of(items);
    }

    private static Value Join(BuiltinCall call)
    {
        var texts = call.List(0).Select(ScribanText.Of);
        if (call.Has(2))
        {
            var function = call.Function(2);
            texts = texts.Select(text => ScribanText.Of(call.Invoke(function, Value.Of(text))));
        }

        var parts = texts.ToList();
        call.Budget.CheckLength(parts.Sum(part => (double)part.Length) + ((double)call.Text(1).Length * parts.Count));
        return Value.Of(string.Join(call.Text(1), parts));
    }

    private static Value Map(BuiltinCall call) =>
        Value.Of([.. call.List(0).Select(item => MemberOf(call, item, call.Text(1)))]);

    /// <summary>A member; where there is none of exactly that name, a path such as <c>a.b</c>.</summary>
    private static Value MemberOf(BuiltinCall call, Value item, string name)
    {
        var dialect = call.Interpreter.Dialect;
        var member = dialect.Attribute(item, name, call.Interpreter);
        return member is UndefinedValue or NullValue && name.Contains('.', StringComparison.Ordinal)
            ? name.Split('.').Aggregate(item, (value, part) => dialect.Attribute(value, part, call.Interpreter))
            : member;
    }

    private static Value Sort(BuiltinCall call)
    {
        var member = call.TextOrNull(1);
        var keyed = call.List(0).Select(item => (Item: item, Key: member is null ? item : MemberOf(call, item, member))).ToList();
        try
        {
            return Value.Of([.. keyed.OrderBy(entry => entry.Key, Comparer<Value>.Create(Order)).Select(entry => entry.Item)]);
        }
        catch (InvalidOperationException wrapped) when (wrapped.InnerException is EvaluationException error)
        {
            throw error;
        }
    }

    /// <summary>Null comes first.</summary>
    private static int Order(Value a, Value b) => (a, b) switch
    {
        (NullValue, NullValue) => 0,
        (NullValue, _) => -1,
        (_, NullValue) => 1,
        _ => ScribanOperators.Order(a, b) ?? 0,
    };
}
