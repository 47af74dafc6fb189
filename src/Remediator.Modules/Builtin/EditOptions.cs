using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

/// <summary>Options that the modules which edit a part of a file share, and the steps around the edit.</summary>
internal static class EditOptions
{
    private static readonly Parameter<string> Mode = Parameter.Mode("mode", "Permission bits, such as '0644'. Kept where not given, or 0666 less the umask for a new file.");

    public static Parameter<string> Target { get; } = Parameter.Path("path", "The file.").WithAliases("dest", "destfile", "name").Required();

    public static Parameter<bool?> Create { get; } = Parameter.Flag("create", "Make the file where there is none; without it that is a failure.").WithDefault(false, "false");

    public static Parameter<string> InsertAfter { get; } = Parameter.Text("insertafter", "A new text goes after the last line that matches this expression, or to the end (EOF), which is the default.");

    public static Parameter<string> InsertBefore { get; } = Parameter.Text("insertbefore", "A new text goes before the last line that matches this expression, or to the start (BOF).");

    public static IReadOnlyList<Parameter> Common { get; } =
    [
        InsertAfter, InsertBefore, Create, Mode, FileOptions.Owner, FileOptions.Group, FileOptions.Backup, FileOptions.Validate,
        Parameter.Refused("encoding", "files are edited as bytes", Value.Of("utf-8")), .. FileOptions.Refused,
    ];

    public static IReadOnlyList<(string Key, string Description)> Returns { get; } = [("path", "The file."), ("backup_file", "Path of the copy, where one was kept.")];

    /// <summary>Where a new text goes, as words of the prelude's functions; or why that cannot be told.</summary>
    public static (string Where, string Anchor, string? Error) Place(Arguments args)
    {
        var (where, anchor) = args.Get(InsertBefore) is { } before ? ("before", before) : ("after", args.Get(InsertAfter) ?? "EOF");
        if (anchor is "BOF" or "EOF")
        {
            return (where, anchor, null);
        }

        var (regex, obstacle) = PosixRegex.Translate(anchor);
        return (where, regex ?? "", regex is null ? NoEquivalent("insert" + where, obstacle!) : null);
    }

    public static string NoEquivalent(string option, string obstacle) => $"{option} is matched by the host's grep, which has nothing like {obstacle}";

    /// <summary>The steps around an edit that the host makes.</summary>
    /// <param name="mayBeAbsent">True where a file that is not there is as it should be.</param>
    /// <param name="holds">See <see cref="Step.Put.Holds"/>.</param>
    public static IEnumerable<Step> Steps(Arguments args, Sh edit, bool mayBeAbsent, Sh? holds = null) => Steps(args, new Step.Put(args.Require(Target), FileContent.Empty) { Edit = edit, Holds = holds }, mayBeAbsent, hasMessage: true);

    /// <summary>The steps around an edit that the controller makes.</summary>
    /// <param name="obstacle">See <see cref="Step.Put.Obstacle"/>.</param>
    public static IEnumerable<Step> Steps(Arguments args, Func<byte[]?, Rewriting> rewrite, bool mayBeAbsent, string obstacle) =>
        Steps(args, new Step.Put(args.Require(Target), FileContent.Empty) { Rewrite = rewrite, Obstacle = obstacle }, mayBeAbsent, hasMessage: false);

    private static IEnumerable<Step> Steps(Arguments args, Step.Put put, bool mayBeAbsent, bool hasMessage)
    {
        var name = args.Require(Target);
        var path = Sh.Path(name);
        var creates = args.Get(Create) is true && !mayBeAbsent;
        if (!creates && !mayBeAbsent)
        {
            yield return new Step.Require(Sh.Told($"[ -e {path} ]"), $"Destination {name} does not exist !");
        }

        yield return new Step.Report("path", Value.Of(name));
        yield return put with
        {
            IfPresent = mayBeAbsent,
            Mode = args.Get(Mode),
            Owner = args.Get(FileOptions.Owner),
            Group = args.Get(FileOptions.Group),
            Backup = args.Get(FileOptions.Backup) is true,
            Validate = args.Get(FileOptions.Validate)?.Text,
            Follow = true,
            MakesFolder = creates,
        };
        if (hasMessage)
        {
            yield return CaptureSaid();
        }
    }

    /// <summary>What an edit of the host says of itself, for the result.</summary>
    public static Step.Capture CaptureSaid() => new(".", Sh.Told($"rmd_said_told"), Said);

    /// <summary>The message of an edit and, of a removal, the number of lines.</summary>
    private static DictValue Said(Captured captured) => captured.Text.Split('\n') switch
    {
        [var message, var found, ..] when long.TryParse(found, out var number) => Value.Dict(("msg", Value.Of(message)), ("found", Value.Of(number))),
        [var message, ..] => Value.Dict(("msg", Value.Of(message))),
        _ => DictValue.Empty,
    };
}
