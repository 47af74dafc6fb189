using System.Globalization;
using System.Text.RegularExpressions;
using Remediator.Language.Inventories;
using Remediator.Language.Values;

namespace Remediator.Modules.RoleArguments;

/// <summary>The types that a role's argument specs name, and what converts to them, as Ansible has it.</summary>
internal static partial class ArgumentTypes
{
    private const string Booleans = "'y', 'yes', 'on', '1', 'true', 't', 1, 1.0, True, 'n', 'no', 'off', '0', 'false', 'f', 0, 0.0, False";

    /// <summary>The value as the type has it, or why it cannot be that.</summary>
    /// <param name="type">A name such as <c>int</c>; null for text.</param>
    public static (Value? Value, string? Error) Convert(string? type, Value value) => type switch
    {
        null or "str" or "path" => (Value.Of(PythonText.Str(value)), null),
        "raw" => (value, null),
        "bool" => ToBool(value),
        "int" => value is IntValue or BoolValue || (value is TextValue text && WholeNumber().IsMatch(text.Text)) ? (Whole(value), null) : Refused(value, "an int"),
        "float" => ToFloat(value),
        "list" => ToList(value),
        "dict" => ToDict(value),
        "json" or "jsonarg" => value switch
        {
            TextValue text => (Value.Of(text.Text.Trim()), null),
            ListValue or DictValue => (Value.Of(JsonText.Compact(value)), null),
            _ => Refused(value, "a json string"),
        },
        "bytes" => IsSize(PythonText.Str(value), "byte") ? (value, null) : Refused(value, "a Byte value"),
        "bits" => IsSize(PythonText.Str(value), "bit") ? (value, null) : Refused(value, "a Bit value"),
        _ => (null, $"there is no type '{type}'"),
    };

    /// <summary>What Python calls the value's type.</summary>
    public static string NameOf(Value value) => value switch
    {
        TextValue => "<class 'str'>",
        BoolValue => "<class 'bool'>",
        IntValue => "<class 'int'>",
        FloatValue => "<class 'float'>",
        ListValue => "<class 'list'>",
        DictValue => "<class 'dict'>",
        DateValue => "<class 'datetime.datetime'>",
        _ => "<class 'NoneType'>",
    };

    private static (Value? Value, string? Error) Refused(Value value, string wanted) => (null, $"{NameOf(value)} cannot be converted to {wanted}");

    private static (Value? Value, string? Error) ToBool(Value value) => value switch
    {
        BoolValue => (value, null),
        FloatValue { Value: 0 or 1 } number => (Value.Of(number.Value == 1), null),
        TextValue or IntValue or FloatValue when Parameter.AsFlag(value is TextValue text ? Value.Of(text.Text.Trim()) : value) is { } flag => (Value.Of(flag), null),
        TextValue or IntValue or FloatValue => (null, $"The value '{PythonText.Str(value)}' is not a valid boolean.  Valid booleans include: {Booleans}"),
        _ => Refused(value, "a bool"),
    };

    private static Value Whole(Value value) => value switch
    {
        TextValue text when long.TryParse(text.Text.Replace("_", "", StringComparison.Ordinal).Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => Value.Of(number),
        _ => value,
    };

    private static (Value? Value, string? Error) ToFloat(Value value) => value switch
    {
        FloatValue => (value, null),
        IntValue or BoolValue when Numbers.TryGetDouble(value, out var number) => (Value.Of(number), null),
        BoolValue flag => (Value.Of(flag.Value ? 1.0 : 0.0), null),
        TextValue text when double.TryParse(text.Text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => (Value.Of(number), null),
        _ => Refused(value, "a float"),
    };

    private static (Value? Value, string? Error) ToList(Value value) => value switch
    {
        ListValue => (value, null),
        TextValue text => (Value.OfTexts(text.Text.Split(',')), null),
        IntValue or FloatValue or BoolValue => (Value.OfTexts([PythonText.Str(value)]), null),
        _ => Refused(value, "a list"),
    };

    private static (Value? Value, string? Error) ToDict(Value value)
    {
        switch (value)
        {
            case DictValue:
                return (value, null);
            case TextValue { Text: var text } when text.StartsWith('{'):
                var read = JsonText.TryParse(text, out var json, out _) ? json : PythonLiteral.Read(text);
                return read is not DictValue ? (null, "unable to evaluate string as dictionary") : (read, null);
            case TextValue { Text: var text } when text.Contains('='):
                var builder = new DictBuilder();
                foreach (var field in Fields(text.Trim()))
                {
                    var parts = field.Split('=', 2);
                    if (parts.Length < 2)
                    {
                        return (null, $"'{field}' in it is no key=value");
                    }

                    builder[parts[0]] = Value.Of(parts[1]);
                }

                return (builder.Build(), null);
            case TextValue:
                return (null, "dictionary requested, could not parse JSON or key=value");
            default:
                return Refused(value, "a dict");
        }
    }

    /// <summary>Pieces between commas and blanks; quotes hold one together, a backslash takes what follows as it is.</summary>
    private static IEnumerable<string> Fields(string text)
    {
        var field = new System.Text.StringBuilder();
        char? quote = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && i + 1 < text.Length)
            {
                field.Append(text[++i]);
            }
            else if (c == quote)
            {
                quote = null;
            }
            else if (quote is null && c is '\'' or '"')
            {
                quote = c;
            }
            else if (quote is null && c is ',' or ' ')
            {
                if (field.Length > 0)
                {
                    yield return field.ToString();
                }

                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        if (field.Length > 0)
        {
            yield return field.ToString();
        }
    }

    /// <summary>A number, perhaps with a unit such as <c>K</c>, <c>Mb</c> or <c>gigabytes</c>.</summary>
    private static bool IsSize(string text, string kind)
    {
        var match = Size().Match(text);
        if (!double.TryParse(match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _))
        {
            return false;
        }

        var unit = match.Groups[2].Value;
        return unit.Length == 0
            || ("YZEPTGMKB".Contains(char.ToUpperInvariant(unit[0]))
                && (unit.Length == 1 || unit.Contains(kind, StringComparison.OrdinalIgnoreCase) || unit[1] == (kind == "byte" ? 'B' : 'b')));
    }

    [GeneratedRegex(@"^\s*[+-]?\d+(_\d+)*\s*$")]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"^\s*(\d*\.?\d*)\s*([A-Za-z]+)?")]
    private static partial Regex Size();
}
