using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Remediator.Engine.Tests.Reporting;

/// <summary>The tables of docs/output.md, read so that tests hold the program to them.</summary>
internal sealed class OutputSchema
{
    private readonly Dictionary<string, List<(string Name, string Type)>> tables = new(StringComparer.Ordinal);

    public IEnumerable<string> Events => tables.Keys.Where(k => !k.StartsWith("Object ", StringComparison.Ordinal));

    public static OutputSchema Read([CallerFilePath] string caller = "")
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(caller)!);
        while (!File.Exists(Path.Combine(folder.FullName, "docs", "output.md")))
        {
            folder = folder.Parent ?? throw new FileNotFoundException("docs/output.md");
        }

        var schema = new OutputSchema();
        List<(string, string)>? fields = null;
        foreach (var line in File.ReadLines(Path.Combine(folder.FullName, "docs", "output.md")))
        {
            if (line.StartsWith("### ", StringComparison.Ordinal))
            {
                schema.tables[line[4..].Replace("`", "")] = fields = [];
            }
            else if (line.StartsWith("| `", StringComparison.Ordinal) && fields is not null)
            {
                var cells = line.Split('|', StringSplitOptions.TrimEntries);
                fields.Add((cells[1].Trim('`'), cells[2]));
            }
        }

        return schema;
    }

    /// <summary>What of a line is not as documented; empty where all is.</summary>
    public IReadOnlyList<string> Faults(string line)
    {
        using var document = JsonDocument.Parse(line);
        var name = document.RootElement.GetProperty("event").GetString()!;
        var faults = new List<string>();
        Check(name, document.RootElement, name, faults, ["event"]);
        return faults;
    }

    private void Check(string table, JsonElement element, string at, List<string> faults, IReadOnlyList<string> known)
    {
        if (!tables.TryGetValue(table, out var fields))
        {
            faults.Add($"{at}: no table '{table}'");
            return;
        }

        foreach (var property in element.EnumerateObject().Where(p => !known.Contains(p.Name) && !fields.Exists(f => f.Name == p.Name)))
        {
            faults.Add($"{at}.{property.Name} is not documented");
        }

        foreach (var (name, type) in fields)
        {
            if (!element.TryGetProperty(name, out var value))
            {
                faults.Add($"{at}.{name} is missing");
            }
            else
            {
                CheckType(type, value, $"{at}.{name}", faults);
            }
        }
    }

    private void CheckType(string type, JsonElement value, string at, List<string> faults)
    {
        if (type.EndsWith(" or null", StringComparison.Ordinal))
        {
            if (value.ValueKind != JsonValueKind.Null)
            {
                CheckType(type[..^8], value, at, faults);
            }
        }
        else if (type.StartsWith("list of ", StringComparison.Ordinal))
        {
            foreach (var item in value.EnumerateArray())
            {
                CheckType(type[8..], item, at, faults);
            }
        }
        else if (tables.ContainsKey($"Object {type}"))
        {
            Check($"Object {type}", value, at, faults, []);
        }
        else
        {
            var isRight = type switch
            {
                "text" => value.ValueKind == JsonValueKind.String,
                "number" => value.ValueKind == JsonValueKind.Number,
                "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
                "object" => value.ValueKind == JsonValueKind.Object,
                _ => false,
            };
            if (!isRight)
            {
                faults.Add($"{at} is {value.ValueKind}, not {type}");
            }
        }
    }
}
