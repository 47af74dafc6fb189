using Remediator.Engine.Planning;
using Remediator.Engine.Reporting;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Engine.Compiling;

/// <summary>How an item of a task is called: once, or until it passes.</summary>
/// <param name="Until">The condition on its own result; null where it is enough that it does not fail.</param>
/// <param name="Retries">After the first try; null where time is the bound.</param>
internal sealed record Trying(ShCondition? Until, long? Retries, long Delay, long? Within);

/// <summary>The sh of one way of a task: its items, and whom it notifies.</summary>
internal static class LeafText
{
    /// <param name="only">The item of a loop that is written; null for all.</param>
    /// <param name="nextId">Numbers for items that need nothing of the host.</param>
    /// <param name="trying">Null for an item that is run once.</param>
    /// <returns>The numbers of its items.</returns>
    public static IReadOnlyList<int> Write(ScriptText text, PlannedTask task, int? only, Func<int> nextId, Func<PlannedItem, Trying?> trying)
    {
        var ids = new List<int>();
        var mode = Mode(task);
        foreach (var item in only is { } index ? [task.Items[index]] : task.Items)
        {
            if (task.IsLoop && !task.IsSecret)
            {
                text.Append("rmd_item=").Append(Sh.Quote($"({OneLine(item.Label)}) ")).Append('\n');
            }

            var id = item.Script?.Id ?? nextId();
            ids.Add(id);
            if (item.Script is { } script)
            {
                Write(text, script, trying(item));
            }
            else if (item.SkipReason is { } reason)
            {
                text.Append($"rmd_leaves {id} # not: {OneLine(reason)}\n");
            }
            else if (TaskResult.Of(item) is { IsFailed: true } failed)
            {
                text.Append($"rmd_denies {id} {Sh.Quote(OneLine((failed.Result["msg"] ?? Value.Of(failed.Message)).ToString() ?? ""))}{mode}\n");
            }
            else
            {
                text.Append($"rmd_says {id} {Sh.Quote(task.IsSecret || task.Heading.Module != "debug" ? "" : Said(item))}\n");
            }
        }

        if (task.Items.Count == 0)
        {
            ids.Add(nextId());
            text.Append($"rmd_leaves {ids[0]} # nothing to do\n");
        }

        return ids;
    }

    /// <summary>Behind the last item: a failure that was held stops the way, a change notifies.</summary>
    /// <param name="ids">Numbers of its items.</param>
    public static void End(ScriptText text, PlannedTask task, IEnumerable<int> ids)
    {
        if (Mode(task) == " hold")
        {
            text.Append("rmd_release\n");
        }

        if (task.Notifies.Count > 0)
        {
            text.Append($"rmd_notify {Sh.Quote(string.Join(' ', ids))} {string.Join(' ', task.Notifies)}\n");
        }
    }

    private static string Mode(PlannedTask task) => task.IgnoresErrors ? " ignore" : task.IsLoop ? " hold" : "";

    private static void Write(ScriptText text, ScriptTask script, Trying? trying)
    {
        if (trying is null)
        {
            ScriptWriter.Write(text, script with { EndsLoop = false });
            return;
        }

        ScriptWriter.WriteHook(text, $"rmd_until_{script.Id}", trying.Until);
        var mode = ScriptWriter.Mode(script.OnFailure) is { Length: > 0 } word ? word.Trim() : "stop";
        ScriptWriter.Write(text, script with { EndsLoop = false }, $"rmd_again {script.Id} {mode} {trying.Retries?.ToString() ?? "''"} {trying.Delay} {trying.Within?.ToString() ?? "''"}");
    }

    private static string Said(PlannedItem item)
    {
        var reports = item.Steps.OfType<Step.Report>().ToList();
        var shown = reports.Find(r => r.Key == "msg") ?? reports.Find(r => r.IsShownOnly) ?? reports.FirstOrDefault();
        return shown is null ? "" : OneLine((shown.Key == "msg" ? "" : shown.Key + ": ") + shown.Value);
    }

    public static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
