using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban.Builtins;

/// <summary>Values as JSON and back.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 128 };

    /// <summary>An error where the value is undefined, a function, or nested more than 128 deep.</summary>
    public static string Write(Value value)
    {
        using var buffer = new MemoryStream();
        try
        {
            using var writer = new Utf8JsonWriter(buffer, Options);
            Write(writer, value);
        }
        catch (InvalidOperationException)
        {
            throw new EvaluationException($"the value is nested more than {Options.MaxDepth} deep");
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    public static Value Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new EvaluationException($"the text is not JSON: {error.Message.TrimEnd('.')}");
        }
    }

    private static void Write(Utf8JsonWriter writer, Value value)
    {
        switch (value)
        {
            case NullValue or EmptyValue:
                writer.WriteNullValue();
                break;
            case BoolValue b:
                writer.WriteBooleanValue(b.Value);
                break;
            case IntValue i:
                writer.WriteNumberValue(i.Value);
                break;
            case FloatValue f:
                writer.WriteNumberValue(double.IsFinite(f.Value) ? f.Value : throw new EvaluationException($"JSON has no number {f.Value}"));
                break;
            case DateValue date:
                writer.WriteStringValue(date.Moment);
                break;
            case ListValue list:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case DictValue dict:
                writer.WriteStartObject();
                foreach (var (key, entry) in dict)
                {
                    writer.WritePropertyName(ScribanText.Of(key));
                    Write(writer, entry);
                }

                writer.WriteEndObject();
                break;
            case FunctionValue or ObjectValue:
                throw new EvaluationException($"{ScribanOperators.Kind(value)} of the language cannot be written as JSON");
            default:
                writer.WriteStringValue(ScribanText.Of(value));
                break;
        }
    }

    private static Value Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => Value.True,
        JsonValueKind.False => Value.False,
        JsonValueKind.String => Value.Of(element.GetString()!),
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? Value.Of(whole) : Value.Of(element.GetDouble()),
        JsonValueKind.Array => Value.Of([.. element.EnumerateArray().Select(Read)]),
        JsonValueKind.Object => ReadObject(element),
        _ => Value.Null,
    };

    private static DictValue ReadObject(JsonElement element)
    {
        var builder = new DictBuilder();
        foreach (var property in element.EnumerateObject())
        {
            builder[property.Name] = Read(property.Value);
        }

        return builder.Build();
    }
}
