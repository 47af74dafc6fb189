using Remediator.Engine.Reporting;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Engine.Running;

/// <summary>What plays keep for the end of the run (<c>set_stats</c>). Thread-safe.</summary>
internal sealed class RunStats
{
    private readonly SortedDictionary<string, DictBuilder> hosts = new(StringComparer.Ordinal);
    private readonly DictBuilder run = new();
    private readonly Lock gate = new();

    /// <summary>Takes the values of a task.</summary>
    /// <param name="stats">As the result of <c>set_stats</c> has them.</param>
    /// <param name="host">For values that are a host's own.</param>
    /// <param name="isFirst">False where another host has told what is the run's already.</param>
    public void Take(DictValue stats, string host, bool isFirst)
    {
        var isOfHost = stats["per_host"] is BoolValue { Value: true };
        if (stats["data"] is not DictValue data || data.Count == 0 || (!isOfHost && !isFirst))
        {
            return;
        }

        lock (gate)
        {
            var target = run;
            if (isOfHost && !hosts.TryGetValue(host, out target))
            {
                hosts[host] = target = new DictBuilder();
            }

            foreach (var (name, value) in data)
            {
                target![name] = stats["aggregate"] is BoolValue { Value: true } && target.TryGet(name, out var before) ? Sum(before, value) : value;
            }
        }
    }

    public CustomStats Snapshot()
    {
        lock (gate)
        {
            return new CustomStats(run.Snapshot(), [.. hosts.Select(h => KeyValuePair.Create(h.Key, h.Value.Snapshot()))]);
        }
    }

    /// <summary>As in Ansible: of two kinds that cannot be added the first stays; truth counts as 1.</summary>
    private static Value Sum(Value before, Value value) => (before, value) switch
    {
        (DictValue one, DictValue other) => Merge(one, other),
        (BoolValue or IntValue, BoolValue) or (IntValue, IntValue) or (FloatValue, FloatValue) or (TextValue, TextValue) or (ListValue, ListValue) =>
            Add(before, value),
        _ => before,
    };

    private static Value Add(Value before, Value value)
    {
        try
        {
            return PythonOperators.Binary(BinaryOperator.Add, before, value, new EvaluationBudget(EvaluationLimits.Default));
        }
        catch (EvaluationException)
        {
            // A sum that is too big for a number, or for memory.
            return before;
        }
    }

    private static DictValue Merge(DictValue one, DictValue other)
    {
        var merged = one.ToBuilder();
        foreach (var (key, value) in other)
        {
            merged[key] = one.TryGet(key, out var before) && before is DictValue inner && value is DictValue own ? Merge(inner, own) : value;
        }

        return merged.Build();
    }
}
