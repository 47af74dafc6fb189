using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Playbooks;
using Remediator.Language.Templates.Jinja;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Templates;

/// <summary>
/// Renders the data of a playbook as ansible-core 2.14 does. Only <see cref="TemplateValue"/>s are
/// rendered, so text that came from a host is never run.
/// </summary>
/// <param name="outside">Lookups and templates; called while rendering.</param>
/// <param name="limits">Bounds on each single evaluation.</param>
/// <param name="isNative">As with Ansible's setting <c>jinja2_native</c>: values keep the types that expressions give, and text that reads as a literal becomes it.</param>
public sealed class Renderer(IOutside outside, EvaluationLimits limits, bool isNative = false)
{
    /// <summary>False: a text whose template holds what is not defined stays as it was written.</summary>
    public bool RefusesUndefined { get; init; } = true;

    /// <summary>The present moment, as templates see it.</summary>
    public DateTimeOffset Now => outside.Now;

    /// <summary>What an evaluation with the scope may use; for callers that evaluate parts of an expression themselves.</summary>
    public EvaluationContext ContextOf(IScope scope) => new(scope, outside, limits);

    /// <summary>The value with every template in it rendered, keys of dicts too, every tuple as a list, and what is encrypted opened; the same object where it holds neither.</summary>
    public Evaluation<Value> Render(Value raw, IScope scope) => RenderVariable(raw, scope).Then(Opened);

    /// <summary>The same for a variable, which keeps what is encrypted closed until it is used.</summary>
    public Evaluation<Value> RenderVariable(Value raw, IScope scope)
    {
        switch (raw)
        {
            case TemplateValue template:
                var text = RenderText(template.Source, template.Span, scope);
                return !RefusesUndefined && text.Error?.Code == Evaluator.UndefinedCode ? Evaluation<Value>.Of(Value.Of(template.Source)) : text;
            case ListValue list when IsToRender(list):
            {
                var items = new List<Value>(list.Count);
                foreach (var item in list)
                {
                    var rendered = Entry(item, scope);
                    if (!rendered.Succeeded)
                    {
                        return rendered;
                    }

                    items.Add(rendered.Value);
                }

                // As in Ansible, whose variables are read through a step that knows lists alone.
                return Evaluation<Value>.Of(new ListValue(items));
            }

            case DictValue dict when IsToRender(dict):
            {
                var builder = new DictBuilder();
                foreach (var (key, value) in dict)
                {
                    var renderedKey = Entry(key, scope);
                    var rendered = renderedKey.Succeeded ? Entry(value, scope) : renderedKey;
                    if (!rendered.Succeeded)
                    {
                        return rendered;
                    }

                    builder[renderedKey.Value] = rendered.Value;
                }

                return Evaluation<Value>.Of(builder.Build());
            }

            default:
                return Evaluation<Value>.Of(raw);
        }
    }

    /// <summary>What stands in a list or dict is known as a whole.</summary>
    private Evaluation<Value> Entry(Value raw, IScope scope) =>
        RenderVariable(raw, scope).Then(value => value is LateValue late ? Answered(late, Interpreter.Whole) : Evaluation<Value>.Of(value));

    /// <summary>
    /// Whether a condition holds: a boolean, or the text of a bare expression. Nothing at all holds. Where <c>{{ }}</c> in it gives
    /// text, that text is a condition too, as in Ansible, but it may not run lookups, because it may come from a host.
    /// </summary>
    public Evaluation<bool> Holds(Setting condition, IScope scope)
    {
        if (TextOf(condition.Value) is not { } text)
        {
            return Truth(Render(condition.Value, scope), condition.Span);
        }

        if (text.Trim().Length == 0)
        {
            return Evaluation<bool>.Of(true);
        }

        if (!EmbeddedText.IsTemplate(text))
        {
            return Truth(Evaluate(EmbeddedText.OfExpression(text), condition.Span, scope, outside), condition.Span);
        }

        return RenderText(text, condition.Span, scope).Then(value => value is TextValue { Text: var inner } && inner.Trim().Length > 0
            ? HoldsGiven(inner, condition.Span, scope)
            : Truth(Evaluation<Value>.Of(value), condition.Span));
    }

