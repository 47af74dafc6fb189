using Remediator.Engine.Variables;
using Remediator.Language.Values;
using Remediator.Modules;

namespace Remediator.Engine.Planning;

/// <summary><c>module_defaults</c>: options that a task gets where it does not set them itself.</summary>
internal static class TaskDefaults
{
    public static DictValue Apply(BoundTask task, DictValue options, VariableScope scope)
    {
        DictBuilder? merged = null;
        foreach (var setting in task.Lineage.Select(d => d.ModuleDefaults).Where(s => s is not null))
        {
            if (scope.Renderer.Render(setting!.Value, scope) is not { Succeeded: true, Value: DictValue defaults })
            {
                continue;
            }

            foreach (var (name, values) in defaults)
            {
                if (ModuleCatalog.Short(name.ToString() ?? "") == task.Heading.Module && values is DictValue own)
                {
                    merged ??= new DictBuilder();
                    foreach (var (key, value) in own)
                    {
                        merged[key] = value;
                    }
                }
            }
        }

        if (merged is null)
        {
            return options;
        }

        foreach (var (key, value) in options)
        {
            merged[key] = value;
        }

        return merged.Build();
    }
}
