using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Tests;

/// <summary>Tests of what a value is.</summary>
internal static class TypeTests
{
    public static readonly NamedFunction[] All =
    [
        new("defined", "", c => Value.Of(c.Input is not UndefinedValue)) { AcceptsUndefined = true },
        new("undefined", "", c => Value.Of(c.Input is UndefinedValue)) { AcceptsUndefined = true },
        new("none", "", c => Value.Of(c.Input is NullValue)) { AcceptsUndefined = true },
        new("boolean", "", c => Value.Of(c.Input is BoolValue)) { AcceptsUndefined = true },
        new("true", "", c => Value.Of(c.Input is BoolValue { Value: true })) { AcceptsUndefined = true },
        new("false", "", c => Value.Of(c.Input is BoolValue { Value: false })) { AcceptsUndefined = true },
        new("integer", "", c => Value.Of(c.Input is IntValue)) { AcceptsUndefined = true },
        new("float", "", c => Value.Of(c.Input is FloatValue)) { AcceptsUndefined = true },
        new("number", "", c => Value.Of(c.Input is IntValue or FloatValue or BoolValue)) { AcceptsUndefined = true },
        new("string", "", c => Value.Of(c.Input is TextValue or OmitValue)) { AcceptsUndefined = true },
        new("mapping", "", c => Value.Of(c.Input is DictValue)) { AcceptsUndefined = true },
        new("sequence", "", c => Value.Of(c.Input is ListValue or DictValue or TextValue or UndefinedValue)),
        new("iterable", "", c => Value.Of(c.Input is ListValue or DictValue or TextValue or UndefinedValue)),
        new("callable", "", c => Value.Of(c.Input is FunctionValue or ObjectValue { AsFunction: not null })),
        new("escaped", "", _ => Value.False),
        new("filter", "", c => Value.Of(c.Interpreter.Dialect.Filter(c.Text) is not null)),
        new("test", "", c => Value.Of(c.Interpreter.Dialect.Test(c.Text) is not null)),
        new("vault_encrypted", "", c => Value.Of(c.Input is VaultedText)),
        new("nan", "", IsNan),
        new("isnan", "", IsNan),
        new("truthy", "convert_bool?", c => Value.Of(IsTruthy(c))),
        new("falsy", "convert_bool?", c => Value.Of(!IsTruthy(c))),
        new("any", "", c => Value.Of(c.Items.Any(PythonOperators.IsTrue))),
        new("all", "", c => Value.Of(c.Items.All(PythonOperators.IsTrue))),
    ];

    private static Value IsNan(FunctionCall call) => Value.Of(call.Input is FloatValue { Value: double.NaN });

    private static bool IsTruthy(FunctionCall call)
    {
        if (!call.FlagAt(0))
        {
            return PythonOperators.IsTrue(call.Input);
        }

        return call.Text.ToLowerInvariant() switch
        {
            "y" or "yes" or "on" or "1" or "true" or "t" or "1.0" => true,
            "n" or "no" or "off" or "0" or "false" or "f" or "0.0" => false,
            _ => PythonOperators.IsTrue(call.Input),
        };
    }
}
