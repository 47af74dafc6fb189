using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Tests;

/// <summary>
/// Stands for the engine while an example is bound: any file of the controller exists and tells its name, one whose name ends with
/// a slash is a folder of two, and a condition holds unless it speaks of servers, of which there are none.
/// </summary>
internal sealed class ExampleContext(bool check = false, int verbosity = 0) : IBindingContext
{
    public RunMode Mode { get; } = new(check, false, verbosity);

    public (LocalFile? File, string? Error) ReadFile(string path) => path.EndsWith('/')
        ? (new LocalFile(path, FileContent.Empty, 0x1ED, [("sub/b.sources", File("sub/b.sources")), ("a.sources", File("a.sources")), ("sub/", new LocalFile("sub/", FileContent.Empty, 0x1ED))]), null)
        : (File(path), null);

    public (VariableSource? Source, string? Error) ReadVariables(string path) =>
        (new VariableSource(path, false, [new VariableFile(path, path, () => (Value.Dict(("release", Value.Of(3))), null))]), null);

    public (LocalFile? File, string? Error) RenderTemplate(string path) => (new LocalFile("templates/" + path, FileContent.Of($"# from {path}\nserver ntp.example.org iburst\n"), 0x1A4), null);

    public ControllerPath Destination(string path) => new(path, "host1");

    public (Value? Value, string? Error) Evaluate(string expression) => (Value.Of($"value of {expression}"), null);

    public (Value? Value, string? Error) Variable(string name) => (null, null);

    public JobReader Job(string id) => new(id, _ => null);

    public (bool Holds, string? Error) Holds(Value condition) => (condition.ToString()?.Contains("servers", StringComparison.Ordinal) != true, null);

    private static LocalFile File(string path) => new("files/" + path, FileContent.Of($"content of {path}\n"), 0x1A0);
}
