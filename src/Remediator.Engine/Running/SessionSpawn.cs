using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Remediator.Engine.Running;

/// <summary>
/// Starts a program in a session of its own by <c>posix_spawn</c>: no further program, <c>setsid</c>, has to be loaded for it. Linux
/// only, with a C library that knows POSIX_SPAWN_SETSID (glibc 2.26, musl 1.1.22).
/// </summary>
internal static class SessionSpawn
{
    // As in spawn.h, fcntl.h and signal.h of glibc and musl, on every processor that .NET runs on.
    private const short SetSignalDefaults = 0x04;
    private const short SetSession = 0x80;
    private const int CloseOnExec = 0x80000;
    private const int BrokenPipe = 13;

    /// <summary>Larger than any C library's own types for attributes, file actions and signal sets (glibc's largest has 336 bytes).</summary>
    private const int StructureSize = 1024;

    /// <summary>The same for all that are started, and kept; 0 where it cannot be done here.</summary>
    private static readonly nint Attributes = OperatingSystem.IsLinux() ? MakeAttributes() : 0;

    [SupportedOSPlatformGuard("linux")]
    public static bool IsKnown => Attributes != 0;

    /// <summary>The process with this side's ends of its pipes; or null and an error number; or both null where the descriptors at hand do not allow it.</summary>
    /// <param name="words">The program's path first.</param>
    public static (Spawned? Spawned, int? Error) Start(IReadOnlyList<string> words)
    {
        var pipes = new int[6];
        for (var i = 0; i < 3; i++)
        {
            var pair = new int[2];
            if (pipe2(pair, CloseOnExec) != 0)
            {
                var error = Marshal.GetLastPInvokeError();
                Close(pipes.AsSpan(0, 2 * i));
                return (null, error);
            }

            pair.CopyTo(pipes, 2 * i);
        }

        // Input is written here and read there, the others the other way about.
        ReadOnlySpan<int> theirs = [pipes[0], pipes[3], pipes[5]];
        if (pipes.AsSpan().ContainsAnyInRange(0, 2))
        {
            // Whoever started this program closed a standard stream: the pipes would overwrite one another.
            Close(pipes);
            return (null, null);
        }

        var result = Start(words, theirs, out var id);
        Close(theirs);
        if (result != 0)
        {
            Close([pipes[1], pipes[2], pipes[4]]);
            return (null, result);
        }

        return (new Spawned(id, new SafePipeHandle(pipes[1], ownsHandle: true), new SafePipeHandle(pipes[2], ownsHandle: true), new SafePipeHandle(pipes[4], ownsHandle: true)), null);
    }

    private static int Start(IReadOnlyList<string> words, ReadOnlySpan<int> descriptors, out int id)
    {
        var actions = Marshal.AllocHGlobal(StructureSize);
        var arguments = Texts(words);
        var environment = Texts(Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().Select(e => $"{e.Key}={e.Value}"));
        _ = posix_spawn_file_actions_init(actions);
        try
        {
            for (var i = 0; i < descriptors.Length; i++)
            {
                _ = posix_spawn_file_actions_adddup2(actions, descriptors[i], i);
            }

            return posix_spawn(out id, Marshal.ReadIntPtr(arguments), actions, Attributes, arguments, environment);
        }
        finally
        {
            _ = posix_spawn_file_actions_destroy(actions);
            Marshal.FreeHGlobal(actions);
            Marshal.FreeHGlobal(arguments);
            Marshal.FreeHGlobal(environment);
        }
    }

    /// <summary>A list of texts as C has them: the addresses, a null, then what they point to, in one piece of memory.</summary>
    private static nint Texts(IEnumerable<string> texts)
    {
        var all = texts.Select(Encoding.UTF8.GetBytes).ToArray();
        var addresses = (all.Length + 1) * nint.Size;
        var memory = Marshal.AllocHGlobal(addresses + all.Sum(t => t.Length + 1));
        var at = memory + addresses;
        for (var i = 0; i < all.Length; i++)
        {
            Marshal.WriteIntPtr(memory, i * nint.Size, at);
            Marshal.Copy(all[i], 0, at, all[i].Length);
            Marshal.WriteByte(at, all[i].Length, 0);
            at += all[i].Length + 1;
        }

        Marshal.WriteIntPtr(memory, all.Length * nint.Size, 0);
        return memory;
    }

    private static nint MakeAttributes()
    {
        var attributes = Marshal.AllocHGlobal(StructureSize);
        var signals = Marshal.AllocHGlobal(StructureSize);
        try
        {
            // The runtime ignores broken pipes, which a program would inherit: a shell here has them as everywhere else.
            var isMade = posix_spawnattr_init(attributes) == 0
                && sigemptyset(signals) == 0 && sigaddset(signals, BrokenPipe) == 0
                && posix_spawnattr_setsigdefault(attributes, signals) == 0
                && posix_spawnattr_setflags(attributes, SetSession | SetSignalDefaults) == 0;
            if (isMade)
            {
                return attributes;
            }
        }
        catch (EntryPointNotFoundException)
        {
            // A C library without it.
        }
        finally
        {
            Marshal.FreeHGlobal(signals);
        }

        Marshal.FreeHGlobal(attributes);
        return 0;
    }

    private static void Close(ReadOnlySpan<int> descriptors)
    {
        foreach (var descriptor in descriptors)
        {
            _ = close(descriptor);
        }
    }

    // Numbers and addresses alone: nothing to marshal, so no generated code, which would need unsafe blocks.
#pragma warning disable IDE1006, SYSLIB1054, CA2101 // libc's own names; see above.
    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int pipe2([Out] int[] pair, int flags);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int close(int descriptor);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int sigemptyset(nint signals);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int sigaddset(nint signals, int signal);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int posix_spawnattr_init(nint attributes);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int posix_spawnattr_setflags(nint attributes, short flags);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int posix_spawnattr_setsigdefault(nint attributes, nint signals);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int posix_spawn_file_actions_init(nint actions);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int posix_spawn_file_actions_adddup2(nint actions, int descriptor, int target);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int posix_spawn_file_actions_destroy(nint actions);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int posix_spawn(out int id, nint path, nint actions, nint attributes, nint arguments, nint environment);
#pragma warning restore IDE1006, SYSLIB1054, CA2101
}

/// <summary>A process that was started, and this side's ends of its pipes.</summary>
internal sealed record Spawned(int Id, SafePipeHandle Input, SafePipeHandle Output, SafePipeHandle Error);
