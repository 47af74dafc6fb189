using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Templates;
using Remediator.Language.Templates.Jinja;
using Remediator.Language.Templates.Scriban;
using Remediator.Language.Text;
using Remediator.Modules;
using Remediator.Shell;

namespace Remediator.Engine.Planning;

/// <summary>Files of the controller that tasks name: found as Ansible finds them, read and parsed once per run. Thread-safe.</summary>
/// <param name="playbookFolder">The folder of the playbook.</param>
public sealed class ControllerFiles(string playbookFolder, VaultedFiles vaulted)
{
    private readonly Dictionary<string, LocalFile> files = [];
    private readonly Dictionary<string, (Template? Template, IReadOnlyList<Diagnostic> Diagnostics)> templates = [];
    private readonly Lock gate = new();

    public string PlaybookFolder => playbookFolder;

    /// <summary>The path of a file: absolute, or in <paramref name="kind"/> (<c>files</c>, <c>templates</c>) beside the playbook or beside its folder, or in the playbook's folder.</summary>
    public string? Find(string path, string kind)
    {
        if (path.StartsWith('~'))
        {
            path = Environment.GetEnvironmentVariable("HOME") + path[1..];
        }

        return Candidates(path, kind).FirstOrDefault(p => File.Exists(p) || Directory.Exists(p));
    }

    /// <summary>Where <see cref="Find"/> looks, for messages.</summary>
    public IEnumerable<string> Candidates(string path, string kind)
    {
        if (Path.IsPathRooted(path))
        {
            return [path];
        }

        // Shipped playbooks and templates are folders side by side, so the parent's folder is searched, too.
        return new[] { Path.Combine(playbookFolder, kind, path), Path.Combine(playbookFolder, path), Path.Combine(playbookFolder, "..", kind, path) }
            .Select(Path.GetFullPath);
    }

    /// <summary>A file or a folder with its content, or a phrase that says why not.</summary>
    public (LocalFile? File, string? Error) Read(string path)
    {
        if (Find(path, "files") is not { } found)
        {
            return (null, $"could not find or access '{path}' on the controller; searched in: {string.Join(", ", Candidates(path, "files"))}");
        }

        lock (gate)
        {
            if (files.TryGetValue(found, out var known))
            {
                return (known, null);
            }

            try
            {
                return (files[found] = Directory.Exists(found) ? ReadFolder(found) : ReadFile(found), null);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return (null, $"could not read '{found}' on the controller: {Reason(error)}");
            }
        }
    }

    /// <summary>The text of a file that <see cref="Find"/> found, decrypted.</summary>
    public string ReadText(string found) => vaulted.ReadText(found).Content;

    /// <summary>A parsed template, by the language that its name's ending says: <c>.sbn</c> and <c>.scriban</c> are Scriban, all others Jinja2.</summary>
    public (Template? Template, string? Path, IReadOnlyList<Diagnostic> Diagnostics) Template(string path)
    {
        if (Find(path, "templates") is not { } found)
        {
            return (null, null, []);
        }

        lock (gate)
        {
            if (!templates.TryGetValue(found, out var parsed))
            {
                var bag = new DiagnosticBag();
                Template? template = null;
                try
                {
                    template = LanguageOf(found).Parse(vaulted.ReadText(found, Shown(found)), bag);
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    bag.Error("RMD2304", new SourceText(Shown(found), "").Whole, $"the template cannot be read: {Reason(error)}");
                }

                templates[found] = parsed = (bag.HasErrors ? null : template, [.. bag]);
            }

            return (parsed.Template, found, parsed.Diagnostics);
        }
    }

    /// <summary>The text of a template that another one includes: beside it, or where templates are searched.</summary>
    public SourceText? Include(string name, SourceText from)
    {
        var beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(from.Name)) ?? ".", name);
        var found = File.Exists(beside) ? beside : Find(name, "templates");
        return found is not null && File.Exists(found) ? vaulted.ReadText(found, Shown(found)) : null;
    }

    public static ITemplateLanguage LanguageOf(string path) =>
        Path.GetExtension(path) is ".sbn" or ".scriban" ? ScribanLanguage.Instance : JinjaLanguage.Instance;

    /// <summary>A path as a person would write it: relative to the current folder where that is shorter.</summary>
    public static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return relative.Length < path.Length && !relative.StartsWith("..", StringComparison.Ordinal) ? relative : path;
    }

    /// <summary>Why a file could not be read, for messages that name it already.</summary>
    public static string Reason(Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        UnauthorizedAccessException => "permission denied, or it is a folder",
        _ => error.Message,
    };

    private LocalFile ReadFile(string path) => new(path, new FileContent(vaulted.ReadBytes(path)), ModeOf(path));

    private LocalFile ReadFolder(string path)
    {
        var entries = new List<(string, LocalFile)>();
        foreach (var entry in Directory.EnumerateFileSystemEntries(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var relative = Path.GetRelativePath(path, entry);
            entries.Add(Directory.Exists(entry)
                ? (relative + "/", new LocalFile(entry, new FileContent([]), ModeOf(entry)))
                : (relative, ReadFile(entry)));
        }

        return new LocalFile(path, new FileContent([]), ModeOf(path), entries);
    }

    private static int ModeOf(string path) => OperatingSystem.IsWindows() ? Convert.ToInt32("644", 8) : (int)File.GetUnixFileMode(path);
}
