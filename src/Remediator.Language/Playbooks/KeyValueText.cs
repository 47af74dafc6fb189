using System.Globalization;
using System.Text;

namespace Remediator.Language.Playbooks;

/// <summary>One word of a text of options.</summary>
/// <param name="Key">Null where the word is not <c>key=value</c>.</param>
/// <param name="Value">Quotes around it removed and escapes read; empty where there is no key.</param>
public sealed record KeyValueWord(int Start, int Length, string? Key, string Value);

/// <summary>
/// Splits <c>key=value</c> text by Ansible's rules: words end at blanks and line ends outside quotes and outside
/// <c>{{ }}</c>, <c>{% %}</c> and <c>{# #}</c>; a quote anywhere in a word opens a quoted part unless a backslash stands before it.
/// </summary>
public static class KeyValueText
{
    /// <summary>The words, or null where a quote or a template block is not closed.</summary>
    public static IReadOnlyList<KeyValueWord>? Split(string text)
    {
        var words = new List<KeyValueWord>();
        var at = 0;
        while (true)
        {
            while (at < text.Length && IsBlank(text[at]))
            {
                at++;
            }

            if (at == text.Length)
            {
                return words;
            }

            if (EndOfWord(text, at) is not { } end)
            {
                return null;
            }

            words.Add(WordOf(text, at, end));
            at = end;
        }
    }

    /// <summary>The text without the words given, and without a lone backslash at a line's end.</summary>
    public static string Without(string text, IEnumerable<KeyValueWord> words, IReadOnlySet<KeyValueWord> removed)
    {
        var result = new StringBuilder();
        var from = 0;
        foreach (var word in words)
        {
            var isContinuation = word.Length == 1 && text[word.Start] == '\\' && word.Start + 1 < text.Length && text[word.Start + 1] is '\n' or '\r';
            if (!removed.Contains(word) && !isContinuation)
            {
                continue;
            }

            result.Append(text, from, word.Start - from);
            from = word.Start + word.Length;
            while (from < text.Length && (text[from] == ' ' || isContinuation && text[from] is '\r' or '\n'))
            {
                from++;
            }
        }

        return result.Append(text, from, text.Length - from).ToString().Trim();
    }

    private static bool IsBlank(char c) => c is ' ' or '\n' or '\r' or '\t';

    private static int? EndOfWord(string text, int start)
    {
        var quote = '\0';
        var blocks = 0;
        for (var at = start; at < text.Length; at++)
        {
            var c = text[at];
            var next = at + 1 < text.Length ? text[at + 1] : '\0';
            if (quote == '\0' && blocks == 0 && IsBlank(c))
            {
                return at;
            }

            if (c is '"' or '\'' && (at == start || text[at - 1] != '\\') && (quote == '\0' || quote == c))
            {
                quote = quote == '\0' ? c : '\0';
            }
            else if (c == '{' && next is '{' or '%' or '#')
            {
                blocks++;
                at++;
            }
            else if (blocks > 0 && c is '}' or '%' or '#' && next == '}')
            {
                blocks = Math.Max(0, blocks - 1);
                at++;
            }
        }

        return quote == '\0' && blocks == 0 ? text.Length : null;
    }

    private static KeyValueWord WordOf(string text, int start, int end)
    {
        for (var at = start + 1; at < end; at++)
        {
            if (text[at] == '=' && text[at - 1] != '\\')
            {
                return new KeyValueWord(start, end - start, text[start..at].Trim(), Unquote(Unescape(text[(at + 1)..end])));
            }
        }

        return new KeyValueWord(start, end - start, null, "");
    }

    private static string Unquote(string value) =>
        value.Length > 1 && value[0] == value[^1] && value[0] is '"' or '\'' && value[^2] != '\\' ? value[1..^1] : value;

    private static string Unescape(string value)
    {
        if (!value.Contains('\\', StringComparison.Ordinal))
        {
            return value;
        }

        var result = new StringBuilder();
        for (var at = 0; at < value.Length; at++)
        {
            if (value[at] != '\\' || at + 1 == value.Length)
            {
                result.Append(value[at]);
                continue;
            }

            var code = value[at + 1];
            var digits = code switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
            if (digits > 0 && at + 2 + digits <= value.Length
                && int.TryParse(value.AsSpan(at + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rune) && Rune.IsValid(rune))
            {
                result.Append(new Rune(rune).ToString());
                at += 1 + digits;
                continue;
            }

            char? plain = code switch
            {
                '\\' or '\'' or '"' => code,
                'a' => '\a',
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'v' => '\v',
                _ => null,
            };
            result.Append(plain is null ? "\\" : plain.Value.ToString());
            at += plain is null ? 0 : 1;
        }

        return result.ToString();
    }
}
