using Remediator.Engine.Planning;
using Remediator.Modules;
using Remediator.Shell;

namespace Remediator.Engine.Loading;

/// <summary>Modules that are files: of <c>library/</c> in a role or beside the playbook, and of configured folders. Thread-safe.</summary>
/// <param name="modulePath">Folders that are searched last.</param>
internal sealed class ModuleLibrary(IReadOnlyList<string> modulePath)
{
    private static readonly string[] Endings = ["", ".sh", ".py", ".bash"];
    private readonly Dictionary<string, LocalFile> read = [];
    private readonly Lock gate = new();

    /// <summary>The file of the module, or null: in the role, in the roles that need it, beside the playbook, in the configured folders.</summary>
    public LocalFile? Find(string module, string playbookFolder, BoundRole? role)
    {
        var name = ModuleCatalog.Short(module);
        if (name.Length == 0 || name.Contains('/', StringComparison.Ordinal))
        {
            return null;
        }

        var roles = role is null ? [] : role.Parents.Reverse().Prepend(role).SelectMany(r => r.AllDependencies.Prepend(r)).Select(r => Path.Combine(r.Folder, "library"));
        var folders = roles.Append(Path.Combine(playbookFolder, "library")).Concat(modulePath.Select(p => p.StartsWith('~') ? Environment.GetEnvironmentVariable("HOME") + p[1..] : p));
        return folders.SelectMany(f => Endings.Select(e => Path.Combine(f, name + e))).FirstOrDefault(File.Exists) is { } path ? Read(path) : null;
    }

    private LocalFile? Read(string path)
    {
        lock (gate)
        {
            if (!read.TryGetValue(path, out var file))
            {
                try
                {
                    read[path] = file = new LocalFile(path, new FileContent(File.ReadAllBytes(path)), 493);
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    return null;
                }
            }

            return file;
        }
    }
}
