using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>Ansible's filters of sets and combinations over lists; the order of the first list is kept.</summary>
internal static class SetFilters
{
    public static readonly NamedFunction[] All =
    [
        new("union", "other", c => Distinct(Members(c.Items).Concat(Members(c.ItemsAt(0))))),
        new("intersect", "other", c => Members(c.ItemsAt(0)).ToHashSet() is var other ? Distinct(Members(c.Items).Where(other.Contains)) : c.Input),
        new("difference", "other", c => Members(c.ItemsAt(0)).ToHashSet() is var other ? Distinct(Members(c.Items).Where(item => !other.Contains(item))) : c.Input),
        new("symmetric_difference", "other", SymmetricDifference),
        new("product", "*others **options", Product),
        new("permutations", "length?", c => Choose(c, ordered: true)),
        new("combinations", "length", c => Choose(c, ordered: false)),
        new("zip", "*others **options", c => Zip(c, null)),
        new("zip_longest", "*others **options", c => Zip(c, c.Named.GetValueOrDefault("fillvalue", Value.Null))),
    ];

    /// <summary>Items that may be in a set: all of them defined.</summary>
    private static IEnumerable<Value> Members(IReadOnlyList<Value> items) => items.Select(Interpreter.Defined);

    private static Value Distinct(IEnumerable<Value> items) => Value.Of(items.Distinct().ToList());

    private static Value SymmetricDifference(FunctionCall call)
    {
        var (mine, theirs) = (Members(call.Items).ToHashSet(), Members(call.ItemsAt(0)).ToHashSet());
        return Distinct(call.Items.Concat(call.ItemsAt(0)).Where(item => !mine.Contains(item) || !theirs.Contains(item)));
    }

    private static Value Product(FunctionCall call)
    {
        var lists = new List<IReadOnlyList<Value>> { call.Items };
        lists.AddRange(Others(call));
        var once = lists.ToList();
        for (var i = 1; i < call.Named.GetValueOrDefault("repeat") switch { IntValue n => n.Value, _ => 1 }; i++)
        {
            lists.AddRange(once);
        }

        Check(call, lists.Aggregate(1.0, (product, list) => product * list.Count), lists.Count);
        IEnumerable<Value[]> rows = [[]];
        foreach (var list in lists)
        {
            rows = rows.SelectMany(row => list.Select(item => (Value[])[.. row, item]));
        }

        return Rows(rows);
    }

    private static Value Choose(FunctionCall call, bool ordered)
    {
        var items = call.Items;
        var length = call.NumberAt(0, items.Count);
        if (length < 0)
        {
            throw call.Fail("r must be non-negative");
        }

        if (length > items.Count)
        {
            return ListValue.Empty;
        }

        var count = 1.0;
        for (var i = 0; i < length; i++)
        {
            count *= (double)(items.Count - i) / (ordered ? 1 : i + 1);
        }

        Check(call, count, length);
        return Rows(Pick(items, [], (int)length, ordered));
    }

    private static IEnumerable<Value[]> Pick(IReadOnlyList<Value> items, int[] chosen, int length, bool ordered)
    {
        if (chosen.Length == length)
        {
            yield return [.. chosen.Select(i => items[i])];
            yield break;
        }

        for (var i = ordered || chosen.Length == 0 ? 0 : chosen[^1] + 1; i < items.Count; i++)
        {
            if (ordered && chosen.Contains(i))
            {
                continue;
            }

            foreach (var row in Pick(items, [.. chosen, i], length, ordered))
            {
                yield return row;
            }
        }
    }

    private static Value Zip(FunctionCall call, Value? fill)
    {
        List<IReadOnlyList<Value>> lists = [call.Items, .. Others(call)];
        var count = fill is null ? lists.Min(l => l.Count) : lists.Max(l => l.Count);
        return Rows(Enumerable.Range(0, count).Select(i => lists.Select(l => i < l.Count ? l[i] : fill!).ToArray()));
    }

    /// <summary>The lists given as arguments.</summary>
    private static IEnumerable<IReadOnlyList<Value>> Others(FunctionCall call) => call.Rest.Select(call.Interpreter.Dialect.Items);

    private static void Check(FunctionCall call, double rows, double columns)
    {
        call.Budget.CheckLength(rows * Math.Max(1, columns));
        call.Budget.Steps((long)rows);
    }

    private static Value Rows(IEnumerable<Value[]> rows) => Value.Of(rows.Select(row => (Value)new ListValue(row, isTuple: true)).ToList());
}
