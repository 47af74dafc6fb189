using System.Globalization;
using System.Text;

namespace Remediator.Modules.Edits;

/// <summary>
/// A substitution as Python's <c>re.sub</c> makes it over a whole text, with <c>^</c> and <c>$</c> at every line, in words of <c>sed -E</c>,
/// which makes it line by line and in bytes. Only where both come to the same for every text: a row of characters and sets, each perhaps
/// repeated, of which none matches a line end. In such a row the first way that a backtracking matcher finds is also the longest.
/// </summary>
/// <param name="Expression">Extended, for <c>sed</c>.</param>
/// <param name="Delimiter">A character that stands in neither.</param>
public sealed record LineSubstitution(string Expression, string Replacement, char Delimiter)
{
    /// <summary>The substitution, or what of it has no equivalent and what to write instead.</summary>
    public static (LineSubstitution? Substitution, string? Obstacle) Translate(string regexp, string replace)
    {
        var (expression, groups, obstacle) = new Reader(regexp).Read();
        if (expression is null)
        {
            return (null, obstacle);
        }

        var (replacement, trouble) = Replacing(replace, groups);
        var free = "/,#!@%~;:_=".FirstOrDefault(c => !expression.Contains(c) && replacement?.Contains(c) != true);
        return replacement is null ? (null, trouble)
            : free == default ? (null, "all characters that could delimit it stand in it")
            : (new LineSubstitution(expression, replacement, free), null);
    }

    private static (string? Text, string? Obstacle) Replacing(string replace, int groups)
    {
        var text = new StringBuilder();
        for (var i = 0; i < replace.Length; i++)
        {
            var c = replace[i];
            if (c is '&' or '\n')
            {
                text.Append('\\').Append(c);
            }
            else if (c != '\\')
            {
                text.Append(c);
            }
            else if (Reference(replace, ref i) is { } number)
            {
                if (number > groups)
                {
                    return (null, $"the group {number} in replace, which regexp does not have");
                }

                text.Append('\\').Append(number);
            }
            else if (i + 1 < replace.Length && replace[i + 1] is 'n' or 't' or '\\' or '.')
            {
                text.Append(replace[++i] switch { 'n' => "\\\n", 't' => "\t", '.' => "\\\\.", _ => "\\\\" });
            }
            else
            {
                return (null, $"'{replace[i..Math.Min(i + 2, replace.Length)]}' in replace");
            }
        }

        return (text.ToString(), null);
    }

    /// <summary>The group that <c>\1</c> or <c>\g&lt;1&gt;</c> at the place stands for; null where something else stands there.</summary>
    private static int? Reference(string text, ref int at)
    {
        var end = text.AsSpan(at).StartsWith("\\g<") ? text.IndexOf('>', at) : -1;
        if (end > 0 && int.TryParse(text.AsSpan(at + 3, end - at - 3), NumberStyles.None, CultureInfo.InvariantCulture, out var named) && named is > 0 and < 10)
        {
            at = end;
            return named;
        }

        var isShort = at + 1 < text.Length && text[at + 1] is >= '1' and <= '9' && (at + 2 == text.Length || !char.IsAsciiDigit(text[at + 2]));
        return isShort ? text[++at] - '0' : null;
    }

    /// <summary>Reads an expression of Python's, character by character.</summary>
    private sealed class Reader(string regexp)
    {
        private readonly StringBuilder text = new();
        private int at;
        private int groups;
        private bool isOpen;
        private int least;

        /// <summary>What stands before is a set of all but some characters, which could share the bytes of a letter with the next one.</summary>
        private bool isAfterOthers;

        public (string? Expression, int Groups, string? Obstacle) Read()
        {
            while (at < regexp.Length)
            {
                if (Next() is { } obstacle)
                {
                    return (null, 0, obstacle);
                }
            }

            return isOpen ? (null, 0, "a group without its end") : least == 0 ? (null, 0, "an expression that matches nothing at all") : (text.ToString(), groups, null);
        }

        private string? Next()
        {
            var c = regexp[at];
            switch (c)
            {
                case '^' when at == 0:
                    text.Append(regexp[at++]);
                    return null;
                case '$' when at == regexp.Length - 1:
                    text.Append(regexp[at++]);
                    return null;
                case '(' when at + 1 < regexp.Length && regexp[at + 1] == '?':
                    return $"'{regexp[at..Math.Min(at + 3, regexp.Length)]}'";
                case '(' when isOpen:
                    return "a group in a group";
                case '(':
                    (isOpen, groups) = (true, groups + 1);
                    text.Append(regexp[at++]);
                    return groups > 9 ? "more than nine groups" : null;
                case ')' when isOpen:
                    isOpen = false;
                    text.Append(regexp[at++]);
                    return at < regexp.Length && regexp[at] is '*' or '+' or '?' or '{' ? "a group that repeats" : null;
                case '|':
                    return "'|': write a task for each side";
                case '^' or '$' or '*' or '+' or '?' or '{' or ')':
                    return $"'{c}' at this place";
                case '.':
                    at++;
                    return Repeat(".", isOthers: true);
                case '[':
                    return Set();
                case '\\':
                    return Escape();
                case '\n':
                    return "a line end";
                default:
                    at++;
                    // A letter of several bytes stays whole only where it stands once.
                    return !char.IsAscii(c) && at < regexp.Length && regexp[at] is '*' or '+' or '?' or '{' ? $"'{c}', which is no ASCII, repeated" : Repeat(c.ToString(), isOthers: false);
            }
        }