    /// <summary>The value of a bare expression such as that of <c>debug: var</c>. An undefined one is an error of <see cref="Evaluator.UndefinedCode"/>.</summary>
    public Evaluation<Value> EvaluateBare(Setting expression, IScope scope) => TextOf(expression.Value) is not { } text ? Render(expression.Value, scope)
        : EmbeddedText.IsTemplate(text) ? RenderText(text, expression.Span, scope).Then(Opened)
        : Evaluate(EmbeddedText.OfExpression(text), expression.Span, scope, outside).Then(value => Defined(value, expression.Span)).Then(Opened);

    /// <summary>
    /// The value of an expression that is no author's text, but what a template gave: it may come from a host, so no template in it is
    /// rendered and it may not run lookups.
    /// </summary>
    public Evaluation<Value> EvaluateGiven(string text, Span span, IScope scope) =>
        Evaluate(EmbeddedText.OfExpression(text), span, scope, new NoLookups(outside)).Then(value => Defined(value, span)).Then(Opened);

    /// <summary>Whether a condition holds that a template gave, evaluated with the same care.</summary>
    public Evaluation<bool> HoldsGiven(string text, Span span, IScope scope) => text.Trim().Length == 0 ? Evaluation<bool>.Of(true)
        : Truth(Evaluate(EmbeddedText.OfExpression(text), span, scope, new NoLookups(outside)), span);

    public Evaluation<string> RenderTemplate(Template template, IScope scope) => Evaluator.Render(template, new(scope, outside, limits));

    /// <summary>Reports syntax errors and unknown filters and tests of every template in a value.</summary>
    public static void Check(Value raw, DiagnosticBag diagnostics) => StaticChecks.Check(raw, diagnostics);

    /// <summary>The same of a condition.</summary>
    public static void CheckCondition(Setting condition, DiagnosticBag diagnostics) => StaticChecks.CheckCondition(condition, diagnostics);

    /// <summary>The same of a template file that parsed.</summary>
    public static void CheckTemplate(Template template, DiagnosticBag diagnostics) => StaticChecks.CheckTemplate(template, diagnostics);

    /// <summary>The variables that the templates in a value read.</summary>
    public static IReadOnlySet<string> FreeNames(Value raw) => StaticChecks.FreeNames(raw);

    /// <summary>The variables that a condition reads.</summary>
    public static IReadOnlySet<string> FreeNamesOfCondition(Setting condition) => StaticChecks.FreeNamesOfCondition(condition);

    /// <summary>The tree of a condition, or null where it is not one expression. Its spans point into the text alone (see <see cref="EmbeddedText"/>).</summary>
    public static Expr? ParseCondition(Setting condition) => condition.Value switch
    {
        BoolValue flag => new LiteralExpr(condition.Span, flag),
        _ when TextOf(condition.Value) is { } text && text.Trim().Length > 0 =>
            (EmbeddedText.IsTemplate(text) ? EmbeddedText.OfTemplate(text) : EmbeddedText.OfExpression(text)).Expression,
        _ => null,
    };

    /// <summary>The text that an author wrote for a setting, or null where it is not text.</summary>
    internal static string? TextOf(Value value) => value switch
    {
        TextValue text => text.Text,
        TemplateValue template => template.Source,
        _ => null,
    };

    private static bool IsToRender(Value value)
    {
        EvaluationBudget.CheckStack();
        return value switch
        {
            TemplateValue => true,
            ListValue list => list.IsTuple || list.Any(IsToRender),
            DictValue { IsComputed: false } dict => dict.Any(e => IsToRender(e.Key) || IsToRender(e.Value)),
            _ => false,
        };
    }

    /// <summary>What is asked of a late value, where it can be.</summary>
    private static Evaluation<T> Answered<T>(LateValue late, Func<LateValue, T> ask)
    {
        try
        {
            return Evaluation<T>.Of(ask(late));
        }
        catch (LateValueException refused)
        {
            return Evaluation<T>.Late(refused.Name);
        }
    }

