using System.Diagnostics.CodeAnalysis;
using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Templates.Scriban;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Tests.Templates.Scriban;

/// <summary>Parses and runs a template with a few variables: what it writes, or its diagnostics as people see them.</summary>
internal static class Rendering
{
    public static DateTimeOffset Now { get; } = new(2024, 2, 29, 13, 4, 5, TimeSpan.Zero);

    public static DictValue Variables { get; } = Value.Dict(
        ("name", Value.Of("world")),
        ("n", Value.Of(5)),
        ("none", Value.Null),
        ("host", Value.Dict(("name", Value.Of("web1")), ("port", Value.Of(22)), ("tags", Value.OfTexts(["a", "b"])), ("nothing", Value.Null))),
        ("servers", Value.OfTexts(["ntp1", "ntp2", "ntp3"])),
        ("users", Value.Of([
            Value.Dict(("name", Value.Of("bo")), ("age", Value.Of(30))),
            Value.Dict(("name", Value.Of("al")), ("age", Value.Of(20)), ("boss", Value.Dict(("name", Value.Of("cy"))))),
        ])));

    public static string Render(string template, Dictionary<string, string>? others = null, DictValue? variables = null, ScribanOptions? options = null, EvaluationLimits? limits = null)
    {
        var diagnostics = new DiagnosticBag();
        var language = options is null ? ScribanLanguage.Instance : new ScribanLanguage(options);
        var parsed = language.Parse(new SourceText("test.sbn", template), diagnostics);
        if (parsed is null)
        {
            return string.Join("", diagnostics.Select(DiagnosticText.Render));
        }

        var context = new EvaluationContext(new Scope(variables ?? Variables), new Outside(others ?? []), limits ?? EvaluationLimits.Default);
        var result = Evaluator.Render(parsed, context);
        return result.Succeeded ? result.Value : result.LateName is { } late ? $"late: {late}" : DiagnosticText.Render(result.Error!);
    }

    /// <summary>Line and column, message and hint of every diagnostic, one a line.</summary>
    public static string Errors(string template)
    {
        var diagnostics = new DiagnosticBag();
        var parsed = ScribanLanguage.Instance.Parse(new SourceText("test.sbn", template), diagnostics);
        if (parsed is not null)
        {
            var result = Evaluator.Render(parsed, new EvaluationContext(new Scope(Variables), new Outside([]), EvaluationLimits.Default));
            if (result.Error is null)
            {
                return $"no error, but: {result.Value}";
            }

            diagnostics.Add(result.Error);
        }

        return string.Join('\n', diagnostics.Select(d => $"{d.Span.Position.Line}:{d.Span.Position.Column} {d.Message}{(d.Hint is null ? "" : $" [{d.Hint}]")}"));
    }

    private sealed class Scope(DictValue values) : IScope
    {
        public IEnumerable<string> Names => values.Keys.Select(k => k.ToString()!);

        public bool TryGet(string name, [MaybeNullWhen(false)] out Value value) => values.TryGet(name, out value);
    }

    private sealed class Outside(Dictionary<string, string> templates) : IOutside
    {
        public DateTimeOffset Now => Rendering.Now;

        public IReadOnlyList<Value> Lookup(string plugin, CallArguments arguments, IScope scope) => throw new EvaluationException("no lookups here");

        public SourceText? FindTemplate(string name, SourceText from) => templates.TryGetValue(name, out var text) ? new SourceText(name, text) : null;
    }
}
