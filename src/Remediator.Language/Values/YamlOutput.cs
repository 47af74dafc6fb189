using System.Text;

namespace Remediator.Language.Values;

/// <summary>The characters of a YAML document with the column they have reached; folds long lines where PyYAML does.</summary>
internal sealed class YamlOutput(int width)
{
    private const string Breaks = "\n\u0085\u2028\u2029";
    private readonly StringBuilder text = new();
    private bool afterBlank = true;

    public int Column { get; private set; }

    /// <summary>True where nothing but indention and indicators stands in the line.</summary>
    public bool AtIndention { get; private set; } = true;

    public string End(string mark)
    {
        if (Column > 0)
        {
            text.Append('\n');
        }

        return text.Append(mark).ToString();
    }

    public void Indicator(string sign, bool needsBlank, bool isWhitespace = false, bool isIndention = false)
    {
        Append(afterBlank || !needsBlank ? sign : " " + sign);
        afterBlank = isWhitespace;
        AtIndention = AtIndention && isIndention;
    }

    /// <summary>Goes to a column: of a new line, unless only indicators before that column stand in this one.</summary>
    public void LineTo(int column)
    {
        if (!AtIndention || Column > column || (Column == column && !afterBlank))
        {
            Break();
        }

        if (Column < column)
        {
            Append(new string(' ', column - Column));
            afterBlank = true;
        }
    }

    public void Plain(string value, int indent, bool folds)
    {
        if (value.Length == 0)
        {
            return;
        }

        if (!afterBlank)
        {
            Append(" ");
        }

        afterBlank = AtIndention = false;
        Fold(value, indent, folds, (start, end) => true);
    }

    public void SingleQuoted(string value, int indent, bool folds)
    {
        Indicator("'", needsBlank: true);
        Fold(value.Replace("'", "''"), indent, folds, (start, end) => start != 0 && end != value.Replace("'", "''").Length);
        Indicator("'", needsBlank: false);
    }

    public void DoubleQuoted(string value, int indent, bool folds)
    {
        Indicator("\"", needsBlank: true);
        var start = 0;
        for (var end = 0; end <= value.Length; end++)
        {
            if (end == value.Length || value[end] is '"' or '\\' || !IsPlain(value[end]))
            {
                Append(value[start..end]);
                start = end;
                if (end < value.Length)
                {
                    Append(Escape(value, ref end));
                    start = end + 1;
                }
            }

            if (folds && end > 0 && end < value.Length - 1 && (value[end] == ' ' || start >= end) && Column + (end - start) > width)
            {
                Append((start < end ? value[start..end] : "") + "\\");
                start = Math.Max(start, end);
                LineTo(indent);
                afterBlank = AtIndention = false;
                if (value[start] == ' ')
                {
                    Append("\\");
                }
            }
        }

        Indicator("\"", needsBlank: false);
    }

    private static bool IsPlain(char c) => c is (>= ' ' and <= '~') or (>= '\u00a0' and <= '\ufffd' and not ('\u2028' or '\u2029' or '\ufeff' or (>= '\ud800' and <= '\udfff')));

    private static string Escape(string value, ref int at)
    {
        var c = value[at];
        var known = "\0\a\b\t\n\v\f\r\x1b\"\\\u0085\u2028\u2029".IndexOf(c);
        if (known >= 0)
        {
            return "\\" + "0abtnvfre\"\\NLP"[known];
        }

        if (char.IsHighSurrogate(c) && at + 1 < value.Length && char.IsLowSurrogate(value[at + 1]))
        {
            // As libyaml does, whose writer Ansible uses: beyond the first plane only escapes.
            return $"\\U{char.ConvertToUtf32(c, value[++at]):X8}";
        }

        return c <= 0xff ? $"\\x{(int)c:X2}" : $"\\u{(int)c:X4}";
    }

    /// <summary>Runs of words, blanks and breaks: a single blank past the width becomes a line end, a break becomes an empty line.</summary>
    private void Fold(string value, int indent, bool folds, Func<int, int, bool> mayFold)
    {
        for (var start = 0; start < value.Length;)
        {
            var end = start;
            if (value[start] == ' ')
            {
                while (end < value.Length && value[end] == ' ')
                {
                    end++;
                }

                if (end == start + 1 && Column > width && folds && mayFold(start, end))
                {
                    LineTo(indent);
                    afterBlank = AtIndention = false;
                }
                else
                {
                    Append(value[start..end]);
                }
            }
            else if (Breaks.Contains(value[start]))
            {
                while (end < value.Length && Breaks.Contains(value[end]))
                {
                    end++;
                }

                Break();
                for (var i = start + (value[start] == '\n' ? 0 : 1); i < end; i++)
                {
                    Break();
                }

                LineTo(indent);
                afterBlank = AtIndention = false;
            }
            else
            {
                while (end < value.Length && value[end] != ' ' && !Breaks.Contains(value[end]))
                {
                    end++;
                }

                Append(value[start..end]);
            }

            start = end;
        }
    }

    private void Append(string part)
    {
        PythonText.CheckLength(text.Length);
        text.Append(part);
        Column += part.Length;
    }

    private void Break()
    {
        text.Append('\n');
        Column = 0;
        afterBlank = true;
        AtIndention = true;
    }
}
