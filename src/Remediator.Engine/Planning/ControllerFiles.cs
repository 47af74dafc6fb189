using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Expressions;
using Remediator.Language.Playbooks;
using Remediator.Language.Templates;
using Remediator.Language.Templates.Jinja;
using Remediator.Language.Templates.Scriban;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Modules;
using Remediator.Shell;

namespace Remediator.Engine.Planning;

/// <summary>Files of the controller that tasks name: found as Ansible finds them, read and parsed once per run. Thread-safe.</summary>
public sealed class ControllerFiles
{
    private readonly VaultedFiles vaulted;
    private readonly Store store;
    private readonly IReadOnlyList<string> folders;

    /// <param name="playbookFolder">The folder of the playbook.</param>
    /// <param name="vaulted">Reads files that may be encrypted.</param>
    /// <param name="managed">The setting <c>ansible_managed</c>.</param>
    public ControllerFiles(string playbookFolder, VaultedFiles vaulted, string managed = AnsibleSettings.DefaultManaged)
        : this(playbookFolder, vaulted, [], new Store(managed))
    {
    }

    private ControllerFiles(string playbookFolder, VaultedFiles vaulted, IReadOnlyList<string> folders, Store store)
    {
        this.vaulted = vaulted;
        PlaybookFolder = playbookFolder;
        this.folders = folders;
        this.store = store;
    }

    public string PlaybookFolder { get; }

    /// <summary>What templates make <c>ansible_managed</c> from.</summary>
    public string Managed => store.Managed;

    /// <summary>Folders that are searched first, the nearest first: those of the role and of the roles that need it, that of the task's file.</summary>
    public IReadOnlyList<string> Folders => folders;

    /// <summary>
    /// The name that a scope is asked for when something of the controller is read: a task before that may have changed it, where it
    /// runs here, must have run.
    /// </summary>
    public const string SearchPath = "ansible_search_path";

    /// <summary>Notes in the scope that something of the controller is read.</summary>
    public static void NoteRead(IScope scope) => scope.TryGet(SearchPath, out _);

    /// <summary>The same files, searched in these folders before the playbook's. The same folders give the same object.</summary>
    public ControllerFiles In(IReadOnlyList<string> nearest)
    {
        var distinct = nearest.Where(f => f != PlaybookFolder).Distinct().ToList();
        if (distinct.Count == 0)
        {
            return folders.Count == 0 ? this : new ControllerFiles(PlaybookFolder, vaulted, [], store);
        }

        lock (store.Gate)
        {
            var key = string.Join('\0', distinct.Prepend(PlaybookFolder));
            if (!store.Searches.TryGetValue(key, out var known))
            {
                store.Searches[key] = known = new ControllerFiles(PlaybookFolder, vaulted, distinct, store);
            }

            return known;
        }
    }

