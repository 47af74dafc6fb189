using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class TempfileModule : Module
{
    private static readonly Parameter<string> State = Parameter.Choice("state", "What to make.", "directory", "file").WithDefault("file");

    private static readonly Parameter<string> Folder = Parameter.Path("path", "Where; the host's folder for temporary files otherwise.");

    private static readonly Parameter<string> Prefix = Parameter.Text("prefix", "How its name starts.").WithDefault("ansible.");

    private static readonly Parameter<string> Suffix = Parameter.Text("suffix", "How its name ends.").WithDefault("");

    public override ModuleSpec Spec { get; } = new("tempfile", "Makes a file or a folder with a new name. Skipped in check mode.")
    {
        Parameters = [State, Folder, Prefix, Suffix],
        Returns = [("path", "What was made.")],
        Examples = [new ModuleExample("- name: A place to work\n  tempfile:\n    state: directory\n    path: /var/lib\n    suffix: .work\n") { Before = "mkdir -p /var/lib", AlwaysChanges = true }],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var folder = args.Get(Folder) is { } path ? Sh.Path(path) : Sh.Of($"''");
        var flag = args.Require(State) == "directory" ? "-d" : "";
        if ((args.Require(Prefix) + args.Require(Suffix)).Contains('/'))
        {
            yield return new Step.Fail("prefix and suffix are parts of a name, without a slash");
            yield break;
        }

        yield return new Step.Act(Sh.Of($"rmd_make_temporary {folder} {args.Require(Prefix)} {args.Require(Suffix)} {flag}"))
        {
            IsSkippedInCheck = true,
            FailMessage = "could not make a temporary " + args.Require(State),
            Parse = captured => Value.Dict(("path", Value.Of(captured.Text)), ("state", Value.Of(args.Require(State)))),
        };
    }
}
