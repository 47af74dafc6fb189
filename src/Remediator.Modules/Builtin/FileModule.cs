using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class FileModule : Module
{
    private const string TimeFormat = "%Y%m%d%H%M.%S";

    private static readonly Parameter<string> Target = Parameter.Path("path", "The file, folder or link.").WithAliases("dest", "name").Required();

    private static readonly Parameter<string> State = Parameter.Choice(
        "state",
        "file: it must be there and is only given mode and owner. directory: a folder, with what is missing above it. link, hard: a link to src. touch: an empty file where there is none, and new times. absent: removed, with all that is in it. Without it what is there stays what it is.",
        "absent",
        "directory",
        "file",
        "hard",
        "link",
        "touch");

    private static readonly Parameter<string> Source = Parameter.Path("src", "What a link leads to.");

    private static readonly Parameter<string> Mode = Parameter.Mode("mode", "Permission bits, such as '0644' or u=rwX,g=rX,o=.");

    private static readonly Parameter<bool?> Recurse = Parameter.Flag("recurse", "Mode, owner and group also hold for all that is in the folder.").WithDefault(false, "false");

    private static readonly Parameter<bool?> Force = Parameter
        .Flag("force", "A link is made though its target is not there yet, and in place of a file or an empty folder.").WithDefault(false, "false");

    private static readonly Parameter<bool?> Follow = Parameter.Flag("follow", "Mode and owner mean what a link leads to.").WithDefault(true, "true");

    private static readonly Parameter<string> AccessTime = Time("access_time", "Time of the last access");

    private static readonly Parameter<string> ModificationTime = Time("modification_time", "Time of the last change");

    public override ModuleSpec Spec { get; } = new("file", "Sees to files, folders and links: that they are there or not, and whose they are.")
    {
        Parameters =
        [
            Target, State, Source, Mode, FileOptions.Owner, FileOptions.Group, Recurse, Force, Follow, AccessTime, ModificationTime,
            Parameter.Refused("access_time_format", "write the time as YYYYMMDDhhmm.ss", Value.Of(TimeFormat)),
            Parameter.Refused("modification_time_format", "write the time as YYYYMMDDhhmm.ss", Value.Of(TimeFormat)),
            .. FileOptions.Refused,
        ],
        Rules = [new ParameterRule.RequiredIf(State, Value.Of("link"), Source), new ParameterRule.RequiredIf(State, Value.Of("hard"), Source)],
        Returns = [("path", "The path; dest for links."), .. FileState.Returns],
        Examples = FileExamples.All,
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var name = args.Require(Target) is { Length: > 1 } given ? given.TrimEnd('/') : args.Require(Target);
        var path = Sh.Path(name.Length == 0 ? "/" : name);
        var state = args.Get(State) ?? (args.Get(Recurse) is true ? "directory" : null);
        if (args.Get(Recurse) is true && state != "directory")
        {
            return [new Step.Fail("recurse option requires state to be 'directory'")];
        }

        IEnumerable<Step> steps = state switch
        {
            "absent" => name is "" or "/" ? [new Step.Fail("the root folder cannot be removed")] : [new Step.Ensure("state", Sh.Told($"rmd_show_kind {path}"), "absent", Sh.Of($"rm -rf {path}")) { Undo = [new Undo.Whole(path)] }],
            "directory" => Folder(args, path, name),
            "link" => Link(args, path),
            "hard" => HardLink(args, path, name),
            "touch" => Touch(args, path),
            _ => Existing(path, name, state),
        };
        return state == "absent"
            ? [.. steps, new Step.Report("path", Value.Of(name)), new Step.Report("state", Value.Of("absent"))]
            : [.. steps, .. FileOwnership.Steps(args, path, Mode, follows: args.Get(Follow) is true, isTree: args.Get(Recurse) is true), FileState.Capture(path, state is "link" or "hard" ? "dest" : "path")];
    }

    private static IEnumerable<Step> Existing(Sh path, string name, string? state)
    {
        yield return new Step.Require(Sh.Told($"rmd_is_given {path} {state ?? ""}"), $"file ({name}) is absent, cannot continue");
    }

    private static IEnumerable<Step> Folder(Arguments args, Sh path, string name)
    {
        yield return new Step.Require(Sh.Told($"[ ! -e {path} ] || [ -d {path} ]"), $"{name} already exists as a file");
        yield return new Step.Ensure(
            "state",
            Sh.Told($"rmd_show_kind {path} L"),
            "directory",
            Sh.Of($"rmd_make_folder {path} {args.Get(Mode) ?? ""} {args.Get(FileOptions.Owner) ?? ""} {args.Get(FileOptions.Group) ?? ""}"))
        {
            Undo = [new Undo.Paths(path)],
        };
    }

    private static IEnumerable<Step> Link(Arguments args, Sh path)
    {
        var source = args.Require(Source);
        yield return new Step.Report("src", Value.Of(source));
        yield return new Step.Require(Sh.Told($"rmd_may_link {path} {Sh.Path(source)} {Forced(args)}"), "the link cannot be made");
        yield return new Step.Ensure("state", Sh.Told($"rmd_show_link {path}"), $"link to {source}", Sh.Of($"rmd_make_link {path} {source}")) { Undo = [new Undo.Paths(path)] };
    }

    private static IEnumerable<Step> HardLink(Arguments args, Sh path, string name)
    {
        var source = args.Require(Source);
        yield return new Step.Report("src", Value.Of(source));
        yield return new Step.Require(Sh.Told($"rmd_may_link {path} {Sh.Path(source)} {Forced(args)} hard"), $"{name} cannot be made a hard link");
        yield return new Step.Ensure(
            "state", Sh.Told($"rmd_show_hard_link {path} {Sh.Path(source)}"), $"hard link to {source}", Sh.Of($"rmd_make_link {path} {Sh.Path(source)} hard"))
        {
            Undo = [new Undo.Paths(path)],
        };
    }

    private static IEnumerable<Step> Touch(Arguments args, Sh path)
    {
        yield return new Step.Ensure("state", Sh.Told($"[ ! -e {path} ] || rmd_told=present"), "present", Sh.Of($": >>{path} && rmd_own {path} {args.Get(Mode) ?? ""} {args.Get(FileOptions.Owner) ?? ""} {args.Get(FileOptions.Group) ?? ""}"))
        {
            Undo = [new Undo.Paths(path)],
        };
        foreach (var (facet, option, field, flag) in new[] { ("access_time", AccessTime, "X", "-a"), ("modification_time", ModificationTime, "Y", "-m") })
        {
            switch (args.Get(option) ?? "now")
            {
                case "preserve":
                    break;
                case "now":
                    yield return new Step.Act(Sh.Of($"touch {flag} {path}")) { Facet = facet, Undo = [new Undo.Paths(path)], FailMessage = $"the {facet} could not be set" };
                    break;
                case var time:
                    yield return new Step.Ensure(facet, Sh.Of($"rmd_show_time {path} {field}"), time, Sh.Of($"touch {flag} -t {time} {path}")) { Undo = [new Undo.Paths(path)] };
                    break;
            }
        }
    }

    private static string Forced(Arguments args) => args.Get(Force) is true ? "force" : "";

    private static Parameter<string> Time(string name, string what) => Parameter.Tested(
        Parameter.Text(name, $"{what}, with state touch: now, preserve, or YYYYMMDDhhmm.ss in the host's time zone. now counts as a change each time."),
        static text => text is "now" or "preserve" || (text.Length == 15 && text[12] == '.' && text.Where(char.IsAsciiDigit).Count() == 14)
            ? null
            : $"must be now, preserve or a time such as 202601312359.00, not '{text}'");
}
