using Remediator.Engine.Planning;
using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Playbooks;
using Remediator.Language.Templates.Jinja.Filters;
using Remediator.Language.Values;
using Remediator.Modules;

namespace Remediator.Engine.Loading;

/// <summary>
/// The questions of <c>vars_prompt</c>, all of them asked before the first host is touched. What the request says already is not
/// asked for.
/// </summary>
internal sealed class Prompts(RunRequest request, ILayer extraVars, Renderers renderers, DiagnosticBag diagnostics)
{
    public void Ask(BoundPlay play)
    {
        var answers = new DictBuilder();
        var unseen = new List<string>();
        var scope = new VariableScope(renderers.Of(play.Files), [extraVars, Layer.Of(play.Syntax.Directives.Vars)]);
        foreach (var prompt in play.Syntax.VarsPrompt)
        {
            var rendered = scope.Renderer.Render(prompt.Value, scope);
            if (!rendered.Succeeded || rendered.Value is not DictValue question)
            {
                diagnostics.Error("RMD2391", prompt.Span, $"the question cannot be asked: {rendered.Error?.Message ?? $"'{rendered.LateName}' is not known before the run"}", rendered.Error?.Hint);
                continue;
            }

            var name = question["name"]?.ToString() ?? "";
            if (!extraVars.TryFind(name, out _) && Answer(name, question, prompt) is { } answer)
            {
                answers[name] = answer;
                if (IsTrue(question, "private", true))
                {
                    unseen.Add(answer.ToString() ?? "");
                }
            }
        }

        play.Answers = answers.Build();
        play.PrivateAnswers = unseen;
    }

    private Value? Answer(string name, DictValue question, Setting prompt)
    {
        var fallback = question["default"];
        var typed = Typed(name, question, fallback);
        if (typed is null && fallback is null)
        {
            diagnostics.Error("RMD2391", prompt.Span, $"'{name}' has to be asked for, and there is no terminal to ask on", $"give it with -e {name}=…, or give the question a default");
            return null;
        }

        var text = typed is null or "" ? fallback?.ToString() ?? "" : typed;
        if (question["encrypt"]?.ToString() is { Length: > 0 } kind)
        {
            try
            {
                text = PasswordHash.Of(text, kind, question["salt"]?.ToString(), (question["salt_size"] as IntValue)?.Value is { } size ? (long)size : PasswordHash.MostSalt, null, () => { });
            }
            catch (EvaluationException error)
            {
                diagnostics.Error("RMD2391", prompt.Span, $"what is typed for '{name}' cannot be encrypted: {error.Message}", error.Hint);
                return null;
            }
        }

        // What is typed may hold templates, as in Ansible, unless the question says otherwise.
        return typed is null or "" && question["encrypt"] is null ? fallback ?? Value.Of("")
            : IsTrue(question, "unsafe", false) || !text.Contains("{{", StringComparison.Ordinal) ? Value.Of(text)
            : new TemplateValue(text, prompt.Span);
    }

    /// <summary>What was typed; null where nobody is there.</summary>
    private string? Typed(string name, DictValue question, Value? fallback)
    {
        if (request.Ask is not { } ask)
        {
            return null;
        }

        var said = question["prompt"]?.ToString() ?? name;
        var text = said.Length == 0 ? $"input for {name}: " : fallback is null ? $"{said}: " : $"{said} [{fallback}]: ";
        var isSecret = IsTrue(question, "private", true);
        var typed = ask(new Question(text, isSecret));
        if (!IsTrue(question, "confirm", false))
        {
            return typed;
        }

        while (typed is not null && ask(new Question("confirm " + text, isSecret)) is var again && again != typed)
        {
            typed = again is null ? null : ask(new Question("***** VALUES ENTERED DO NOT MATCH ****\n" + text, isSecret));
        }

        return typed;
    }

    private static bool IsTrue(DictValue question, string key, bool otherwise) =>
        question[key] is { } value ? Parameter.AsFlag(value) ?? otherwise : otherwise;
}