        private string? Escape()
        {
            if (at + 1 == regexp.Length)
            {
                return "a backslash at the end";
            }

            var c = regexp[at + 1];
            at += 2;
            return c switch
            {
                't' => Repeat("\t", isOthers: false),
                's' => "\\s, which also matches line ends: write [ \\t]",
                'd' => "\\d, which also matches digits of other scripts: write [0-9]",
                'w' => "\\w, which also matches letters of other scripts: write [A-Za-z0-9_]",
                'n' => "a line end",
                _ when char.IsAsciiLetterOrDigit(c) || !char.IsAscii(c) || char.IsControl(c) => $"\\{c}",
                _ => Repeat(c is '.' or '[' or '(' or ')' or '{' or '*' or '+' or '?' or '^' or '$' or '|' or '\\' ? "\\" + c : c.ToString(), isOthers: false),
            };
        }

        /// <summary>Brackets. In those of POSIX a backslash is a character like any other, so escaped ones are written out.</summary>
        private string? Set()
        {
            var start = at++;
            var isOthers = at < regexp.Length && regexp[at] == '^';
            at += isOthers ? 1 : 0;
            var (members, hasLineEnd) = (new StringBuilder(), false);
            for (var first = at; at < regexp.Length && (regexp[at] != ']' || at == first); at++)
            {
                var c = regexp[at];
                if (c == '\\' && at + 1 < regexp.Length)
                {
                    c = regexp[++at];
                    if (c == 'n')
                    {
                        hasLineEnd = true;
                        continue;
                    }

                    if (c != 't' && (char.IsAsciiLetterOrDigit(c) || c is ']' or '^' or '-' or '\\' or '['))
                    {
                        return $"\\{c} in brackets{(c switch { 's' => ": write ' \\t'", 'd' => ": write 0-9", 'w' => ": write A-Za-z0-9_", _ => "" })}";
                    }

                    c = c == 't' ? '\t' : c;
                }
                else if (c == '[' || c == '\n')
                {
                    return $"'{(c == '[' ? "[" : "a line end")}' in brackets";
                }

                if (!char.IsAscii(c))
                {
                    return $"'{c}' in brackets, which is no ASCII";
                }

                members.Append(c);
            }

            if (at >= regexp.Length)
            {
                return $"'{regexp[start..]}'";
            }

            at++;
            if (members.Length == 0)
            {
                return isOthers ? Repeat(".", isOthers: true) : "a line end";
            }

            return isOthers && !hasLineEnd ? $"[^…], which also matches line ends: write [^\\n{members}]"
                : !isOthers && hasLineEnd ? "a line end"
                : Repeat($"[{(isOthers ? "^" : "")}{members}]", isOthers);
        }

        /// <summary>An item with how often it may stand.</summary>
        private string? Repeat(string item, bool isOthers)
        {
            var from = at;
            var (least, isBound) = (1, true);
            if (at < regexp.Length && regexp[at] is '*' or '+' or '?')
            {
                (least, isBound) = regexp[at] switch { '*' => (0, false), '+' => (1, false), _ => (0, true) };
                at++;
            }
            else if (at < regexp.Length && regexp[at] == '{')
            {
                var end = regexp.IndexOf('}', at);
                var counts = end < 0 ? [] : regexp[(at + 1)..end].Split(',');
                if (counts is not { Length: 1 or 2 } || counts.Any(n => n.Length is 0 or > 2 || !n.All(char.IsAsciiDigit)))
                {
                    return "'{' at this place";
                }

                least = int.Parse(counts[0], CultureInfo.InvariantCulture);
                at = end + 1;
            }

            if (at > from && at < regexp.Length && regexp[at] is '*' or '+' or '?' or '{')
            {
                return $"'{regexp[from..(at + 1)]}'";
            }

            if (isOthers && (isBound || isAfterOthers))
            {
                return $"'{item}{regexp[from..at]}' at this place: it could take a part of a letter that is no ASCII";
            }

            isAfterOthers = isOthers || (isAfterOthers && least == 0);
            this.least += least;
            text.Append(item).Append(regexp, from, at - from);
            return null;
        }
    }
}
