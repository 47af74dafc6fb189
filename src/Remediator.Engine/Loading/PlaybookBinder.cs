using System.Text.RegularExpressions;
using Remediator.Engine.Planning;
using Remediator.Engine.Reporting;
using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Inventories;
using Remediator.Language.Playbooks;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Engine.Loading;

/// <summary>Binds the plays of playbooks, those of imported playbooks among them, and numbers their headings.</summary>
internal sealed class PlaybookBinder(RunRequest request, VaultedFiles vaulted, VariableFiles variables, DictValue extraVars, Renderers renderers)
{
    private const int MaxDepth = 50;

    private readonly Regex? start = request.StartAtTask is { } pattern ? new Regex(Glob.ToRegex(pattern), RegexOptions.NonBacktracking) : null;
    private int lastHeading;

    public TagSelection Tags { get; } = new(request.Tags, request.SkipTags);

    public bool ForcesHandlers => request.ForceHandlers || request.Settings.ForceHandlers;

    /// <summary>False until the task with which the run is to begin was found.</summary>
    public bool HasStarted { get; private set; } = request.StartAtTask is null;

    /// <summary>Whether the run begins at the task or before it. Tasks are asked in the order in which they run.</summary>
    public bool StartsBy(BoundTask task) => HasStarted |= start!.IsMatch(task.Heading.Name) || (task.Syntax.Name?.Value.ToString() is { } own && start.IsMatch(own));

    public bool IsLenient => request.Lenient;

    public bool GathersFacts => request.Settings.Gathering != "explicit";

    public AnsibleSettings Settings => request.Settings;

    public IReadOnlyList<string> RolesPath { get; } = [.. request.RolesPath, .. request.Settings.RolesPath];

    public VariableFiles Variables => variables;

    public TaskFiles TaskFiles { get; } = new(vaulted);

    public Renderers Renderers => renderers;

    public ModuleLibrary Library { get; } = new([.. request.ModulePath, .. request.Settings.ModulePath]);

    public ILayer ExtraVars { get; } = Layer.Of(extraVars);

    public IReadOnlyList<BoundPlay> Bind(Playbook playbook, DiagnosticBag diagnostics) => [.. Plays(playbook, diagnostics, 0).Select(p => new PlayBinder(this, p.Play, p.Files).Bind(diagnostics))];

    public TaskHeading Heading(string name, TaskKind kind, string module, Span place, Place order) =>
        new(Interlocked.Increment(ref lastHeading), name, kind, module, $"{place.Source.Name}:{place.Position.Line}") { Place = order };

    /// <summary>The playbook of a file; null and a diagnostic where it cannot be read.</summary>
    public Playbook? Read(string path, Span? from, DiagnosticBag diagnostics)
    {
        try
        {
            return PlaybookReader.Read(vaulted.ReadText(path), diagnostics);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            diagnostics.Error("RMD2362", from ?? new SourceText(path, "").Whole, $"the playbook{(from is null ? "" : $" '{path}'")} cannot be read: {ControllerFiles.Reason(error)}");
            return null;
        }
    }

    private IEnumerable<(Play Play, ControllerFiles Files)> Plays(Playbook playbook, DiagnosticBag diagnostics, int depth)
    {
        var files = new ControllerFiles(Path.GetDirectoryName(Path.GetFullPath(playbook.Source.Name)) ?? ".", vaulted, request.Settings.Managed);
        foreach (var entry in playbook.Entries)
        {
            switch (entry)
            {
                case Play play:
                    yield return (play, files);
                    break;
                case PlaybookImport import:
                    foreach (var (play, own) in Imported(import, files, diagnostics, depth))
                    {
                        yield return (Under(play, import.Directives), own);
                    }

                    break;
            }
        }
    }

    private IEnumerable<(Play Play, ControllerFiles Files)> Imported(PlaybookImport import, ControllerFiles files, DiagnosticBag diagnostics, int depth)
    {
        var renderer = renderers.Of(files);
        var name = renderer.Render(import.File.Value, new VariableScope(renderer, [ExtraVars, Layer.Of(import.Directives.Vars)]));
        if (!name.Succeeded)
        {
            diagnostics.Add(name.Error ?? Diagnostic.Error("RMD2388", import.File.Span, $"'{name.LateName}' is not known yet"));
            return [];
        }

        if (depth > MaxDepth)
        {
            diagnostics.Error("RMD2387", import.Span, $"the playbook '{name.Value}' imports itself");
            return [];
        }

        var path = Path.Combine(files.PlaybookFolder, name.Value.ToString() ?? "");
        return Read(ControllerFiles.Shown(path), import.File.Span, diagnostics) is { } playbook ? Plays(playbook, diagnostics, depth + 1) : [];
    }

    /// <summary>The play under an import's keywords: its own variables win, tags and conditions add up.</summary>
    private static Play Under(Play play, Directives import)
    {
        var vars = import.Vars.ToBuilder();
        foreach (var (key, value) in play.Directives.Vars)
        {
            vars[key] = value;
        }

        return play with
        {
            Directives = play.Directives with
            {
                Vars = vars.Build(),
                Tags = [.. import.Tags, .. play.Directives.Tags],
                When = [.. import.When, .. play.Directives.When],
            },
        };
    }
}
