using Remediator.Language.Expressions;
using Remediator.Language.Values;
using Remediator.Language.Vault;

namespace Remediator.Engine.Planning;

/// <summary>What the tests <c>exists</c>, <c>file</c>, <c>directory</c>, <c>link</c>, <c>mount</c>, <c>vaulted_file</c> and <c>same_file</c> say about paths of the controller.</summary>
internal static class FileTests
{
    /// <summary>The terms are the test, the path and, for <c>same_file</c>, the other path. Relative paths are those of the working folder, as in Python.</summary>
    public static IEnumerable<Value> Run(LookupCall call)
    {
        var terms = call.TextTerms.ToList();
        var path = Path.GetFullPath(terms[1]);
        return [Value.Of(terms[0] switch
        {
            "exists" => Path.Exists(Target(path)),
            "file" => File.Exists(Target(path)),
            "directory" => Directory.Exists(Target(path)),
            "link" => IsLink(path),
            "link_exists" => Path.Exists(path) || IsLink(path),
            "mount" => IsMount(path),
            "vaulted_file" => IsVaulted(path),
            "same_file" when terms.Count == 3 => Real(path) is { } one && Real(Path.GetFullPath(terms[2])) == one,
            var other => throw new EvaluationException($"the test '{other}' needs a path and nothing else, or for 'same_file' two"),
        })];
    }

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    /// <summary>Where a chain of links ends; the path itself where it is no link, and nothing where the links go round.</summary>
    private static string Target(string path)
    {
        try
        {
            return IsLink(path) ? new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path : path;
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static bool IsVaulted(string path)
    {
        try
        {
            var start = new byte[32];
            using var file = File.OpenRead(path);
            return VaultEnvelope.IsVault(start.AsSpan(0, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EvaluationException($"the file '{path}' cannot be read: {error.Message}");
        }
    }

    private static bool IsMount(string path) => Directory.Exists(path) && !IsLink(path)
        && (path == "/" || DriveInfo.GetDrives().Any(d => d.Name.TrimEnd('/') == path.TrimEnd('/')));

    private static string? Real(string path)
    {
        if (!Path.Exists(path))
        {
            return null;
        }

        // Links may be anywhere in the path, so each part is resolved.
        var real = "/";
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            var target = Directory.Exists(next) ? new DirectoryInfo(next).ResolveLinkTarget(true) : new FileInfo(next).ResolveLinkTarget(true);
            real = target is null ? next : Real(target.FullName) ?? next;
        }

        return real;
    }
}
