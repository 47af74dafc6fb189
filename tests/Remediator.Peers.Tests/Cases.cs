using Remediator.Language.Values;

namespace Remediator.Peers.Tests;

/// <summary>
/// The case files of Remediator.Language.Tests, whose recorded outcomes are checked everywhere, and those of this project, which need
/// lookups or have no outcome that stays the same.
/// </summary>
internal static class Cases
{
    private const string Language = "../Remediator.Language.Tests/Expressions/Cases/";

    /// <summary>Where lookups and templates of cases find files.</summary>
    public static string Folder { get; } = Peer.PathOf("Folder");

    public static DictValue Variables { get; } = (DictValue)Json(File.ReadAllText(Peer.PathOf(Language + "vars.json")));

    public static TheoryData<string, string?> Expressions => Table(Language + "expressions.txt", "expressions.txt");

    public static TheoryData<string, string?> Rendered => Table(Language + "rendered.txt", "rendered.txt");

    public static TheoryData<string, string?> Conditions => Table(Language + "conditions.txt");

    /// <summary>Title, source and expected text of each template; files that others include have no expected text.</summary>
    public static IEnumerable<(string Title, string Source, string? Expected)> Templates()
    {
        foreach (var file in (string[])[Language + "templates.txt", "templates.txt"])
        {
            foreach (var block in File.ReadAllText(Peer.PathOf(file)).Split("=== ").Skip(1))
            {
                var title = block[..block.IndexOf('\n')];
                var parts = block[(block.IndexOf('\n') + 1)..].Split("--- expected\n");
                yield return (title, parts[0], parts.Length > 1 ? parts[1] : title.StartsWith("file ", StringComparison.Ordinal) ? null : "");
            }
        }
    }

    /// <summary>Lines of: text; what the peer gave when the case was written; and, where we differ on purpose, what we give.</summary>
    private static TheoryData<string, string?> Table(params string[] names)
    {
        var data = new TheoryData<string, string?>();
        foreach (var line in names.SelectMany(name => File.ReadLines(Peer.PathOf(name))).Where(line => line.Trim().Length > 0 && !line.StartsWith("##", StringComparison.Ordinal)))
        {
            var columns = line.Split('\t');
            data.Add(columns[0], columns.Length > 2 ? columns[2] : null);
        }

        return data;
    }

    private static Value Json(string text) => JsonText.TryParse(text, out var value, out var error) ? value : throw new FormatException(error);
}
