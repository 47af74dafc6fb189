using Remediator.Language.Expressions;
using Remediator.Language.Templates;

namespace Remediator.Engine.Planning;

/// <summary>Renderers, one for each set of folders in which lookups and templates search. Thread-safe.</summary>
/// <param name="isNative">Whether templates keep native types (Ansible's <c>jinja2_native</c>).</param>
public sealed class Renderers(TimeProvider time, bool isNative = false)
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
                known[files] = renderer = new Renderer(lookups, EvaluationLimits.Default, isNative);
                lookups.Renderer = renderer;
            }

            return renderer;
        }
    }
}
