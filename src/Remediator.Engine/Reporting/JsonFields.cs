using System.Text.Json;
using Remediator.Language.Values;

namespace Remediator.Engine.Reporting;

/// <summary>Fields that <see cref="Utf8JsonWriter"/> has no method for.</summary>
public static class JsonFields
{
    /// <summary>Deeper values are written as their type's name. Many readers, .NET's too, take no document deeper than 64.</summary>
    private const int MaxDepth = 50;

    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    /// <summary>A value as JSON. What JSON has no word for (a date, a number that is not finite) is written as text.</summary>
    public static void WriteValue(this Utf8JsonWriter json, Value value, int depth = 0)
    {
        switch (value)
        {
            case NullValue:
                json.WriteNullValue();
                break;
            case BoolValue flag:
                json.WriteBooleanValue(flag.Value);
                break;
            case IntValue number:
                json.WriteNumberValue(number.Value);
                break;
            case FloatValue number when double.IsFinite(number.Value):
                json.WriteNumberValue(number.Value);
                break;
            case ListValue or DictValue when depth >= MaxDepth:
                json.WriteStringValue($"<{value.TypeName}>");
                break;
            case ListValue list:
                json.WriteStartArray();
                foreach (var item in list)
                {
                    json.WriteValue(item, depth + 1);
                }

                json.WriteEndArray();
                break;
            case DictValue dict:
                json.WriteStartObject();
                foreach (var (key, item) in dict)
                {
                    json.WritePropertyName(key.ToString() ?? "");
                    json.WriteValue(item, depth + 1);
                }

                json.WriteEndObject();
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }

    public static void WriteList<T>(this Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> fields)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            fields(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteNumberOrNull(this Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
