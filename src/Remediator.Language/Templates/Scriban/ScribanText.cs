using System.Globalization;
using System.Text;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban;

/// <summary>How Scriban writes values: null as nothing, <c>true</c>, <c>2.5</c>, <c>["a", 1]</c>, <c>{a: 1}</c>.</summary>
internal static class ScribanText
{
    /// <summary>Lists within lists beyond this are refused.</summary>
    private const int MaxDepth = 100;

    /// <summary>The text of a value; an error where it is undefined.</summary>
    public static string Of(Value value)
    {
        switch (value)
        {
            case TextValue text:
                return text.Text;
            case NullValue or EmptyValue:
                return "";
            case ListValue or DictValue:
                var builder = new StringBuilder();
                Append(builder, value, 0);
                return builder.ToString();
            default:
                return Scalar(value);
        }
    }

    public static string Quote(string text) => $"\"{Escape(text)}\"";

    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            escaped.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\a' => "\\a",
                '\b' => "\\b",
                '\t' => "\\t",
                '\r' => "\\r",
                '\v' => "\\v",
                '\f' => "\\f",
                '\n' => "\\n",
                < ' ' => $"\\x{(int)c:x2}",
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }

    private static string Scalar(Value value) => value switch
    {
        BoolValue b => b.Value ? "true" : "false",
        IntValue i => i.Value.ToString(CultureInfo.InvariantCulture),
        FloatValue f => f.Value.ToString(CultureInfo.InvariantCulture),
        DateValue date => DatePattern.Format(date.Moment, DatePattern.Default),
        DurationValue duration => duration.Length.ToString("c", CultureInfo.InvariantCulture),
        FunctionValue => "<function>",
        UndefinedValue undefined => throw Interpreter.Refuse(undefined),
        LateValue late => throw new LateValueException(late.Name),
        _ => value.ToString() ?? "",
    };

    private static void Append(StringBuilder text, Value value, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new EvaluationException($"the value is nested more than {MaxDepth} deep");
        }

        switch (value)
        {
            case TextValue t:
                text.Append(Quote(t.Text));
                break;
            case NullValue or EmptyValue:
                text.Append("null");
                break;
            case ListValue list:
                text.Append('[');
                for (var i = 0; i < list.Count; i++)
                {
                    text.Append(i > 0 ? ", " : "");
                    Append(text, list[i], depth + 1);
                }

                text.Append(']');
                break;
            case DictValue dict:
                text.Append('{');
                var isFirst = true;
                foreach (var (key, entry) in dict)
                {
                    var name = Of(key);
                    text.Append(isFirst ? "" : ", ").Append(IsName(name) ? name : Quote(name)).Append(": ");
                    Append(text, entry, depth + 1);
                    isFirst = false;
                }

                text.Append('}');
                break;
            default:
                text.Append(Scalar(value));
                break;
        }
    }

    private static bool IsName(string key) => key.Length > 0 && !char.IsAsciiDigit(key[0]) && key.All(c => c == '_' || char.IsLetterOrDigit(c));
}

/// <summary>Scriban's <c>empty</c>: nothing in itself, and equal to every list, object and text that holds nothing.</summary>
internal sealed class EmptyValue : ObjectValue
{
    private EmptyValue()
    {
    }

    public static EmptyValue Instance { get; } = new();

    public override string TypeName => "empty";

    public override IEnumerable<string> MemberNames => [];

    public override bool TryGetMember(string name, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out Value value)
    {
        value = null;
        return false;
    }
}
