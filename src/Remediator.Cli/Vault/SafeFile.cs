using System.Security.Cryptography;

namespace Remediator.Cli.Vault;

/// <summary>Writes files of secrets: whole or not at all, and never where others may read them.</summary>
internal static class SafeFile
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// Puts content in the place of a file. An existing file keeps its mode and, where this process may give files away, its owner; a
    /// new one is for its owner only. A link is followed.
    /// </summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}");
        try
        {
            Create(temporary, content);
            if (File.Exists(target) && !OperatingSystem.IsWindows())
            {
                var mode = File.GetUnixFileMode(target);
                if (Environment.IsPrivilegedProcess)
                {
                    Programs.Capture("/bin/chown", ["--reference", target, "--", temporary]);
                }

                File.SetUnixFileMode(temporary, mode);
            }

            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Makes a file that must not exist, for its owner only.</summary>
    public static void Create(string path, ReadOnlySpan<byte> content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Private;
        }

        using var stream = new FileStream(path, options);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Overwrites a file and removes it. On a disk that remaps its blocks the overwriting may not reach the old ones.</summary>
    public static void Shred(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Write);
            stream.Write(RandomNumberGenerator.GetBytes((int)Math.Min(stream.Length, 64 * 1024 * 1024)));
            stream.Flush(flushToDisk: true);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
