using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Remediator.Engine.Reporting;
using Remediator.Language.Values;

namespace Remediator.Cli.Output;

/// <summary>A value as a JSON document for people and for programs.</summary>
internal static class JsonDocuments
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, IndentSize = 4, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Indented(Value value)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Options))
        {
            json.WriteValue(value);
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}
