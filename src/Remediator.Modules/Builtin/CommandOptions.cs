using System.Collections.Frozen;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

/// <summary>Options and result that <c>command</c> and <c>shell</c> share.</summary>
internal static class CommandOptions
{
    private static readonly Parameter<string> Folder = Parameter.Path("chdir", "The folder to run in.");

    private static readonly Parameter<string> Creates = Parameter.Path("creates", "A path or pattern; where it exists the command is not run.");

    private static readonly Parameter<string> Removes = Parameter.Path("removes", "A path or pattern; where it does not exist the command is not run.");

    private static readonly Parameter<string> Stdin = Parameter.Text("stdin", "Text for the command's input, which is empty otherwise.");

    private static readonly Parameter<bool?> StdinNewLine = Parameter.Flag("stdin_add_newline", "Adds a line end to stdin.").WithDefault(true, "true");

    private static readonly Parameter<bool?> StripsEnds = Parameter.Flag("strip_empty_ends", "Drops line ends at the end of stdout and stderr.").WithDefault(true, "true");

    private static readonly Parameter<bool?> Warns = Parameter.Flag("warn", "Has no effect; taken for old playbooks.");

    /// <summary>Where a command runs and whether.</summary>
    public static IReadOnlyList<Parameter> Places { get; } = [Folder, Creates, Removes];

    public static IReadOnlyList<Parameter> All { get; } = [Folder, Creates, Removes, Stdin, StdinNewLine, StripsEnds, Warns];

    public static IReadOnlyList<(string Key, string Description)> Returns { get; } =
    [
        ("rc", "Exit code."),
        ("stdout", "What it printed."),
        ("stdout_lines", "The same as a list of lines."),
        ("stderr", "What it printed as errors."),
        ("stderr_lines", "The same as a list of lines."),
        ("cmd", "The command: a list of words, or the text of the shell."),
        ("msg", "Why it was not run, or failed."),
        ("start", "When it began, by the clock of the machine that runs the play."),
        ("end", "When it ended."),
        ("delta", "How long it ran."),
    ];

    /// <summary>What a shell runs itself where it is a command's first word: POSIX's utilities of that kind, and those of bash, ash and ksh.</summary>
    private static readonly FrozenSet<string> BuiltIn = (
        "! . : [ [[ alias bg bind break builtin caller case cd chdir command compgen complete compopt continue coproc declare dirs disown do done echo elif else enable esac eval "
        + "exec exit export false fc fg fi for function getopts hash help history if in jobs kill let local logout mapfile popd print printf pushd pwd read readarray readonly return "
        + "select set shift shopt source suspend test then time times trap true type typeset ulimit umask unalias unset until wait whence which while { }").Split(' ').ToFrozenSet();

    /// <param name="program">The first word of <paramref name="line"/>, as it is written.</param>
    public static Step.Act Act(Arguments args, string program, Sh line, Value shown)
    {
        // exec takes the program and never a command built into the shell.
        var isProgram = program.Length > 0 && program.IndexOfAny(['$', '~', '=']) < 0 && !BuiltIn.Contains(program);
        var command = isProgram ? line : Sh.Of($"exec {line}");
        var stdin = args.Get(Stdin);
        var (unless, message) = Needless(args.Get(Creates), args.Get(Removes));
        return new Step.Act(command)
        {
            IsProgram = isProgram,
            HasOutput = true,
            Shown = shown,
            Directory = args.Get(Folder),
            Stdin = stdin is not null && args.Get(StdinNewLine) is true ? stdin + "\n" : stdin,
            KeepsEnds = args.Get(StripsEnds) is false,
            Unless = unless,
            UnlessMessage = message,
        };
    }

    /// <summary>The test that makes a command needless, and what is said then.</summary>
    public static (Sh? Test, string Message) Needless(Arguments args) => Needless(args.Get(Creates), args.Get(Removes));

    private static (Sh? Test, string Message) Needless(string? creates, string? removes)
    {
        var exists = creates is null ? null : Sh.Of($"rmd_exists {Sh.Path(creates)}");
        var isGone = removes is null ? null : Sh.Of($"! rmd_exists {Sh.Path(removes)}");
        return (exists, isGone) switch
        {
            (null, null) => (null, ""),
            ({ } a, null) => (a, $"Did not run command since '{creates}' exists"),
            (null, { } b) => (b, $"Did not run command since '{removes}' does not exist"),
            ({ } a, { } b) => (Sh.Of($"{a} || {b}"), $"Did not run command since '{creates}' exists or '{removes}' does not exist"),
        };
    }
}
