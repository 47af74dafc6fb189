using Remediator.Engine.Planning;
using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Inventories;
using Remediator.Language.Text;

namespace Remediator.Engine.Loading;

/// <summary>Reads the inventories that a request names: files, folders of files, and host lists such as <c>a,b,</c>.</summary>
internal static class InventorySources
{
    private static readonly string[] IgnoredEndings = [".orig", ".bak", ".retry", ".cfg", ".pyc", ".pyo", ".rst", ".md", ".txt", "~"];
    private static readonly string[] VariableFolders = ["group_vars", "host_vars"];

    /// <summary>The inventory and the folders beside which <c>group_vars</c> and <c>host_vars</c> are looked for.</summary>
    public static (Inventory Inventory, IReadOnlyList<string> Folders) Read(IReadOnlyList<string> sources, VaultedFiles vaulted, DiagnosticBag diagnostics)
    {
        var builder = new InventoryBuilder();
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
                foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(f => IsInventory(source, f)).Order(StringComparer.Ordinal))
                {
                    ReadFile(file, vaulted, builder, diagnostics);
                }
            }
            else
            {
                folders.Add(Path.GetDirectoryName(Path.GetFullPath(source)) ?? ".");
                ReadFile(source, vaulted, builder, diagnostics);
            }
        }

        return (builder.Build(diagnostics), [.. folders.Distinct()]);
    }

    private static void ReadFile(string path, VaultedFiles vaulted, InventoryBuilder builder, DiagnosticBag diagnostics)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0 && File.ReadAllText(path).StartsWith("#!", StringComparison.Ordinal))
            {
                diagnostics.Error("RMD2361", new SourceText(path, "").Whole, "an inventory script cannot be run yet", "give its output as a file: ./script --list > hosts.json");
                return;
            }

            InventoryReader.Read(vaulted.ReadText(path), diagnostics, builder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error("RMD2360", new SourceText(path, "").Whole, $"the inventory cannot be read: {ControllerFiles.Reason(error)}", path.Contains(',') ? null : "a list of hosts needs a comma: -i host,");
        }
    }

    private static bool IsInventory(string root, string path) =>
        !IgnoredEndings.Any(path.EndsWith)
        && !Path.GetFileName(path).StartsWith('.')
        && !Path.GetRelativePath(root, path).Split(Path.DirectorySeparatorChar)[..^1].Any(VariableFolders.Contains);
}
