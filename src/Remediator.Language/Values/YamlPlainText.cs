namespace Remediator.Language.Values;

internal enum YamlScalarStyle
{
    Plain,
    Single,
    Double,
}

/// <summary>The text of a scalar and the quotes it needs, by the rules of PyYAML.</summary>
internal static class YamlPlainText
{
    private const string Breaks = "\n\u0085\u2028\u2029";
    private const string Blanks = "\0 \t\r\n\u0085\u2028\u2029";

    public static string Text(Value value) => value switch
    {
        NullValue => "null",
        BoolValue flag => flag.Value ? "true" : "false",
        FloatValue { Value: double.NaN } => ".nan",
        FloatValue { Value: double.PositiveInfinity } => ".inf",
        FloatValue { Value: double.NegativeInfinity } => "-.inf",
        FloatValue number when PythonText.Float(number.Value) is var text => !text.Contains('.') && text.Contains('e') ? text.Replace("e", ".0e") : text,
        _ => PythonText.Str(value),
    };

    public static YamlScalarStyle StyleOf(string text, bool inFlow, bool isKey)
    {
        if (text.Length == 0)
        {
            return YamlScalarStyle.Single;
        }

        var multiline = text.AsSpan().IndexOfAny(Breaks) >= 0;
        var edges = text[0] == ' ' || text[^1] == ' ' || Breaks.Contains(text[0]) || Breaks.Contains(text[^1]);
        if (!multiline && !edges && !HasSpecial(text) && !HasIndicator(text, inFlow) && !YamlText.IsAmbiguous(text))
        {
            return YamlScalarStyle.Plain;
        }

        return !HasSpecial(text) && !HasBlankAtBreak(text) && !(isKey && multiline) ? YamlScalarStyle.Single : YamlScalarStyle.Double;
    }

    public static bool IsPrintable(char c) => c is '\n' or (>= ' ' and <= '~') or '\u0085' or (>= '\u00a0' and <= '\ufffd' and not '\ufeff' and not (>= '\ud800' and <= '\udfff'));

    private static bool HasSpecial(string text) => text.Any(c => !IsPrintable(c));

    /// <summary>A blank next to a line break would be lost in single quotes.</summary>
    private static bool HasBlankAtBreak(string text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if ((text[i] == ' ' && Breaks.Contains(text[i - 1])) || (text[i - 1] == ' ' && Breaks.Contains(text[i])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasIndicator(string text, bool inFlow)
    {
        if (text.StartsWith("---", StringComparison.Ordinal) || text.StartsWith("...", StringComparison.Ordinal))
        {
            return true;
        }

        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var followed = i + 1 >= text.Length || Blanks.Contains(text[i + 1]);
            var preceded = i == 0 || Blanks.Contains(text[i - 1]);
            var inBlock = i == 0
                ? "#,[]{}&*!|>'\"%@`".Contains(c) || ("?:-".Contains(c) && followed)
                : (c == ':' && followed) || (c == '#' && preceded);
            var flowOnly = i == 0 ? "?:".Contains(c) : ",?[]{}:".Contains(c);
            if (inBlock || (inFlow && flowOnly))
            {
                return true;
            }
        }

        return false;
    }
}
