using System.Security.Cryptography;
using System.Text;

namespace Remediator.Engine.Healing;

/// <summary>
/// Lets one pass of a playbook work at a time on this machine. The kernel keeps the lock (flock) and gives it back however the process
/// ends; a file beside it says who has it.
/// </summary>
public sealed class PassLock : IDisposable
{
    private readonly FileStream held;
    private readonly string words;

    private PassLock(FileStream held, string words) => (this.held, this.words) = (held, words);

    /// <summary>The lock, or who has it.</summary>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="playbooks">Paths.</param>
    /// <param name="holder">Who we are and since when, in words.</param>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written to.</exception>
    public static (PassLock? Lock, string? Holder) Take(string folder, IReadOnlyList<string> playbooks, string holder)
    {
        var name = string.Join('\n', playbooks.Select(Path.GetFullPath));
        var path = Path.Combine(folder, $"heal-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16]}.lock");
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        FileStream file;
        try
        {
            file = new FileStream(path, options);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException) && File.Exists(path))
        {
            return (null, Holder(path + ".holder"));
        }

        try
        {
            File.WriteAllText(path + ".holder", holder);
        }
        catch (IOException)
        {
            // The lock holds without it; a full disk must not stop a pass.
        }

        return (new PassLock(file, path + ".holder"), null);
    }

    public void Dispose()
    {
        File.Delete(words);
        held.Dispose();
    }

    private static string Holder(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim() is { Length: > 0 } text ? text : "another process";
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
