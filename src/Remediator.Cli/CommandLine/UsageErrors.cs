using System.CommandLine;
using System.CommandLine.Parsing;
using Remediator.Cli.Terminals;
using Remediator.Engine.Reporting;
using Remediator.Language.Diagnostics;

namespace Remediator.Cli.CommandLine;

/// <summary>Finds what is wrong with the words of a command line and says it with a hint.</summary>
internal static class UsageErrors
{
    public static IReadOnlyList<UsageError> Find(ParseResult parsed, Verb verb, IReadOnlyList<string> words)
    {
        var errors = UnknownOptions(words, verb).Distinct().Select(word => Unknown(word, verb)).ToList();
        var isKnown = errors.Count > 0;
        foreach (var word in parsed.UnmatchedTokens.Where(t => !LooksLikeOption(t)))
        {
            errors.Add(new UsageError($"unexpected word '{word}'"));
        }

        foreach (var error in parsed.Errors.Where(e => !IsOfUnmatched(e, parsed)))
        {
            if (error.SymbolResult is ArgumentResult { Argument: var argument } && verb.Arguments.Contains(argument) && error.SymbolResult.Tokens.Count == 0)
            {
                // A word that was meant as an option is told already.
                if (!isKnown)
                {
                    errors.Add(new UsageError($"no {argument.HelpName ?? argument.Name} is given"));
                }
            }
            else
            {
                errors.Add(new UsageError(Phrase(error)));
            }
        }

        return errors;
    }

    public static UsageError UnknownVerb(string word) => new(
        LooksLikeOption(word) ? $"unknown option '{word}'" : $"unknown verb '{word}'",
        DidYouMean.Hint(word, LooksLikeOption(word) ? ["--help", "--version"] : VerbList.All.Select(v => v.Name)));

    /// <summary>Writes all errors; gives the exit code.</summary>
    public static int Write(Terminal terminal, string? verb, IReadOnlyList<UsageError> errors)
    {
        var program = verb is null ? "remediator" : $"remediator {verb}";
        foreach (var (message, hint) in errors)
        {
            terminal.Error.WriteLine($"{program}: {PrintableText.Of(message)}");
            if (hint is not null)
            {
                terminal.Error.WriteLine($"  hint: {PrintableText.Of(hint)}");
            }
        }

        terminal.Error.WriteLine($"'{program} --help' says what there is.");
        return ExitCodes.Wrong;
    }

    /// <summary>
    /// Options that are not known, among the words before <c>--</c>. The parser would hand them to the arguments, or take the rest of
    /// <c>-Cx</c> for a word of its own.
    /// </summary>
    private static IEnumerable<string> UnknownOptions(IReadOnlyList<string> words, Verb verb)
    {
        var known = new Dictionary<string, Option>(StringComparer.Ordinal);
        foreach (var option in verb.Groups.SelectMany(g => g.Options))
        {
            foreach (var name in option.Aliases.Prepend(option.Name))
            {
                known[name] = option;
            }
        }

        var isValue = false;
        foreach (var word in words.TakeWhile(w => w != "--"))
        {
            if (isValue || !LooksLikeOption(word))
            {
                isValue = false;
            }
            else if (word.StartsWith("--", StringComparison.Ordinal))
            {
                var name = word.Split('=', ':')[0];
                if (known.TryGetValue(name, out var option))
                {
                    isValue = name == word && TakesValue(option);
                }
                else if (name != "--help")
                {
                    yield return name;
                }
            }
            else if (!IsBundle(word, known, out isValue))
            {
                yield return word;
            }
        }
    }

    /// <summary>True where every letter is a switch, or one is an option and the rest its value. Says whether the value is the next word.</summary>
    private static bool IsBundle(string word, Dictionary<string, Option> known, out bool isValueNext)
    {
        isValueNext = false;
        for (var i = 1; i < word.Length; i++)
        {
            if (word[i] == 'h')
            {
                continue;
            }

            if (!known.TryGetValue($"-{word[i]}", out var option))
            {
                return false;
            }

            if (TakesValue(option))
            {
                isValueNext = i == word.Length - 1;
                return true;
            }
        }

        return true;
    }

    private static bool TakesValue(Option option) => option.Arity.MinimumNumberOfValues > 0;

    private static UsageError Unknown(string word, Verb verb)
    {
        var known = verb.Groups.SelectMany(g => g.Options).Where(o => !o.Hidden).SelectMany(o => o.Aliases.Prepend(o.Name))
            .Append("--help").Where(n => n.StartsWith("--", StringComparison.Ordinal));
        return new UsageError($"unknown option '{word}'", word.StartsWith("--", StringComparison.Ordinal) ? DidYouMean.Hint(word, known) : null);
    }

    private static bool IsOfUnmatched(ParseError error, ParseResult parsed) =>
        error.SymbolResult is null or CommandResult && parsed.UnmatchedTokens.Count > 0;

    private static string Phrase(ParseError error)
    {
        var option = (error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult)?.Option;
        if (option is not null && error.Message.Contains("Required argument missing", StringComparison.Ordinal))
        {
            return $"{option.Name} needs {option.HelpName ?? "a value"}";
        }

        if (option is not null && error.Message.Contains("expects a single argument", StringComparison.Ordinal))
        {
            return $"{option.Name} is given more than once";
        }

        return error.Message.TrimEnd('.');
    }

    private static bool LooksLikeOption(string word) => word.Length > 1 && word[0] == '-';
}
