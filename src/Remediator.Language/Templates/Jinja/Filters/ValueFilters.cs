using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>Filters over any value: defaults, choices, conversions to a boolean.</summary>
internal static class ValueFilters
{
    public static readonly NamedFunction[] All =
    [
        new("default", "default_value? boolean?", Default) { AcceptsUndefined = true },
        new("d", "default_value? boolean?", Default) { AcceptsUndefined = true },
        new("mandatory", "msg?", Mandatory) { AcceptsUndefined = true },
        new("ternary", "true_val false_val none_val?", c => c.Input is NullValue && c.Has(2) ? c[2]! : PythonOperators.IsTrue(c.Input) ? c[0]! : c[1]!),
        new("bool", "", Bool),
        new("type_debug", "", c => Value.Of(c.Input.TypeName)) { AcceptsUndefined = true },
        new("attr", "name", Attribute),
        new("pprint", "", c => Value.Of(PythonText.Repr(c.Input))),
        new("string", "", c => Value.Of(c.Text)),
        new("safe", "", c => c.Input),
    ];

    private static Value Default(FunctionCall call) =>
        call.Input is UndefinedValue || (call.FlagAt(1) && !PythonOperators.IsTrue(call.Input)) ? call[0] ?? Value.Of("") : call.Input;

    private static Value Mandatory(FunctionCall call) => call.Input is not UndefinedValue undefined ? call.Input
        : call.Has(0) ? throw call.Fail(call.TextAt(0))
        : throw call.Fail(undefined.Message.EndsWith("is undefined", StringComparison.Ordinal)
            ? $"Mandatory variable {undefined.Message[..^" is undefined".Length]}  not defined."
            : $"Mandatory variable not defined: {undefined.Message}", undefined.Hint);

    /// <summary>Ansible's reading of words: yes, on, 1 and true in any case hold; everything else does not.</summary>
    private static Value Bool(FunctionCall call) => call.Input switch
    {
        NullValue or BoolValue => call.Input,
        TextValue text => Value.Of(text.Text.ToLowerInvariant() is "yes" or "on" or "1" or "true"),
        _ => Value.Of(call.Input.Equals(Value.Of(1L))),
    };

    private static Value Attribute(FunctionCall call) =>
        call.Input is DictValue && PythonMethods.Find(call.Input, call.TextAt(0)) is null
            ? call.Interpreter.Dialect.Undefined($"{PythonAccess.Describe(call.Input)} has no attribute {PythonText.Quote(call.TextAt(0))}", null)
            : call.Interpreter.Dialect.Attribute(call.Input, call.TextAt(0), call.Interpreter);
}
