using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Playbooks;
using Remediator.Language.Values;
using Remediator.Modules;
using Remediator.Shell;

namespace Remediator.Engine.Planning;

/// <summary>Stands where a task has its module while that is a template, which each host renders for itself.</summary>
internal sealed class TemplatedModule : Module
{
    public static TemplatedModule Instance { get; } = new();

    public override ModuleSpec Spec { get; } = new("action", "A module that a template names.") { TakesAnyOption = true };

    public override IEnumerable<Step> Plan(Arguments args) => [];

    /// <summary>The task with the module that its template names on this host; null with a late name or a problem.</summary>
    public static BoundTask? Resolve(BoundTask task, VariableScope scope, out string? late, out Diagnostic? problem)
    {
        var rendered = scope.Renderer.Render(new TemplateValue(task.Syntax.Module, task.Syntax.ModuleSpan), scope);
        late = rendered.LateName;
        problem = rendered.Error;
        if (!rendered.Succeeded)
        {
            return null;
        }

        var name = rendered.Value.ToString() ?? "";
        if (ModuleCatalog.Find(name) is { } module)
        {
            return task with { Module = module, Heading = task.Heading with { Module = module.Spec.Name } };
        }

        problem = Diagnostic.Error("RMD2301", task.Syntax.ModuleSpan, $"there is no module '{name}'", DidYouMean.Hint(ModuleCatalog.Short(name), ModuleCatalog.Names));
        return null;
    }
}
