using System.CommandLine;
using Remediator.Cli.Engine;

namespace Remediator.Cli.CommandLine;

/// <summary>The playbooks of a verb, and which of their tasks are meant.</summary>
internal sealed class TaskFlags(string playbooks)
{
    private readonly Option<string[]> tags = Flags.Texts("--tags", "TAGS", "Only tasks with one of these tags (comma between).", "-t");
    private readonly Option<string[]> skipTags = Flags.Texts("--skip-tags", "TAGS", "No tasks with one of these tags.");

    public Argument<string[]> Playbooks { get; } = new("playbooks") { HelpName = "PLAYBOOK", Description = playbooks, Arity = ArgumentArity.OneOrMore };

    public IReadOnlyList<Option> Tags => [tags, skipTags];

    public Option<string[]> ExtraVars { get; } = Flags.Texts(
        "--extra-vars", "VARS", "Variables that win over all others: key=value, YAML or JSON, or @FILE. May be given several times.", "-e");

    public RunRequest Read(ParseResult parsed) => new()
    {
        Playbooks = parsed.GetValue(Playbooks) ?? [],
        Tags = Split(parsed.GetValue(tags)),
        SkipTags = Split(parsed.GetValue(skipTags)),
        ExtraVars = parsed.GetValue(ExtraVars) ?? [],
    };

    private static string[] Split(string[]? values) =>
        [.. (values ?? []).SelectMany(v => v.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
}
