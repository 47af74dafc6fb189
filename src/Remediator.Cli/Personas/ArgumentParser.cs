using System.Globalization;
using System.Text.RegularExpressions;

namespace Remediator.Cli.Personas;

/// <summary>
/// Understands words as Python's argparse does, since scripts rely on it: <c>--name=value</c>, <c>-nvalue</c>, switches in one word
/// (<c>-bvv</c>), beginnings of long names, and values that begin with a dash only where they hold a blank. Unlike argparse it takes
/// words of no option between options, too.
/// </summary>
internal sealed partial class ArgumentParser(IReadOnlyList<PersonaOption> options)
{
    private readonly Dictionary<string, PersonaOption> byName =
        options.SelectMany(o => o.Names.Select(n => (n, o))).ToDictionary(p => p.n, p => p.o, StringComparer.Ordinal);

    /// <exception cref="PersonaUsageException">With argparse's words.</exception>
    public PersonaArguments Parse(IReadOnlyList<string> words)
    {
        var positional = new List<string>();
        var given = new List<(PersonaOption, string?)>();
        var unknown = new List<string>();
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] == "--")
            {
                positional.AddRange(words.Skip(i + 1));
                break;
            }

            switch (Classify(words[i]))
            {
                case null:
                    positional.Add(words[i]);
                    break;
                case { Option: null }:
                    unknown.Add(words[i]);
                    break;
                case { Option: { } option } match:
                    i += Take(option, match.Name, match.Value, words, i + 1, given);
                    break;
            }
        }

        return unknown.Count == 0
            ? new PersonaArguments(positional, given)
            : throw new PersonaUsageException($"unrecognized arguments: {string.Join(' ', unknown)}");
    }

    /// <summary>Takes an option, and those in the same word. Gives how many of the words after it were its value.</summary>
    private int Take(PersonaOption option, string name, string? value, IReadOnlyList<string> words, int next, List<(PersonaOption, string?)> given)
    {
        while (option.Value is null)
        {
            given.Add((option, null));
            if (value is null)
            {
                return 0;
            }

            if (name.StartsWith("--", StringComparison.Ordinal) || value.Length == 0 || !byName.TryGetValue($"-{value[0]}", out var following))
            {
                throw new PersonaUsageException($"argument {option.Title}: ignored explicit argument '{value}'");
            }

            (option, name, value) = (following, $"-{value[0]}", value.Length > 1 ? value[1..] : null);
        }

        var taken = value is null ? 1 : 0;
        if (value is null)
        {
            value = next < words.Count && words[next] != "--" && Classify(words[next]) is null
                ? words[next]
                : throw new PersonaUsageException($"argument {option.Title}: expected one argument");
        }

        if (option.IsNumber && !int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            throw new PersonaUsageException($"argument {option.Title}: invalid int value: '{value}'");
        }

        given.Add((option, value));
        return taken;
    }

    /// <summary>Null for a word that is no option; an option that is not known has none.</summary>
    private Match? Classify(string word)
    {
        if (word.Length < 2 || word[0] != '-')
        {
            return null;
        }

        if (byName.TryGetValue(word, out var exact))
        {
            return new Match(exact, word, null);
        }

        var equals = word.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && byName.TryGetValue(word[..equals], out var assigned))
        {
            return new Match(assigned, word[..equals], word[(equals + 1)..]);
        }

        return Beginning(word, equals)
            ?? (NegativeNumber().IsMatch(word) || word.Contains(' ') ? null : new Match(null, word, null));
    }

    private Match? Beginning(string word, int equals)
    {
        if (!word.StartsWith("--", StringComparison.Ordinal))
        {
            return byName.TryGetValue(word[..2], out var letter) ? new Match(letter, word[..2], word[2..]) : null;
        }

        var start = equals > 0 ? word[..equals] : word;
        var names = options.SelectMany(o => o.Names).Where(n => n.StartsWith(start, StringComparison.Ordinal)).ToList();
        return names.Select(n => byName[n]).Distinct().Count() switch
        {
            0 => null,
            1 => new Match(byName[names[0]], names[0], equals > 0 ? word[(equals + 1)..] : null),
            _ => throw new PersonaUsageException($"ambiguous option: {start} could match {string.Join(", ", names)}"),
        };
    }

    [GeneratedRegex(@"^-\d+$|^-\d*\.\d+$")]
    private static partial Regex NegativeNumber();

    private sealed record Match(PersonaOption? Option, string Name, string? Value);
}
