using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class FetchModule : Module
{
    private static readonly Parameter<string> Source = Parameter.Path("src", "The file on the host; at most 32 MiB.").Required();

    private static readonly Parameter<ControllerPath> Destination = Parameter
        .ControllerPath("dest", "A folder on the controller; the copy goes to HOST/PATH below it. With flat: the copy itself, or with a slash at its end a folder for it.").Required();

    private static readonly Parameter<bool?> Flat = Parameter.Flag("flat", "No folders for the host and the path are made.").WithDefault(false, "false");

    private static readonly Parameter<bool?> FailOnMissing = Parameter.Flag("fail_on_missing", "A file that is not there is a failure.").WithDefault(true, "true");

    public override ModuleSpec Spec { get; } = new("fetch", "Keeps a copy of a host's file on the controller.")
    {
        Parameters = [Source, Destination, Flat, FailOnMissing, Parameter.Flag("validate_checksum", "Has no effect: what arrives is what was sent.").WithDefault(true, "true")],
        Returns =
        [
            ("dest", "The copy."), ("checksum", "Its SHA-1."), ("md5sum", "Its MD5."), ("remote_checksum", "The file's SHA-1."), ("file", "The file, where it was not fetched."), ("msg", "Why it was not fetched."),
        ],
        Examples = [new ModuleExample("- name: Keep the drift\n  fetch:\n    src: /var/lib/chrony/drift\n    dest: drifts\n") { OutsideSandbox = "the copy is the engine's work" }],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var source = args.Require(Source);
        var path = Sh.Path(source);
        var missing = "the remote file does not exist, not transferring, ignored";
        if (args.Get(FailOnMissing) is true)
        {
            yield return new Step.Require(Sh.Of($"[ -e {path} ]"), "the remote file does not exist");
            yield return new Step.Require(Sh.Of($"[ ! -d {path} ]"), "remote file is a directory, fetch cannot work on directories");
            yield return new Step.Require(Sh.Of($"[ -r {path} ]"), "Permission denied: " + source);
        }
        else
        {
            yield return new Step.Capture(".", Sh.Of($"[ -f {path} ]"), captured => captured.ExitCode == 0 ? DictValue.Empty : Value.Dict(("msg", Value.Of(missing)), ("file", Value.Of(source))));
        }

        yield return new Step.Fetch(source, Place(args.Require(Destination), source, args.Get(Flat) is true)) { IfPresent = args.Get(FailOnMissing) is false };
    }

    /// <summary>The copy's path, as Ansible places it.</summary>
    private static string Place(ControllerPath destination, string source, bool isFlat)
    {
        var name = Path.GetFileName(source);
        return !isFlat ? Path.GetFullPath($"{destination.Path.TrimEnd('/')}/{destination.Host}/{source.Replace("~", "", StringComparison.Ordinal).TrimStart('/')}")
            : destination.Path.EndsWith('/') ? destination.Path + name
            : destination.Path;
    }
}
