using System.Runtime.InteropServices;

namespace Remediator.Cli.Engine;

/// <summary>
/// SQLite's native library in the published program, which is one file: it is loaded from memory when a run is recorded or read, and
/// not before. Elsewhere (a build's folder) the runtime finds the library by itself.
/// </summary>
internal static class EmbeddedSqlite
{
    private const string ResourceName = "libe_sqlite3";
    private const uint CloseOnExec = 1;
    // The runtime asks for each function: one library must answer for all of them.
    private static readonly Lazy<IntPtr> Library = new(Load);
    private static int registered;

    public static void Register()
    {
        if (Interlocked.Exchange(ref registered, 1) == 0 && OperatingSystem.IsLinux() && typeof(EmbeddedSqlite).Assembly.GetManifestResourceInfo(ResourceName) is not null)
        {
            NativeLibrary.SetDllImportResolver(typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly, static (name, _, _) => name == "e_sqlite3" ? Library.Value : IntPtr.Zero);
        }
    }

    /// <summary>Zero leaves it to the runtime.</summary>
    private static IntPtr Load()
    {
        using var library = typeof(EmbeddedSqlite).Assembly.GetManifestResourceStream(ResourceName);
        var descriptor = CreateMemoryFile(ResourceName, CloseOnExec);
        if (library is null || descriptor < 0)
        {
            return IntPtr.Zero;
        }

        // It stays open: the loader may map further parts of it.
        var path = $"/proc/self/fd/{descriptor}";
        using (var memory = File.OpenWrite(path))
        {
            library.CopyTo(memory);
        }

        return NativeLibrary.TryLoad(path, out var handle) ? handle : IntPtr.Zero;
    }

    [DllImport("libc", EntryPoint = "memfd_create", SetLastError = true)]
    private static extern int CreateMemoryFile([MarshalAs(UnmanagedType.LPUTF8Str)] string name, uint flags);
}
