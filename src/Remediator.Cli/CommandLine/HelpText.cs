using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text;
using Remediator.Cli.Terminals;

namespace Remediator.Cli.CommandLine;

/// <summary>Writes the help of a verb, or of the program: usage, what it does, options by group, examples.</summary>
internal sealed class HelpText(Verb? verb, Terminal terminal) : SynchronousCommandLineAction
{
    private const int OptionColumn = 30;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var width = Math.Clamp(terminal.Columns - 1, 60, 100);
        terminal.Out.Write(verb is null ? OfProgram(width) : OfVerb(verb, width));
        terminal.Out.Flush();
        return 0;
    }

    public static string OfProgram(int width)
    {
        var text = new StringBuilder();
        text.Append("Usage: remediator VERB [options]\n\n");
        AppendWrapped(text, "Brings hosts to the state that playbooks describe, over SSH and without anything installed on them, and keeps at it until the state is reached.", "", width);
        text.Append("\nVerbs:\n");
        foreach (var (_, make) in VerbList.All)
        {
            var known = make();
            AppendRow(text, known.Name, known.Summary, 14, width);
        }

        text.Append("\nOptions:\n");
        AppendRow(text, "--version", "Show the version.", 14, width);
        AppendRow(text, "-h, --help", "Show this help; after a verb, the verb's.", 14, width);
        AppendExamples(text,
        [
            ("remediator plan site.yml -i hosts.ini", "what is not as it should be"),
            ("remediator run site.yml -i hosts.ini", "mend it"),
            ("remediator run site.yml -i localhost, -c local --check", "try a playbook on this machine"),
        ]);
        return text.ToString();
    }

    public static string OfVerb(Verb verb, int width)
    {
        var text = new StringBuilder();
        var words = verb.Arguments.Select(Usage);
        text.Append("Usage: remediator ").AppendJoin(' ', [verb.Name, .. words, "[options]"]).Append("\n\n");
        foreach (var paragraph in verb.Description.Split("\n\n"))
        {
            AppendWrapped(text, paragraph.Replace('\n', ' '), "", width);
            text.Append('\n');
        }

        if (verb.Arguments.Count > 0)
        {
            text.Append("Arguments:\n");
            foreach (var argument in verb.Arguments)
            {
                AppendRow(text, argument.HelpName ?? argument.Name, argument.Description ?? "", OptionColumn, width);
            }

            text.Append('\n');
        }

        foreach (var group in verb.Groups)
        {
            text.Append(group.Title).Append(":\n");
            foreach (var option in group.Options.Where(o => !o.Hidden))
            {
                AppendRow(text, Names(option), option.Description ?? "", OptionColumn, width);
            }

            text.Append('\n');
        }

        text.Append("Help:\n");
        AppendRow(text, "-h, --help", "Show this help.", OptionColumn, width);
        AppendExamples(text, verb.Examples);
        return text.ToString();
    }

    private static void AppendExamples(StringBuilder text, IReadOnlyList<(string Command, string Meaning)> examples)
    {
        text.Append("\nExamples:\n");
        foreach (var (command, meaning) in examples)
        {
            text.Append("  # ").Append(meaning).Append("\n  ").Append(command).Append('\n');
        }
    }

    private static string Usage(Argument argument)
    {
        var name = argument.HelpName ?? argument.Name;
        var many = argument.Arity.MaximumNumberOfValues > 1 ? "..." : "";
        return argument.Arity.MinimumNumberOfValues > 0 ? name + many : $"[{name}{many}]";
    }

    /// <summary>Short names first; those beyond two long ones are known but not shown.</summary>
    private static string Names(Option option)
    {
        var names = option.Aliases.Prepend(option.Name).OrderBy(n => n.StartsWith("--", StringComparison.Ordinal)).ThenBy(n => n != option.Name);
        var shown = names.Where(n => !n.StartsWith("--", StringComparison.Ordinal) || n == option.Name);
        var indent = option.Aliases.Any(a => !a.StartsWith("--", StringComparison.Ordinal)) ? "" : "    ";
        return indent + string.Join(", ", shown) + (option.HelpName is { } value ? $" {value}" : "");
    }

    private static void AppendRow(StringBuilder text, string name, string description, int column, int width)
    {
        text.Append("  ").Append(name);
        if (name.Length + 2 >= column)
        {
            text.Append('\n').Append(' ', column);
        }
        else
        {
            text.Append(' ', column - name.Length - 2);
        }

        AppendWrapped(text, description, new string(' ', column), width);
    }

    /// <summary>Words up to the width; lines after the first begin with the indent. Ends with a newline.</summary>
    private static void AppendWrapped(StringBuilder text, string words, string indent, int width)
    {
        var column = indent.Length;
        var isFirst = true;
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isFirst && column + 1 + word.Length > width)
            {
                text.Append('\n').Append(indent);
                column = indent.Length;
            }
            else if (!isFirst)
            {
                text.Append(' ');
                column++;
            }

            text.Append(word);
            column += word.Length;
            isFirst = false;
        }

        text.Append('\n');
    }
}
