using System.Text.RegularExpressions;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban.Builtins;

/// <summary>The functions of <c>regex</c>: .NET's regular expressions, within the time of the evaluation.</summary>
internal static class RegexFunctions
{
    public static Builtin[] All { get; } =
    [
        new("escape", "pattern", c => Value.Of(Regex.Escape(c.Text(0)))),
        new("match", "text pattern options?", c => Run(c, 2, regex => Groups(regex.Match(c.Text(0))))),
        new("matches", "text pattern options?", c => Run(c, 2, regex => Value.Of([.. regex.Matches(c.Text(0)).Select(Groups)]))),
        new("replace", "text pattern replace options?", c => Run(c, 3, regex => Value.Of(regex.Replace(c.Text(0), c.Text(2))))),
        new("split", "text pattern options?", c => Run(c, 2, regex => Value.OfTexts(regex.Split(c.Text(0))))),
        new("unescape", "pattern", Unescape),
    ];

    private static Value Groups(Match match) =>
        match.Success ? Value.OfTexts(match.Groups.Cast<Group>().Select(group => group.Value)) : ListValue.Empty;

    private static Value Run(BuiltinCall call, int optionsAt, Func<Regex, Value> use)
    {
        var options = RegexOptions.CultureInvariant;
        foreach (var letter in call.Text(optionsAt))
        {
            options |= letter switch
            {
                'i' => RegexOptions.IgnoreCase,
                'm' => RegexOptions.Multiline,
                's' => RegexOptions.Singleline,
                'x' => RegexOptions.IgnorePatternWhitespace,
                _ => throw new EvaluationException($"'{letter}' is not an option of a regular expression", null, "the options are i, m, s and x"),
            };
        }

        try
        {
            return use(new Regex(call.Text(1), options, call.Budget.TimeLeft));
        }
        catch (RegexParseException error)
        {
            throw new EvaluationException($"'{call.Text(1)}' is not a regular expression: {error.Message}", null, "write patterns in backticks, where a backslash stands for itself");
        }
        catch (RegexMatchTimeoutException)
        {
            throw new EvaluationException($"the regular expression '{call.Text(1)}' takes too long on this text");
        }
    }

    private static Value Unescape(BuiltinCall call)
    {
        try
        {
            return Value.Of(Regex.Unescape(call.Text(0)));
        }
        catch (ArgumentException)
        {
            throw new EvaluationException($"'{call.Text(0)}' has an escape that is not known");
        }
    }
}
