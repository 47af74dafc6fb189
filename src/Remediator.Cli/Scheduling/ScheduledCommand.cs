using System.CommandLine;
using System.CommandLine.Parsing;

namespace Remediator.Cli.Scheduling;

/// <summary>
/// The words of a command line as they were given, for another time and another folder: files are named by whole paths. Each part is an
/// option with its value, or an argument.
/// </summary>
internal sealed record ScheduledCommand(string Verb, IReadOnlyList<IReadOnlyList<string>> Parts)
{
    private static readonly string[] FileOptions = ["--private-key", "--become-password-file", "--vault-password-file", "--state"];

    /// <param name="dropped">Options that are not wanted then.</param>
    public static ScheduledCommand Of(ParseResult parsed, params IReadOnlyList<string> dropped)
    {
        var parts = new List<IReadOnlyList<string>>();
        foreach (var result in parsed.CommandResult.Children)
        {
            switch (result)
            {
                case ArgumentResult argument:
                    parts.AddRange(argument.Tokens.Select(t => (IReadOnlyList<string>)[Path.GetFullPath(t.Value)]));
                    break;
                case OptionResult { Implicit: false } option when !dropped.Contains(option.Option.Name):
                    parts.AddRange(option.Tokens.Count == 0
                        ? [[option.Option.Name]]
                        : option.Tokens.Select(t => (IReadOnlyList<string>)[option.Option.Name, Whole(option.Option.Name, t.Value)]));
                    break;
            }
        }

        return new ScheduledCommand(parsed.CommandResult.Command.Name, [.. parts.OrderBy(p => p[0].StartsWith('-'))]);
    }

    public ScheduledCommand Without(string option) => this with { Parts = [.. Parts.Where(p => p[0] != option)] };

    public bool Has(string option, string value) => Parts.Any(p => p[0] == option && p[^1] == value);

    /// <summary>The program and all words.</summary>
    public IEnumerable<string> Words => [Environment.ProcessPath ?? "remediator", Verb, .. Parts.SelectMany(p => p)];

    private static string Whole(string option, string value) => option switch
    {
        "--inventory" when !value.Contains(',') => Path.GetFullPath(value),
        "--extra-vars" when value.StartsWith('@') => "@" + Path.GetFullPath(value[1..]),
        "--vault-id" when value.IndexOf('@') is > 0 and var at && value[(at + 1)..] is var source && !source.StartsWith("prompt", StringComparison.Ordinal) => value[..(at + 1)] + Path.GetFullPath(source),
        _ when FileOptions.Contains(option) => Path.GetFullPath(value),
        _ => value,
    };
}
