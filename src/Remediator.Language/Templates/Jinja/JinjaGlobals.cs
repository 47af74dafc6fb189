using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja;

/// <summary>Functions that every Jinja template has: Jinja's own, and Ansible's <c>lookup</c>, <c>query</c>, <c>now</c> and <c>undef</c>.</summary>
internal static class JinjaGlobals
{
    private static readonly Dictionary<string, Value> All = new FunctionValue[]
    {
        new("range", Range),
        new("dict", Dict),
        new("namespace", Namespace),
        new("cycler", arguments => new CyclerValue(arguments.Positional)),
        new("joiner", arguments => Joiner(arguments)),
        new("lookup", arguments => Lookup(arguments, wantList: false)),
        new("query", arguments => Lookup(arguments, wantList: true)),
        new("q", arguments => Lookup(arguments, wantList: true)),
        new("now", Now),
        new("lipsum", LoremIpsum.Write),
        new("undef", arguments => new UndefinedValue(arguments.Positional.Count > 0 ? PythonText.Str(arguments.Positional[0])
            : arguments.Named.TryGetValue("hint", out var hint) ? PythonText.Str(hint) : "Mandatory variable has not been overridden")),
    }.ToDictionary(f => f.Name, f => (Value)f);

    public static IEnumerable<string> Names => All.Keys;

    public static Value? Find(string name) => All.GetValueOrDefault(name);

    private static Value Range(CallArguments arguments)
    {
        var numbers = arguments.Positional.Select(v => Numbers.TryGetLong(Interpreter.Defined(v), out var n)
            ? n
            : throw new EvaluationException($"'{v.TypeName}' object cannot be interpreted as an integer")).ToArray();
        var (from, to, by) = numbers switch
        {
            [var stop] => (0L, stop, 1L),
            [var start, var stop] => (start, stop, 1L),
            [var start, var stop, var step] => (start, stop, step),
            _ => throw new EvaluationException($"range expected 1 to 3 arguments, got {numbers.Length}"),
        };
        if (by == 0)
        {
            throw new EvaluationException("range() arg 3 must not be zero");
        }

        var count = Math.Max(0, Math.Ceiling(((double)to - from) / by));
        arguments.Caller!.Budget.CheckLength(count);
        arguments.Caller.Budget.Steps((long)count);
        return Value.Of(Enumerable.Range(0, (int)count).Select(i => Value.Of(from + (i * by))));
    }

    private static Value Dict(CallArguments arguments)
    {
        var builder = new DictBuilder();
        foreach (var source in arguments.Positional)
        {
            if (source is DictValue dict)
            {
                foreach (var (key, value) in dict)
                {
                    builder[key] = value;
                }

                continue;
            }

            foreach (var item in PythonAccess.Items(source))
            {
                var pair = PythonAccess.Unpack(item, 2);
                builder[PythonAccess.Key(pair[0])] = pair[1];
            }
        }

        foreach (var (key, value) in arguments.Named)
        {
            builder[key] = value;
        }

        return builder.Build();
    }

    private static NamespaceValue Namespace(CallArguments arguments)
    {
        var space = new NamespaceValue();
        foreach (var (key, value) in (DictValue)Dict(arguments))
        {
            space.Set(PythonText.Str(key), value);
        }

        return space;
    }

    private static FunctionValue Joiner(CallArguments arguments)
    {
        var separator = arguments.Positional.Count > 0 ? arguments.Positional[0] : arguments.Named.GetValueOrDefault("sep", Value.Of(", "));
        var used = false;
        return new FunctionValue("joiner", _ =>
        {
            var now = used ? separator : Value.Of("");
            used = true;
            return now;
        });
    }

    private static Value Now(CallArguments arguments)
    {
        var utc = Argument(0, "utc") is { } flag && PythonOperators.IsTrue(flag);
        var moment = arguments.Caller!.Outside.Now;
        moment = utc ? moment.ToUniversalTime() : moment;
        return Argument(1, "fmt") is { } format and not NullValue ? Value.Of(PythonDates.Format(moment, PythonText.Str(format))) : new DateValue(moment);

        Value? Argument(int index, string name) => arguments.Positional.Count > index ? arguments.Positional[index] : arguments.Named.GetValueOrDefault(name);
    }

    /// <summary>Runs a lookup plugin; several texts become one with commas unless a list is wanted, as in Ansible.</summary>
    private static Value Lookup(CallArguments arguments, bool wantList)
    {
        var interpreter = arguments.Caller!;
        if (arguments.Positional.Count == 0)
        {
            throw new EvaluationException("lookup() needs the name of a plugin");
        }

        var plugin = PythonText.Str(Interpreter.Defined(arguments.Positional[0]));
        var named = new Dictionary<string, Value>(arguments.Named);
        wantList |= named.Remove("wantlist", out var want) && PythonOperators.IsTrue(want);
        var errors = named.Remove("errors", out var mode) ? PythonText.Str(mode) : "strict";
        IReadOnlyList<Value> found;
        try
        {
            var terms = arguments.Positional.Skip(1).Select(Interpreter.Defined).ToList();
            found = interpreter.Outside.Lookup(plugin, new CallArguments(terms, named) { Caller = interpreter }, interpreter.Scope);
        }
        catch (EvaluationException error) when (errors is "ignore" or "warn" && !error.IsUndefined)
        {
            return wantList ? ListValue.Empty : Value.Null;
        }

        return wantList ? new ListValue([.. found])
            : found.Count > 0 && found.All(v => v is TextValue) ? Value.Of(string.Join(",", found.Select(v => ((TextValue)v).Text)))
            : found.Count == 1 ? found[0]
            : new ListValue([.. found]);
    }

    /// <summary>Jinja's <c>cycler</c>: its own round, whatever loop it is used in.</summary>
    private sealed class CyclerValue(IReadOnlyList<Value> items) : ObjectValue
    {
        private int at;

        public override string TypeName => "Cycler";

        public override IEnumerable<string> MemberNames => ["current", "next", "reset"];

        public override bool TryGetMember(string name, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out Value value)
        {
            value = name switch
            {
                "current" => items[at],
                "next" => new FunctionValue("next", _ =>
                {
                    var now = items[at];
                    at = (at + 1) % items.Count;
                    return now;
                }),
                "reset" => new FunctionValue("reset", _ =>
                {
                    at = 0;
                    return Null;
                }),
                _ => null,
            };
            return value is not null;
        }
    }
}
