using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban.Builtins;

/// <summary>One function of the language.</summary>
/// <param name="Parameters">As those of <see cref="NamedFunction"/>: <c>name</c>, <c>name?</c>, <c>*rest</c>.</param>
internal sealed record Builtin(string Name, string Parameters, Func<BuiltinCall, Value> Body)
{
    /// <summary>True for functions that are there to ask whether something exists.</summary>
    public bool AcceptsMissing { get; init; }

    public FunctionValue ToValue(string module)
    {
        var name = module.Length == 0 ? Name : $"{module}.{Name}";
        var bound = new NamedFunction(name, Parameters, call => Body(new BuiltinCall(call, AcceptsMissing)));
        return new FunctionValue(name, arguments => bound.Invoke(Caller(arguments, name), Value.Null, arguments));
    }

    private static Interpreter Caller(CallArguments arguments, string name) =>
        arguments.Caller ?? throw new EvaluationException($"'{name}' can only be called by a template");
}

/// <summary>The object under whose name functions are found, such as <c>string</c>.</summary>
internal sealed class Module : ObjectValue
{
    private readonly Dictionary<string, Value> members = new(StringComparer.Ordinal);

    public Module(string name, IEnumerable<Builtin> functions, params (string Name, Value Value)[] constants)
    {
        Name = name;
        foreach (var function in functions)
        {
            members[function.Name] = function.ToValue(name);
        }

        foreach (var (constant, value) in constants)
        {
            members[constant] = value;
        }
    }

    public string Name { get; }

    public override string TypeName => "object";

    public override IEnumerable<string> MemberNames => members.Keys;

    public Value this[string member] => members[member];

    public override bool TryGetMember(string name, [MaybeNullWhen(false)] out Value value) => members.TryGetValue(name, out value);
}

/// <summary>The arguments of one call, converted as Scriban converts them: text from anything, null as nothing.</summary>
internal sealed class BuiltinCall(FunctionCall call, bool acceptsMissing)
{
    public Interpreter Interpreter => call.Interpreter;

    public EvaluationBudget Budget => call.Budget;

    /// <summary>What stands for <c>*rest</c>.</summary>
    public IReadOnlyList<Value> Rest => call.Rest;

    /// <summary>An argument; null where it is not given.</summary>
    public Value this[int index] => call.Arguments[index] switch
    {
        null => Value.Null,
        UndefinedValue undefined => acceptsMissing ? Value.Null : throw Interpreter.Refuse(undefined),
        EmptyValue => Value.Null,
        var value => value,
    };

    /// <summary>What stands for <c>**named</c>.</summary>
    public IReadOnlyDictionary<string, Value> Named => call.Named;

    public bool Has(int index) => this[index] is not NullValue;

    public string Text(int index) => ScribanText.Of(this[index]);

    public string? TextOrNull(int index) => Has(index) ? Text(index) : null;

    public int Int(int index, int otherwise = 0) => this[index] switch
    {
        NullValue => otherwise,
        IntValue i => (int)Math.Clamp(i.Value, int.MinValue, int.MaxValue),
        FloatValue f when Math.Abs(f.Value) < int.MaxValue => (int)Math.Round(f.Value),
        TextValue t when int.TryParse(t.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        var other => throw Wrong("a whole number", other),
    };

    /// <summary>A number, or null for null.</summary>
    public double? Number(int index) => this[index] switch
    {
        NullValue => null,
        IntValue i => i.Value,
        FloatValue f => f.Value,
        TextValue t when double.TryParse(t.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        var other => throw Wrong("a number", other),
    };

    /// <summary>The items of a list; the members of an object as <c>{key, value}</c>; none for null; else the value itself.</summary>
    public IReadOnlyList<Value> List(int index)
    {
        IReadOnlyList<Value> items = this[index] switch
        {
            ListValue list => list,
            NullValue => [],
            DictValue dict => Interpreter.Dialect.Items(dict),
            Module module => [.. module.MemberNames.Select(name => Value.Dict(("key", Value.Of(name)), ("value", module[name])))],
            var other => [other],
        };
        Budget.Steps(items.Count);
        return items;
    }

    public FunctionValue Function(int index) => this[index] as FunctionValue
        ?? throw new EvaluationException($"'{call.Function.Name}' needs a function, not {ScribanOperators.Kind(this[index])}", null, "write '@' before its name, as in 'array.each @string.strip'");

    public Value Invoke(FunctionValue function, params Value[] arguments) => Interpreter.Invoke(function, CallArguments.Of(arguments));

    public EvaluationException Wrong(string expected, Value got) =>
        new($"'{call.Function.Name}' needs {expected}, not {ScribanOperators.Kind(got)}");
}
