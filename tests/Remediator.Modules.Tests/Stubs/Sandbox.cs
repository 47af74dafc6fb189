using Remediator.Language.Values;
using Remediator.Shell;
using Remediator.Testing;

namespace Remediator.Modules.Tests.Stubs;

/// <summary>
/// A folder with a host's state in a few files, and commands (bin/) that stand in for systemctl, dpkg-query, apt-get, rpm, dnf and
/// chronyc and keep their state there. The folder is the working folder of what runs.
/// </summary>
public sealed class Sandbox : IDisposable
{
    private readonly string commands = Path.Combine(AppContext.BaseDirectory, "Stubs", "bin");

    public Sandbox() => Folder = Directory.CreateTempSubdirectory("remediator-sandbox").FullName;

    public static TheoryData<string> ShellNames => [.. Shells.Present.Select(s => s.Name)];

    public string Folder { get; }

    /// <summary>Names of the commands that the host does not have; no names: it has all that stand in.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>();

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public Sandbox With(string path, string content)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return this;
    }

    public string Read(string path) => File.Exists(Path.Combine(Folder, path)) ? File.ReadAllText(Path.Combine(Folder, path)) : "";

    /// <summary>Runs a module's steps as one task.</summary>
    public Outcome Run(string shell, Module module, DictValue options, bool check = false)
    {
        var (arguments, errors) = ArgumentBinder.Bind(module.Spec, options, null, new NoFiles(check));
        Assert.Empty(errors);
        return Run(shell, [.. module.Plan(arguments!)], check);
    }

    public Outcome Run(string shell, IReadOnlyList<Step> steps, bool check = false)
    {
        var sent = new HashSet<string>();
        var script = SessionScript.Write("n0nce", check, false, sent) + ScriptWriter.WriteSegment(1, [new ScriptTask(1, "task", steps)], sent);
        var words = Shells.Present.Single(s => s.Name == shell).Words;
        var (_, stdout, stderr) = Shells.Run(words, script, new Dictionary<string, string>(Environment) { ["PATH"] = CommandPath(), ["SANDBOX"] = Folder }, Folder);
        Assert.Equal("", stderr);
        var events = new EventReader("n0nce").Feed(stdout).ToList();
        Assert.IsType<Event.End>(events[^1]);
        return new Outcome(steps, events);
    }

    private string CommandPath()
    {
        if (Without.Count == 0)
        {
            return commands + ":" + System.Environment.GetEnvironmentVariable("PATH");
        }

        var bin = Path.Combine(Folder, "bin");
        Directory.CreateDirectory(bin);
        foreach (var command in Directory.GetFiles(commands).Where(c => !Without.Contains(Path.GetFileName(c))))
        {
            var link = Path.Combine(bin, Path.GetFileName(command));
            if (!File.Exists(link))
            {
                File.CreateSymbolicLink(link, command);
            }
        }

        return bin + ":" + System.Environment.GetEnvironmentVariable("PATH");
    }
}

/// <summary>A controller without files, for modules that need none.</summary>
public sealed class NoFiles(bool check = false) : IBindingContext
{
    public RunMode Mode { get; } = new(check, false, 0);

    public (LocalFile? File, string? Error) ReadFile(string path) => (null, "no files here");

    public (LocalFile? File, string? Error) RenderTemplate(string path) => (null, "no templates here");

    public (Value? Value, string? Error) Evaluate(string expression) => (null, "no expressions here");

    public (bool Holds, string? Error) Holds(Value condition) => (false, "no conditions here");
}

/// <summary>What a task's events say.</summary>
public sealed record Outcome(IReadOnlyList<Step> Steps, IReadOnlyList<Event> Events)
{
    public Event.Done Done => Events.OfType<Event.Done>().Single();

    public bool Changed => Done.Changed;

    public Shell.TaskStatus Status => Done.Status;

    public string Message => Events.OfType<Event.Failed>().SingleOrDefault()?.Message ?? "";

    /// <summary>Facets as <c>name: before -> after (state)</c>.</summary>
    public IReadOnlyList<string> Facets => [.. Events.OfType<Event.Facet>().Select(f => $"{f.Name}: {f.Before} -> {f.After} ({f.State})")];

    /// <summary>The facets that changed or would.</summary>
    public IReadOnlyList<string> ChangedFacets => [.. Events.OfType<Event.Facet>().Where(f => f.State != FacetState.Ok).Select(f => f.Name)];

    /// <summary>The value of a capture, parsed as its step says.</summary>
    public Value Captured(string key)
    {
        var capture = Events.OfType<Event.Capture>().Single(c => c.Key == key);
        return Steps.OfType<Step.Capture>().Single(s => s.Key == key).Parse(new Captured(capture.ExitCode, capture.Stdout, capture.Stderr, false));
    }
}
