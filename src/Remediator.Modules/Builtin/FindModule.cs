using System.Globalization;
using System.Text.RegularExpressions;
using Remediator.Language.Templates.Jinja;
using Remediator.Language.Values;
using Remediator.Modules.Edits;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed partial class FindModule : Module
{
    private static readonly Parameter<IReadOnlyList<string>> Paths = Parameter.TextList("paths", "Folders to search in.").WithAliases("name", "path").Required();
    private static readonly Parameter<IReadOnlyList<string>> Patterns = Parameter.TextList("patterns", "Names must be like one of these; * and ? stand for more, or they are expressions with use_regex.").WithAliases("pattern").WithDefault([], "*");
    private static readonly Parameter<IReadOnlyList<string>> Excludes = Parameter.TextList("excludes", "Names must not be like any of these.").WithAliases("exclude").WithDefault([], "none");
    private static readonly Parameter<bool?> UseRegex = Parameter.Flag("use_regex", "patterns and excludes are Python's expressions.").WithDefault(false, "false");
    private static readonly Parameter<string> Contains = Parameter.Text("contains", "An expression that a line of the file must start with. The host's grep matches it.");
    private static readonly Parameter<bool?> ReadWhole = Parameter.Flag("read_whole_file", "contains may match anywhere in a line.").WithDefault(false, "false");
    private static readonly Parameter<string> FileType = Parameter.Choice("file_type", "What to look for.", "any", "directory", "file", "link").WithDefault("file");
    private static readonly Parameter<bool?> Recurse = Parameter.Flag("recurse", "Folders below are searched, too.").WithDefault(false, "false");
    private static readonly Parameter<long?> Depth = Parameter.Number("depth", "How many levels, with recurse.");
    private static readonly Parameter<string> Age = Parameter.Text("age", "At least so old: a number of seconds, or with s, m, h, d or w; with - before it at most so old.");
    private static readonly Parameter<string> AgeStamp = Parameter.Choice("age_stamp", "Which time counts.", "atime", "ctime", "mtime").WithDefault("mtime");
    private static readonly Parameter<string> Size = Parameter.Text("size", "At least so many bytes, or with k, m, g or t; with - before it at most.");
    private static readonly Parameter<bool?> Hidden = Parameter.Flag("hidden", "Names that start with a dot, too.").WithDefault(false, "false");
    private static readonly Parameter<bool?> Follow = Parameter.Flag("follow", "Links to folders are followed.").WithDefault(false, "false");
    private static readonly Parameter<bool?> GetChecksum = Parameter.Flag("get_checksum", "SHA-1 of each file.").WithDefault(false, "false");

    public override ModuleSpec Spec { get; } = new("find", "Searches folders for files by name, age, size and content.")
    {
        Parameters = [Paths, Patterns, Excludes, UseRegex, Contains, ReadWhole, FileType, Recurse, Depth, Age, AgeStamp, Size, Hidden, Follow, GetChecksum],
        Returns =
        [
            ("files", "A list of dicts: path, and what stat tells of each."), ("matched", "How many were found."), ("examined", "How many were looked at."),
            ("skipped_paths", "Folders that could not be searched, each with the reason."), ("msg", "Whether all paths were searched."),
        ],
        Examples =
        [
            new ModuleExample("""
                - name: Which sources are there
                  find:
                    paths: /etc/chrony/sources.d
                    patterns: '*.sources'
                    recurse: true
                """)
            {
                Before = "mkdir -p /etc/chrony/sources.d/sub && touch /etc/chrony/sources.d/a.sources /etc/chrony/sources.d/sub/b.sources /etc/chrony/sources.d/README",
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var (contains, obstacle) = args.Get(Contains) is { } text ? PosixRegex.Translate(text) : ("", null);
        var (age, size) = (Amount(args.Get(Age), AgeUnits), Amount(args.Get(Size), SizeUnits));
        var regexes = args.Get(UseRegex) is true
            ? args.Require(Patterns).Concat(args.Require(Excludes)).ToDictionary(p => p, p => PythonExpression.Read("patterns", p))
            : [];
        var error = contains is null ? EditOptions.NoEquivalent("contains", obstacle!)
            : args.Has(Age) && age is null ? $"failed to process age: {args.Get(Age)}"
            : args.Has(Size) && size is null ? $"failed to process size: {args.Get(Size)}"
            : regexes.Values.Select(r => r.Error).FirstOrDefault(e => e is not null);
        if (error is not null)
        {
            yield return new Step.Fail(error);
            yield break;
        }

        var depth = args.Get(Recurse) is not true ? "1" : args.Get(Depth)?.ToString(CultureInfo.InvariantCulture) ?? "";
        var tests = Tests(args);
        var search = contains!.Length == 0 || args.Get(ReadWhole) is true ? contains : $"^({contains})";
        // Each path is a word of its own, for a home folder may stand in it.
        var paths = args.Require(Paths).Select(Sh.Path);
        yield return new Step.Capture(
            ".",
            Sh.Of($"rmd_find_files {search} {(args.Get(GetChecksum) is true ? "sha1sum" : "")} {depth} {(args.Get(Follow) is true ? "L" : "")} {tests} -- {paths}"),
            captured => new FindResult(args.Get(Hidden) is true, name => IsWanted(args, name, regexes), age, args.Require(AgeStamp), size).Read(captured.Text));
    }

    private static readonly Dictionary<char, long> AgeUnits = new() { ['s'] = 1, ['m'] = 60, ['h'] = 3600, ['d'] = 86400, ['w'] = 604800 };

    private static readonly Dictionary<char, long> SizeUnits = new() { ['b'] = 1, ['k'] = 1024, ['m'] = 1048576, ['g'] = 1073741824, ['t'] = 1099511627776 };

    /// <summary>Words of find for what it can decide itself: the kind, and names where they are patterns of the shell.</summary>
    private static List<string> Tests(Arguments args)
    {
        List<string> tests = args.Require(FileType) switch { "directory" => ["-type", "d"], "file" => ["-type", "f"], "link" => ["-type", "l"], _ => [] };
        if (args.Get(UseRegex) is not true && args.Require(Patterns) is { Count: > 0 } patterns)
        {
            tests.AddRange(["(", .. patterns.SelectMany((p, i) => i == 0 ? new[] { "-name", p } : ["-o", "-name", p]), ")"]);
        }

        if (args.Get(UseRegex) is not true)
        {
            tests.AddRange(args.Require(Excludes).SelectMany(p => new[] { "!", "-name", p }));
        }

        return tests;
    }

    private static bool IsWanted(Arguments args, string name, Dictionary<string, (PythonRegex? Regex, string? Error)> regexes)
    {
        if (args.Get(UseRegex) is not true)
        {
            return true;
        }

        bool Matches(string pattern) => regexes[pattern].Regex!.Search(name, atStart: true) is not null;
        return (args.Require(Patterns).Count == 0 || args.Require(Patterns).Any(Matches)) && !args.Require(Excludes).Any(Matches);
    }

    /// <summary>A number with a unit, or null where the text is none.</summary>
    private static long? Amount(string? text, Dictionary<char, long> units) =>
        text is not null && AmountPattern().Match(text.ToLowerInvariant()) is { Success: true } match && (match.Groups[2].Length == 0 || units.ContainsKey(match.Groups[2].Value[0]))
            ? long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * (match.Groups[2].Length == 0 ? 1 : units[match.Groups[2].Value[0]])
            : null;

    [GeneratedRegex(@"^(-?[0-9]+)(\w?)$")]
    private static partial Regex AmountPattern();
}
