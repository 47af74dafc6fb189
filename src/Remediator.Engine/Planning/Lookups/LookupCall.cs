using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Engine.Planning;

/// <summary>One call of a lookup plugin: its terms, its options and what it may look at. Every method may throw <see cref="EvaluationException"/>.</summary>
internal sealed record LookupCall(Lookups Lookups, ControllerFiles Files, string Plugin, CallArguments Arguments, IScope Scope)
{
    /// <summary>How long a lookup outside of an expression may take.</summary>
    private static readonly TimeSpan UsualTime = TimeSpan.FromSeconds(30);

    public IReadOnlyList<Value> Terms => Arguments.Positional;

    public IEnumerable<string> TextTerms => Terms.Select(t => t is TextValue text ? text.Text : PythonText.Str(t));

    /// <summary>What is left of the evaluation's time.</summary>
    public TimeSpan TimeLeft => Arguments.Caller?.Budget.TimeLeft ?? UsualTime;

    /// <summary>The folders in which relative names are searched, the nearest first: <c>ansible_search_path</c>, else those of the task.</summary>
    public IReadOnlyList<string> Folders => Scope.TryGet("ansible_search_path", out var path) && path is ListValue { Count: > 0 } list
        ? [.. list.Select(PythonText.Str)]
        : [.. Files.Folders, Files.PlaybookFolder];

    public Value? this[string option] => Arguments.Named.TryGetValue(option, out var value) && value is not NullValue ? Interpreter.Defined(value) : null;

    public string Text(string option, string otherwise = "") => this[option] is { } value ? PythonText.Str(value) : otherwise;

    public bool Flag(string option, bool otherwise = false) => this[option] switch
    {
        null => otherwise,
        TextValue text => text.Text.ToLowerInvariant() is "yes" or "on" or "true" or "1" or "y" or "t",
        var value => PythonOperators.IsTrue(value),
    };

    public long Number(string option, long otherwise) => this[option] switch
    {
        null => otherwise,
        IntValue number => number.Value,
        { } value when long.TryParse(PythonText.Str(value), out var number) => number,
        var value => throw new EvaluationException($"the option '{option}' of the lookup '{Plugin}' is a number, not {PythonText.Quote(PythonText.Str(value))}"),
    };

    /// <summary>The path of a file or folder, or null. The one place where lookups search.</summary>
    /// <param name="kind">The folder for such files, searched first: <c>files</c>, <c>templates</c>, <c>vars</c>.</param>
    public string? Find(string path, string kind) => FileSearch.Find(Folders, path, kind) ?? Files.Find(path, kind);

    /// <summary>The text of a file that must be there.</summary>
    public string ReadText(string path, string kind, string? encoding = null)
    {
        var found = Find(path, kind) ?? throw Missing(path, kind);
        try
        {
            return EncodingOf(encoding ?? "utf-8").GetString(Files.ReadBytes(found)).TrimStart('\uFEFF');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EvaluationException($"could not read '{found}': {ControllerFiles.Reason(error)}");
        }
    }

    public EvaluationException Missing(string path, string kind) =>
        new($"could not locate file in lookup: {path}", hint: "searched: " + string.Join(", ", FileSearch.Candidates(Folders, path, kind).Select(ControllerFiles.Shown)));

    /// <summary>The error of an option that is none, in text where options stand beside a term.</summary>
    public EvaluationException Unknown(string option, IEnumerable<string> options) =>
        new($"'{option}' is not an option of the lookup '{Plugin}'", hint: DidYouMean.Hint(option, options));

    private static System.Text.Encoding EncodingOf(string name)
    {
        try
        {
            return System.Text.Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            throw new EvaluationException($"unknown encoding: {name}");
        }
    }
}
