using Remediator.Engine.Planning;
using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Playbooks;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Engine.Loading;

/// <summary>How a place of a playbook uses a role.</summary>
/// <param name="Name">A name to be searched, or a path.</param>
/// <param name="Place">For diagnostics.</param>
/// <param name="Parent">The role in which it is used, or null.</param>
internal sealed record RoleUse(string Name, Span Place, BoundRole? Parent)
{
    public Directives Directives { get; init; } = Directives.None;

    public DictValue Parameters { get; init; } = DictValue.Empty;

    /// <summary>True for <c>roles:</c> and dependencies, where <c>vars</c> belong to the role rather than to the tasks.</summary>
    public bool IsEntry { get; init; }

    public string? TasksFrom { get; init; }

    public string? VarsFrom { get; init; }

    public string? DefaultsFrom { get; init; }

    public string? HandlersFrom { get; init; }

    public bool IsPublic { get; init; } = true;

    public bool ChecksArguments { get; init; } = true;

    /// <summary>Null leaves it to the role's metadata.</summary>
    public bool? AllowsDuplicates { get; init; }
}

/// <summary>Finds roles and reads their files. Each file is read once per run; each use gives a role of its own.</summary>
/// <param name="rolesPath">Folders that are searched after those beside the playbook and the using role.</param>
/// <param name="collectionsPath">Folders of collections, for names such as <c>namespace.collection.role</c>.</param>
internal sealed class RoleLoader(ControllerFiles files, IReadOnlyList<string> rolesPath, IReadOnlyList<string> collectionsPath, VariableFiles variables, TaskFiles tasks)
{
    /// <summary>Roles that need each other in a circle end here.</summary>
    private const int MaxDepth = 50;

    private static readonly string[] Endings = [".yml", ".yaml", ".json", ""];

    public BoundRole? Load(RoleUse use, DiagnosticBag diagnostics)
    {
        var parents = use.Parent is { } parent ? [.. parent.Parents, parent] : (IReadOnlyList<BoundRole>)[];
        if (Find(use.Name, use.Parent) is not { } folder)
        {
            diagnostics.Error("RMD2380", use.Place, $"the role '{use.Name}' was not found", "searched: " + string.Join(", ", Candidates(use.Name, use.Parent).Select(Shown)));
            return null;
        }

        if (parents.Count(p => p.Folder == folder) > MaxDepth || parents.Count > 10 * MaxDepth)
        {
            diagnostics.Error("RMD2381", use.Place, $"the role '{use.Name}' needs itself", "roles that it needs: " + string.Join(" → ", parents.Select(p => p.Name).TakeLast(5)));
            return null;
        }

        var metadata = Metadata(folder, diagnostics);
        var role = new BoundRole(Path.GetFileName(folder.TrimEnd('/')), folder, files.In([folder, .. parents.Reverse().Select(p => p.Folder)]))
        {
            Parents = parents,
            QualifiedName = folder.Contains("/ansible_collections/", StringComparison.Ordinal) ? use.Name : Path.GetFileName(folder.TrimEnd('/')),
            Directives = use.Directives,
            Parameters = use.Parameters,
            EntryVars = use.IsEntry ? use.Directives.Vars : DictValue.Empty,
            Defaults = Variables(folder, "defaults", use.DefaultsFrom, use.Place, diagnostics),
            Vars = Variables(folder, "vars", use.VarsFrom, use.Place, diagnostics),
            Tasks = Tasks(folder, "tasks", use.TasksFrom, use.Place, areHandlers: false, diagnostics),
            Handlers = Tasks(folder, "handlers", use.HandlersFrom, use.Place, areHandlers: true, diagnostics),
            Metadata = metadata,
            EntryPoint = Path.GetFileNameWithoutExtension(use.TasksFrom ?? "main"),
            IsPublic = use.IsPublic,
            ChecksArguments = use.ChecksArguments,
            IsEntry = use.IsEntry,
            AllowsDuplicates = use.AllowsDuplicates ?? metadata.AllowsDuplicates,
            HandlerIdentity = string.Join('\0', folder, use.VarsFrom, use.Parameters, use.Directives.Vars),
            Identity = string.Join('\0', folder, use.TasksFrom, use.VarsFrom, use.Parameters, use.IsEntry, use.Directives.Vars, string.Join('\0', use.Directives.When.Concat(use.Directives.Tags).Select(s => s.Value))),
        };
        var dependencies = new List<BoundRole>();
        foreach (var entry in metadata.Dependencies)
        {
            var dependency = new RoleUse(entry.Name.Value.ToString() ?? "", entry.Name.Span, role) { Directives = entry.Directives, Parameters = entry.Parameters, IsEntry = true, IsPublic = use.IsPublic };
            if (Load(dependency, diagnostics) is { } loaded)
            {
                dependencies.Add(loaded);
            }
        }

        return role with { Dependencies = dependencies };
    }

