using Remediator.Modules;
using Remediator.Shell;

namespace Remediator.Engine.Planning;

/// <summary>Stands where a task has its module, for includes: they bring tasks and are none themselves.</summary>
internal sealed class IncludeModule : Module
{
    public static IncludeModule Instance { get; } = new();

    public override ModuleSpec Spec { get; } = new("include", "Brings tasks of another file or of a role.") { TakesAnyOption = true };

    public override IEnumerable<Step> Plan(Arguments args) => [];
}
