using Remediator.Language.Diagnostics;
using Remediator.Language.Templates;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Expressions;

/// <summary>One evaluation while it runs: its dialect, its limits and the place it has reached. Functions get it with their arguments.</summary>
public sealed class Interpreter
{
    private readonly Dictionary<(string Name, string From), Template?> templates = [];

    internal Interpreter(Dialect dialect, EvaluationContext context)
    {
        Dialect = dialect;
        Context = context;
        Scope = context.Scope;
        Budget = new EvaluationBudget(context.Limits, context.Cancellation);
        Expressions = new ExpressionEvaluator(this);
        Statements = new StatementRenderer(this);
    }

    public Dialect Dialect { get; }

    public EvaluationContext Context { get; }

    public IOutside Outside => Context.Outside;

    public EvaluationBudget Budget { get; }

    /// <summary>The names that the present call sees, for functions such as <c>lookup('vars', …)</c>.</summary>
    public IScope Scope { get; internal set; }

    /// <summary>The expression or statement being run: where an error is shown.</summary>
    public Span At { get; internal set; }

    internal ExpressionEvaluator Expressions { get; }

    internal StatementRenderer Statements { get; }

    /// <summary>Calls a function or an object that can be called.</summary>
    public Value Invoke(Value callee, CallArguments arguments)
    {
        var function = callee as FunctionValue ?? (callee as ObjectValue)?.AsFunction
            ?? throw (callee is UndefinedValue undefined ? Refuse(undefined) : new EvaluationException(Dialect.NotCallable(callee)));
        Budget.Enter();
        try
        {
            return Known(function.Invoke(arguments.Caller is null ? arguments with { Caller = this } : arguments));
        }
        finally
        {
            Budget.Leave();
        }
    }

    /// <summary>Applies a filter by name, as <c>map('name')</c> does.</summary>
    public Value Filter(string name, Value input, CallArguments arguments) =>
        (input as AskedValue)?.Filter(name, arguments) ?? Known(Find(name, "filter", Dialect.Filter(name), Dialect.FilterNames).Invoke(this, Whole(input), arguments));

    /// <summary>Runs a test by name, as <c>select('name')</c> does.</summary>
    public bool Test(string name, Value input, CallArguments arguments) =>
        (input as AskedValue)?.Test(name, arguments) ?? Dialect.IsTrue(Find(name, "test", Dialect.Test(name), Dialect.TestNames).Invoke(this, Whole(input), arguments));

    /// <summary>The value itself, or one that questions can be asked of; ends the evaluation where it is not known yet.</summary>
    public static Value Known(Value value) => value is LateValue late and not AskedValue ? throw new LateValueException(late.Name) : value;

    /// <summary>The value itself; ends the evaluation where it is not known yet and not one of a few.</summary>
    public static Value Whole(Value value) => value switch
    {
        AskedValue asked => asked.Known(),
        LateValue late => throw new LateValueException(late.Name),
        _ => value,
    };

    /// <summary>The value itself; an error where it is undefined.</summary>
    public static Value Defined(Value value) => value is UndefinedValue undefined ? throw Refuse(undefined) : value;

    /// <summary>The value itself; an error where it or anything in it is undefined, and late where anything in it is.</summary>
    public static Value DefinedThroughout(Value value)
    {
        EvaluationBudget.CheckStack();
        switch (value)
        {
            case UndefinedValue undefined:
                throw Refuse(undefined);
            case LateValue:
                Whole(value);
                break;
            case ListValue list:
                foreach (var item in list)
                {
                    DefinedThroughout(item);
                }

                break;
            case DictValue { IsComputed: false } dict:
                foreach (var (_, entry) in dict)
                {
                    DefinedThroughout(entry);
                }

                break;
        }

        return value;
    }

    /// <summary>The error of using an undefined value.</summary>
    public static EvaluationException Refuse(UndefinedValue undefined) => new(undefined.Message, null, undefined.Hint) { IsUndefined = true };

    /// <summary>What the dialect gives for a name or attribute without a value; its hint is looked for only if it is shown.</summary>
    public Value Undefined(string message, Func<string?> findHint) =>
        Dialect.Undefined(message, null) is var value && value is UndefinedValue undefined ? undefined.WithHint(findHint) : value;

    /// <summary>A template named by another one, parsed once in an evaluation; null where there is none of that name.</summary>
    internal Template? FindTemplate(string name, SourceText from)
    {
        if (templates.TryGetValue((name, from.Name), out var known))
        {
            return known;
        }

        Template? template = null;
        if (Outside.FindTemplate(name, from) is { } source)
        {
            var diagnostics = new DiagnosticBag();
            var language = Dialect.Language ?? throw new EvaluationException($"{Dialect.Name} has no templates");
            template = language.Parse(source, diagnostics);
            if (template is null)
            {
                var error = diagnostics.First(d => d.Severity == Severity.Error);
                throw new EvaluationException(error.Message, error.Span, error.Hint);
            }
        }

        return templates[(name, from.Name)] = template;
    }

    private NamedFunction Find(string name, string kind, NamedFunction? found, IEnumerable<string> known) =>
        found ?? throw new EvaluationException($"No {kind} named '{name}'", null, DidYouMean.Hint(name, known));
}
