using System.Runtime.CompilerServices;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Tests;

/// <summary>
/// A host whose services, packages and daemons are stubs (Stubs/): each keeps what it knows in files of the sandbox and logs its
/// calls to .log.
/// </summary>
/// <param name="shell">One of the shells of this machine.</param>
/// <param name="stubs">Folders of further stubs below Stubs/, which stand before the others.</param>
internal sealed class StubHost(string shell, params IReadOnlyList<string> stubs) : IDisposable
{
    private readonly Sandbox sandbox = new(shell) { CommandFolders = [.. stubs.Select(s => Path.Combine(StubFolder(), s))] };

    public string Folder => sandbox.Root;

    /// <summary>The calls of stubs since <see cref="ClearCalls"/>, one a line.</summary>
    public string Calls => Read(".log");

    public void Dispose() => sandbox.Dispose();

    public void ClearCalls() => File.Delete(Path.Combine(Folder, ".log"));

    public StubHost With(string path, string content)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return this;
    }

    public string Read(string path) => File.Exists(Path.Combine(Folder, path)) ? File.ReadAllText(Path.Combine(Folder, path)) : "";

    /// <summary>Runs sh as it is, which must succeed; gives what it said on stderr.</summary>
    public string Execute(string script) => sandbox.Execute(script);

    /// <summary>Runs a module's steps as one task.</summary>
    public Outcome Run(Module module, DictValue options, bool check = false)
    {
        var (arguments, errors) = ArgumentBinder.Bind(module.Spec, options, null, new NoFiles(check));
        Assert.Empty(errors);
        IReadOnlyList<Step> steps = [.. module.Plan(arguments!)];
        var events = sandbox.Run(steps, check);
        return new Outcome(steps, events) { Answered = Value.Dict([.. sandbox.Answered.Select(e => (e.Key.ToString()!, e.Value))]) };
    }

    private static string StubFolder([CallerFilePath] string caller = "") => Path.Combine(Path.GetDirectoryName(caller)!, "Stubs");
}

/// <summary>A controller without files, for modules that need none.</summary>
internal sealed class NoFiles(bool check = false) : IBindingContext
{
    public RunMode Mode { get; } = new(check, false, 0);

    public (LocalFile? File, string? Error) ReadFile(string path) => (null, "no files here");

    public (VariableSource? Source, string? Error) ReadVariables(string path) => (null, "no files here");

    public (LocalFile? File, string? Error) RenderTemplate(string path) => (null, "no templates here");

    public ControllerPath Destination(string path) => new(path, "host1");

    public (Value? Value, string? Error) Evaluate(string expression) => (null, "no expressions here");

    public (Value? Value, string? Error) Variable(string name) => (null, null);

    public JobReader Job(string id) => new(id, _ => null);

    public (bool Holds, string? Error) Holds(Value condition) => (false, "no conditions here");
}

/// <summary>What a task's events say.</summary>
internal sealed record Outcome(IReadOnlyList<Step> Steps, IReadOnlyList<Event> Events)
{
    /// <summary>Keys of the result that came with the controller's answers.</summary>
    public DictValue Answered { get; init; } = DictValue.Empty;

    public Event.Done Done => Events.OfType<Event.Done>().Single();

    public bool Changed => Done.Changed;

    public Shell.TaskStatus Status => Done.Status;

    public string Message => Events.OfType<Event.Failed>().SingleOrDefault()?.Message ?? "";

    /// <summary>Facets as <c>name: before -> after (state)</c>.</summary>
    public IReadOnlyList<string> Facets => [.. Events.OfType<Event.Facet>().Select(f => $"{f.Name}: {f.Before} -> {f.After} ({f.State})")];

    /// <summary>The facets that changed or would.</summary>
    public IReadOnlyList<string> ChangedFacets => [.. Events.OfType<Event.Facet>().Where(f => f.State != FacetState.Ok).Select(f => f.Name)];

    /// <summary>The value of a capture, parsed as its step says.</summary>
    public DictValue Captured(string key)
    {
        var capture = Events.OfType<Event.Capture>().Single(c => c.Key == key);
        var value = Steps.OfType<Step.Capture>().Single(s => s.Key == key).Parse(new Captured(capture.ExitCode, capture.Stdout, capture.Stderr, false));
        return Assert.IsAssignableFrom<DictValue>(value);
    }
}
