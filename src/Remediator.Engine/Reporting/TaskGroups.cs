namespace Remediator.Engine.Reporting;

/// <summary>What one host did in a task: tries, items and the outcome. No report means that the run ended before the task did.</summary>
public sealed record HostEntry(string Host, IReadOnlyList<RunEvent.TaskRetrying> Retries, IReadOnlyList<ItemReport> Items, TaskReport? Report)
{
    /// <summary>Of a <c>meta</c> task, which has nothing else; null for any other.</summary>
    public RunEvent.MetaDone? Meta { get; init; }
}

/// <summary>A heading and what belongs under it, hosts in the play's order.</summary>
public sealed record TaskGroup(TaskHeading Task, IReadOnlyList<HostEntry> Entries);

/// <summary>
/// Groups results by task. Hosts do not wait for one another, so results are held back until every host that still takes part has
/// ended the task or gone past it. Nothing is lost: what is held when a batch or the run ends is given out then.
/// </summary>
public sealed class TaskGroups
{
    private static readonly (Place, bool) Beginning = (Place.Start, false);
    private static readonly (Place, bool) End = (Place.Never, true);

    private readonly Dictionary<Place, Held> held = [];

    /// <summary>Of those, in order.</summary>
    private readonly SortedSet<Place> places = [];
    private readonly Dictionary<string, int> order = new(StringComparer.Ordinal);

    /// <summary>Per host that takes part: the place up to which it has passed all, and whether that itself is among it.</summary>
    private readonly Dictionary<string, (Place Place, bool IsDone)> passed = new(StringComparer.Ordinal);

    /// <summary>What hosts are amid: told where the run ends before it does.</summary>
    private readonly Dictionary<string, TaskHeading> running = new(StringComparer.Ordinal);

    /// <summary>How many hosts have passed up to each task.</summary>
    private readonly Dictionary<(Place Place, bool IsDone), int> front = [];

    /// <summary>Where some host is: the first is where the slowest is.</summary>
    private readonly SortedSet<(Place Place, bool IsDone)> stands = [];

    /// <summary>Takes an event; gives the groups that are complete by it, in the order of their headings.</summary>
    public IReadOnlyList<TaskGroup> Add(RunEvent next)
    {
        switch (next)
        {
            case RunEvent.PlayStarted or RunEvent.NoHostsMatched or RunEvent.RunEnded:
                return Flush();
            case RunEvent.TasksPlanned planned:
                return Begin(planned.Hosts);
            case RunEvent.TaskStarted started:
                running[started.Host] = started.Task;
                Pass(started.Host, (started.Task.Place, false));
                break;
            case RunEvent.ItemEnded item:
                HeldFor(item.Task, item.Host).Items.Add(item.Item);
                break;
            case RunEvent.TaskRetrying retrying:
                HeldFor(retrying.Task, retrying.Host).Retries.Add(retrying);
                break;
            case RunEvent.TaskEnded ended:
                running.Remove(ended.Report.Host);
                HeldFor(ended.Report.Task, ended.Report.Host).Report = ended.Report;
                Pass(ended.Report.Host, (ended.Report.Task.Place, true));
                break;
            case RunEvent.MetaDone done:
                HeldFor(done.Task, done.Host).Meta = done;
                Pass(done.Host, (done.Task.Place, true));
                break;
            case RunEvent.HostLeft left:
                running.Remove(left.Host);
                Leave(left.Host);
                break;
            default:
                return [];
        }

        return Release(stands.Count == 0 ? End : stands.Min);
    }

    /// <summary>Gives out all that is held; afterwards no host takes part.</summary>
    public IReadOnlyList<TaskGroup> Flush()
    {
        foreach (var (host, task) in running)
        {
            HeldFor(task, host);
        }

        running.Clear();
        passed.Clear();
        front.Clear();
        stands.Clear();
        return Release(End);
    }

    private IReadOnlyList<TaskGroup> Begin(IReadOnlyList<string> hosts)
    {
        var rest = Flush();
        order.Clear();
        foreach (var host in hosts)
        {
            if (order.TryAdd(host, order.Count))
            {
                passed[host] = Beginning;
            }
        }

        if (order.Count > 0)
        {
            front[Beginning] = order.Count;
            stands.Add(Beginning);
        }

        return rest;
    }

    private HostHeld HeldFor(TaskHeading task, string host)
    {
        if (!held.TryGetValue(task.Place, out var group))
        {
            held[task.Place] = group = new Held(task);
            places.Add(task.Place);
        }

        if (!group.Hosts.TryGetValue(host, out var entry))
        {
            group.Hosts[host] = entry = new HostHeld();
        }

        return entry;
    }

    private void Pass(string host, (Place Place, bool IsDone) task)
    {
        if (passed.TryGetValue(host, out var before) && before.CompareTo(task) < 0)
        {
            Count(before, -1);
            Count(task, 1);
            passed[host] = task;
        }
    }

    private void Leave(string host)
    {
        if (passed.Remove(host, out var before))
        {
            Count(before, -1);
        }
    }

    private void Count((Place Place, bool IsDone) task, int change)
    {
        var count = front.GetValueOrDefault(task) + change;
        if (count == 0)
        {
            front.Remove(task);
            stands.Remove(task);
        }
        else
        {
            front[task] = count;
            stands.Add(task);
        }
    }

    private IReadOnlyList<TaskGroup> Release((Place Place, bool IsDone) upTo)
    {
        List<TaskGroup>? released = null;
        while (places.Count > 0 && places.Min is var task && (task, true).CompareTo(upTo) <= 0)
        {
            places.Remove(task);
            held.Remove(task, out var group);
            (released ??= []).Add(new TaskGroup(group!.Task, [.. group.Hosts
                .OrderBy(h => order.GetValueOrDefault(h.Key, int.MaxValue)).ThenBy(h => h.Key, StringComparer.Ordinal)
                .Select(h => h.Value.Entry(h.Key))]));
        }

        return released ?? (IReadOnlyList<TaskGroup>)[];
    }

    private sealed record Held(TaskHeading Task)
    {
        public Dictionary<string, HostHeld> Hosts { get; } = new(StringComparer.Ordinal);
    }

    private sealed class HostHeld
    {
        public List<RunEvent.TaskRetrying> Retries { get; } = [];

        public List<ItemReport> Items { get; } = [];

        public TaskReport? Report { get; set; }

        public RunEvent.MetaDone? Meta { get; set; }

        /// <summary>The report's own items count: an item's event may have been left out.</summary>
        public HostEntry Entry(string host) => new(host, Retries, Report is { Items.Count: > 0 } ? Report.Items : Items, Report) { Meta = Meta };
    }
}
