using System.Runtime.CompilerServices;
using Remediator.Language.Values;

namespace Remediator.Language.Tests.Expressions;

/// <summary>The cases whose expected results ansible-core gave (tests/peers/expressions.sh).</summary>
internal static class PeerCases
{
    public static DictValue Variables { get; } = (DictValue)Json(File.ReadAllText(PathOf("vars.json")));

    /// <summary>Text and expected outcome of each line; the last column counts, which is ours where we differ on purpose.</summary>
    public static TheoryData<string, string> Table(string name)
    {
        var data = new TheoryData<string, string>();
        foreach (var line in File.ReadLines(PathOf(name)).Where(line => line.Trim().Length > 0 && !line.StartsWith("##", StringComparison.Ordinal)))
        {
            var columns = line.Split('\t');
            data.Add(columns[0], columns[^1]);
        }

        return data;
    }

    /// <summary>Title, source and expected text of each template; files that others include have no expected text.</summary>
    public static IEnumerable<(string Title, string Source, string? Expected)> Templates()
    {
        foreach (var block in File.ReadAllText(PathOf("templates.txt")).Split("=== ").Skip(1))
        {
            var title = block[..block.IndexOf('\n')];
            var parts = block[(block.IndexOf('\n') + 1)..].Split("--- expected\n");
            yield return (title, parts[0], parts.Length > 1 ? parts[1] : null);
        }
    }

    private static Value Json(string text) => JsonText.TryParse(text, out var value, out var error) ? value : throw new FormatException(error);

    private static string PathOf(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Cases", name);
}
