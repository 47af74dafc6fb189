using System.Runtime.CompilerServices;

namespace Remediator.Engine.Tests;

/// <summary>The case folders beside the tests' source.</summary>
internal static class Folders
{
    public static IEnumerable<string> In(string kind, [CallerFilePath] string caller = "") =>
        Directory.EnumerateDirectories(Path.Combine(Path.GetDirectoryName(caller)!, kind)).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);
}
