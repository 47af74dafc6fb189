using System.CommandLine;
using System.CommandLine.Completions;
using Remediator.Engine.Reporting;

namespace Remediator.Cli.CommandLine;

/// <summary>
/// What the shell asks for at a tab: candidates for the last of the words, one per line, a tab and a description behind it. None
/// means that the shell offers files.
/// </summary>
internal static class Suggestions
{
    /// <summary>The hidden verb that the completion scripts call: <c>remediator __suggest WORD…</c>, the last one being typed.</summary>
    public const string Word = "__suggest";

    public static int Write(IReadOnlyList<string> words, Surroundings around)
    {
        foreach (var (text, description) in For(words))
        {
            around.Terminal.Out.WriteLine(description.Length > 0 ? $"{text}\t{description}" : text);
        }

        around.Terminal.Out.Flush();
        return ExitCodes.Success;
    }

    public static IEnumerable<(string Text, string Description)> For(IReadOnlyList<string> words)
    {
        var typed = words.Count > 0 ? words[^1] : "";
        return Candidates(words, typed).Where(c => c.Text.StartsWith(typed, StringComparison.Ordinal));
    }

    private static IEnumerable<(string Text, string Description)> Candidates(IReadOnlyList<string> words, string typed)
    {
        if (words.Count <= 1)
        {
            return VerbList.All.Select(v => (v.Name, v.Make().Summary)).Append(("--help", "Show help.")).Append(("--version", "Show the version."))
                .Where(c => typed.StartsWith('-') == c.Item1.StartsWith('-'));
        }

        if (VerbList.Find(words[0]) is not { } verb)
        {
            return [];
        }

        var options = verb.Groups.SelectMany(g => g.Options).Where(o => !o.Hidden).ToList();
        var before = words[^2];
        if (words.Count > 2 && options.Find(o => (o.Name == before || o.Aliases.Contains(before)) && o.Arity.MaximumNumberOfValues > 0) is { } option)
        {
            return option.GetCompletions(CompletionContext.Empty).Select(c => (c.Label, ""));
        }

        return typed.StartsWith('-')
            ? options.SelectMany(o => o.Aliases.Prepend(o.Name).Select(n => (n, o.Description ?? ""))).Append(("--help", "Show this help."))
            : verb.Arguments.SelectMany(a => a.GetCompletions(CompletionContext.Empty)).Select(c => (c.Label, c.Detail ?? ""));
    }
}
