using System.Globalization;
using System.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Inventories;

/// <summary>
/// Reads the literals of Python that INI inventories use for types: numbers, text in quotes, True, False, None, lists, tuples
/// and dicts. What is no literal (<c>yes</c>, <c>0644</c>, <c>a b</c>) is text, as in Ansible.
/// </summary>
public sealed class PythonLiteral
{
    private const int MaxDepth = 50;

    private readonly string text;
    private int at;

    private PythonLiteral(string text) => this.text = text;

    /// <summary>The literal's value, or null where the text is not one.</summary>
    public static Value? Read(string text)
    {
        if (text.Length == 0 || !(char.IsAsciiDigit(text[0]) || "+-.'\"[({TFN".Contains(text[0], StringComparison.Ordinal)))
        {
            return null;
        }

        var reader = new PythonLiteral(text);
        var value = reader.ReadValue(0);
        reader.SkipBlanks();
        return reader.at == text.Length || reader.text[reader.at] == '#' ? value : null;
    }

    private Value? ReadValue(int depth)
    {
        SkipBlanks();
        if (at == text.Length || depth > MaxDepth)
        {
            return null;
        }

        return text[at] switch
        {
            '\'' or '"' => ReadText(),
            '[' => ReadItems(']', depth) is { } items ? new ListValue(items) : null,
            '(' => ReadTuple(depth),
            '{' => ReadDict(depth),
            >= '0' and <= '9' or '+' or '-' or '.' => ReadNumber(),
            _ => ReadWord(),
        };
    }

    private void SkipBlanks()
    {
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }
    }

    private bool Take(char expected)
    {
        SkipBlanks();
        if (at == text.Length || text[at] != expected)
        {
            return false;
        }

        at++;
        return true;
    }

    private Value? ReadWord()
    {
        foreach (var (word, value) in new (string, Value)[] { ("True", Value.True), ("False", Value.False), ("None", Value.Null) })
        {
            var end = at + word.Length;
            if (string.CompareOrdinal(text, at, word, 0, word.Length) == 0 && (end == text.Length || !(char.IsLetterOrDigit(text[end]) || text[end] == '_')))
            {
                at = end;
                return value;
            }
        }

        return null;
    }

    private Value? ReadNumber()
    {
        var sign = 1;
        while (at < text.Length && text[at] is '+' or '-' or ' ')
        {
            sign = text[at] == '-' ? -sign : sign;
            at++;
        }

        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '.' || (text[at] is '+' or '-' && text[at - 1] is 'e' or 'E' && !IsHex(start))))
        {
            at++;
        }

        var digits = text[start..at];
        if (digits.Length == 0 || digits.StartsWith('_') || digits.EndsWith('_') || digits.Contains("__", StringComparison.Ordinal))
        {
            return null;
        }

        digits = digits.Replace("_", "", StringComparison.Ordinal);
        if (digits.Length > 2 && digits[0] == '0' && Radix(digits[1]) is { } radix)
        {
            return Whole(digits[2..], radix, sign);
        }

        if (digits.All(char.IsAsciiDigit))
        {
            // Python refuses a number with a leading zero, so a file mode stays text.
            return digits.Length > 1 && digits[0] == '0' && digits.Any(d => d != '0') ? null : Whole(digits, 10, sign);
        }

        return digits.All(c => char.IsAsciiDigit(c) || c is '.' or 'e' or 'E' or '+' or '-') && char.IsAsciiDigit(digits.FirstOrDefault(c => c != '.'))
            && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Value.Of(sign * number) : null;
    }

    private bool IsHex(int start) => at > start + 1 && text[start] == '0' && text[start + 1] is 'x' or 'X';

    private static int? Radix(char letter) => letter switch { 'x' or 'X' => 16, 'o' or 'O' => 8, 'b' or 'B' => 2, _ => null };

    private static Value? Whole(string digits, int radix, int sign)
    {
        var sum = 0L;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix || sum > (long.MaxValue - digit) / radix)
            {
                return null;
            }

            sum = (sum * radix) + digit;
        }

        return Value.Of(sign * sum);
    }

    private TextValue? ReadText()
    {
        var quote = text[at++];
        var result = new StringBuilder();
        while (at < text.Length)
        {
            var c = text[at++];
            if (c == quote)
            {
                return new TextValue(result.ToString());
            }

            if (c == '\\' && at < text.Length)
            {
                AppendEscape(result, text[at++]);
            }
            else
            {
                result.Append(c);
            }
        }

        return null;
    }

    private static void AppendEscape(StringBuilder result, char code)
    {
        _ = code switch
        {
            'n' => result.Append('\n'),
            't' => result.Append('\t'),
            'r' => result.Append('\r'),
            '\\' or '\'' or '"' => result.Append(code),
            _ => result.Append('\\').Append(code),
        };
    }

    private List<Value>? ReadItems(char close, int depth)
    {
        at++;
        var items = new List<Value>();
        while (!Take(close))
        {
            if (items.Count > 0 && !TakeComma(close, out var closed))
            {
                return closed ? items : null;
            }

            if (ReadValue(depth + 1) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        return items;
    }

    /// <summary>False at the end of the collection (<paramref name="closed"/>, after a last comma) or where something else stands.</summary>
    private bool TakeComma(char close, out bool closed)
    {
        closed = false;
        if (!Take(','))
        {
            return false;
        }

        closed = Take(close);
        return !closed;
    }

    /// <summary>Parentheses around one value without a comma are only parentheses.</summary>
    private Value? ReadTuple(int depth)
    {
        var start = at;
        if (ReadItems(')', depth) is not { } items)
        {
            return null;
        }

        return items.Count == 1 && !text[start..(at - 1)].TrimEnd().EndsWith(',') ? items[0] : new ListValue(items, isTuple: true);
    }

    private DictValue? ReadDict(int depth)
    {
        at++;
        var entries = new DictBuilder();
        var isFirst = true;
        while (!Take('}'))
        {
            if (!isFirst && !TakeComma('}', out var closed))
            {
                return closed ? entries.Build() : null;
            }

            isFirst = false;
            if (ReadValue(depth + 1) is not { } key || key is DictValue or ListValue { IsTuple: false } || !Take(':') || ReadValue(depth + 1) is not { } value)
            {
                return null;
            }

            entries[key] = value;
        }

        return entries.Build();
    }
}
