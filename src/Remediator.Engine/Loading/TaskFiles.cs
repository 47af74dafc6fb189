using Remediator.Engine.Planning;
using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Playbooks;
using Remediator.Language.Text;

namespace Remediator.Engine.Loading;

/// <summary>Files of tasks, each parsed once for as long as it does not change. Thread-safe.</summary>
internal sealed class TaskFiles(VaultedFiles vaulted)
{
    private readonly Dictionary<(string Path, bool AreHandlers), (DateTime Changed, IReadOnlyList<TaskNode> Nodes, IReadOnlyList<Diagnostic> Diagnostics)> read = [];
    private readonly Lock gate = new();

    /// <summary>The tasks of a file; none and a diagnostic where it cannot be read.</summary>
    /// <param name="from">Where the file is named.</param>
    public IReadOnlyList<TaskNode> Read(string path, bool areHandlers, Span from, DiagnosticBag diagnostics)
    {
        lock (gate)
        {
            // A play may write the file that it includes later.
            var changed = File.GetLastWriteTimeUtc(path);
            if (!read.TryGetValue((path, areHandlers), out var known) || known.Changed != changed)
            {
                var own = new DiagnosticBag();
                IReadOnlyList<TaskNode> nodes = [];
                try
                {
                    nodes = TaskFileReader.Read(Source(path), areHandlers, own);
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    own.Error("RMD2383", from, $"the file of tasks '{path}' cannot be read: {ControllerFiles.Reason(error)}");
                }

                read[(path, areHandlers)] = known = (changed, nodes, [.. own]);
            }

            diagnostics.AddRange(known.Diagnostics);
            return known.Nodes;
        }
    }

    /// <summary>A file's text under the name by which people know it.</summary>
    public SourceText Source(string path) => vaulted.ReadText(path, ControllerFiles.Shown(path));
}
