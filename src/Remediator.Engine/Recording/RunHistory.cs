using Microsoft.Data.Sqlite;
using Remediator.Engine.Reporting;
using Remediator.Language.Values;

namespace Remediator.Engine.Recording;

/// <summary>Reads what was recorded. The latest comes first; latest is what the counters say, not the clocks.</summary>
public sealed class RunHistory(StateDatabase database)
{
    private const string Columns = "id, lamport, node, verb, is_check, started_at, ended_at, duration, exit_code, interrupted, playbooks, process, request";
    private const string LatestFirst = "ORDER BY lamport DESC, node DESC, id DESC";

    /// <param name="host">Only runs in which this host took part; null for all.</param>
    /// <param name="since">Only runs that began at this time of the controller's clock or later.</param>
    public IReadOnlyList<RecordedRun> Runs(string? host, DateTimeOffset? since, int limit)
    {
        using var whole = database.BeginToRead();
        return WithHosts(database.Rows(
            $"SELECT {Columns} FROM runs WHERE started_at >= $since AND ($host IS NULL OR EXISTS (SELECT 1 FROM hosts WHERE run = runs.id AND host = $host)) {LatestFirst} LIMIT $limit",
            Run, ("$since", Since(since)), ("$host", host), ("$limit", limit)));
    }

    /// <summary>The runs whose id begins so, at most <paramref name="most"/>; <c>latest</c> is the latest one.</summary>
    public IReadOnlyList<RecordedRun> Find(string prefix, int most = 10)
    {
        using var whole = database.BeginToRead();
        return WithHosts(prefix == "latest"
            ? database.Rows($"SELECT {Columns} FROM runs {LatestFirst} LIMIT 1", Run)
            : database.Rows($"SELECT {Columns} FROM runs WHERE substr(id, 1, length($prefix)) = $prefix {LatestFirst} LIMIT $most", Run, ("$prefix", prefix), ("$most", most)));
    }

    /// <summary>The tasks of a run in the order in which they ended.</summary>
    public IReadOnlyList<RecordedTask> Tasks(string run)
    {
        using var whole = database.BeginToRead();
        var facets = database.Rows(
                "SELECT task, facets.name, state, before, after FROM facets JOIN tasks ON tasks.id = task WHERE run = $run ORDER BY facets.rowid",
                r => (Task: r.GetInt64(0), Facet: new FacetReport(r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4))), ("$run", run))
            .ToLookup(f => f.Task, f => f.Facet);
        return database.Rows(
            "SELECT lamport, at, host, play, place, name, kind, module, path, status, result, ignored, rescued, message, duration, attempts, trouble, id FROM tasks WHERE run = $run ORDER BY lamport",
            r => new RecordedTask(r.GetInt64(0), Time(r, 1), r.GetString(2), r.GetInt32(3), r.GetString(4), r.GetString(5), r.GetString(6), r.GetString(7), r.GetString(8), r.GetString(9), Text(r, 10))
            {
                Ignored = r.GetBoolean(11),
                Rescued = r.GetBoolean(12),
                Message = r.GetString(13),
                Duration = TimeSpan.FromMilliseconds(r.GetInt64(14)),
                Attempts = r.GetInt32(15),
                Trouble = Text(r, 16),
                Facets = [.. facets[r.GetInt64(17)]],
            },
            ("$run", run));
    }

    /// <summary>What was not as declared, the most frequent first. A facet counts once per run, however many tasks saw it.</summary>
    public IReadOnlyList<RecordedDrift> Drift(string? host, DateTimeOffset? since, int limit)
    {
        using var whole = database.BeginToRead();
        // Of the rows of a group, SQLite takes bare columns from the one that has the maximum.
        return database.Rows(
            """
            SELECT t.host, t.name, t.module, f.name, count(DISTINCT t.run), f.before, f.after, t.at, t.run, max(t.lamport),
              (SELECT e.at FROM tasks e JOIN facets ef ON ef.task = e.id WHERE e.host = t.host AND e.module = t.module AND e.name = t.name AND ef.name = f.name
                 AND ef.state IN ('changed', 'would', 'failed') AND e.at >= $since ORDER BY e.lamport LIMIT 1)
            FROM tasks t JOIN facets f ON f.task = t.id
            WHERE f.state IN ('changed', 'would', 'failed') AND t.at >= $since AND ($host IS NULL OR t.host = $host)
            GROUP BY t.host, t.module, t.name, f.name
            ORDER BY 5 DESC, 10 DESC, 1, 2, 4 LIMIT $limit
            """,
            r => new RecordedDrift(r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt32(4))
            {
                Before = r.GetString(5),
                After = r.GetString(6),
                Last = Time(r, 7),
                LastRun = r.GetString(8),
                First = Time(r, 10),
            },
            ("$since", Since(since)), ("$host", host), ("$limit", limit));
    }

    private IReadOnlyList<RecordedRun> WithHosts(IReadOnlyList<RecordedRun> runs) =>
        [.. runs.Select(run => run with { Hosts = HostsOf(run.Id) })];

    private IReadOnlyList<RecordedHost> HostsOf(string run) => database.Rows(
        "SELECT host, outcome, note, ok, changed, unreachable, failed, skipped, rescued, ignored FROM hosts WHERE run = $run ORDER BY host",
        r => new RecordedHost(r.GetString(0), r.GetString(1), r.GetString(2))
        {
            Ok = r.GetInt32(3),
            Changed = r.GetInt32(4),
            Unreachable = r.GetInt32(5),
            Failed = r.GetInt32(6),
            Skipped = r.GetInt32(7),
            Rescued = r.GetInt32(8),
            Ignored = r.GetInt32(9),
        },
        ("$run", run));

    private static RecordedRun Run(SqliteDataReader r) => new(r.GetString(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetBoolean(4), Time(r, 5))
    {
        EndedAt = r.IsDBNull(6) ? null : Time(r, 6),
        Duration = r.IsDBNull(7) ? null : TimeSpan.FromMilliseconds(r.GetInt64(7)),
        ExitCode = r.IsDBNull(8) ? null : r.GetInt32(8),
        IsInterrupted = r.GetBoolean(9),
        Playbooks = JsonText.TryParse(r.GetString(10), out var list, out _) && list is ListValue paths ? [.. paths.Select(p => p.ToString() ?? "")] : [],
        IsRunning = r.IsDBNull(6) && ProcessMark.IsAlive(r.GetString(11)),
        Request = r.GetString(12),
    };

    private static long Since(DateTimeOffset? since) => since?.ToUnixTimeMilliseconds() ?? long.MinValue;

    private static DateTimeOffset Time(SqliteDataReader r, int column) => DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(column));

    private static string? Text(SqliteDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);
}
