using System.Globalization;
using System.Text;
using Remediator.Language.Expressions;

namespace Remediator.Language.Values;

/// <summary>Python's texts of values.</summary>
public static class PythonText
{
    /// <summary>Python's <c>str()</c>: text as it is, <c>True</c>, <c>None</c>, lists and dicts with their items' <see cref="Repr"/>. An undefined or late value inside ends the evaluation.</summary>
    public static string Str(Value value) => value switch
    {
        TextValue text => text.Text,
        DateValue date => Moment(date.Moment),
        DurationValue duration => duration.ToString(),
        UndefinedValue { IsSilent: true } => "",
        AskedValue => Str(Interpreter.Whole(value)),
        _ => Repr(value),
    };

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

        if (number == 0)
        {
            return double.IsNegative(number) ? "-0.0" : "0.0";
        }

        var (digits, exponent) = Shortest(Math.Abs(number).ToString("R", CultureInfo.InvariantCulture));
        var sign = number < 0 ? "-" : "";
        return exponent switch
        {
            < -4 or >= 16 => $"{sign}{digits[..1]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}",
            < 0 => $"{sign}0.{new string('0', -exponent - 1)}{digits}",
            _ when digits.Length <= exponent + 1 => $"{sign}{digits.PadRight(exponent + 1, '0')}.0",
            _ => $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}",
        };
    }

    /// <summary>The significant digits and the power of ten of the first one.</summary>
    private static (string Digits, int Exponent) Shortest(string text)
    {
        var mark = text.IndexOf('E');
        var exponent = mark < 0 ? 0 : int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? text : text[..mark];
        var point = mantissa.IndexOf('.') is >= 0 and var found ? found : mantissa.Length;
        var digits = mantissa.Replace(".", "");
        var leading = digits.Length - digits.TrimStart('0').Length;
        return (digits.Trim('0'), exponent + point - 1 - leading);
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
            case LateValue:
                Append(builder, Interpreter.Whole(value));
                break;
            case DateValue { Moment: var at }:
                builder.Append($"datetime.datetime({at.Year}, {at.Month}, {at.Day}, {at.Hour}, {at.Minute}{(at.Second > 0 ? $", {at.Second}" : "")})");
                break;
            case DurationValue duration:
                var micros = (duration.Length.Ticks % TimeSpan.TicksPerSecond + TimeSpan.TicksPerSecond) % TimeSpan.TicksPerSecond / 10;
                string[] parts = [.. new[] { ("days", duration.Days), ("seconds", duration.Seconds), ("microseconds", micros) }.Where(p => p.Item2 != 0).Select(p => $"{p.Item1}={p.Item2}")];
                builder.Append($"datetime.timedelta({(parts.Length == 0 ? "0" : string.Join(", ", parts))})");
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
