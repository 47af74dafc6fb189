#pragma warning disable RS0030 // The one place of the command line that starts programs: password scripts and editors.
using System.ComponentModel;
using System.Diagnostics;
using Remediator.Cli.Personas;

namespace Remediator.Cli.Vault;

/// <summary>Programs of the user's own that vaults need.</summary>
internal static class Programs
{
    public static bool IsExecutable(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    /// <summary>Runs a program to its end; its input is the terminal's, so that it can ask.</summary>
    public static (int Code, byte[] Output, string Error) Capture(string path, IReadOnlyList<string> words)
    {
        using var process = Start(new ProcessStartInfo(path, words) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false });
        var error = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return (process.ExitCode, output.ToArray(), error.GetAwaiter().GetResult().Trim());
    }

    /// <summary>Runs a program on the terminal to its end.</summary>
    public static int Attend(IReadOnlyList<string> words)
    {
        using var process = Start(new ProcessStartInfo(words[0], words.Skip(1)) { UseShellExecute = false });
        process.WaitForExit();
        return process.ExitCode;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new PersonaException($"Problem running {start.FileName} ({error.Message}). If this is not a script, remove the executable bit from the file.");
        }
    }
}
