using System.Diagnostics.CodeAnalysis;
using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Templates;
using Remediator.Language.Templates.Jinja;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Engine.Planning;

/// <summary>The <c>template</c> lookup: the text of a template, or the list, dict or boolean that it reads as unless <c>convert_data=false</c>.</summary>
internal static class TemplateLookup
{
    private static readonly string[] Delimiters = ["variable_start_string", "variable_end_string", "comment_start_string", "comment_end_string"];

    public static IEnumerable<Value> Run(LookupCall call) => [.. call.TextTerms.Select(term => Rendered(call, term))];

    private static Value Rendered(LookupCall call, string term)
    {
        var path = call.Find(term, "templates") ?? throw new EvaluationException($"the template file {term} could not be found for the lookup", hint: call.Missing(term, "templates").Hint);
        var options = Delimiters.Where(d => call[d] is not null).Select(d => (d, call.Text(d))).ToList();
        var (template, _, diagnostics) = call.Files.Template(path, options);
        if (template is null)
        {
            var error = diagnostics[0];
            throw new EvaluationException(error.Message, error.Span, error.Hint);
        }

        IScope scope = new WithVariables(TemplateVariables.Of(term, path, null, call.Files.Managed, call.Lookups.Now), call.Scope);
        if (call["template_vars"] is DictValue more)
        {
            scope = new WithVariables(more, scope);
        }

        var result = call.Lookups.Renderer!.RenderTemplate(template, scope);
        return result.LateName is { } late ? throw new LateValueException(late)
            : result.Error is { } failed ? throw new EvaluationException(failed.Message, failed.Span, failed.Hint) { IsUndefined = failed.Code == Evaluator.UndefinedCode }
            : call.Flag("convert_data", true) ? NativeText.Convert(result.Value) : Value.Of(result.Value);
    }

    /// <summary>Variables of one template in front of those of the task.</summary>
    private sealed class WithVariables(DictValue more, IScope scope) : IScope
    {
        public IEnumerable<string> Names => more.Keys.Select(PythonText.Str).Concat(scope.Names);

        public bool TryGet(string name, [MaybeNullWhen(false)] out Value value) => more.TryGet(name, out value) || scope.TryGet(name, out value);
    }
}
