using System.Diagnostics.CodeAnalysis;
using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Templates.Jinja;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Tests.Expressions;

/// <summary>Variables for a test.</summary>
internal sealed class DictScope(DictValue variables) : IScope
{
    public static DictScope Peer { get; } = new(PeerCases.Variables);

    public IEnumerable<string> Names => variables.Keys.Select(PythonText.Str);

    public static DictScope Of(params ReadOnlySpan<(string, Value)> entries) => new(Value.Dict(entries));

    public bool TryGet(string name, [MaybeNullWhen(false)] out Value value) => variables.TryGet(name, out value);
}

/// <summary>A fixed moment, templates by name, and two lookups: <c>echo</c> gives its terms, <c>fail</c> fails.</summary>
internal sealed class FakeOutside(IReadOnlyDictionary<string, string>? files = null) : IOutside
{
    public DateTimeOffset Now { get; } = new(2026, 11, 22, 20, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<Value> Lookup(string plugin, CallArguments arguments, IScope scope) => plugin switch
    {
        "echo" => arguments.Positional,
        "vars" => [.. arguments.Positional.Select(name => scope.TryGet(PythonText.Str(name), out var value) ? value : throw new EvaluationException($"No variable found with this name: {name}"))],
        _ => throw new EvaluationException($"lookup plugin ({plugin}) not found"),
    };

    public SourceText? FindTemplate(string name, SourceText from) => files is not null && files.TryGetValue(name, out var text) ? new SourceText(name, text) : null;
}

/// <summary>Evaluates Jinja in one call.</summary>
internal static class Jinja
{
    public static Evaluation<Value> Evaluate(string expression, IScope? scope = null, EvaluationLimits? limits = null)
    {
        var diagnostics = new DiagnosticBag();
        return JinjaLanguage.ParseExpression(new SourceText("<test>", expression), diagnostics) is { } tree
            ? Evaluator.Evaluate(tree, JinjaLanguage.Dialect, new(scope ?? DictScope.Peer, new FakeOutside(), limits ?? EvaluationLimits.Default))
            : Evaluation<Value>.Failed(diagnostics.First());
    }

    public static Evaluation<string> Render(string template, IScope? scope = null, IReadOnlyDictionary<string, string>? files = null, EvaluationLimits? limits = null)
    {
        var diagnostics = new DiagnosticBag();
        return JinjaLanguage.Instance.Parse(new SourceText("test.j2", template), diagnostics) is { } tree
            ? Evaluator.Render(tree, new(scope ?? DictScope.Peer, new FakeOutside(files), limits ?? EvaluationLimits.Default))
            : Evaluation<string>.Failed(diagnostics.First());
    }

    /// <summary>The outcome in the form of the peer's cases.</summary>
    public static string Outcome(Evaluation<Value> evaluation)
    {
        if (!evaluation.Succeeded)
        {
            return evaluation.LateName is { } late ? $"late {late}" : evaluation.Error!.Code == Evaluator.UndefinedCode ? "! undefined" : "! error";
        }

        try
        {
            return evaluation.Value is UndefinedValue ? "! undefined" : PythonText.Repr(evaluation.Value);
        }
        catch (EvaluationException error)
        {
            return error.IsUndefined ? "! undefined" : "! error";
        }
    }
}
