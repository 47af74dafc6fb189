using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class ShellModule : Module
{
    private static readonly Parameter<string> Command = Parameter.Text("cmd", "The text for the shell; may stand as free text.").Required();

    private static readonly Parameter<string> Executable = Parameter.Path("executable", "The shell that reads it.").WithDefault("/bin/sh", "/bin/sh");

    public override ModuleSpec Spec { get; } = new("shell", "Runs a text in a shell of the host.")
    {
        Parameters = [Command, Executable, .. CommandOptions.All],
        FreeForm = Command,
        Returns = CommandOptions.Returns,
        Examples =
        [
            new ModuleExample("""
                - name: Count the servers
                  shell: grep -c ^server /etc/chrony.conf >/var/lib/count
                """)
            {
                Before = "mkdir -p /etc /var/lib && printf 'server a\\nserver b\\n' >/etc/chrony.conf",
                AlwaysChanges = true,
            },
            new ModuleExample("""
                - name: Write the mark once
                  shell:
                    cmd: cat >mark
                    stdin: done
                    chdir: /var/lib
                    creates: /var/lib/mark
                """)
            {
                Before = "mkdir -p /var/lib",
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var command = args.Require(Command);
        yield return CommandOptions.Act(args, args.Require(Executable), Sh.Of($"{Sh.Path(args.Require(Executable))} -c {command}"), Value.Of(command));
    }
}
