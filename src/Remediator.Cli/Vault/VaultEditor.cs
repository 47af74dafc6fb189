using Remediator.Cli.Personas;

namespace Remediator.Cli.Vault;

/// <summary>Lets the user edit plain text that is to be encrypted: in a private folder, in memory where the system has such a file system.</summary>
internal static class VaultEditor
{
    private const string MemoryFolder = "/dev/shm";

    /// <summary>The text after editing. Nothing of it stays behind, whatever happens.</summary>
    /// <param name="ending">Of the file's name, by which editors tell what it holds.</param>
    public static byte[] Edit(byte[] plain, string ending, string editor)
    {
        var folder = Directory.Exists(MemoryFolder) ? MakeFolder(MemoryFolder) : Directory.CreateTempSubdirectory("remediator-vault-").FullName;
        var path = Path.Combine(folder, $"edit{ending}");
        try
        {
            SafeFile.Create(path, plain);
            var code = Programs.Attend([.. editor.Split(' ', StringSplitOptions.RemoveEmptyEntries), path]);
            return code == 0 ? File.ReadAllBytes(path) : throw new PersonaException($"the editor {editor} ended with code {code}; nothing is changed");
        }
        finally
        {
            // Editors leave copies of their own beside the file.
            foreach (var left in Directory.EnumerateFiles(folder))
            {
                SafeFile.Shred(left);
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    private static string MakeFolder(string parent)
    {
        var path = Path.Combine(parent, $"remediator-vault-{Path.GetRandomFileName()}");
        return OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path).FullName
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
    }
}
