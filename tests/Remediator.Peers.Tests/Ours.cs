using Remediator.Engine.Variables;
using System.Diagnostics.CodeAnalysis;
using Remediator.Engine.Planning;
using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Playbooks;
using Remediator.Language.Templates;
using Remediator.Language.Templates.Jinja;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Peers.Tests;

/// <summary>What Remediator gives for what the peer is asked, in the same form. Lookups are the engine's.</summary>
internal static class Ours
{
    private static readonly Scope Variables = new();

    private static readonly CaseFiles Outside = new();
    private static readonly Renderer Renderer = Outside.Renderer;

    static Ours() => Environment.SetEnvironmentVariable("PEER_VARIABLE", "set");

    public static (string Outcome, string? Detail) Answer(string kind, string text)
    {
        var span = new SourceText("case", text).Whole;
        return kind switch
        {
            "expression" => Outcome(Expression(text)),
            "rendered" => Outcome(Renderer.Render(new TemplateValue(text, span), Variables)),
            "condition" => Outcome(Renderer.Holds(new Setting(EmbeddedText.IsTemplate(text) ? new TemplateValue(text, span) : Value.Of(text), span), Variables).Select(Value.Of)),
            _ => Template(text) is { Succeeded: true } rendered ? (rendered.Value, null) : Outcome(Template(text).Select(Value.Of)),
        };
    }

    private static Evaluation<Value> Expression(string text)
    {
        var diagnostics = new DiagnosticBag();
        return JinjaLanguage.ParseExpression(new SourceText("case", text), diagnostics) is { } tree
            ? Evaluator.Evaluate(tree, JinjaLanguage.Dialect, new(Variables, Outside, EvaluationLimits.Default))
            : Evaluation<Value>.Failed(diagnostics.First());
    }

    private static Evaluation<string> Template(string text)
    {
        var diagnostics = new DiagnosticBag();
        return JinjaLanguage.Instance.Parse(new SourceText("case.j2", text), diagnostics) is { } tree
            ? Evaluator.Render(tree, new(Variables, Outside, EvaluationLimits.Default))
            : Evaluation<string>.Failed(diagnostics.First());
    }

    private static (string, string?) Outcome(Evaluation<Value> evaluation)
    {
        if (!evaluation.Succeeded)
        {
            return (evaluation.Error?.Code == Evaluator.UndefinedCode ? "! undefined" : "! error", evaluation.LateName ?? evaluation.Error!.Message);
        }

        try
        {
            return evaluation.Value is UndefinedValue undefined ? ("! undefined", undefined.Message) : (PythonText.Repr(evaluation.Value), null);
        }
        catch (EvaluationException error)
        {
            return (error.IsUndefined ? "! undefined" : "! error", error.Message);
        }
    }

    private sealed class Scope : IScope
    {
        public IEnumerable<string> Names => Cases.Variables.Keys.Select(PythonText.Str);

        public bool TryGet(string name, [MaybeNullWhen(false)] out Value value) => Cases.Variables.TryGet(name, out value);
    }

    /// <summary>The engine's lookups over the cases' folder, and the templates of the case files.</summary>
    private sealed class CaseFiles : IOutside
    {
        private static readonly Dictionary<string, string> Files = Cases.Templates().Where(t => t.Expected is null).ToDictionary(t => t.Title[5..], t => t.Source);
        private readonly Lookups lookups = new(new ControllerFiles(Cases.Folder, VaultedFiles.WithoutSecrets), TimeProvider.System);

        public CaseFiles() => lookups.Renderer = Renderer = new Renderer(this, EvaluationLimits.Default);

        public Renderer Renderer { get; }

        public DateTimeOffset Now => lookups.Now;

        public IReadOnlyList<Value> Lookup(string plugin, CallArguments arguments, IScope scope) => lookups.Lookup(plugin, arguments, scope);

        public SourceText? FindTemplate(string name, SourceText from) => Files.TryGetValue(name, out var text) ? new SourceText(name, text) : lookups.FindTemplate(name, from);
    }
}
