using System.Text;

namespace Remediator.Modules;

/// <summary>A regular expression as playbooks write it (Python's), as a POSIX extended one that <c>grep -E</c> takes.</summary>
public static class PosixRegex
{
    /// <summary>
    /// The POSIX expression, or the construct that has none: look-around, lazy repeats, back-references, named groups, flags, word
    /// boundaries, a line end.
    /// </summary>
    public static (string? Regex, string? Obstacle) Translate(string regex)
    {
        var text = new StringBuilder();
        var inBrackets = false;
        for (var i = 0; i < regex.Length; i++)
        {
            var c = regex[i];
            if (c == '\\')
            {
                if (++i == regex.Length)
                {
                    return (null, "a backslash at the end");
                }

                if (Escaped(regex[i], inBrackets) is not { } escaped)
                {
                    return (null, $"\\{regex[i]}");
                }

                text.Append(escaped);
                continue;
            }

            if (c == '\n')
            {
                return (null, "a line end");
            }

            if (inBrackets)
            {
                // A first ] stands for itself, as it does in POSIX.
                inBrackets = c != ']' || regex[i - 1] == '[' || (regex[i - 1] == '^' && regex[i - 2] == '[');
            }
            else if (c == '[')
            {
                inBrackets = true;
            }
            else if (c == '(' && i + 1 < regex.Length && regex[i + 1] == '?')
            {
                if (i + 2 >= regex.Length || regex[i + 2] != ':')
                {
                    return (null, regex[i..Math.Min(i + 3, regex.Length)]);
                }

                text.Append('(');
                i += 2;
                continue;
            }
            else if (c is '?' or '+' && i > 0 && regex[i - 1] is '*' or '+' or '?' or '}' && !IsEscaped(regex, i - 1))
            {
                return (null, regex[(i - 1)..(i + 1)]);
            }

            text.Append(c);
        }

        return (text.ToString(), null);
    }

    private static string? Escaped(char c, bool inBrackets) => c switch
    {
        'd' => inBrackets ? "0-9" : "[0-9]",
        's' => inBrackets ? "[:space:]" : "[[:space:]]",
        'w' => inBrackets ? "[:alnum:]_" : "[[:alnum:]_]",
        'D' when !inBrackets => "[^0-9]",
        'S' when !inBrackets => "[^[:space:]]",
        'W' when !inBrackets => "[^[:alnum:]_]",
        't' => "\t",
        // In POSIX brackets a backslash is a letter like any other, and these cannot stand just anywhere.
        ']' or '^' or '-' or '\\' when inBrackets => null,
        _ when char.IsAsciiLetterOrDigit(c) => null,
        _ => inBrackets ? c.ToString() : IsSpecial(c) ? "\\" + c : c.ToString(),
    };

    private static bool IsSpecial(char c) => c is '.' or '[' or ']' or '(' or ')' or '{' or '}' or '*' or '+' or '?' or '^' or '$' or '|' or '\\';

    private static bool IsEscaped(string regex, int at)
    {
        var backslashes = 0;
        while (at - backslashes > 0 && regex[at - backslashes - 1] == '\\')
        {
            backslashes++;
        }

        return backslashes % 2 == 1;
    }
}
