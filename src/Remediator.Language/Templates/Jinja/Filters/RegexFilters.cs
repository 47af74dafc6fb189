using System.Text;
using System.Text.RegularExpressions;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>Ansible's filters over regular expressions.</summary>
internal static class RegexFilters
{
    public static readonly NamedFunction[] All =
    [
        new("regex_replace", "pattern? replacement? ignorecase? multiline? count? mandatory_count?", Replace),
        new("regex_findall", "regex multiline? ignorecase?", FindAll),
        new("regex_search", "regex *groups **options", Search),
        new("regex_escape", "re_type?", Escape),
    ];

    private static PythonRegex Compile(FunctionCall call, int pattern, int ignoreCase, int multiline) =>
        PythonRegex.Compile(call.TextAt(pattern), call.FlagAt(ignoreCase), call.FlagAt(multiline), call.Budget.Limits.Time);

    /// <summary>At most <c>count</c> replacements, zero for all; with <c>mandatory_count</c> any other number of them is an error.</summary>
    private static Value Replace(FunctionCall call)
    {
        var (regex, most, needed) = (Compile(call, 0, 2, 3), (int)call.NumberAt(4), call.NumberAt(5));
        if (needed > 0)
        {
            var found = regex.All(call.Text).Count;
            var made = most > 0 ? Math.Min(most, found) : found;
            if (made != needed)
            {
                throw call.Fail($"'{call.TextAt(0)}' should match {needed} times, but matches {made} times in '{call.Text}'");
            }
        }

        return Value.Of(regex.Replace(call.Text, call.TextAt(1), call.Budget, most));
    }

    private static Value FindAll(FunctionCall call)
    {
        var regex = Compile(call, 0, 2, 1);
        var matches = regex.All(call.Text);
        call.Budget.Steps(matches.Count);
        return Value.Of(matches.Select(match => regex.Groups switch
        {
            0 => Value.Of(match.Value),
            1 => Value.Of(match.Groups[1].Value),
            _ => new ListValue([.. Enumerable.Range(1, regex.Groups).Select(i => Value.Of(match.Groups[i].Value))], isTuple: true),
        }).ToList());
    }

    /// <summary>The whole match, or a list of the groups asked for (<c>'\\1'</c>, <c>'\\g&lt;name&gt;'</c>); nothing where there is no match.</summary>
    private static Value Search(FunctionCall call)
    {
        var flags = call.Named.ToDictionary(n => n.Key, n => PythonOperators.IsTrue(n.Value));
        var regex = PythonRegex.Compile(call.TextAt(0), flags.GetValueOrDefault("ignorecase"), flags.GetValueOrDefault("multiline"), call.Budget.Limits.Time);
        var groups = call.Rest.Select(argument =>
        {
            var text = PythonText.Str(argument);
            return text.StartsWith("\\g<", StringComparison.Ordinal) && text.EndsWith('>') ? regex.GroupNumber(text[3..^1])
                : text.StartsWith('\\') ? regex.GroupNumber(text[1..])
                : throw call.Fail("Unknown argument", "groups are asked for as '\\1' or '\\g<name>'");
        }).ToList();
        if (regex.Search(call.Text) is not { } match)
        {
            return Value.Null;
        }

        return groups.Count == 0 ? Value.Of(match.Value) : Value.Of(groups.Select(group => Taken(match, group)).ToList());
    }

    private static Value Taken(Match match, int group) => match.Groups[group] is { Success: true } taken ? Value.Of(taken.Value) : Value.Null;

    private static Value Escape(FunctionCall call)
    {
        var special = call.TextAt(0, "python") switch
        {
            "python" => "()[]{}?*+-|^$\\.&~# \t\n\r\v\f",
            "posix_basic" => "].[^$*\\",
            "posix_extended" => throw call.Fail("Regex type (posix_extended) not yet implemented"),
            var other => throw call.Fail($"Invalid regex type ({other})", "'python' or 'posix_basic'"),
        };
        var result = new StringBuilder();
        foreach (var c in call.Text)
        {
            result.Append(special.Contains(c) ? "\\" : "").Append(c);
        }

        return Value.Of(result.ToString());
    }
}
