using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Remediator.Engine.Running;

/// <summary>
/// The exit codes of processes that were started without the runtime's own class: it takes those of its own children only, and this takes
/// those that were announced to it only.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class ChildExits
{
    // As in Linux's sys/wait.h.
    private const int All = 0;
    private const int NoHang = 1;
    private const int Exited = 4;
    private const int LeaveIt = 0x01000000;
    private const int Interrupted = 4;

    /// <summary>Of what the kernel says of a child (siginfo_t, 128 bytes): where its process id stands.</summary>
    private static readonly int IdOffset = nint.Size == 8 ? 16 : 12;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, TaskCompletionSource<int>> Waiting = [];
    private static readonly nint Said = Marshal.AllocHGlobal(128);

    /// <summary>Kept for as long as the program runs.</summary>
    private static PosixSignalRegistration? signal;

    /// <summary>The exit code, once there is one: 128 and the signal's number for a process that a signal ended, 255 where another has taken it.</summary>
    public static Task<int> Of(int id)
    {
        var exit = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (Gate)
        {
            signal ??= PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => Collect());
            Waiting[id] = exit;

            // It may have ended before it was announced.
            Take(id);
        }

        return exit.Task;
    }

    /// <summary>Several children that end at once are one signal.</summary>
    private static void Collect()
    {
        lock (Gate)
        {
            while (Waiting.Count > 0)
            {
                Marshal.WriteInt32(Said, IdOffset, 0);
                if (waitid(All, 0, Said, Exited | NoHang | LeaveIt) != 0 || Marshal.ReadInt32(Said, IdOffset) is not (> 0 and var id))
                {
                    return;
                }

                if (!Waiting.ContainsKey(id))
                {
                    // A child of somebody else in this process, who has not looked yet, hides those behind it.
                    foreach (var one in Waiting.Keys.ToList())
                    {
                        Take(one);
                    }

                    return;
                }

                Take(id);
            }
        }
    }

    private static void Take(int id)
    {
        int taken, status;
        do
        {
            taken = waitpid(id, out status, NoHang);
        }
        while (taken < 0 && Marshal.GetLastPInvokeError() == Interrupted);

        if (taken != 0 && Waiting.Remove(id, out var exit))
        {
            exit.SetResult(taken < 0 ? 255 : (status & 0x7f) == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f));
        }
    }

    // Numbers and addresses alone, see SessionSpawn.
#pragma warning disable IDE1006, SYSLIB1054 // libc's own names.
    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int waitid(int kind, int id, nint said, int options);

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int waitpid(int id, out int status, int options);
#pragma warning restore IDE1006, SYSLIB1054
}
