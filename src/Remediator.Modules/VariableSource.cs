using Remediator.Language.Values;

namespace Remediator.Modules;

/// <summary>A file of variables on the controller, or a folder of such files.</summary>
/// <param name="Path">Where it was found.</param>
/// <param name="IsFolder">True for a folder, whose files <paramref name="Files"/> are; else it holds the file itself.</param>
/// <param name="Files">Paths relative to the folder, in the order in which they are read: files of a folder before those of its folders.</param>
public sealed record VariableSource(string Path, bool IsFolder, IReadOnlyList<VariableFile> Files)
{
    /// <summary>Why there is none, or null.</summary>
    public string? Problem { get; init; }
}

/// <param name="RelativePath">From the folder that was asked for; the file's name for a single file.</param>
/// <param name="Read">Its variables, decrypted and not rendered, or a phrase that says why not.</param>
public sealed record VariableFile(string RelativePath, string Path, Func<(DictValue? Variables, string? Error)> Read);