    /// <summary>The path of a file: absolute, or in <paramref name="kind"/> (<c>files</c>, <c>templates</c>) of a role or beside the playbook or beside its folder, or in such a folder itself.</summary>
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
        return folders.Append(PlaybookFolder)
            .SelectMany(f => Path.GetFileName(f) == "tasks" && kind != "tasks" ? [Path.Combine(Path.GetDirectoryName(f) ?? f, kind, path), Path.Combine(f, path)] : new[] { Path.Combine(f, kind, path), Path.Combine(f, path) })
            .Append(Path.Combine(PlaybookFolder, "..", kind, path))
            .Select(Path.GetFullPath)
            .Distinct();
    }

    /// <summary>A file or a folder with its content, or a phrase that says why not.</summary>
    public (LocalFile? File, string? Error) Read(string path, string kind = "files")
    {
        if (Find(path, kind) is not { } found)
        {
            return (null, $"could not find or access '{path}' on the controller; searched in: {string.Join(", ", Candidates(path, kind))}");
        }

        lock (store.Gate)
        {
            var stamp = StampOf(found);
            if (store.Files.TryGetValue(found, out var known) && known.Stamp == stamp)
            {
                return (known.File, null);
            }

            try
            {
                var file = Directory.Exists(found) ? ReadFolder(found) : ReadFile(found);
                store.Files[found] = (stamp, file);
                return (file, null);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return (null, $"could not read '{found}' on the controller: {Reason(error)}");
            }
        }
    }

    /// <summary>A file of variables, or a folder of them with those of folders below it last; a phrase where there is none.</summary>
    public (VariableSource? Source, string? Error) Variables(string path)
    {
        if (path.Length == 0)
        {
            return (null, "Could not find file on the Ansible Controller.");
        }

        if (Find(path, "vars") is not { } found)
        {
            return (null, $"Could not find or access '{path}' on the Ansible Controller; searched in: {string.Join(", ", Candidates(path, "vars"))}");
        }

        var isFolder = Directory.Exists(found);
        var paths = isFolder ? FilesBelow(found) : [found];
        return (new VariableSource(found, isFolder, [.. paths.Select(p => new VariableFile(isFolder ? Path.GetRelativePath(found, p) : Path.GetFileName(p), p, () => ReadVariables(p)))]), null);
    }

    private static IEnumerable<string> FilesBelow(string folder) =>
        Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Concat(Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).SelectMany(FilesBelow));

    private (DictValue? Variables, string? Error) ReadVariables(string path)
    {
        try
        {
            var bag = new DiagnosticBag();
            var variables = VarsFileReader.Read(vaulted.ReadText(path, Shown(path)), bag);
            return variables is null ? (null, bag.FirstOrDefault(d => d.Severity == Severity.Error)?.ToString() ?? $"{path} must be stored as a dictionary/hash") : (variables, null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (null, $"could not read '{path}': {Reason(error)}");
        }
    }

    /// <summary>A file that <see cref="Find"/> found, decrypted.</summary>
    public byte[] ReadBytes(string found) => vaulted.ReadBytes(found);

    /// <summary>A parsed template, by the language that its name's ending says: <c>.sbn</c> and <c>.scriban</c> are Scriban, all others Jinja2.</summary>
    /// <param name="marks">Options of Jinja2's syntax that the caller sets, by name; such a template is never Scriban.</param>
    /// <exception cref="EvaluationException">There is no such option, or it cannot have that value.</exception>
    public (Template? Template, string? Path, IReadOnlyList<Diagnostic> Diagnostics) Template(string path, params IReadOnlyList<(string Option, string Text)> marks)
    {
        if (Find(path, "templates") is not { } found)
        {
            return (null, null, []);
        }

        lock (store.Gate)
        {
            var stamp = StampOf(found);
            var key = marks.Count == 0 ? found : $"{found}\0{string.Join('\0', marks)}";
            if (!store.Templates.TryGetValue(key, out var parsed) || parsed.Stamp != stamp)
            {
                var bag = new DiagnosticBag();
                Template? template = null;
                try
                {
                    var source = vaulted.ReadText(found, Shown(found));
                    template = marks.Count == 0 ? LanguageOf(found).Parse(source, bag) : JinjaLanguage.Parse(source, marks, bag);
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    bag.Error("RMD2304", new SourceText(Shown(found), "").Whole, $"the template cannot be read: {Reason(error)}");
                }

                store.Templates[key] = parsed = (stamp, bag.HasErrors ? null : template, [.. bag]);
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

    /// <summary>What changes when a file or anything in a folder does: a play may write what it reads later.</summary>
    private static string StampOf(string path) => Directory.Exists(path)
        ? string.Join('|', Directory.EnumerateFileSystemEntries(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(StampOfFile))
        : StampOfFile(path);

    private static string StampOfFile(string path) => $"{path} {File.GetLastWriteTimeUtc(path).Ticks} {(File.Exists(path) ? new FileInfo(path).Length : 0)}";

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

    private sealed class Store(string managed)
    {
        public string Managed => managed;

        public Dictionary<string, (string Stamp, LocalFile File)> Files { get; } = [];

        public Dictionary<string, (string Stamp, Template? Template, IReadOnlyList<Diagnostic> Diagnostics)> Templates { get; } = [];

        public Dictionary<string, ControllerFiles> Searches { get; } = [];

        public Lock Gate { get; } = new();
    }
}
