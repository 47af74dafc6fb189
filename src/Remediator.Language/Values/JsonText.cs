using System.Text;
using System.Text.Json;
using Remediator.Language.Expressions;

namespace Remediator.Language.Values;

/// <summary>Reads JSON into values. Whole numbers beyond 64 bits become floats; of a key given twice the last counts.</summary>
public static class JsonText
{
    /// <summary>Nesting that is read; more is an error.</summary>
    private const int MostNesting = 512;

    /// <summary>False and a reason with line and column where the text is not JSON.</summary>
    public static bool TryParse(string text, out Value value, out string? error)
    {
        try
        {
            value = Parse(Encoding.UTF8.GetBytes(text));
            error = null;
            return true;
        }
        catch (JsonException e)
        {
            value = Value.Null;
            error = $"{e.Message.Split(" LineNumber:")[0].TrimEnd('.')} (line {e.LineNumber + 1 ?? 1}, column {e.BytePositionInLine + 1 ?? 1})";
        }
        catch (InvalidOperationException)
        {
            value = Value.Null;
            error = "a string holds half of a surrogate pair";
        }

        return false;
    }

    /// <summary>One JSON value; throws <see cref="JsonException"/> where the bytes are not one.</summary>
    public static Value Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MostNesting });
        reader.Read();
        var value = Read(ref reader);
        return reader.Read() ? throw new JsonException("there is more text after the value") : value;
    }

    /// <summary>JSON on one line, without blanks, for protocols.</summary>
    public static string Compact(Value value) => new JsonWriting { ItemSeparator = ",", KeySeparator = ":", AsciiOnly = false }.Write(value);

    /// <summary>JSON with a line per entry, keys in order, for files that people look at.</summary>
    public static string Indented(Value value) => new JsonWriting { Indent = "    ", SortKeys = true, ItemSeparator = ",", KeySeparator = ": " }.Write(value);

    private static Value Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var builder = new DictBuilder();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var key = reader.GetString()!;
                    reader.Read();
                    builder[key] = Read(ref reader);
                }

                return builder.Build();
            case JsonTokenType.StartArray:
                var items = new List<Value>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Read(ref reader));
                }

                return new ListValue(items);
            case JsonTokenType.String:
                return Value.Of(reader.GetString()!);
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var whole) ? Value.Of(whole) : Value.Of(reader.GetDouble());
            case JsonTokenType.True:
                return Value.True;
            case JsonTokenType.False:
                return Value.False;
            default:
                return Value.Null;
        }
    }
}

/// <summary>Writes values as JSON with the spacing of Python's <c>json.dumps</c>, whose defaults these are.</summary>
public sealed record JsonWriting
{
    public string ItemSeparator { get; init; } = ", ";

    public string KeySeparator { get; init; } = ": ";

    /// <summary>What one level is indented by; null for one line.</summary>
    public string? Indent { get; init; }

    public bool SortKeys { get; init; }

    /// <summary>True where characters beyond ASCII are written as escapes.</summary>
    public bool AsciiOnly { get; init; } = true;

    public string Write(Value value)
    {
        var builder = new StringBuilder();
        Append(builder, value, 0);
        return builder.ToString();
    }

    private void Append(StringBuilder builder, Value value, int level)
    {
        PythonText.CheckLength(builder.Length);
        switch (value)
        {
            case NullValue:
                builder.Append("null");
                break;
            case BoolValue flag:
                builder.Append(flag.Value ? "true" : "false");
                break;
            case IntValue number:
                builder.Append(number.Value);
                break;
            case FloatValue number:
                builder.Append(double.IsNaN(number.Value) ? "NaN" : double.IsInfinity(number.Value) ? number.Value > 0 ? "Infinity" : "-Infinity" : PythonText.Float(number.Value));
                break;
            case ListValue list:
                EvaluationBudget.CheckStack();
                AppendGroup(builder, '[', ']', list.Count, level, i => Append(builder, list[i], level + 1));
                break;
            case DictValue dict:
                EvaluationBudget.CheckStack();
                var entries = (SortKeys ? PythonOperators.Sort(dict.Keys).Select(k => KeyValuePair.Create(k, Entry(dict, k))) : dict).ToList();
                AppendGroup(builder, '{', '}', entries.Count, level, i =>
                {
                    AppendText(builder, Key(entries[i].Key));
                    builder.Append(KeySeparator);
                    Append(builder, entries[i].Value, level + 1);
                });
                break;
            case DateValue date:
                AppendText(builder, PythonText.Moment(date.Moment).Replace(' ', 'T'));
                break;
            default:
                AppendText(builder, PythonText.Str(value));
                break;
        }
    }

    private static Value Entry(DictValue dict, Value key) => dict.TryGet(key, out var value) ? value : Value.Null;

    private static string Key(Value key) => key switch
    {
        NullValue => "null",
        BoolValue flag => flag.Value ? "true" : "false",
        _ => PythonText.Str(key),
    };

    private void AppendGroup(StringBuilder builder, char open, char close, int count, int level, Action<int> append)
    {
        builder.Append(open);
        for (var i = 0; i < count; i++)
        {
            builder.Append(i == 0 ? "" : Indent is null ? ItemSeparator : ItemSeparator.TrimEnd());
            NewLine(builder, level + 1);
            append(i);
        }

        if (count > 0)
        {
            NewLine(builder, level);
        }

        builder.Append(close);
    }

    private void NewLine(StringBuilder builder, int level)
    {
        if (Indent is null)
        {
            return;
        }

        builder.Append('\n');
        for (var i = 0; i < level; i++)
        {
            builder.Append(Indent);
        }
    }

    private void AppendText(StringBuilder builder, string text)
    {
        builder.Append('"');
        foreach (var c in text)
        {
            var plain = "\"\\\n\r\t\b\f".IndexOf(c);
            if (plain >= 0)
            {
                builder.Append('\\').Append("\"\\nrtbf"[plain]);
            }
            else if (c < 0x20 || (AsciiOnly && c > 0x7e) || char.IsSurrogate(c) && AsciiOnly)
            {
                builder.Append($"\\u{(int)c:x4}");
            }
            else
            {
                builder.Append(c);
            }
        }

        builder.Append('"');
    }
}
