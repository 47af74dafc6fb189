using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class RawModule : Module
{
    private static readonly Parameter<string> Command = Parameter.Text("cmd", "The text for the shell; stands as free text.").Required();

    private static readonly Parameter<string> Executable = Parameter.Path("executable", "The shell that reads it.").WithDefault("/bin/sh", "/bin/sh");

    public override ModuleSpec Spec { get; } = new("raw", "Runs a text in a shell of the host; here no host needs more than that, so it is shell without its options.")
    {
        Parameters = [Command, Executable],
        FreeForm = Command,
        Returns = CommandOptions.Returns,
        Examples =
        [
            new ModuleExample("""
                - name: Leave a mark
                  raw: echo "it's done" >/var/lib/mark
                """)
            {
                Before = "mkdir -p /var/lib",
                AlwaysChanges = true,
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var command = args.Require(Command);
        yield return new Step.Act(Sh.Of($"exec {Sh.Path(args.Require(Executable))} -c {command}")) { HasOutput = true, Shown = Value.Of(command) };
    }
}
