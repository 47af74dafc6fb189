using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja;

/// <summary>
/// A regular expression in Python's dialect, run by .NET's engine: groups keep Python's numbers, and matching ends with an error
/// after <see cref="EvaluationLimits.Time"/>. Modules that edit lines use it too, so that a pattern means the same everywhere.
/// </summary>
public sealed class PythonRegex
{
    private const int MostCached = 512;
    private static readonly ConcurrentDictionary<(string, bool, bool, TimeSpan), PythonRegex> Cache = new();
    private readonly Regex regex;
    private readonly Dictionary<string, int> names;

    private PythonRegex(Regex regex, Dictionary<string, int> names, int groups)
    {
        this.regex = regex;
        this.names = names;
        Groups = groups;
    }

    /// <summary>The number of capturing groups.</summary>
    public int Groups { get; }

    /// <summary>The expression; <see cref="EvaluationException"/> where it is not one.</summary>
    public static PythonRegex Compile(string pattern, bool ignoreCase, bool multiline, TimeSpan timeout)
    {
        if (Cache.TryGetValue((pattern, ignoreCase, multiline, timeout), out var known))
        {
            return known;
        }

        var options = RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : 0) | (multiline ? RegexOptions.Multiline : 0);
        try
        {
            var translated = new PythonPattern(pattern).Translate(out var names, out var groups);
            known = new PythonRegex(new Regex(translated, options, timeout), names, groups);
        }
        catch (ArgumentException error)
        {
            throw new EvaluationException($"the regular expression {PythonText.Quote(pattern)} cannot be read: {Reason(error)}");
        }

        if (Cache.Count > MostCached)
        {
            Cache.Clear();
        }

        return Cache[(pattern, ignoreCase, multiline, timeout)] = known;
    }

    /// <summary>The first match, or null. With <paramref name="atStart"/> it must begin where the text begins (Python's <c>match</c>).</summary>
    public Match? Search(string text, bool atStart = false)
    {
        var match = Guard(() => regex.Match(text));
        if (atStart && match is { Success: true, Index: > 0 })
        {
            // A later first match says nothing about the start: ask there alone.
            match = Guard(() => new Regex(@"\A(?:" + regex + ")", regex.Options, regex.MatchTimeout).Match(text));
        }

        return match.Success ? match : null;
    }

    public IReadOnlyList<Match> All(string text) => Guard(() => regex.Matches(text).ToList());

    /// <summary>Replaces matches; <c>\1</c>, <c>\g&lt;1&gt;</c> and <c>\g&lt;name&gt;</c> in the replacement stand for groups.</summary>
    /// <param name="most">How many at most; zero for all.</param>
    public string Replace(string text, string replacement, EvaluationBudget? budget = null, int most = 0)
    {
        var parts = Replacement(replacement);
        var length = (double)text.Length;
        return Guard(() => regex.Replace(text, match =>
        {
            var written = string.Concat(parts.Select(part => part.Text ?? match.Groups[part.Group].Value));
            length += written.Length;
            budget?.CheckLength(length);
            return written;
        }, most > 0 ? most : -1));
    }

    /// <summary>The replacement with the groups of one match in it (Python's <c>Match.expand</c>).</summary>
    public string Expand(Match match, string replacement) =>
        string.Concat(Replacement(replacement).Select(part => part.Text ?? match.Groups[part.Group].Value));

    /// <summary>The number of a group given by number or name; <see cref="EvaluationException"/> where there is none.</summary>
    public int GroupNumber(string group) =>
        names.TryGetValue(group, out var index) || (int.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out index) && index <= Groups)
            ? index
            : throw new EvaluationException($"no such group '{group}' in the regular expression");

    private static T Guard<T>(Func<T> match)
    {
        try
        {
            return match();
        }
        catch (RegexMatchTimeoutException)
        {
            throw new EvaluationException("the regular expression took too long to match");
        }
    }

    private static string Reason(ArgumentException error) =>
        error is not RegexParseException parse ? error.Message
        : parse.Error is RegexParseError.QuantifierAfterNothing ? $"nothing to repeat at position {Math.Max(0, parse.Offset - 1)}"
        : $"{parse.Error} at {parse.Offset}";

    private List<(string? Text, int Group)> Replacement(string replacement)
    {
        var parts = new List<(string?, int)>();
        var literal = new StringBuilder();
        for (var i = 0; i < replacement.Length; i++)
        {
            if (replacement[i] != '\\' || i + 1 == replacement.Length)
            {
                literal.Append(replacement[i]);
                continue;
            }

            var c = replacement[++i];
            if (c == 'g' && i + 1 < replacement.Length && replacement[i + 1] == '<' && replacement.IndexOf('>', i) is > 0 and var close)
            {
                AddGroup(GroupNumber(replacement[(i + 2)..close]));
                i = close;
            }
            else if (c is >= '1' and <= '9')
            {
                var digits = i + 1 < replacement.Length && char.IsAsciiDigit(replacement[i + 1]) ? 2 : 1;
                AddGroup(GroupNumber(replacement.Substring(i, digits)));
                i += digits - 1;
            }
            else if ("nrtabfv\\0".IndexOf(c) is >= 0 and var plain)
            {
                literal.Append("\n\r\t\a\b\f\v\\\0"[plain]);
            }
            else if (char.IsAsciiLetter(c))
            {
                throw new EvaluationException($"bad escape \\{c} in the replacement {PythonText.Quote(replacement)}");
            }
            else
            {
                literal.Append('\\').Append(c);
            }
        }

        parts.Add((literal.ToString(), 0));
        return parts;

        void AddGroup(int group)
        {
            parts.Add((literal.ToString(), 0));
            parts.Add((null, group));
            literal.Clear();
        }
    }
}
