using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Remediator.Language.Diagnostics;

namespace Remediator.Cli.CommandLine;

/// <summary>Makes options of the kinds that the verbs use, with errors that name the option and what it takes.</summary>
internal static class Flags
{
    /// <summary>An option without a value; giving it twice is as once.</summary>
    public static Option<bool> Switch(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Arity = ArgumentArity.Zero };

    public static Option<string?> Text(string name, string value, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = value, Arity = ArgumentArity.ExactlyOne };

    /// <summary>May be given several times; the values keep their order.</summary>
    public static Option<string[]> Texts(string name, string value, string description, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = value,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => [],
    };

    public static Option<string?> Choice(string name, string value, IReadOnlyList<string> choices, string description, params string[] aliases)
    {
        var option = Text(name, value, description, aliases);
        option.CompletionSources.Add([.. choices]);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !choices.Contains(token.Value))
            {
                var hint = DidYouMean.Hint(token.Value, choices) is { } near ? $" ({near})" : "";
                result.AddError($"{name} takes {string.Join(" or ", choices)}, not '{token.Value}'{hint}");
            }
        });
        return option;
    }

    /// <summary>A whole number from 1 on.</summary>
    public static Option<int> Count(string name, string value, string description, int byDefault, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = value,
        Arity = ArgumentArity.ExactlyOne,
        DefaultValueFactory = _ => byDefault,
        CustomParser = result => int.TryParse(Given(result), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : Refuse<int>(result, $"{name} takes a whole number from 1 on, not '{Given(result)}'"),
    };

    /// <summary>Seconds, fractions allowed, above 0 and at most a day.</summary>
    public static Option<TimeSpan?> Seconds(string name, string description, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = "SECONDS",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result =>
            double.TryParse(Given(result), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 86_400
                ? TimeSpan.FromSeconds(seconds)
                : Refuse<TimeSpan?>(result, $"{name} takes seconds above 0, at most 86400, not '{Given(result)}'"),
    };

    /// <summary>How often a switch is given: <c>-vvv</c> and <c>-v -v -v</c> are 3.</summary>
    public static int Times(this ParseResult parsed, Option<bool> option) => parsed.GetResult(option)?.IdentifierTokenCount ?? 0;

    private static string Given(ArgumentResult result) => result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";

    private static T? Refuse<T>(ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }
}
