using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Inventories;

/// <summary>Reads one inventory source in whichever form it has: by its name's ending, else by its first lines.</summary>
public static class InventoryReader
{
    /// <param name="extraVars">For constructed groups that ask for them.</param>
    public static void Read(SourceText source, DiagnosticBag diagnostics, InventoryBuilder builder, DictValue? extraVars = null)
    {
        if (source.Content.StartsWith("#!", StringComparison.Ordinal))
        {
            diagnostics.Error("RMD2006", source.Whole with { Length = source.LineAt(1).Length }, "a script is not read as text", "make it executable and name it itself with -i");
        }
        else if (IsYaml(source))
        {
            InventoryYamlReader.Read(source, diagnostics, builder, extraVars);
        }
        else
        {
            InventoryIniReader.Read(source, diagnostics, builder);
        }
    }

    /// <summary>Whether the text given for an inventory is a list of hosts (<c>a,b,</c>) and no path: it holds a comma.</summary>
    public static bool IsHostList(string inventory) => inventory.Contains(',', StringComparison.Ordinal);

    private static bool IsYaml(SourceText source)
    {
        var dot = source.Name.LastIndexOf('.');
        return (dot < 0 ? "" : source.Name[dot..].ToLowerInvariant()) switch
        {
            ".yml" or ".yaml" or ".json" => true,
            ".ini" or ".cfg" => false,
            _ => LooksLikeYaml(source.Content),
        };
    }

    private static bool LooksLikeYaml(string content)
    {
        foreach (var line in content.AsSpan().EnumerateLines())
        {
            var text = line.Trim().TrimStart('\uFEFF');
            if (!text.IsEmpty && text[0] is not ('#' or ';'))
            {
                return text.StartsWith("---") || text[0] == '{' || text[^1] == ':' && text[0] != '[';
            }
        }

        return false;
    }
}
