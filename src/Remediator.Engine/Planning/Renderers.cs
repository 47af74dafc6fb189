using Remediator.Language.Expressions;
using Remediator.Language.Templates;

namespace Remediator.Engine.Planning;

/// <summary>Renderers, one for each set of folders in which lookups and templates search. Thread-safe.</summary>
public sealed class Renderers(TimeProvider time)
{
    private readonly Dictionary<ControllerFiles, Renderer> known = [];
    private readonly Lock gate = new();

    public Renderer Of(ControllerFiles files)
    {
        lock (gate)
        {
            if (!known.TryGetValue(files, out var renderer))
            {
                var lookups = new Lookups(files, time);
                known[files] = renderer = new Renderer(lookups, EvaluationLimits.Default);
                lookups.Renderer = renderer;
            }

            return renderer;
        }
    }
}
