using Remediator.Engine.Reporting;

namespace Remediator.Engine.Running;

/// <summary>Gives events to the observers, one at a time with the time since the start, and keeps the recap.</summary>
public sealed class RunLog(IReadOnlyList<IRunObserver> observers, bool isCheck, TimeProvider time)
{
    private readonly long start = time.GetTimestamp();
    private readonly Dictionary<string, Tally> tallies = [];
    private readonly List<string> order = [];
    private readonly HashSet<string> warned = [];
    private readonly List<string> spared = [];
    private readonly Lock gate = new();

    internal RunStats Stats { get; } = new();

    public TimeSpan Elapsed => time.GetElapsedTime(start);

    public void Emit(RunEvent next)
    {
        lock (gate)
        {
            if (next is RunEvent.TaskEnded { Report: var report })
            {
                Count(report);
            }
            else if (next is RunEvent.RolledBack { Report: var rollback })
            {
                TallyOf(rollback.Host).TakeBack(rollback);
            }

            var stamped = next with { At = Elapsed };
            foreach (var observer in observers)
            {
                observer.On(stamped);
            }
        }
    }

    /// <summary>Says something once, however often it comes up.</summary>
    public void Warn(string message)
    {
        lock (gate)
        {
            if (warned.Add(message))
            {
                Emit(new RunEvent.Warning(message));
            }
        }
    }

    /// <summary>In check mode: the host has something to do, though no task may say so.</summary>
    public void Drift(string host)
    {
        lock (gate)
        {
            TallyOf(host).IsDrifted = true;
        }
    }

    /// <summary>Hosts to which the run did not come, since it stopped before.</summary>
    public void Spare(IEnumerable<string> hosts)
    {
        lock (gate)
        {
            spared.AddRange(hosts);
        }
    }

    /// <summary>Those of which no play has made anything else.</summary>
    public IReadOnlyList<string> Untouched()
    {
        lock (gate)
        {
            return [.. spared.Distinct().Where(h => !tallies.ContainsKey(h))];
        }
    }

    /// <summary>A host that takes part, shown in the recap even where no task ran on it.</summary>
    public void Expect(string host)
    {
        lock (gate)
        {
            TallyOf(host);
        }
    }

    /// <summary><c>meta: clear_host_errors</c>: failures so far stay in the counts, but no longer make the outcome.</summary>
    public void Forgive()
    {
        lock (gate)
        {
            foreach (var tally in tallies.Values)
            {
                tally.Forgiven = tally.Failed + tally.Unreachable;
            }
        }
    }

    public IReadOnlyList<HostRecap> Recap()
    {
        lock (gate)
        {
            return [.. order.Order(StringComparer.Ordinal).Select(h => tallies[h].ToRecap(h, isCheck))];
        }
    }

    private Tally TallyOf(string host)
    {
        if (!tallies.TryGetValue(host, out var tally))
        {
            tallies[host] = tally = new Tally();
            order.Add(host);
        }

        return tally;
    }

    private void Count(TaskReport report)
    {
        var tally = TallyOf(report.Host);
        switch (report.Status)
        {
            case ReportStatus.Ok:
                // As Ansible counts: an include is as many tasks as it brings files, and none for a role.
                tally.Ok += report.Included?.Count ?? 1;
                break;
            case ReportStatus.Changed:
                tally.Ok++;
                tally.Changed++;
                break;
            case ReportStatus.Skipped:
                tally.Skipped++;
                break;
            case ReportStatus.Unreachable or ReportStatus.Unknown when !report.Ignored:
                tally.Unreachable++;
                break;
            default:
                CountFailure(tally, report);
                break;
        }

        if (report.Task.Kind == TaskKind.Verify && report.Status is ReportStatus.Ok or ReportStatus.Changed)
        {
            tally.Verified++;
        }

        if (tally.Note.Length == 0 && report.Status is not (ReportStatus.Ok or ReportStatus.Changed or ReportStatus.Skipped) && !report.Ignored && !report.Rescued)
        {
            tally.Note = $"{report.Task.Name}: {report.Message}";
        }
    }

    private static void CountFailure(Tally tally, TaskReport report)
    {
        if (report.Ignored)
        {
            tally.Ok++;
            tally.Ignored++;
            if (report.Result["changed"] is Language.Values.BoolValue { Value: true })
            {
                tally.Changed++;
            }
        }
        else if (report.Rescued)
        {
            tally.Rescued++;
        }
        else
        {
            tally.Failed++;
        }
    }

    private sealed class Tally
    {
        public int Ok { get; set; }

        public int Changed { get; set; }

        public int Unreachable { get; set; }

        public int Failed { get; set; }

        public int Skipped { get; set; }

        /// <summary>Failures and losses that count no longer.</summary>
        public int Forgiven { get; set; }

        public int Rescued { get; set; }

        public int Ignored { get; set; }

        public int Verified { get; set; }

        public string Note { get; set; } = "";

        public bool IsDrifted { get; set; }

        /// <summary>What a rollback made of the host; null for none.</summary>
        private HostOutcome? rolledBack;

        public void TakeBack(RollbackReport report)
        {
            rolledBack = report.Outcome;
            Note = report.Outcome == HostOutcome.Ok ? Note : Note.Length > 0 ? Note : report.Reason;
        }

        public HostRecap ToRecap(string host, bool isCheck) => new(host, rolledBack ?? OutcomeOf(isCheck))
        {
            Ok = Ok,
            Changed = Changed,
            Unreachable = Unreachable,
            Failed = Failed,
            Skipped = Skipped,
            Rescued = Rescued,
            Ignored = Ignored,
            Note = Note,
        };

        private HostOutcome OutcomeOf(bool isCheck) => Unreachable + Failed > Forgiven ? Unreachable > 0 ? HostOutcome.Unreachable : HostOutcome.Failed : isCheck && (Changed > 0 || IsDrifted) ? HostOutcome.Drifted : Verified > 0 ? HostOutcome.Converged : HostOutcome.Ok;
    }
}
