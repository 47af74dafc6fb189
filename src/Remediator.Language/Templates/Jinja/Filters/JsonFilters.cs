using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>Filters that read and write JSON.</summary>
internal static class JsonFilters
{
    /// <summary>Options of <c>json.dumps</c>; those that have no meaning here are accepted and do nothing.</summary>
    private const string Options = "indent? sort_keys? separators? ensure_ascii? skipkeys? check_circular? allow_nan? vault_to_text? preprocess_unsafe?";

    public static readonly NamedFunction[] All =
    [
        new("to_json", Options, c => Write(c, new())),
        new("to_nice_json", Options, c => Write(c, new() { Indent = "    ", SortKeys = true, ItemSeparator = ",", KeySeparator = ": " })),
        new("tojson", "indent?", c => Value.Of(Escape(PythonText.Str(Write(c, new() { SortKeys = true }))))),
        new("from_json", "", Read),
    ];

    private static Value Write(FunctionCall call, JsonWriting writing)
    {
        if (call[0] is { } indent)
        {
            writing = writing with
            {
                Indent = indent switch
                {
                    NullValue => null,
                    TextValue text => text.Text,
                    _ => new string(' ', (int)Math.Clamp(call.NumberAt(0), 0, 1000)),
                },
            };
        }

        if (call.Arguments.Count > 1)
        {
            writing = writing with { SortKeys = call.FlagAt(1, writing.SortKeys), AsciiOnly = call.FlagAt(3, true) };
            if (call[2] is ListValue { Count: 2 } separators)
            {
                writing = writing with { ItemSeparator = PythonText.Str(separators[0]), KeySeparator = PythonText.Str(separators[1]) };
            }
        }

        return Value.Of(writing.Write(Interpreter.DefinedThroughout(call.Input)));
    }

    private static string Escape(string json) => json.Replace("<", "\\u003c").Replace(">", "\\u003e").Replace("&", "\\u0026").Replace("'", "\\u0027");

    private static Value Read(FunctionCall call)
    {
        if (call.Input is not TextValue text)
        {
            throw call.Fail($"the JSON object must be str, bytes or bytearray, not {call.Input.TypeName}");
        }

        return JsonText.TryParse(text.Text, out var value, out var error) ? value : throw call.Fail($"the text is not JSON: {error}");
    }
}
