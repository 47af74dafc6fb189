using System.Runtime.CompilerServices;

namespace Remediator.Testing;

/// <summary>
/// Compares text with a file that stands next to the test's source. With <c>REMEDIATOR_UPDATE_GOLDENS=1</c> the file is
/// written instead, and the change is judged in review.
/// </summary>
public static class Golden
{
    /// <summary>Throws where the text differs from the file, naming the first line that does. A missing file is a difference.</summary>
    /// <param name="relativePath">From the folder of the test's source file.</param>
    public static void Verify(string actual, string relativePath, [CallerFilePath] string caller = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(caller)!, relativePath);
        actual = actual.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("REMEDIATOR_UPDATE_GOLDENS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!File.Exists(path) || File.ReadAllText(path) != actual)
            {
                File.WriteAllText(path, actual);
            }

            return;
        }

        var expected = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        if (expected != actual)
        {
            throw new GoldenMismatchException(Describe(expected, actual, relativePath));
        }
    }

    /// <summary>Names of the files with an extension in a folder next to the test's source, in order, without folder.</summary>
    public static IEnumerable<string> Files(string folder, string pattern, [CallerFilePath] string caller = "") =>
        Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(caller)!, folder), pattern).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

    /// <summary>The text of a file next to the test's source, as it is.</summary>
    public static string Read(string relativePath, [CallerFilePath] string caller = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(caller)!, relativePath));

    private static string Describe(string expected, string actual, string relativePath)
    {
        var (wanted, found) = (expected.Split('\n'), actual.Split('\n'));
        var line = 0;
        while (line < wanted.Length && line < found.Length && wanted[line] == found[line])
        {
            line++;
        }

        return $"{relativePath} differs in line {line + 1}\n  expected: {wanted.ElementAtOrDefault(line) ?? "<end>"}\n  actual:   {found.ElementAtOrDefault(line) ?? "<end>"}\n"
            + $"REMEDIATOR_UPDATE_GOLDENS=1 writes it anew. The whole text:\n{actual}";
    }
}

public sealed class GoldenMismatchException(string message) : Exception(message);
