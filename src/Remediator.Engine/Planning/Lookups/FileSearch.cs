namespace Remediator.Engine.Planning;

/// <summary>Ansible's search for a relative path: in each folder of a list, first in the sub-folder for its kind.</summary>
internal static class FileSearch
{
    public static string? Find(IReadOnlyList<string> folders, string path, string kind) =>
        Candidates(folders, path, kind).FirstOrDefault(p => File.Exists(p) || Directory.Exists(p));

    public static IEnumerable<string> Candidates(IReadOnlyList<string> folders, string path, string kind)
    {
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal))
        {
            path = Environment.GetEnvironmentVariable("HOME") + path[1..];
        }

        if (Path.IsPathRooted(path))
        {
            return [path];
        }

        // A path that names the sub-folder itself is not searched twice below it.
        var namesKind = path.Split('/')[0] == kind;
        return folders.SelectMany(folder => namesKind ? [Path.Combine(folder, path)] : (string[])[Path.Combine(folder, kind, path), Path.Combine(folder, path)]).Select(Path.GetFullPath);
    }
}
