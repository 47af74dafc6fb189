using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

/// <summary>The module <c>script</c>. A script of a <c>library/</c> folder is a <see cref="ScriptModule"/>.</summary>
public sealed class ScriptTaskModule : Module
{
    private static readonly Parameter<LocalCommand> Command = Parameter
        .LocalCommand("cmd", "The script's path, sought in files/ of the role or beside the playbook, and what stands after it for a shell to read. May stand as free text.").Required();

    private static readonly Parameter<string> Executable = Parameter.Text("executable", "What runs the script, such as bash; what its first line says otherwise.");

    public override ModuleSpec Spec { get; } = new("script", "Runs a script of the controller on the host.")
    {
        Parameters = [Command, Executable, .. CommandOptions.Places, Parameter.Refused("decrypt", "files encrypted with a vault are decrypted where they are read", Value.True)],
        FreeForm = Command,
        Returns = CommandOptions.Returns,
        Examples =
        [
            new ModuleExample("""
                - name: Set the time once
                  script: set-time --once
                  args:
                    creates: /var/lib/time-set
                """)
            {
                Before = "mkdir -p /var/lib && touch /var/lib/time-set",
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var command = args.Require(Command);
        var interpreter = args.Get(Executable) is { } executable ? CommandWords.Split(executable) : Interpreter.Words(command.File.Content);
        var line = string.Join(' ', interpreter.Select(Sh.Quote).Append("\"$0\"").Append(command.Arguments)).TrimEnd();
        yield return new Step.Stage(command.File.Content);
        yield return CommandOptions.Act(args, "/bin/sh", Sh.Of($"/bin/sh -c {line} \"${{rmd_d:?}}/file\""), Value.Of($"{command.File.Path} {command.Arguments}".TrimEnd()));
    }
}
