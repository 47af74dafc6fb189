using Remediator.Language.Diagnostics;
using Remediator.Language.Templates;
using Remediator.Language.Values;

namespace Remediator.Language.Expressions;

/// <summary>Calling a macro: its parameters are bound, what is left over goes to <c>varargs</c> and <c>kwargs</c>, <c>caller</c> is the block of a <c>call</c>.</summary>
internal static class Macro
{
    public const string Caller = "caller";

    public static Value Call(
        StatementRenderer statements,
        Interpreter interpreter,
        string name,
        IReadOnlyList<MacroParameter> parameters,
        IReadOnlyList<Statement> body,
        Frame closure,
        CallArguments arguments)
    {
        var frame = new Frame(closure) { IsFunction = true };
        var named = new Dictionary<string, Value>(arguments.Named);
        var position = 0;
        foreach (var parameter in parameters)
        {
            if (parameter.IsRest)
            {
                frame.Set(parameter.Name, Value.Of(arguments.Positional.Skip(position)));
                position = arguments.Positional.Count;
            }
            else if (position < arguments.Positional.Count)
            {
                if (named.ContainsKey(parameter.Name))
                {
                    throw new EvaluationException($"macro '{name}' got multiple values for argument '{parameter.Name}'");
                }

                frame.Set(parameter.Name, arguments.Positional[position++]);
            }
            else if (named.Remove(parameter.Name, out var value))
            {
                frame.Set(parameter.Name, value);
            }
            else
            {
                frame.Set(parameter.Name, parameter.Default is not null
                    ? interpreter.Expressions.Evaluate(parameter.Default, frame)
                    : interpreter.Dialect.Undefined($"parameter '{parameter.Name}' was not provided", null));
            }
        }

        if (named.Remove(Caller, out var caller))
        {
            frame.Set(Caller, caller);
        }

        var mentioned = new Mentions(body);
        BindRest(name, parameters, frame, mentioned, [.. arguments.Positional.Skip(position)], named);
        return statements.RunFunction(body, frame);
    }

    private static void BindRest(string name, IReadOnlyList<MacroParameter> parameters, Frame frame, Mentions mentioned, IReadOnlyList<Value> rest, Dictionary<string, Value> named)
    {
        if (rest.Count > 0 && !mentioned.Has("varargs") && name != Caller)
        {
            throw new EvaluationException($"macro '{name}' takes not more than {parameters.Count} argument(s)");
        }

        if (named.Count > 0 && !mentioned.Has("kwargs"))
        {
            var unknown = named.Keys.First();
            throw new EvaluationException($"macro '{name}' takes no keyword argument '{unknown}'", null, DidYouMean.Hint(unknown, parameters.Select(p => p.Name)));
        }

        if (mentioned.Has("varargs"))
        {
            frame.Set("varargs", new ListValue(rest, isTuple: true));
        }

        if (mentioned.Has("kwargs"))
        {
            var builder = new DictBuilder();
            foreach (var (key, value) in named)
            {
                builder[key] = value;
            }

            frame.Set("kwargs", builder.Build());
        }
    }

    /// <summary>Which names a body reads; found once per call, and only where it matters.</summary>
    private sealed class Mentions(IReadOnlyList<Statement> body)
    {
        private IReadOnlySet<string>? names;

        public bool Has(string name) => (names ??= FreeNames.Of(body)).Contains(name);
    }
}
