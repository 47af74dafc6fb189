using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban.Builtins;

/// <summary>The functions of <c>object</c>.</summary>
internal static class ObjectFunctions
{
    public static Builtin[] All { get; } =
    [
        new("default", "value default", c => !c.Has(0) || c[0] is TextValue { Text: "" } ? c[1] : c[0]) { AcceptsMissing = true },
        new("eval", "value", _ => throw Refused("object.eval")),
        new("eval_template", "value", _ => throw Refused("object.eval_template")),
        new("format", "value format culture?", MathFunctions.Format),
        new("from_json", "json", c => c.Has(0) ? JsonText.Read(c.Text(0)) : Value.Null),
        new("has_key", "value key", c => Value.Of(MemberOf(c) is not null)) { AcceptsMissing = true },
        new("has_value", "value key", c => Value.Of(MemberOf(c) is not (null or NullValue))) { AcceptsMissing = true },
        new("keys", "value", c => Value.Of(Entries(c).Select(e => e.Key))),
        new("kind", "value", Kind) { AcceptsMissing = true },
        new("size", "value", Size),
        new("to_json", "value", c => Value.Of(JsonText.Write(c[0]))),
        new("typeof", "value", TypeOf) { AcceptsMissing = true },
        new("values", "value", c => Value.Of(Entries(c).Select(e => e.Value))),
    ];

    private static EvaluationException Refused(string name) =>
        new($"'{name}' is not supported: a template does not run text as a template", null, "write the expression itself, or use 'include'");

    private static Value? MemberOf(BuiltinCall call) =>
        call.Has(1) && call[0] is DictValue dict ? dict[call.Text(1)]
        : call.Has(1) && call[0] is ObjectValue thing && thing.TryGetMember(call.Text(1), out var member) ? member
        : null;

    private static IEnumerable<(Value Key, Value Value)> Entries(BuiltinCall call) => call[0] switch
    {
        NullValue => [],
        DictValue dict => dict.Select(e => (e.Key, e.Value)),
        ObjectValue thing => thing.MemberNames.Select(name => (Value.Of(name), thing.TryGetMember(name, out var member) ? member : Value.Null)),
        var other => throw call.Wrong("an object", other),
    };

    private static Value Size(BuiltinCall call) => Value.Of(call[0] switch
    {
        TextValue text => text.Text.Length,
        ListValue list => list.Count,
        DictValue dict => dict.Count,
        _ => 0L,
    });

    private static Value TypeOf(BuiltinCall call) => call[0] switch
    {
        NullValue => Value.Null,
        TextValue => Value.Of("string"),
        BoolValue => Value.Of("boolean"),
        IntValue or FloatValue => Value.Of("number"),
        ListValue { IsRange: true } => Value.Of("iterator"),
        ListValue => Value.Of("array"),
        _ => Value.Of("object"),
    };

    private static Value Kind(BuiltinCall call) => call[0] switch
    {
        NullValue => Value.Null,
        TextValue => Value.Of("string"),
        BoolValue => Value.Of("bool"),
        IntValue { Value: >= int.MinValue and <= int.MaxValue } => Value.Of("int"),
        IntValue => Value.Of("long"),
        FloatValue => Value.Of("double"),
        ListValue => Value.Of("array"),
        FunctionValue => Value.Of("function"),
        _ => Value.Of("object"),
    };
}
