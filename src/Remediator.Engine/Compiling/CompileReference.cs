using System.Text;
using Remediator.Modules;

namespace Remediator.Engine.Compiling;

/// <summary>What compiles and what does not, as the part of docs/bootstrap.md that a test holds against this.</summary>
public static class CompileReference
{
    /// <summary>Markdown.</summary>
    public static string Text()
    {
        var text = new StringBuilder();
        text.Append("| code | what cannot be compiled | why | what to do |\n|---|---|---|---|\n");
        foreach (var limit in CompileLimit.All)
        {
            text.Append($"| {limit.Code} | {Cell(limit.What)} | {Cell(limit.Why)} | {Cell(limit.Remedy)} |\n");
        }

        var refused = ModuleCatalog.All.Where(CompiledChecks.Refuses).Select(m => $"`{m.Spec.Name}`");
        text.Append($"\nModules that do not compile: {string.Join(", ", refused.Order(StringComparer.Ordinal))}. All others do, within the limits above.\n");
        text.Append($"\nFacts that the script reads on its node: {string.Join(", ", NodeFact.All.Select(f => $"`{f.Name}`"))}; `env.NAME`; after `service_facts`, `services[NAME]` with its `state`, `status` and `source`.\n");
        text.Append($"\nPlatforms: {string.Join(", ", Platform.All.Select(p => $"`{p.Name}`"))}.\n");
        return text.ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