    /// <summary>The file of a role's folder with one of the usual endings, or null.</summary>
    /// <summary>Whether the file lies in the folder that a role's files of its kind have.</summary>
    private static bool IsWithin(string path, string folder, string kind) =>
        Path.GetFullPath(path).StartsWith(Path.GetFullPath(Path.Combine(folder, kind)) + "/", StringComparison.Ordinal);

    public static string? File(string folder, string kind, string name) =>
        Endings.Select(e => Path.Combine(folder, kind, name + e)).FirstOrDefault(System.IO.File.Exists);

    private string? Find(string name, BoundRole? parent) => Candidates(name, parent).FirstOrDefault(Directory.Exists);

    private IEnumerable<string> Candidates(string name, BoundRole? parent)
    {
        var parts = name.Contains('/', StringComparison.Ordinal) ? [] : name.Split('.');
        var bare = parts.Length == 3 ? parts[2] : null;
        var folders = new[] { Path.Combine(files.PlaybookFolder, "roles") }
            .Concat(rolesPath)
            .Concat(parent is null ? [] : [Path.GetDirectoryName(parent.Folder) ?? "/"])
            .Append(files.PlaybookFolder)
            .Append(Path.Combine(files.PlaybookFolder, "..", "roles"));
        var ofCollections = bare is null ? [] : collectionsPath.Prepend(Path.Combine(files.PlaybookFolder, "collections")).Select(f => Path.Combine(Home(f), "ansible_collections", parts[0], parts[1], "roles", bare));
        // A role of a collection that is not installed may stand beside the others under its own name.
        return ofCollections
            .Concat(folders.Select(f => Path.Combine(Home(f), Home(name))))
            .Concat(bare is null ? [] : folders.Select(f => Path.Combine(Home(f), bare)))
            .Select(Path.GetFullPath)
            .Distinct();
    }

    private static string Home(string path) => path.StartsWith('~') ? Environment.GetEnvironmentVariable("HOME") + path[1..] : path;

    private static string Shown(string path) =>
        Environment.GetEnvironmentVariable("HOME") is { Length: > 1 } home && path.StartsWith(home + "/", StringComparison.Ordinal) && ControllerFiles.Shown(path).StartsWith('/') ? "~" + path[home.Length..] : ControllerFiles.Shown(path);

    private RoleMetadata Metadata(string folder, DiagnosticBag diagnostics)
    {
        var metadata = File(folder, "meta", "main") is { } path ? RoleFileReader.ReadMetadata(tasks.Source(path), diagnostics) : new RoleMetadata();
        return File(folder, "meta", "argument_specs") is { } specs && variables.Read(specs, tasks.Source(specs).Whole, diagnostics) is { } own
            ? metadata with { ArgumentSpecs = own["argument_specs"] as DictValue ?? metadata.ArgumentSpecs }
            : metadata;
    }

    /// <summary>The variables of <c>kind/main</c> or of the named file; a folder of that name gives those of all its files.</summary>
    private DictValue Variables(string folder, string kind, string? from, Span place, DiagnosticBag diagnostics)
    {
        var merged = new DictBuilder();
        foreach (var path in VariableFilesOf(folder, kind, from ?? "main"))
        {
            if (!IsWithin(path, folder, kind))
            {
                Outside(path, folder, kind, place, diagnostics);
                continue;
            }

            foreach (var (key, value) in variables.Read(path, place, diagnostics) ?? DictValue.Empty)
            {
                merged[key] = value;
            }
        }

        if (from is not null && !VariableFilesOf(folder, kind, from).Any())
        {
            Missing(folder, kind, from, place, diagnostics);
        }

        return merged.Build();
    }

    private static IEnumerable<string> VariableFilesOf(string folder, string kind, string name)
    {
        var parent = Path.Combine(folder, kind, name);
        return Directory.Exists(parent)
            ? Directory.EnumerateFiles(parent, "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".yml" or ".yaml" or ".json" or "" && !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal)
            : File(folder, kind, name) is { } file ? [file] : [];
    }

    private IReadOnlyList<TaskNode> Tasks(string folder, string kind, string? from, Span place, bool areHandlers, DiagnosticBag diagnostics)
    {
        if (File(folder, kind, from ?? "main") is { } path)
        {
            if (!IsWithin(path, folder, kind))
            {
                Outside(path, folder, kind, place, diagnostics);
                return [];
            }

            return tasks.Read(path, areHandlers, place, diagnostics);
        }

        if (from is not null)
        {
            Missing(folder, kind, from, place, diagnostics);
        }

        return [];
    }

    private static void Outside(string path, string folder, string kind, Span place, DiagnosticBag diagnostics) =>
        diagnostics.Error("RMD2382", place, $"Failed loading '{path}' for role ({Path.GetFileName(folder)}) as it is not inside the expected role path: '{Path.Combine(folder, kind)}'", "a role reads its own files");

    private static void Missing(string folder, string kind, string from, Span place, DiagnosticBag diagnostics) =>
        diagnostics.Error("RMD2382", place, $"Could not find specified file in role: {kind}/{from}", $"the role is in {ControllerFiles.Shown(folder)}");
}
