using System.Globalization;
using System.Text;

namespace Remediator.Language.Templates.Jinja;

/// <summary>Rewrites a pattern of Python's <c>re</c> for .NET's engine. What both write alike is left as it is.</summary>
internal sealed class PythonPattern(string pattern)
{
    private readonly StringBuilder result = new();
    private readonly Dictionary<string, int> names = new(StringComparer.Ordinal);
    private int groups;
    private int at;

    public string Translate(out Dictionary<string, int> names, out int groups)
    {
        while (at < pattern.Length)
        {
            switch (pattern[at])
            {
                case '\\':
                    Escape();
                    break;
                case '[':
                    Class();
                    break;
                case '(':
                    Group();
                    break;
                case '{' when pattern.AsSpan(at).StartsWith("{,") && pattern.IndexOf('}', at) is > 0 and var close && pattern.AsSpan(at + 2, close - at - 2).IndexOfAnyExceptInRange('0', '9') < 0 && close > at + 2:
                    // Python reads {,n} as {0,n}; .NET as plain text.
                    result.Append("{0");
                    at++;
                    break;
                default:
                    result.Append(pattern[at++]);
                    break;
            }
        }

        names = this.names;
        groups = this.groups;
        return result.ToString();
    }

    private void Escape()
    {
        if (at + 1 == pattern.Length)
        {
            throw new ArgumentException("bad escape (end of pattern)");
        }

        var c = pattern[at + 1];
        at += 2;
        switch (c)
        {
            case 'Z':
                result.Append(@"\z");
                break;
            case 'U' when at + 8 <= pattern.Length && int.TryParse(pattern.AsSpan(at, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && code <= 0x10FFFF:
                result.Append(System.Text.RegularExpressions.Regex.Escape(char.ConvertFromUtf32(code)));
                at += 8;
                break;
            case 'z' or 'G' or 'p' or 'P' or 'k' or 'K' or 'c' or 'e' or 'h' or 'R' or 'X' or 'i' or 'j' or 'l' or 'm' or 'o' or 'q' or 'y' or 'g':
                throw new ArgumentException($"bad escape \\{c}");
            case '_':
                result.Append('_');
                break;
            default:
                result.Append('\\').Append(c);
                break;
        }
    }

    /// <summary>A class of characters: a bracket in it is plain in Python and would begin a subtraction in .NET.</summary>
    private void Class()
    {
        result.Append('[');
        at++;
        if (at < pattern.Length && pattern[at] == '^')
        {
            result.Append('^');
            at++;
        }

        for (var first = true; at < pattern.Length && (first || pattern[at] != ']'); first = false)
        {
            if (pattern[at] == '\\')
            {
                Escape();
            }
            else
            {
                result.Append(pattern[at] is '[' or ']' ? "\\" : "").Append(pattern[at++]);
            }
        }

        if (at >= pattern.Length)
        {
            throw new ArgumentException("unterminated character set");
        }

        result.Append(']');
        at++;
    }

    private void Group()
    {
        if (!Next("(?"))
        {
            // .NET numbers named groups after the others, so every group gets its number as a name.
            result.Append($"(?<{++groups}>");
            at++;
            return;
        }

        if (Next("(?P<"))
        {
            var name = Name(4, '>');
            names[name] = ++groups;
            result.Append($"(?<{groups}>");
        }
        else if (Next("(?P="))
        {
            var name = Name(4, ')');
            result.Append($"\\k<{Number(name)}>");
        }
        else if (Next("(?("))
        {
            result.Append($"(?({Number(Name(3, ')'))})");
        }
        else if (Next("(?<") && !Next("(?<=") && !Next("(?<!"))
        {
            throw new ArgumentException("unknown extension ?<; name a group with (?P<name>...)");
        }
        else
        {
            Options();
        }
    }

    private void Options()
    {
        result.Append("(?");
        at += 2;
        while (at < pattern.Length && pattern[at] is 'a' or 'u' or 'L' or 'i' or 'm' or 's' or 'x' or '-')
        {
            // Text is Unicode here as it is in Python 3; a, u and L say nothing more.
            result.Append(pattern[at] is 'a' or 'u' or 'L' ? "" : pattern[at].ToString());
            at++;
        }

        if (result[^1] == '?' && at < pattern.Length && pattern[at] == ')')
        {
            result.Append(':');
        }
    }

    private bool Next(string text) => string.CompareOrdinal(pattern, at, text, 0, text.Length) == 0;

    private string Name(int skip, char close)
    {
        var end = pattern.IndexOf(close, at);
        if (end < 0)
        {
            throw new ArgumentException("missing " + close);
        }

        var name = pattern[(at + skip)..end];
        at = end + 1;
        return name;
    }

    private int Number(string name) =>
        names.TryGetValue(name, out var number) || int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            ? number
            : throw new ArgumentException($"unknown group name '{name}'");
}
