using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>Ansible's <c>combine</c>: later dicts win; with <c>recursive</c> dicts in them are merged too, lists by <c>list_merge</c>.</summary>
public static class DictMerge
{
    private static readonly string[] ListMerges = ["replace", "keep", "append", "prepend", "append_rp", "prepend_rp"];

    internal static Value Combine(FunctionCall call)
    {
        var recursive = false;
        var merge = "replace";
        foreach (var (name, value) in call.Named)
        {
            switch (name)
            {
                case "recursive":
                    recursive = PythonOperators.IsTrue(value);
                    break;
                case "list_merge":
                    merge = PythonText.Str(value);
                    break;
                default:
                    throw call.Fail("'recursive' and 'list_merge' are the only valid keyword arguments");
            }
        }

        if (!ListMerges.Contains(merge))
        {
            throw call.Fail($"merge_hash: 'list_merge' argument can only be equal to {string.Join(", ", ListMerges.Select(m => $"'{m}'"))}");
        }

        var terms = ListFilters.Flatten(new ListValue([Interpreter.DefinedThroughout(call.Input), .. call.Rest.Select(Interpreter.DefinedThroughout)]), 1, skipNulls: true).Select(term =>
            term as DictValue ?? throw call.Fail(Interpreter.Defined(term) is var other ? $"failed to combine variables, expected dicts but got a '{other.TypeName}'" : "")).ToList();
        return terms.Count == 0 ? DictValue.Empty : terms.Skip(1).Aggregate(terms[0], (low, high) => Merge(low, high, recursive, merge));
    }

    /// <summary>Two dicts as one, the second over the first, dicts in them likewise; lists are replaced.</summary>
    public static DictValue Merge(DictValue low, DictValue high) => Merge(low, high, recursive: true, "replace");

    /// <summary>Two dicts as one, the second over the first.</summary>
    public static DictValue Merge(DictValue low, DictValue high, bool recursive, string listMerge)
    {
        EvaluationBudget.CheckStack();
        // What is the same is not merged: no list in it grows.
        if (low.Equals(high))
        {
            return high;
        }

        var builder = low.ToBuilder();
        foreach (var (key, value) in high)
        {
            builder[key] = !builder.TryGet(key, out var old) ? value
                : recursive && old is DictValue a && value is DictValue b ? Merge(a, b, recursive, listMerge)
                : old is ListValue x && value is ListValue y ? Merge(x, y, listMerge)
                : value;
        }

        return builder.Build();
    }

    private static ListValue Merge(ListValue low, ListValue high, string how) => how switch
    {
        "keep" => low,
        "append" => new([.. low, .. high]),
        "prepend" => new([.. high, .. low]),
        "append_rp" => new([.. low.Where(item => !high.Contains(item)), .. high]),
        "prepend_rp" => new([.. high, .. low.Where(item => !high.Contains(item))]),
        _ => high,
    };
}
