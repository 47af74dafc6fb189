using System.Globalization;
using System.Text;
using Remediator.Language.Values;

namespace Remediator.Engine.Reporting;

/// <summary>
/// Writes a value as JSON the way Ansible shows results: keys in order of their text, a space after commas and colons, letters of
/// all scripts as they are. Characters that could lead a terminal astray are escaped, so the text is printable as it is.
/// </summary>
internal static class ResultJson
{
    /// <summary>Deeper than any result people read; deeper values are shown as their type's name.</summary>
    private const int MaxDepth = 64;

    public static string OneLine(Value value, int maxText = int.MaxValue) => Write(value, null, maxText);

    /// <summary>Several lines, four blanks for each level.</summary>
    public static string Indented(Value value, int maxText = int.MaxValue) => Write(value, "    ", maxText);

    /// <summary>One line with a blank for each level, as the reference shows what <c>set_stats</c> kept.</summary>
    public static string Spaced(Value value) => Write(value, " ", int.MaxValue).Replace("\n", "", StringComparison.Ordinal);

    private static string Write(Value value, string? indent, int maxText)
    {
        var text = new StringBuilder();
        new Writer(text, indent, maxText).Append(value, 0);
        return text.ToString();
    }

    private readonly struct Writer(StringBuilder text, string? indent, int maxText)
    {
        public void Append(Value value, int depth)
        {
            switch (value)
            {
                case NullValue:
                    text.Append("null");
                    break;
                case BoolValue flag:
                    text.Append(flag.Value ? "true" : "false");
                    break;
                case IntValue number:
                    text.Append(number.Value);
                    break;
                case FloatValue number:
                    text.Append(Float(number.Value));
                    break;
                case ListValue or DictValue when depth >= MaxDepth:
                    AppendText($"<{value.TypeName}>");
                    break;
                case ListValue list:
                    AppendList(list, depth);
                    break;
                case DictValue dict:
                    AppendDict(dict, depth);
                    break;
                default:
                    AppendText(value.ToString() ?? "");
                    break;
            }
        }

        private void AppendList(ListValue list, int depth)
        {
            text.Append('[');
            for (var i = 0; i < list.Count; i++)
            {
                AppendGap(i, depth);
                Append(list[i], depth + 1);
            }

            AppendEnd(list.Count, depth, ']');
        }

        private void AppendDict(DictValue dict, int depth)
        {
            text.Append('{');
            var count = 0;
            foreach (var (key, value) in dict.Select(e => (Key: KeyText(e.Key), e.Value)).OrderBy(e => e.Key, StringComparer.Ordinal))
            {
                AppendGap(count++, depth);
                AppendText(key);
                text.Append(": ");
                Append(value, depth + 1);
            }

            AppendEnd(count, depth, '}');
        }

        private void AppendGap(int index, int depth)
        {
            if (indent is not null)
            {
                text.Append(index > 0 ? ",\n" : "\n").Insert(text.Length, indent, depth + 1);
            }
            else if (index > 0)
            {
                text.Append(", ");
            }
        }

        private void AppendEnd(int count, int depth, char end)
        {
            if (indent is not null && count > 0)
            {
                text.Append('\n').Insert(text.Length, indent, depth);
            }

            text.Append(end);
        }

        private void AppendText(string value)
        {
            text.Append('"');
            var shown = Math.Min(value.Length, maxText);
            for (var i = 0; i < shown; i++)
            {
                AppendChar(value[i]);
            }

            if (shown < value.Length)
            {
                text.Append(CultureInfo.InvariantCulture, $"… ({value.Length - shown:N0} more characters)");
            }

            text.Append('"');
        }

        private void AppendChar(char c)
        {
            switch (c)
            {
                case '"' or '\\':
                    text.Append('\\').Append(c);
                    break;
                case '\n':
                    text.Append(@"\n");
                    break;
                case '\r':
                    text.Append(@"\r");
                    break;
                case '\t':
                    text.Append(@"\t");
                    break;
                case var control when PrintableText.IsControl(control):
                    text.Append($@"\u{(int)control:x4}");
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }
    }

    private static string KeyText(Value key) => key switch
    {
        NullValue => "null",
        BoolValue flag => flag.Value ? "true" : "false",
        _ => key.ToString() ?? "",
    };

    /// <summary>As Python writes it: a whole number keeps <c>.0</c>.</summary>
    private static string Float(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
        }

        var shown = number.ToString("R", CultureInfo.InvariantCulture);
        return shown.AsSpan().IndexOfAny('.', 'E') < 0 ? shown + ".0" : shown;
    }
}
