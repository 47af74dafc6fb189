using Remediator.Engine.Planning;
using Remediator.Language.Diagnostics;
using Remediator.Language.Playbooks;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Language.Vault;

namespace Remediator.Engine.Variables;

/// <summary>Reads variable files: <c>vars_files</c>, <c>-e @file</c>, and <c>group_vars</c>/<c>host_vars</c> beside inventories and playbooks. Each file is read once per run. Thread-safe.</summary>
/// <param name="diagnostics">Gets what is wrong with <c>group_vars</c> and <c>host_vars</c>.</param>
public sealed class VariableFiles(VaultedFiles files, DiagnosticBag diagnostics)
{
    private static readonly string[] Endings = ["", ".yml", ".yaml", ".json"];
    private readonly Dictionary<string, (DictValue? Variables, IReadOnlyList<Diagnostic> Diagnostics)> read = [];
    private readonly Lock gate = new();
    private readonly Dictionary<string, HashSet<string>> listings = [];

    /// <summary>The variables of a file; null and a diagnostic where it cannot be read.</summary>
    /// <param name="from">Where the file is named.</param>
    public DictValue? Read(string path, Span from, DiagnosticBag bag)
    {
        lock (gate)
        {
            if (!read.TryGetValue(path, out var known))
            {
                var own = new DiagnosticBag();
                DictValue? variables = null;
                try
                {
                    variables = VarsFileReader.Read(files.ReadText(path), own);
                }
                catch (VaultException error)
                {
                    own.Error("RMD1007", from, error.Message, "--vault-password-file or --vault-id say where the password is");
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    own.Error("RMD2310", from, $"the variable file '{path}' cannot be read: {ControllerFiles.Reason(error)}");
                }

                read[path] = known = (variables, [.. own]);
            }

            bag.AddRange(known.Diagnostics);
            return known.Variables;
        }
    }

    /// <summary>The variables of <c>folder/kind/name</c> with any ending, and of the files in a folder of that name, in order of file names.</summary>
    /// <param name="kind"><c>group_vars</c> or <c>host_vars</c>.</param>
    public IEnumerable<DictValue> Beside(string folder, string kind, string name)
    {
        var parent = Path.Combine(folder, kind);
        var listing = Listing(parent);
        if (listing.Count == 0)
        {
            yield break;
        }

        foreach (var ending in Endings)
        {
            if (!listing.Contains(name + ending))
            {
                continue;
            }

            var path = Path.Combine(parent, name + ending);
            var parts = Directory.Exists(path)
                ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(IsVariableFile).Order(StringComparer.Ordinal)
                : (IEnumerable<string>)[path];
            foreach (var file in parts)
            {
                if (Read(file, new SourceText(file, "").Whole, diagnostics) is { } variables)
                {
                    yield return variables;
                }
            }
        }
    }

    /// <summary>Names in a folder, read once: a thousand hosts must not ask the disk four times each.</summary>
    private HashSet<string> Listing(string folder)
    {
        lock (gate)
        {
            if (!listings.TryGetValue(folder, out var names))
            {
                names = Directory.Exists(folder) ? [.. Directory.EnumerateFileSystemEntries(folder).Select(p => Path.GetFileName(p))] : [];
                listings[folder] = names;
            }

            return names;
        }
    }

    private static bool IsVariableFile(string path) =>
        Path.GetFileName(path) is { } name && !name.StartsWith('.') && !name.EndsWith('~') && Endings.Contains(Path.GetExtension(name));
}
