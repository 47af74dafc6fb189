using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Tests;

/// <summary>Tests that compare a value with another, and sets with sets.</summary>
internal static class CompareTests
{
    public static readonly NamedFunction[] All =
    [
        .. Compares(CompareOperator.Equal, "eq", "equalto", "=="),
        .. Compares(CompareOperator.NotEqual, "ne", "!="),
        .. Compares(CompareOperator.Less, "lt", "lessthan", "<"),
        .. Compares(CompareOperator.LessOrEqual, "le", "<="),
        .. Compares(CompareOperator.Greater, "gt", "greaterthan", ">"),
        .. Compares(CompareOperator.GreaterOrEqual, "ge", ">="),
        .. Compares(CompareOperator.In, "in"),
        new("contains", "value", c => Value.Of(PythonOperators.Compare(CompareOperator.In, c[0]!, c.Input))),
        new("sameas", "other", c => Value.Of(IsSame(c.Input, c[0]!))),
        new("even", "", c => Value.Of(Remainder(c, 2) == 0)),
        new("odd", "", c => Value.Of(Remainder(c, 2) != 0)),
        new("divisibleby", "num", c => Value.Of(Remainder(c, c.NumberAt(0)) == 0)),
        new("subset", "other", c => Value.Of(c.Items.Select(Interpreter.Defined).ToHashSet().IsSubsetOf(c.ItemsAt(0).Select(Interpreter.Defined)))),
        new("issubset", "other", c => Value.Of(c.Items.Select(Interpreter.Defined).ToHashSet().IsSubsetOf(c.ItemsAt(0).Select(Interpreter.Defined)))),
        new("superset", "other", c => Value.Of(c.Items.Select(Interpreter.Defined).ToHashSet().IsSupersetOf(c.ItemsAt(0).Select(Interpreter.Defined)))),
        new("issuperset", "other", c => Value.Of(c.Items.Select(Interpreter.Defined).ToHashSet().IsSupersetOf(c.ItemsAt(0).Select(Interpreter.Defined)))),
    ];

    private static IEnumerable<NamedFunction> Compares(CompareOperator operation, params string[] names) =>
        names.Select(name => new NamedFunction(name, "other", c => Value.Of(c.Interpreter.Dialect.Compare(operation, c.Input, c[0]!))));

    /// <summary>The same object in Python: small constants are, other values only where they are one here too.</summary>
    private static bool IsSame(Value a, Value b) => ReferenceEquals(a, b)
        || ((a, b) is ((BoolValue, BoolValue) or (NullValue, NullValue) or (IntValue, IntValue) or (TextValue, TextValue)) && a.Equals(b));

    private static long Remainder(FunctionCall call, long by) =>
        !Numbers.TryGetLong(call.Input, out var number) ? throw call.Wrong(call.Input, "an integer")
        : by == 0 ? throw call.Fail("integer modulo by zero")
        : by == -1 ? 0
        : number % by;
}
