using System.Runtime.InteropServices;

namespace Remediator.Cli.Terminals;

/// <summary>
/// Keeps the terminal at standard input from showing what is typed, until it is disposed or an interrupt ends the
/// program. Console.ReadKey alone does not: between two keys, and before the first, the terminal echoes.
/// </summary>
internal sealed class TerminalEcho : IDisposable
{
    private const int StandardInput = 0;
    private const int AfterFlush = 2;
    private const uint Echo = 8;
    private const int LargestState = 256;

    /// <summary>Where struct termios keeps its local modes: the fourth field, of 4 bytes on Linux and of 8 on macOS.</summary>
    private static readonly int LocalModes = OperatingSystem.IsMacOS() ? 24 : 12;

    private readonly byte[] before;
    private readonly IReadOnlyList<PosixSignalRegistration> interrupts;

    private TerminalEcho(byte[] before)
    {
        this.before = before;
        interrupts = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, _ => Restore()))];
    }

    /// <returns>What turns it on again; null where standard input is no terminal that can be set.</returns>
    public static TerminalEcho? TurnOff()
    {
        var before = new byte[LargestState];
        if (OperatingSystem.IsWindows() || GetAttributes(StandardInput, before) != 0)
        {
            return null;
        }

        var echo = new TerminalEcho(before);
        var silent = (byte[])before.Clone();
        silent[LocalModes] &= unchecked((byte)~Echo);

        // Also drops what was typed before anything was asked.
        _ = SetAttributes(StandardInput, AfterFlush, silent);
        return echo;
    }

    public void Dispose()
    {
        foreach (var interrupt in interrupts)
        {
            interrupt.Dispose();
        }

        Restore();
    }

    private void Restore() => _ = SetAttributes(StandardInput, AfterFlush, before);

    [DllImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetAttributes(int descriptor, byte[] state);

    [DllImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetAttributes(int descriptor, int when, byte[] state);
}
