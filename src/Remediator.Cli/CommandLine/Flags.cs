using System.CommandLine;
using System.Globalization;
using Remediator.Language.Diagnostics;
using Remediator.Language.Values;

namespace Remediator.Cli.CommandLine;

/// <summary>
/// Makes options of the kinds that the verbs use, with errors that name the option and what it takes. Values are texts to the parser:
/// each further type would have its generic code compiled at every start.
/// </summary>
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

    /// <summary>A whole number from 1 on; <see cref="Number"/> reads it.</summary>
    public static Option<string?> Count(string name, string value, string description, params string[] aliases)
    {
        var option = Text(name, value, description, aliases);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && ToNumber(token.Value) is null)
            {
                result.AddError($"{name} takes a whole number from 1 on, not '{token.Value}'");
            }
        });
        return option;
    }

    /// <summary>Seconds, fractions allowed, above 0 and at most a day; <see cref="Duration"/> reads it.</summary>
    public static Option<string?> Seconds(string name, string description, params string[] aliases)
    {
        var option = Text(name, "SECONDS", description, aliases);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && ToDuration(token.Value) is null)
            {
                result.AddError($"{name} takes seconds above 0, at most 86400, not '{token.Value}'");
            }
        });
        return option;
    }

    /// <summary>A time with units (30s, 5m, 1h30m), at most a month; its namesake reads it.</summary>
    public static Option<string?> Span(string name, string description, params string[] aliases)
    {
        var option = Text(name, "TIME", description, aliases);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && ToSpan(token.Value) is null)
            {
                result.AddError($"{name} takes a time such as 30s, 5m or 1h, at most 30d, not '{token.Value}'");
            }
        });
        return option;
    }

    /// <summary>A share, with or without a % sign, from 0 to 100; <see cref="Percentage"/> reads it.</summary>
    public static Option<string?> Percent(string name, string description)
    {
        var option = Text(name, "PERCENT", description);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && ToPercentage(token.Value) is null)
            {
                result.AddError($"{name} takes a percentage from 0 to 100, not '{token.Value}'");
            }
        });
        return option;
    }

    public static TimeSpan? Span(this ParseResult parsed, Option<string?> option) => ToSpan(parsed.GetValue(option));

    public static double? Percentage(this ParseResult parsed, Option<string?> option) => ToPercentage(parsed.GetValue(option));

    public static int? Number(this ParseResult parsed, Option<string?> option) => ToNumber(parsed.GetValue(option));

    public static TimeSpan? Duration(this ParseResult parsed, Option<string?> option) => ToDuration(parsed.GetValue(option));

    /// <summary>How often a switch is given: <c>-vvv</c> and <c>-v -v -v</c> are 3.</summary>
    public static int Times(this ParseResult parsed, Option<bool> option) => parsed.GetResult(option)?.IdentifierTokenCount ?? 0;

    private static TimeSpan? ToSpan(string? text) =>
        text is not null && Language.Playbooks.Duration.TryParse(Value.Of(text), out var span) && span <= TimeSpan.FromDays(30) ? span : null;

    private static double? ToPercentage(string? text) =>
        double.TryParse(text?.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share <= 100 ? share : null;

    private static int? ToNumber(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private static TimeSpan? ToDuration(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 86_400
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
