using Remediator.Language.Expressions;
using Remediator.Language.Playbooks;
using Remediator.Language.Templates;
using Remediator.Language.Templates.Jinja;
using Remediator.Language.Text;
using Remediator.Language.Diagnostics;
using Remediator.Language.Values;

namespace Remediator.Engine.Loading;

/// <summary>Names for which an author says what happens where they are not defined: tested with <c>is defined</c>, or given a <c>default</c>.</summary>
internal static class GuardedNames
{
    public static IEnumerable<string> Of(Setting setting, bool isCondition)
    {
        if (isCondition && Renderer.ParseCondition(setting) is { } expression)
        {
            return Tree.All(expression).SelectMany(Guarded);
        }

        return Texts(setting.Value).SelectMany(t => JinjaLanguage.Instance.Parse(new SourceText("<value>", t), new DiagnosticBag()) is { } template
            ? Tree.All(template.Body).SelectMany(Guarded)
            : []);
    }

    private static IEnumerable<string> Guarded(Expr expression) => expression switch
    {
        TestExpr { Name: "defined" or "undefined" } test => Root(test.Input),
        FilterExpr { Name: "default" or "d" or "mandatory" } filter => Root(filter.Input),
        _ => [],
    };

    private static IEnumerable<string> Root(Expr expression) => expression switch
    {
        NameExpr name => [name.Name],
        AttributeExpr attribute => Root(attribute.Target),
        IndexExpr index => Root(index.Target),
        FilterExpr filter => Root(filter.Input),
        _ => [],
    };

    private static IEnumerable<string> Texts(Value value) => value switch
    {
        TemplateValue template => [template.Source],
        ListValue list => list.SelectMany(Texts),
        DictValue dict => dict.SelectMany(e => Texts(e.Value)),
        _ => [],
    };
}
