using Remediator.Language.Diagnostics;
using Remediator.Language.Values;

namespace Remediator.Language.Expressions;

/// <summary>A filter, a test or a method: one line of a catalog.</summary>
/// <param name="Name">As written in a template.</param>
/// <param name="Parameters">
/// Names in order, separated by blanks: <c>name</c> must be given, <c>name?</c> may be, <c>*name</c> takes the remaining positional
/// arguments and <c>**name</c> the remaining named ones.
/// </param>
public sealed record NamedFunction(string Name, string Parameters, Func<FunctionCall, Value> Body)
{
    private readonly Lazy<Signature> signature = new(() => Signature.Parse(Parameters));

    /// <summary>True where an undefined input is not an error at once.</summary>
    public bool AcceptsUndefined { get; init; }

    public Value Invoke(Interpreter interpreter, Value input, CallArguments arguments)
    {
        if (!AcceptsUndefined && input is not UndefinedValue { IsSilent: true })
        {
            Interpreter.Defined(input);
        }

        return Body(signature.Value.Bind(this, interpreter, Interpreter.Known(input), arguments));
    }

    /// <summary>Parameter names parsed once.</summary>
    private sealed record Signature(string[] Names, int Required, bool Rest, bool Named)
    {
        public static Signature Parse(string parameters)
        {
            var words = parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var names = words.Where(w => !w.StartsWith('*')).ToArray();
            return new(
                [.. names.Select(n => n.TrimEnd('?'))],
                names.Count(n => !n.EndsWith('?')),
                words.Any(w => w.StartsWith('*') && !w.StartsWith("**", StringComparison.Ordinal)),
                words.Any(w => w.StartsWith("**", StringComparison.Ordinal)));
        }

        public FunctionCall Bind(NamedFunction function, Interpreter interpreter, Value input, CallArguments arguments)
        {
            var bound = new Value?[Names.Length];
            var positional = arguments.Positional;
            if (positional.Count > Names.Length && !Rest)
            {
                throw new EvaluationException($"'{function.Name}' takes at most {Names.Length} argument{(Names.Length == 1 ? "" : "s")}, {positional.Count} given");
            }

            for (var i = 0; i < positional.Count && i < bound.Length; i++)
            {
                bound[i] = positional[i];
            }

            Dictionary<string, Value>? surplus = null;
            foreach (var (name, value) in arguments.Named)
            {
                var index = Array.IndexOf(Names, name);
                if (index >= 0)
                {
                    bound[index] = bound[index] is null ? value : throw new EvaluationException($"'{function.Name}' got multiple values for argument '{name}'");
                }
                else if (Named)
                {
                    (surplus ??= [])[name] = value;
                }
                else
                {
                    throw new EvaluationException($"'{function.Name}' got an unexpected keyword argument '{name}'", null, DidYouMean.Hint(name, Names));
                }
            }

            for (var i = 0; i < Required; i++)
            {
                if (bound[i] is null)
                {
                    throw new EvaluationException($"'{function.Name}' needs the argument '{Names[i]}'");
                }
            }

            return new FunctionCall(function, interpreter, input, bound, positional.Count > bound.Length ? [.. positional.Skip(bound.Length)] : [], surplus ?? []);
        }
    }
}

/// <summary>One call of a <see cref="NamedFunction"/>: the input and the arguments in the order of its parameters, null where not given.</summary>
public sealed record FunctionCall(
    NamedFunction Function,
    Interpreter Interpreter,
    Value Input,
    IReadOnlyList<Value?> Arguments,
    IReadOnlyList<Value> Rest,
    IReadOnlyDictionary<string, Value> Named)
{
    public EvaluationBudget Budget => Interpreter.Budget;

    /// <summary>The input as text, as Python's <c>str()</c> gives it.</summary>
    public string Text => PythonText.Str(Input);

    /// <summary>The items of the input; an error where it cannot be gone over.</summary>
    public IReadOnlyList<Value> Items
    {
        get
        {
            var items = Interpreter.Dialect.Items(Input);
            Budget.Steps(items.Count);
            return items;
        }
    }

    /// <summary>An argument, or null where it is not given.</summary>
    public Value? this[int index] => Arguments[index];

    /// <summary>True where an argument is given and not null.</summary>
    public bool Has(int index) => Arguments[index] is not (null or NullValue);

    public string TextAt(int index, string otherwise = "") => Arguments[index] is { } value and not NullValue ? PythonText.Str(value) : otherwise;

    public bool FlagAt(int index, bool otherwise = false) => Arguments[index] is { } value ? PythonOperators.IsTrue(value) : otherwise;

    public long NumberAt(int index, long otherwise = 0) => Arguments[index] switch
    {
        null or NullValue => otherwise,
        { } value when Numbers.TryGetLong(value, out var number) => number,
        UndefinedValue undefined => throw Interpreter.Refuse(undefined),
        { } value => throw Wrong(value, "an integer"),
    };

    public IReadOnlyList<Value> ItemsAt(int index)
    {
        var items = Interpreter.Dialect.Items(Arguments[index]!);
        Budget.Steps(items.Count);
        return items;
    }

    /// <summary>The error of a value of the wrong type.</summary>
    public EvaluationException Wrong(Value value, string expected) =>
        value is UndefinedValue undefined ? Interpreter.Refuse(undefined) : new EvaluationException($"'{Function.Name}' expects {expected}, got '{value.TypeName}'");

    public EvaluationException Fail(string message, string? hint = null) => new(message, null, hint);
}
