using Remediator.Engine.Planning;
using Remediator.Language.Diagnostics;
using Remediator.Shell;

namespace Remediator.Engine.Compiling;

/// <summary>How often and how long a script tries an item: the rules of <see cref="Running.TriedTask"/>, in whole seconds.</summary>
internal sealed class CompiledAttempts(CompiledHost host, DiagnosticBag diagnostics)
{
    public Trying? Of(BoundTask task, Position at, PlannedItem item)
    {
        var syntax = task.Syntax;
        var scope = host.Variables.ScopeOf(task, host.Values, at).With(item.Variables);
        var keywords = new TaskKeywords(task, scope);
        var within = keywords.Duration(syntax.Within, "within");
        var every = within is null ? keywords.Number(syntax.Delay, "delay") ?? 5 : (keywords.Duration(syntax.Every, "every") ?? TimeSpan.FromSeconds(5)).TotalSeconds;
        var retries = within is not null ? (double?)null : syntax.Until is null && syntax.Retries is null ? 0 : keywords.Number(syntax.Retries, "retries") ?? 3;
        if (keywords.Problem is { } problem)
        {
            diagnostics.Add(problem);
        }
        else if (keywords.LateName is { } late)
        {
            diagnostics.Add(CompiledChecks.Late(task, late));
        }

        ShCondition? until = null;
        if (syntax.Until is { } conditions)
        {
            until = TaskConditions.Own(task, conditions, new ResultShape([item.Script!], IsLoop: false, MayBeSkipped: false) { IsOwn = true }, scope, host.Values);
            if (until is null)
            {
                diagnostics.Add(CompileLimit.JudgedLater.At(conditions[0].Span, "sh cannot decide this condition"));
            }
        }

        return new Trying(until, retries is { } count ? (long)Math.Max(count, 0) : null, (long)Math.Ceiling(every), within is { } bound ? (long)Math.Ceiling(bound.TotalSeconds) : null);
    }
}
