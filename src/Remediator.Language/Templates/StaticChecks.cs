using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Playbooks;
using Remediator.Language.Templates.Jinja;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Templates;

/// <summary>What can be said of templates without running them.</summary>
internal static class StaticChecks
{
    /// <summary>A filter or test that does not exist.</summary>
    private const string UnknownCode = "RMD2102";

    private static readonly HashSet<string> TakeTestFirst = ["select", "reject"];
    private static readonly HashSet<string> TakeTestSecond = ["selectattr", "rejectattr"];

    public static void Check(Value raw, DiagnosticBag diagnostics)
    {
        foreach (var (text, span) in Templates(raw))
        {
            Check(EmbeddedText.OfTemplate(text), span, diagnostics);
        }
    }

    public static void CheckCondition(Setting condition, DiagnosticBag diagnostics)
    {
        var before = diagnostics.Count;
        if (Parsed(condition) is { } embedded)
        {
            Check(embedded, condition.Span, diagnostics);
        }

        if (diagnostics.Count == before && Renderer.TextOf(condition.Value) is { } text && EmbeddedText.IsTemplate(text))
        {
            diagnostics.Warn("RMD2103", condition.Span, $"conditional statements should not include jinja2 templating delimiters such as {{{{ }}}} or {{% %}}. Found: {text}");
        }
    }

    public static void CheckTemplate(Template template, DiagnosticBag diagnostics)
    {
        if (ReferenceEquals(template.Dialect, JinjaLanguage.Dialect))
        {
            diagnostics.AddRange(Tree.All(template.Body).SelectMany(Unknown));
        }
    }

    public static IReadOnlySet<string> FreeNames(Value raw)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (text, _) in Templates(raw))
        {
            names.UnionWith(Names(EmbeddedText.OfTemplate(text)));
        }

        return names;
    }

    public static IReadOnlySet<string> FreeNamesOfCondition(Setting condition) =>
        (Parsed(condition) is { } embedded ? Names(embedded) : []).ToHashSet(StringComparer.Ordinal);

    private static EmbeddedText? Parsed(Setting condition) => Renderer.TextOf(condition.Value) is not { } text || text.Trim().Length == 0 ? null
        : EmbeddedText.IsTemplate(text) ? EmbeddedText.OfTemplate(text)
        : EmbeddedText.OfExpression(text);

    private static IEnumerable<string> Names(EmbeddedText embedded)
    {
        IReadOnlySet<string> names = embedded.Expression is { } expression ? Expressions.FreeNames.Of(expression)
            : embedded.Template is { } template ? Expressions.FreeNames.Of(template.Body)
            : new HashSet<string>();
        return names.Where(name => JinjaLanguage.Dialect.Global(name) is null && name != CaptureStatement.Captured);
    }

    private static IEnumerable<(string Text, Span Span)> Templates(Value raw)
    {
        EvaluationBudget.CheckStack();
        return raw switch
        {
            TemplateValue template => [(template.Source, template.Span)],
            ListValue list => list.SelectMany(Templates),
            DictValue dict => dict.SelectMany(e => Templates(e.Key).Concat(Templates(e.Value))),
            _ => [],
        };
    }

    private static void Check(EmbeddedText embedded, Span outer, DiagnosticBag diagnostics)
    {
        var found = embedded.Diagnostics.AsEnumerable();
        if (embedded.Template is { } template)
        {
            found = found.Concat(Tree.All(template.Body).SelectMany(Unknown));
        }
        else if (embedded.Expression is { } expression)
        {
            found = found.Concat(Tree.All(expression).SelectMany(Unknown));
        }

        diagnostics.AddRange(found.Select(diagnostic => embedded.Place(diagnostic, outer)));
    }

    /// <summary>Unknown filters and tests, those that <c>map</c> and <c>select</c> are given by name too.</summary>
    private static IEnumerable<Diagnostic> Unknown(Expr expression)
    {
        switch (expression)
        {
            case TestExpr test when TestCatalog.Find(test.Name) is null:
                yield return Report("test", test.Name, test.Span, TestCatalog.Names);
                break;
            case FilterExpr filter when FilterCatalog.Find(filter.Name) is null:
                yield return Report("filter", filter.Name, filter.Span, FilterCatalog.Names);
                break;
            case FilterExpr { Name: "map" } filter when Literal(filter, 0) is { } name && FilterCatalog.Find(name) is null:
                yield return Report("filter", name, filter.Span, FilterCatalog.Names);
                break;
            case FilterExpr filter when TakeTestFirst.Contains(filter.Name) && Literal(filter, 0) is { } name && TestCatalog.Find(name) is null:
                yield return Report("test", name, filter.Span, TestCatalog.Names);
                break;
            case FilterExpr filter when TakeTestSecond.Contains(filter.Name) && Literal(filter, 1) is { } name && TestCatalog.Find(name) is null:
                yield return Report("test", name, filter.Span, TestCatalog.Names);
                break;
        }
    }

    private static string? Literal(FilterExpr filter, int index) =>
        filter.Arguments.Count > index && filter.Arguments[index] is { Name: null, Spread: ArgumentSpread.None, Value: LiteralExpr { Value: TextValue text } } ? text.Text : null;

    private static Diagnostic Report(string kind, string name, Span span, IEnumerable<string> known) =>
        Diagnostic.Error(UnknownCode, span, $"there is no {kind} '{name}'", DidYouMean.Hint(name, known));
}
