using Remediator.Language.Expressions;
using Remediator.Language.Templates;

namespace Remediator.Engine.Planning;

/// <summary>Renderers, one for each set of folders in which lookups and templates search. Thread-safe.</summary>
/// <param name="refusesUndefined">False: a template that holds what is not defined stays as it was written.</param>
public sealed class Renderers(TimeProvider time, bool refusesUndefined = true)
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
                known[files] = renderer = new Renderer(lookups, EvaluationLimits.Default) { RefusesUndefined = refusesUndefined };
                lookups.Renderer = renderer;
            }

            return renderer;
        }
    }
}
