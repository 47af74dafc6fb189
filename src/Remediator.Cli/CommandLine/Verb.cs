using System.CommandLine;
using System.CommandLine.Help;
using Remediator.Cli.Personas;

namespace Remediator.Cli.CommandLine;

/// <summary>One of the program's verbs: what it takes, what its help says, and what it does.</summary>
internal abstract class Verb
{
    public abstract string Name { get; }

    /// <summary>One line, for the list of verbs.</summary>
    public abstract string Summary { get; }

    /// <summary>A paragraph or two below the usage.</summary>
    public abstract string Description { get; }

    /// <summary>What understands the verb's words in place of its arguments and groups, where it takes those of one of Ansible's programs; else null.</summary>
    public virtual Persona? Persona => null;

    public virtual IReadOnlyList<Argument> Arguments => [];

    public virtual IReadOnlyList<OptionGroup> Groups => [];

    /// <summary>Commands with what they do.</summary>
    public abstract IReadOnlyList<(string Command, string Meaning)> Examples { get; }

    /// <summary>The exit code.</summary>
    public abstract Task<int> RunAsync(ParseResult parsed, Surroundings around, CancellationToken cancellation);

    /// <summary>Tells that the words do not fit, in the form that they ask for.</summary>
    public virtual int Refuse(ParseResult parsed, Surroundings around, IReadOnlyList<UsageError> errors) =>
        UsageErrors.Write(around.Terminal, Name, errors);

    public Command ToCommand(Surroundings around)
    {
        var command = new Command(Name, Summary);
        foreach (var argument in Arguments)
        {
            command.Add(argument);
        }

        foreach (var option in Groups.SelectMany(g => g.Options))
        {
            command.Add(option);
        }

        command.Add(new HelpOption("--help", "-h") { Description = "Show this help.", Action = new HelpText(this, around.Terminal) });
        return command;
    }
}
