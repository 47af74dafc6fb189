using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules;

/// <summary>
/// What conversions of parameters may ask of the engine while a task is planned: files of the controller, templates, expressions.
/// Modules themselves never see it.
/// </summary>
public interface IBindingContext
{
    RunMode Mode { get; }

    /// <summary>A file or folder on the controller, searched as Ansible does (<c>files/</c> beside the playbook or role, then beside the playbook). Error: a phrase.</summary>
    (LocalFile? File, string? Error) ReadFile(string path);

    /// <summary>A file of variables or a folder of them, searched in <c>vars/</c> first. Error: a phrase.</summary>
    (VariableSource? Source, string? Error) ReadVariables(string path);

    /// <summary>A template file of the controller, rendered with the host's variables. Error: a phrase, or the template's own diagnostic as text.</summary>
    (LocalFile? File, string? Error) RenderTemplate(string path);

    /// <summary>Where something of the host's goes on the controller: the path made absolute from the playbook's folder, and the host's name in the inventory.</summary>
    ControllerPath Destination(string path);

    /// <summary>The value of a bare expression (<c>debug: var=…</c>).</summary>
    (Value? Value, string? Error) Evaluate(string expression);

    /// <summary>The value of a variable of the task; neither value nor error where there is none of that name.</summary>
    (Value? Value, string? Error) Variable(string name);

    /// <summary>Reads what a job of this host said, which an earlier task left running.</summary>
    JobReader Job(string id);

    /// <summary>Whether a condition holds (<c>assert: that</c>).</summary>
    (bool Holds, string? Error) Holds(Value condition);
}

/// <param name="Content">The bytes of a file; empty for a folder.</param>
/// <param name="Path">Where it was found.</param>
/// <param name="Mode">Its permission bits on the controller, for <c>mode: preserve</c>.</param>
/// <param name="Entries">For a folder: all files below it with paths relative to it and folders with a trailing slash; else null.</param>
public sealed record LocalFile(string Path, FileContent Content, int Mode, IReadOnlyList<(string Path, LocalFile File)>? Entries = null);

/// <param name="Decode">From the bytes that the job printed to its outcome; null while it runs.</param>
public sealed record JobReader(string Id, Func<ReadOnlyMemory<byte>, Verdict?> Decode);

/// <summary>What a role takes.</summary>
/// <param name="Spec">By name of the argument.</param>
/// <param name="Variables">The variables that have such a name.</param>
public sealed record ArgumentSpec(DictValue Spec, DictValue Variables);

/// <param name="Arguments">The rest of the line, as it was written: a shell reads it.</param>
public sealed record LocalCommand(LocalFile File, string Arguments);

/// <param name="Path">Absolute; a slash at its end is kept.</param>
/// <param name="Host">The host's name in the inventory.</param>
public sealed record ControllerPath(string Path, string Host);

/// <summary>How this run works, as far as a module may care.</summary>
/// <param name="Verbosity">Number of <c>-v</c>.</param>
public sealed record RunMode(bool Check, bool Diff, int Verbosity)
{
    /// <summary>Whether templates keep native types (<c>jinja2_native</c>).</summary>
    public bool IsNative { get; init; }
}

/// <summary>A condition of <c>assert</c> with its outcome.</summary>
public sealed record CheckedCondition(string Text, bool Holds);