    /// <summary>The value with what is encrypted in it as plain text.</summary>
    private static Evaluation<Value> Opened(Value value)
    {
        if (value is LateValue late)
        {
            return Answered(late, Interpreter.Whole);
        }

        try
        {
            return Evaluation<Value>.Of(VaultedText.Open(value));
        }
        catch (EvaluationException error)
        {
            return Evaluation<Value>.Failed(Diagnostic.Error(Evaluator.FailedCode, error.Span!.Value, error.Message, error.Hint));
        }
    }

    private Evaluation<Value> RenderText(string text, Span span, IScope scope)
    {
        if (!EmbeddedText.IsTemplate(text))
        {
            return Evaluation<Value>.Of(Value.Of(text));
        }

        var embedded = EmbeddedText.OfTemplate(text);
        if (embedded.Expression is { } expression)
        {
            return Evaluate(embedded, span, scope, outside)
                .Then(value => Defined(value, embedded.Place(expression.Span, span)))
                .Then(value => Native(value, expression, embedded, span));
        }

        return embedded.Template is null
            ? Evaluation<Value>.Failed(embedded.Place(embedded.Diagnostics[0], span))
            : Placed(Evaluator.Render(embedded.Template, new(scope, outside, limits)), embedded, span).Select(text => isNative ? NativeText.OfLiteral(text) : NativeText.Convert(text));
    }

    private Evaluation<Value> Evaluate(EmbeddedText embedded, Span span, IScope scope, IOutside given) => embedded.Expression is { } expression
        ? Placed(Evaluator.Evaluate(expression, JinjaLanguage.Dialect, new(scope, given, limits)), embedded, span)
        : Evaluation<Value>.Failed(embedded.Place(embedded.Diagnostics[0], span));

    private static Evaluation<T> Placed<T>(Evaluation<T> evaluation, EmbeddedText embedded, Span span) =>
        evaluation.Error is { } error ? Evaluation<T>.Failed(embedded.Place(error, span)) : evaluation;

    /// <summary>The value of <c>{{ expression }}</c>: what 2.14 makes of its text, without going through text where that gives the same.</summary>
    private Evaluation<Value> Native(Value value, Expr expression, EmbeddedText embedded, Span span)
    {
        try
        {
            return Evaluation<Value>.Of(isNative ? NativeText.Kept(value, expression) : NativeText.Of(value, expression, embedded.Source.Content));
        }
        catch (LateValueException late)
        {
            return Evaluation<Value>.Late(late.Name);
        }
        catch (EvaluationException error)
        {
            var code = error.IsUndefined ? Evaluator.UndefinedCode : Evaluator.FailedCode;
            return Evaluation<Value>.Failed(embedded.Place(Diagnostic.Error(code, error.Span ?? expression.Span, error.Message, error.Hint), span));
        }
    }

    private static Evaluation<Value> Defined(Value value, Span span) => value is UndefinedValue { IsSilent: false } undefined
        ? Evaluation<Value>.Failed(Diagnostic.Error(Evaluator.UndefinedCode, span, undefined.Message, undefined.Hint))
        : Evaluation<Value>.Of(value);

    private static Evaluation<bool> Truth(Evaluation<Value> evaluation, Span span) => evaluation.Then(value => value is LateValue ? Evaluation<Value>.Of(value) : Opened(value)).Then(value => value switch
    {
        UndefinedValue { IsSilent: false } undefined => Evaluation<bool>.Failed(Diagnostic.Error(Evaluator.UndefinedCode, span, undefined.Message, undefined.Hint)),
        LateValue late => Answered(late, v => PythonOperators.IsTrue(v)),
        NullValue when span.Length == 0 => Evaluation<bool>.Of(true),
        _ => Evaluation<bool>.Of(PythonOperators.IsTrue(value)),
    });

    /// <summary>The outside without its lookups.</summary>
    private sealed class NoLookups(IOutside inner) : IOutside
    {
        public DateTimeOffset Now => inner.Now;

        public IReadOnlyList<Value> Lookup(string plugin, CallArguments arguments, IScope scope) =>
            throw new EvaluationException($"the lookup '{plugin}' is not run in an expression that came from a variable");

        public SourceText? FindTemplate(string name, SourceText from) => inner.FindTemplate(name, from);
    }
}
