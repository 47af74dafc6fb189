using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban;

/// <summary>
/// Functions as Scriban calls them: the body sees the variables of its caller, <c>$</c> holds the arguments, what it writes goes to the
/// output at once, and the value is that of <c>ret</c>, else null.
/// </summary>
internal static class ScribanFunction
{
    /// <summary>Before the name of a named argument: <c>$.name</c>.</summary>
    public const string NamedPrefix = "$.";

    /// <summary>The block given by <c>wrap</c>.</summary>
    private const string Block = "$$";

    private const string Arguments = "$";

    public static FunctionValue Make(Interpreter interpreter, string name, IReadOnlyList<MacroParameter> parameters, IReadOnlyList<Statement> body, Frame frame)
    {
        if (name == Macro.Caller)
        {
            // The block of a wrap runs among the names of the function that it is given to.
            return new FunctionValue(Block, _ => Run(interpreter, body, interpreter.Scope as Frame ?? frame) ?? Value.Null);
        }

        return new FunctionValue(name, arguments => Call(interpreter, name, parameters, body, arguments));
    }

    /// <summary>The names of a function or included template, in front of its caller's.</summary>
    public static Frame Open(Interpreter interpreter, IReadOnlyList<Value> arguments, IReadOnlyDictionary<string, Value> named, bool keepsNewNames)
    {
        var frame = new Frame(interpreter.Scope as Frame ?? new Frame(interpreter.Scope)) { IsFunction = true, KeepsNewNames = keepsNewNames };
        frame.Set(Arguments, Value.Of(arguments));
        foreach (var (name, value) in named)
        {
            frame.Set(name == Macro.Caller ? Block : NamedPrefix + name, value);
        }

        return frame;
    }

    /// <summary>Runs a body and gives the value of its <c>ret</c>, if any.</summary>
    public static Value? Run(Interpreter interpreter, IReadOnlyList<Statement> body, Frame frame)
    {
        var scope = interpreter.Scope;
        try
        {
            return interpreter.Statements.Run(body, frame) == Flow.Return ? interpreter.Statements.Returned : null;
        }
        finally
        {
            interpreter.Scope = scope;
        }
    }

    /// <summary>The variables of the nearest object scope as an object.</summary>
    public static DictValue This(Frame frame)
    {
        var builder = new DictBuilder();
        var holder = frame.Holder;
        foreach (var name in holder.TakesAssignments ? holder.Own.Keys : holder.Names)
        {
            if (!name.StartsWith('$') && holder.TryGet(name, out var value))
            {
                builder[name] = value;
            }
        }

        return builder.Build();
    }

    private static Value Call(Interpreter interpreter, string name, IReadOnlyList<MacroParameter> parameters, IReadOnlyList<Statement> body, CallArguments arguments)
    {
        var takesAny = parameters is [{ Name: Arguments, IsRest: true }];
        var frame = Open(interpreter, arguments.Positional, arguments.Named, keepsNewNames: !takesAny);
        if (!takesAny)
        {
            frame.Set(Arguments, Value.Of(Bind(interpreter, name, parameters, arguments, frame)));
        }

        return Run(interpreter, body, frame) ?? Value.Null;
    }

    private static List<Value> Bind(Interpreter interpreter, string name, IReadOnlyList<MacroParameter> parameters, CallArguments arguments, Frame frame)
    {
        var positional = arguments.Positional;
        var named = arguments.Named.Where(a => a.Key != Macro.Caller).ToDictionary();
        var bound = new List<Value>();
        foreach (var parameter in parameters)
        {
            Value value;
            if (parameter.IsRest)
            {
                value = Value.Of(positional.Skip(bound.Count));
            }
            else if (named.Remove(parameter.Name, out var given))
            {
                value = given;
            }
            else if (bound.Count < positional.Count)
            {
                value = positional[bound.Count];
            }
            else if (parameter.Default is not null)
            {
                value = interpreter.Expressions.Evaluate(parameter.Default, frame);
            }
            else
            {
                throw new EvaluationException($"'{name}' needs the argument '{parameter.Name}'");
            }

            frame.Set(parameter.Name, value);
            bound.Add(value);
        }

        if (positional.Count > parameters.Count && !parameters.Any(p => p.IsRest))
        {
            throw new EvaluationException($"'{name}' takes {parameters.Count} argument{(parameters.Count == 1 ? "" : "s")}, {positional.Count} given");
        }

        if (named.Keys.FirstOrDefault() is { } unknown)
        {
            throw new EvaluationException($"'{name}' has no argument '{unknown}'", null, DidYouMean.Hint(unknown, parameters.Select(p => p.Name)));
        }

        return bound;
    }
}
