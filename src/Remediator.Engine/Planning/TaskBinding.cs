using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Playbooks;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Modules;
using Remediator.Shell;

namespace Remediator.Engine.Planning;

/// <summary>Lets parameters of one task read files, render templates and evaluate expressions with the task's variables.</summary>
internal sealed class TaskBinding(ControllerFiles files, VariableScope scope, RunMode mode, Span span, HostState state) : IBindingContext
{
    private static readonly string[] Flags = ["trim_blocks", "lstrip_blocks"];
    private static readonly string[] Marks =
        ["block_start_string", "block_end_string", "variable_start_string", "variable_end_string", "comment_start_string", "comment_end_string"];

    public RunMode Mode => mode;

    /// <summary>The task's options, rendered: what a template looks like is said beside its name.</summary>
    public required DictValue Options { get; init; }

    /// <summary>The options as the author wrote them, not rendered: expressions in them are trusted.</summary>
    public required Value Written { get; init; }

    /// <summary>The late value that some conversion needed: the task has to wait for it.</summary>
    public string? LateName { get; private set; }

    /// <summary>The diagnostic of the template or expression that failed, with its own place.</summary>
    public Diagnostic? Problem { get; private set; }

    public (LocalFile? File, string? Error) ReadFile(string path)
    {
        ControllerFiles.NoteRead(scope);
        return files.Read(path);
    }

    public (VariableSource? Source, string? Error) ReadVariables(string path)
    {
        ControllerFiles.NoteRead(scope);
        return files.Variables(path);
    }

    public (LocalFile? File, string? Error) RenderTemplate(string path)
    {
        ControllerFiles.NoteRead(scope);
        var (template, found, diagnostics) = files.Template(path, [.. MarksOfTask()]);
        if (found is null)
        {
            return (null, $"could not find the template '{path}'; searched in: {string.Join(", ", files.Candidates(path, "templates"))}");
        }

        if (template is null)
        {
            Problem ??= diagnostics.FirstOrDefault();
            return (null, Problem?.ToString() ?? $"the template '{found}' could not be parsed");
        }

        var name = Path.GetFileName(found);
        var variables = scope.With(Layer.Of(TemplateVariables.Of(path, found, Options["dest"], files.Managed, scope.Renderer.Now)));
        return Take(scope.Renderer.RenderTemplate(template, variables)) is { } text
            ? (new LocalFile(found, FileContent.Of(text), OperatingSystem.IsWindows() ? 420 : (int)File.GetUnixFileMode(found)), null)
            : (null, Problem?.ToString() ?? $"the template '{name}' needs '{LateName}', which is not known yet");
    }

    public (Value? Value, string? Error) Evaluate(string expression)
    {
        var isWritten = IsWritten(Written, expression);
        var result = isWritten ? scope.Renderer.EvaluateBare(new Setting(Value.Of(expression), Place(expression)), scope) : scope.Renderer.EvaluateGiven(expression, span, scope);
        if (result.Error is { Code: Evaluator.UndefinedCode } error)
        {
            // As Ansible's debug shows it: what is not there is an answer, too.
            return (Value.Of("VARIABLE IS NOT DEFINED!" + (mode.Verbosity > 0 ? $": {error.Message}" : "")), null);
        }

        if (!isWritten && result.Error is not null)
        {
            // Ansible never evaluates what came from a host; it shows it between braces.
            return (Value.Of($"{{{{{expression}}}}}"), null);
        }

        return Take(result) is { } value ? (value, null) : (null, Reason());
    }

    public (Value? Value, string? Error) Variable(string name)
    {
        if (!VariableName.IsValid(name) || !scope.TryGetRaw(name, out _))
        {
            return (null, null);
        }

        return Take(scope.Renderer.EvaluateBare(new Setting(Value.Of(name), span), scope)) is { } value ? (value, null) : (null, Reason());
    }

    public JobReader Job(string id) => AsyncJob.ReaderOf(id, state);

    public ControllerPath Destination(string path) => new(
        Path.GetFullPath(Path.Combine(files.PlaybookFolder, path.StartsWith("~/", StringComparison.Ordinal) ? Environment.GetEnvironmentVariable("HOME") + path[1..] : path)),
        scope.TryGet("inventory_hostname", out var name) ? name.ToString() ?? "" : "");

    public (bool Holds, string? Error) Holds(Value condition)
    {
        var result = condition is TextValue { Text: var text } && !IsWritten(Written, text)
            ? scope.Renderer.HoldsGiven(text, span, scope)
            : scope.Renderer.Holds(new Setting(condition, Place(condition.ToString() ?? "")), scope);
        Note(result.LateName, result.Error);
        return result.Succeeded ? (result.Value, null) : (false, Reason());
    }

    /// <summary>Whether the text stands as it is among what the author wrote, so that no template has given it.</summary>
    private static bool IsWritten(Value written, string text) => written switch
    {
        TextValue own => own.Text == text,
        ListValue list => list.Any(v => IsWritten(v, text)),
        DictValue dict => dict.Any(e => IsWritten(e.Value, text)),
        _ => false,
    };

    private string Reason() => Problem?.Message ?? $"'{LateName}' is not known yet";

    private T? Take<T>(Evaluation<T> result)
        where T : class
    {
        Note(result.LateName, result.Error);
        return result.Succeeded ? result.Value : null;
    }

    private void Note(string? late, Diagnostic? error)
    {
        LateName ??= late;
        Problem ??= error;
    }

    /// <summary>The expression's own place inside the task, where its text stands there.</summary>
    private Span Place(string text)
    {
        var at = span.Text.IndexOf(text, StringComparison.Ordinal);
        return at >= 0 && text.Length > 0 ? span.Slice(at, text.Length) : span;
    }

    /// <summary>What the task says of its template's syntax. What cannot be meant is left out: the module refuses it.</summary>
    private IEnumerable<(string Option, string Text)> MarksOfTask()
    {
        foreach (var flag in Flags)
        {
            if (Options[flag] is { } value && Parameter.AsFlag(value) is { } isOn)
            {
                yield return (flag, isOn ? "True" : "False");
            }
        }

        foreach (var mark in Marks)
        {
            if (Options[mark] is TextValue { Text.Length: > 0 } text)
            {
                yield return (mark, text.Text);
            }
        }
    }
}
