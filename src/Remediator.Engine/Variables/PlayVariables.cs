using Remediator.Engine.Planning;
using Remediator.Language.Diagnostics;
using Remediator.Language.Playbooks;
using Remediator.Language.Values;

namespace Remediator.Engine.Variables;

/// <summary>
/// A play's <c>vars_files</c>, the later ones winning, over its <c>vars</c>, as one host has them. The names of files may hold facts, so
/// they are read again when facts came.
/// </summary>
internal sealed class PlayVariables(BoundPlay play, RunVariables run, VariableFiles files, HostState state, IReadOnlyList<ILayer> magic, ILayer? nodeFacts = null)
{
    private readonly IReadOnlyList<ILayer> vars = [Layer.Of(play.Answers), Layer.Of(play.Syntax.Directives.Vars)];
    private Snapshot? known;

    private ILayer Facts => nodeFacts ?? new ComputedLayer(new Dictionary<string, Func<Value>>(state.Facts.Select(f => KeyValuePair.Create<string, Func<Value>>(f.Key, () => f.Value))) { ["ansible_facts"] = () => state.AnsibleFacts });

    /// <summary>From the highest precedence to the lowest.</summary>
    public IReadOnlyList<ILayer> Layers => Known().Layers;

    /// <summary>The first file that is not there or cannot be read, or null.</summary>
    public Diagnostic? Problem => Known().Problem;

    private Snapshot Known()
    {
        var facts = state.AnsibleFacts;
        if (nodeFacts is not null && play.Syntax.VarsFiles.Count > 0)
        {
            // Which files there are hangs on what is asked of the node.
            var (layers, problem) = Read();
            return new Snapshot(facts, layers, problem);
        }

        if (known is not { } now || !ReferenceEquals(now.Facts, facts))
        {
            var (layers, problem) = Read();
            known = now = new Snapshot(facts, layers, problem);
        }

        return now;
    }

    private (IReadOnlyList<ILayer> Layers, Diagnostic? Problem) Read()
    {
        List<ILayer> layers = [.. vars];
        Diagnostic? problem = null;
        foreach (var entry in play.Syntax.VarsFiles)
        {
            var scope = new VariableScope(run.Renderer, [.. magic, run.ExtraVars, .. layers, Facts, run.InventoryOf(state.Name)], run.MergesDicts);
            if (run.Renderer.Render(entry.Value, scope) is not { Succeeded: true, Value: var value })
            {
                // Its name needs facts that are not there yet, as at the start of a play that gathers them.
                continue;
            }

            // Of a list, the first file that exists.
            var names = (value as IReadOnlyList<Value> ?? [value]).Select(n => n.ToString() ?? "").ToList();
            if (names.Select(n => VarsFiles.Find(n, play.Files)).FirstOrDefault(p => p is not null) is not { } path)
            {
                problem ??= Diagnostic.Error("RMD2311", entry.Span, $"there is no variable file '{string.Join("', '", names)}'", "searched: " + string.Join(", ", names.SelectMany(n => play.Files.Candidates(n, "vars")).Select(ControllerFiles.Shown)));
                continue;
            }

            var bag = new DiagnosticBag();
            if (files.Read(path, entry.Span, bag) is { } variables)
            {
                layers.Insert(0, Layer.Of(variables));
            }

            problem ??= bag.FirstOrDefault(d => d.Severity == Severity.Error);
        }

        return (layers, problem);
    }

    private sealed record Snapshot(DictValue Facts, IReadOnlyList<ILayer> Layers, Diagnostic? Problem);
}

/// <summary>Where <c>vars_files</c> are looked for.</summary>
internal static class VarsFiles
{
    /// <summary>The path of a file, in <c>vars</c> beside the playbook or in its folder, or null.</summary>
    public static string? Find(string path, ControllerFiles files) => files.Find(path, "vars") is { } found && File.Exists(found) ? found : null;
}
