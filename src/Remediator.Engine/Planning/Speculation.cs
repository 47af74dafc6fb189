using System.Diagnostics.CodeAnalysis;
using Remediator.Engine.Compiling;
using Remediator.Engine.Variables;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Engine.Planning;

/// <summary>What is expected of the tasks of a segment that is being planned, on the way where nothing fails.</summary>
internal class Speculation(IReadOnlySet<int> notified) : ILayer
{
    private readonly Dictionary<string, Value> values = [];
    private readonly Dictionary<string, ResultShape> results = [];
    private readonly Dictionary<int, List<int>> notifiers = [];
    private readonly HashSet<int> certain = [.. notified];
    private readonly LateFacts facts = new();

    private readonly Dictionary<string, Value> included = [];

    public IEnumerable<string> Names => values.Keys;

    /// <summary>What <c>include_vars</c> will bring: set facts go over it, those of tasks before, too.</summary>
    public virtual ILayer Included => new Layer(included);

    /// <summary>Items of a loop that have been done one by one: they stay as they were planned.</summary>
    public IReadOnlyList<PlannedItem> ItemsDone { get; init; } = [];

    /// <summary>True where some value is late, so that waiting can help.</summary>
    public virtual bool HasLateValues => facts.AreExpected || results.Count > 0;

    /// <summary>The only item of a loop that is to be planned, by its index; null for all of them.</summary>
    public int? OnlyItem { get; set; }

    /// <summary>The run changes nothing.</summary>
    public bool IsCheck { get; init; }

    public virtual bool TryFind(string name, [MaybeNullWhen(false)] out Value value) =>
        values.TryGetValue(name, out value) || facts.TryFind(name, out value);

    /// <summary>The results that will be, as values of which questions can be asked.</summary>
    public ILayer Asked(Choices choices) => new Layer(results.ToDictionary(r => r.Key, r => (Value)new AskedResult(r.Key, r.Value, choices)));

    /// <summary>Null: the handler is not notified; a constant: it is; else the condition on which it will be.</summary>
    public ShCondition? Notified(int handler) =>
        certain.Contains(handler) ? new ShCondition.Constant(true)
        : notifiers.TryGetValue(handler, out var ids) ? new ShCondition.Ended("changed", ids)
        : null;

    public void Expect(PlannedTask task)
    {
        var ids = task.Items.Select(i => i.Script).OfType<ScriptTask>().Select(s => s.Id).ToList();
        if (task.Task.Register is { } name)
        {
            results.Remove(name);
            values[name] = ids.Count > 0 ? new LateValue(name) : TaskResult.Known(task);
            if (ids.Count > 0)
            {
                results[name] = ResultShape.Of([.. task.Items.Select(i => i.Script).OfType<ScriptTask>()], task.IsLoop, IsCheck, isLate: false);
            }
        }

        foreach (var handler in ids.Count > 0 ? task.Notifies : [])
        {
            if (!notifiers.TryGetValue(handler, out var list))
            {
                notifiers[handler] = list = [];
            }

            list.AddRange(ids);
        }

        // ansible_facts has them only once the task has ended.
        if (task.IsCacheable)
        {
            facts.Expect(LateFacts.OfHosts);
        }

        foreach (var item in task.Items)
        {
            var learnt = task.Heading.Module == "include_vars" ? included : values;
            foreach (var (key, value) in item.FactsKnown)
            {
                learnt[key.ToString() ?? ""] = value;
            }

            foreach (var names in item.Steps.Select(s => s.Facts).OfType<string>())
            {
                facts.Expect(names);
            }
        }
    }

    /// <summary>The handler runs now; only what comes after it can notify it again.</summary>
    public void Answer(int handler)
    {
        certain.Remove(handler);
        notifiers.Remove(handler);
    }
}
