using Remediator.Engine.Planning;
using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Inventories;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Engine.Loading;

/// <summary>Reads the inventories that a request names: files, folders of files, and host lists such as <c>a,b,</c>.</summary>
internal static class InventorySources
{
    /// <summary>Endings of files that Ansible passes over in a folder, .ini among them.</summary>
    private static readonly string[] IgnoredEndings = [".orig", ".ini", ".cfg", ".retry", ".pyc", ".pyo", ".swp", ".bak", "~", ".rpm", ".md", ".txt", ".rst"];
    private static readonly string[] IgnoredNames = ["group_vars", "host_vars", "vars_plugins"];

    /// <summary>The inventory and the folders beside which <c>group_vars</c> and <c>host_vars</c> are looked for.</summary>
    public static (Inventory Inventory, IReadOnlyList<string> Folders) Read(IReadOnlyList<string> sources, VaultedFiles vaulted, DiagnosticBag diagnostics, DictValue? extraVars = null, bool mergesDicts = false, GroupNaming? naming = null)
    {
        var builder = new InventoryBuilder(mergesDicts, naming);
        var folders = new List<string>();
        foreach (var source in sources)
        {
            if (source.Contains(',') && !File.Exists(source))
            {
                builder.AddHostList(new SourceText(source, source), diagnostics);
            }
            else if (Directory.Exists(source))
            {
                folders.Add(Path.GetFullPath(source));
                ReadFolder(source, vaulted, builder, diagnostics, extraVars);
            }
            else
            {
                folders.Add(Path.GetDirectoryName(Path.GetFullPath(source)) ?? ".");
                ReadFile(source, vaulted, builder, diagnostics, extraVars);
            }
        }

        return (builder.Build(diagnostics), [.. folders.Distinct()]);
    }

    /// <summary>Files and folders in the order of their names, as Ansible goes through them.</summary>
    private static void ReadFolder(string folder, VaultedFiles vaulted, InventoryBuilder builder, DiagnosticBag diagnostics, DictValue? extraVars)
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder).OrderBy(e => Path.GetFileName(e), StringComparer.Ordinal))
        {
            var name = Path.GetFileName(entry);
            if (name.StartsWith('.') || IgnoredNames.Contains(name))
            {
                continue;
            }

            if (IgnoredEndings.FirstOrDefault(name.EndsWith) is { } ending)
            {
                if (ending == ".ini")
                {
                    diagnostics.Warn("RMD2363", new SourceText(entry, "").Whole, "Ansible passes over .ini files in a folder of inventories, and so do we", "drop the ending, or name the file itself with -i");
                }
            }
            else if (Directory.Exists(entry))
            {
                ReadFolder(entry, vaulted, builder, diagnostics, extraVars);
            }
            else if (InventoryScript.IsScript(entry))
            {
                diagnostics.Error("RMD2361", new SourceText(entry, "").Whole, "a script in a folder of inventories is not run", "name the script itself with -i");
            }
            else
            {
                ReadFile(entry, vaulted, builder, diagnostics, extraVars);
            }
        }
    }

    private static void ReadFile(string path, VaultedFiles vaulted, InventoryBuilder builder, DiagnosticBag diagnostics, DictValue? extraVars)
    {
        try
        {
            if (InventoryScript.IsScript(path))
            {
                InventoryScript.Read(path, builder, diagnostics);
                return;
            }

            InventoryReader.Read(vaulted.ReadText(path), diagnostics, builder, extraVars);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error("RMD2360", new SourceText(path, "").Whole, $"the inventory cannot be read: {ControllerFiles.Reason(error)}", path.Contains(',') ? null : "a list of hosts needs a comma: -i host,");
        }
    }
}
