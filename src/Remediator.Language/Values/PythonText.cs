using System.Globalization;
using System.Text;
using Remediator.Language.Expressions;

namespace Remediator.Language.Values;

/// <summary>Python's texts of values.</summary>
public static class PythonText
{
    /// <summary>Python's <c>str()</c>: text as it is, <c>True</c>, <c>None</c>, lists and dicts with their items' <see cref="Repr"/>. An undefined or late value inside ends the evaluation.</summary>
    public static string Str(Value value) => value is TextValue text ? text.Text : value is DateValue date ? Moment(date.Moment) : Repr(value);

    /// <summary>Python's <c>repr()</c>.</summary>
    public static string Repr(Value value)
    {
        if (value is TextValue text)
        {
            return Quote(text.Text);
        }

        var builder = new StringBuilder();
        Append(builder, value);
        return builder.ToString();
    }

    /// <summary>Text in Python's quotes: single ones unless it holds only those.</summary>
    public static string Quote(string text)
    {
        var builder = new StringBuilder(text.Length + 2);
        Quote(builder, text);
        return builder.ToString();
    }

    /// <summary>The shortest text that reads back as the same number, in Python's form: <c>1.0</c>, <c>1e+16</c>, <c>inf</c>.</summary>
    public static string Float(double number)
    {
        if (double.IsNaN(number))
        {
            return "nan";
        }

        if (double.IsInfinity(number))
        {
            return number > 0 ? "inf" : "-inf";
        }

        var shortest = number.ToString("E16", CultureInfo.InvariantCulture);
        var plain = number.ToString("R", CultureInfo.InvariantCulture);
        var exponent = number == 0 ? 0 : int.Parse(shortest[(shortest.IndexOf('E') + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (exponent is >= -4 and < 16)
        {
            var digits = plain.Contains('E') ? ((decimal)number).ToString(CultureInfo.InvariantCulture) : plain;
            return digits.Contains('.') ? digits : digits + ".0";
        }

        // "1E+16" and "1.5E-07" become "1e+16" and "1.5e-07".
        var mark = plain.IndexOf('E');
        if (mark < 0)
        {
            var all = plain.TrimStart('-').Replace(".", "").TrimStart('0').TrimEnd('0');
            plain = (number < 0 ? "-" : "") + all[..1] + (all.Length > 1 ? "." + all[1..] : "");
        }
        else
        {
            plain = plain[..mark];
        }

        return $"{plain}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    /// <summary>Python's <c>str()</c> of a datetime, without its zone.</summary>
    public static string Moment(DateTimeOffset moment) =>
        moment.ToString(moment.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    /// <summary>Ends the writing of a value that holds itself so often that its text would not end.</summary>
    internal static void CheckLength(int length)
    {
        if (length > EvaluationLimits.Default.OutputLength)
        {
            throw new EvaluationException($"the text of the value would have more than {EvaluationLimits.Default.OutputLength} characters");
        }
    }

    private static void Append(StringBuilder builder, Value value)
    {
        CheckLength(builder.Length);
        switch (value)
        {
            case TextValue text:
                Quote(builder, text.Text);
                break;
            case FloatValue number:
                builder.Append(Float(number.Value));
                break;
            case ListValue list:
                Append(builder, list);
                break;
            case DictValue dict:
                EvaluationBudget.CheckStack();
                builder.Append('{');
                var first = true;
                foreach (var (key, entry) in dict)
                {
                    builder.Append(first ? "" : ", ");
                    Append(builder, key);
                    builder.Append(": ");
                    Append(builder, entry);
                    first = false;
                }

                builder.Append('}');
                break;
            case UndefinedValue undefined:
                throw Interpreter.Refuse(undefined);
            case LateValue late:
                throw new LateValueException(late.Name);
            case DateValue { Moment: var at }:
                builder.Append($"datetime.datetime({at.Year}, {at.Month}, {at.Day}, {at.Hour}, {at.Minute}{(at.Second > 0 ? $", {at.Second}" : "")})");
                break;
            default:
                builder.Append(value);
                break;
        }
    }

    private static void Append(StringBuilder builder, ListValue list)
    {
        EvaluationBudget.CheckStack();
        builder.Append(list.IsTuple ? '(' : '[');
        for (var i = 0; i < list.Count; i++)
        {
            builder.Append(i > 0 ? ", " : "");
            Append(builder, list[i]);
        }

        builder.Append(list.IsTuple ? list.Count == 1 ? ",)" : ")" : "]");
    }

    private static void Quote(StringBuilder builder, string text)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        builder.Append(quote);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\\':
                    builder.Append(@"\\");
                    break;
                case '\n':
                    builder.Append(@"\n");
                    break;
                case '\r':
                    builder.Append(@"\r");
                    break;
                case '\t':
                    builder.Append(@"\t");
                    break;
                case var c when c == quote:
                    builder.Append('\\').Append(quote);
                    break;
                case var c when IsPrintable(rune):
                    builder.Append(rune.ToString());
                    break;
                case < 0x100 and var c:
                    builder.Append($"\\x{c:x2}");
                    break;
                case < 0x10000 and var c:
                    builder.Append($"\\u{c:x4}");
                    break;
                case var c:
                    builder.Append($"\\U{c:x8}");
                    break;
            }
        }

        builder.Append(quote);
    }

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
