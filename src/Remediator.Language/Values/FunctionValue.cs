namespace Remediator.Language.Values;

/// <summary>Arguments of a call, evaluated.</summary>
public sealed record CallArguments(IReadOnlyList<Value> Positional, IReadOnlyDictionary<string, Value> Named)
{
    public static CallArguments None { get; } = new([], new Dictionary<string, Value>());

    /// <summary>The evaluation that calls, for functions that call others or must keep to its limits; null where there is none.</summary>
    public Expressions.Interpreter? Caller { get; init; }

    public static CallArguments Of(params Value[] positional) => new(positional, None.Named);
}

/// <summary>Something that can be called: a macro, a global such as <c>range</c>, a bound method, a Scriban function.</summary>
/// <param name="invoke">May throw <see cref="Expressions.EvaluationException"/>.</param>
public sealed class FunctionValue(string name, Func<CallArguments, Value> invoke) : Value
{
    public string Name { get; } = name;

    public override string TypeName => "function";

    public Value Invoke(CallArguments arguments) => invoke(arguments);

    public override bool Equals(Value? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => $"<function {Name}>";
}
