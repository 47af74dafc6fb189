using System.Text;
using Remediator.Language.Values;

namespace Remediator.Modules;

/// <summary>A value as JSON in Python's spacing: what <c>copy</c> writes where its content is a mapping or a list.</summary>
internal static class JsonText
{
    public static string Of(Value value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, Value value)
    {
        switch (value)
        {
            case NullValue:
                text.Append("null");
                break;
            case BoolValue flag:
                text.Append(flag.Value ? "true" : "false");
                break;
            case IntValue or FloatValue:
                text.Append(value);
                break;
            case ListValue list:
                Join(text, '[', ']', list, item => Write(text, item));
                break;
            case DictValue dict:
                Join(text, '{', '}', dict, entry =>
                {
                    WriteText(text, entry.Key.ToString() ?? "");
                    text.Append(": ");
                    Write(text, entry.Value);
                });
                break;
            default:
                WriteText(text, value.ToString() ?? "");
                break;
        }
    }

    private static void Join<T>(StringBuilder text, char open, char close, IEnumerable<T> items, Action<T> write)
    {
        text.Append(open);
        var isFirst = true;
        foreach (var item in items)
        {
            text.Append(isFirst ? "" : ", ");
            isFirst = false;
            write(item);
        }

        text.Append(close);
    }

    private static void WriteText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append($"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}
