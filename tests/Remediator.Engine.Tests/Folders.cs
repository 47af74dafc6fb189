using System.Runtime.CompilerServices;
using Remediator.Engine.Running;

namespace Remediator.Engine.Tests;

/// <summary>The case folders beside the tests' source.</summary>
internal static class Folders
{
    private static readonly Lazy<string> Store = new(static () =>
    {
        var folder = Directory.CreateTempSubdirectory("remediator-store").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    });

    /// <summary>Channels to this machine that keep no journal in its own folders.</summary>
    public static ChannelOptions Channels(bool check, bool diff) => new(check, diff) { Store = NewStore() };

    /// <summary>Where a host of its own would keep journals.</summary>
    public static string NewStore() => Path.Combine(Store.Value, Guid.NewGuid().ToString("N"));

    public static IEnumerable<string> In(string kind, [CallerFilePath] string caller = "") =>
        Directory.EnumerateDirectories(Path.Combine(Path.GetDirectoryName(caller)!, kind)).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);
}
