using Remediator.Language.Expressions;
using Remediator.Language.Templates;

namespace Remediator.Engine.Planning;

/// <summary>Renderers, one for each set of folders in which lookups and templates search. Thread-safe.</summary>
public sealed class Renderers(TimeProvider time)
{
    /// <summary>False: a template that holds what is not defined stays as it was written.</summary>
    public bool RefusesUndefined { get; init; } = true;

    /// <summary>Whether templates keep native types (Ansible's <c>jinja2_native</c>).</summary>
    public bool IsNative { get; init; }

    /// <summary>Bounds on each single evaluation.</summary>
    public EvaluationLimits Limits { get; init; } = EvaluationLimits.Default;

    /// <summary>The same, but what is not defined stays as it was written.</summary>
    public Renderers Lenient => RefusesUndefined ? lenient ??= new Renderers(time) { RefusesUndefined = false, IsNative = IsNative, Limits = Limits } : this;

    private Renderers? lenient;

    private readonly Dictionary<ControllerFiles, Renderer> known = [];
    private readonly Lock gate = new();

    public Renderer Of(ControllerFiles files)
    {
        lock (gate)
        {
            if (!known.TryGetValue(files, out var renderer))
            {
                var lookups = new Lookups(files, time);
                known[files] = renderer = new Renderer(lookups, Limits, IsNative) { RefusesUndefined = RefusesUndefined };
                lookups.Renderer = renderer;
            }

            return renderer;
        }
    }
}
