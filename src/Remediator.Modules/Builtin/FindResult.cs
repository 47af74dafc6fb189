using System.Globalization;
using Remediator.Language.Values;

namespace Remediator.Modules.Builtin;

/// <summary>Reads what rmd_find_files prints, and keeps what passes the tests that find has not made.</summary>
/// <param name="Hidden">Names that start with a dot count, too.</param>
/// <param name="Age">Seconds; negative for at most.</param>
/// <param name="Size">Bytes; negative for at most.</param>
internal sealed record FindResult(bool Hidden, Func<string, bool> IsWanted, long? Age, string AgeStamp, long? Size)
{
    private static readonly (string Key, int Word)[] Numbers =
        [("inode", 2), ("dev", 3), ("nlink", 4), ("uid", 5), ("gid", 6), ("size", 7), ("atime", 8), ("mtime", 9), ("ctime", 10)];

    public DictValue Read(string text)
    {
        var lines = text.Split('\n');
        var now = long.Parse(lines[0], CultureInfo.InvariantCulture);
        var files = new List<DictValue>();
        var skipped = new DictBuilder();
        long examined = 0;
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("path ", StringComparison.Ordinal))
            {
                examined += long.Parse(lines[++i].Trim(), CultureInfo.InvariantCulture);
            }
            else if (lines[i].StartsWith("skipped ", StringComparison.Ordinal))
            {
                var path = lines[i]["skipped ".Length..];
                skipped[path] = Value.Of(lines[++i]);
            }
            else if (lines[i].StartsWith("file ", StringComparison.Ordinal) && i + 2 < lines.Length)
            {
                if (Entry(lines[i].Split(' ', 12), lines[i + 1], lines[i + 2], now) is { } entry)
                {
                    files.Add(entry);
                }

                i += 2;
            }
        }

        var left = skipped.Build();
        return Value.Dict(
            ("files", Value.Of(files.OrderBy(f => f["path"]!.ToString(), StringComparer.Ordinal))),
            ("matched", Value.Of(files.Count)),
            ("examined", Value.Of(examined)),
            ("skipped_paths", left),
            ("msg", Value.Of(left.Any() ? "Not all paths examined, check warnings for details" : "All paths examined")));
    }

    private DictValue? Entry(string[] words, string checksum, string path, long now)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        long Number(int word) => long.Parse(words[word], CultureInfo.InvariantCulture);
        var time = Number(AgeStamp switch { "atime" => 8, "ctime" => 10, _ => 9 });
        if ((name.StartsWith('.') && !Hidden) || !IsWanted(name) || !Passes(Age, now - time) || !Passes(Size, Number(7)))
        {
            return null;
        }

        var entry = new DictBuilder { ["path"] = Value.Of(path) };
        FileEntry.Add(entry, words[1]);
        foreach (var (key, word) in Numbers)
        {
            entry[key] = Value.Of(Number(word));
        }

        FileEntry.AddNames(entry, words[11]);
        if (checksum.Length > 0)
        {
            entry["checksum"] = Value.Of(checksum);
        }

        return entry.Build();
    }

    /// <summary>At least so much, or at most where the bound is negative.</summary>
    private static bool Passes(long? bound, long amount) => bound is not { } limit || (limit >= 0 ? amount >= limit : amount <= -limit);
}
