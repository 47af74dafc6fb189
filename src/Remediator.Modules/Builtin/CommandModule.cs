using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class CommandModule : Module
{
    private static readonly Parameter<CommandLine> Command = Parameter.CommandLine("cmd", "The command with its words; may stand as free text. No shell reads it: | > & and * mean nothing.");

    private static readonly Parameter<IReadOnlyList<string>> Words = Parameter.WordList("argv", "The command as a list of words, which are taken as they are.");

    private static readonly Parameter<bool?> Expands = Parameter
        .Flag("expand_argument_vars", "$NAME and ~ in words are replaced from the host's environment.").WithDefault(true, "true");

    public override ModuleSpec Spec { get; } = new("command", "Runs a command on the host, without a shell.")
    {
        Parameters = [Command, Words, Expands, .. CommandOptions.All],
        FreeForm = Command,
        Rules = [new ParameterRule.Exclusive(Command, Words), new ParameterRule.OneOf(Command, Words)],
        Returns = CommandOptions.Returns,
        Examples =
        [
            new ModuleExample("""
                - name: Correct the clock at once
                  command: touch /var/lib/stepped
                """)
            {
                Before = "mkdir -p /var/lib",
                AlwaysChanges = true,
            },
            new ModuleExample("""
                - name: Make the key once
                  command:
                    argv: [cp, 'a key', key]
                    chdir: /etc/chrony
                    creates: ke?
                """)
            {
                Before = "mkdir -p /etc/chrony && echo 1 >'/etc/chrony/a key'",
            },
            new ModuleExample("""
                - name: Remove the old drift file
                  command:
                    cmd: rm /var/lib/ntp.drift
                    removes: /var/lib/ntp.drift
                """)
            {
                Before = "mkdir -p /var/lib && touch /var/lib/ntp.drift",
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var words = args.Get(Words) ?? args.Require(Command).Words;
        if (words.Count == 0)
        {
            return [new Step.Fail("no command given")];
        }

        var line = args.Get(Words) is null && args.Get(Expands) is true ? words.Select(Sh.ExpandedWord) : words.Select(w => Sh.Of($"{w}"));
        return [CommandOptions.Act(args, words[0], Sh.Of($"{line}"), Value.OfTexts(words))];
    }
}
