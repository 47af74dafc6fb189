namespace Remediator.Engine.Recording;

/// <summary>A time when a scheduled run mended a host, or failed to.</summary>
/// <param name="Playbook">Whatever names the playbook the same each time, such as its absolute path.</param>
/// <param name="Run">The run's id.</param>
/// <param name="Note">Why it failed; empty where it succeeded.</param>
public sealed record Remediation(string Playbook, string Host, DateTimeOffset At, string Run, bool Succeeded, string Note);

/// <summary>A fleet's circuit breaker that is open.</summary>
public sealed record OpenCircuit(string Playbook, DateTimeOffset Since, string Reason);

/// <summary>What scheduled runs remember between them: how often each host was mended, what failed, and whether the circuit is open.</summary>
public sealed class HealRecords(StateDatabase database)
{
    /// <summary>Older ones count for no budget; they are dropped when one is added.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public void Add(Remediation remediation)
    {
        using var transaction = database.Begin();
        database.Execute("UPDATE meta SET value = value + 1 WHERE key = 'lamport'");
        database.Execute(
            "INSERT INTO remediations (playbook, host, at, lamport, run, succeeded, note) VALUES ($playbook, $host, $at, $lamport, $run, $succeeded, $note)",
            ("$playbook", remediation.Playbook), ("$host", remediation.Host), ("$at", remediation.At.ToUnixTimeMilliseconds()), ("$lamport", database.Lamport), ("$run", remediation.Run), ("$succeeded", remediation.Succeeded), ("$note", remediation.Note));
        database.Execute("DELETE FROM remediations WHERE playbook = $playbook AND host = $host AND at < $oldest", ("$playbook", remediation.Playbook), ("$host", remediation.Host), ("$oldest", (remediation.At - Kept).ToUnixTimeMilliseconds()));
        transaction.Commit();
    }

    /// <summary>Remediations of a playbook's hosts from <paramref name="since"/> on, in the order in which they were added.</summary>
    /// <param name="host">Null for all hosts.</param>
    public IReadOnlyList<Remediation> Of(string playbook, string? host, DateTimeOffset since) => database.Rows(
        "SELECT playbook, host, at, run, succeeded, note FROM remediations WHERE playbook = $playbook AND ($host IS NULL OR host = $host) AND at >= $since ORDER BY lamport",
        r => new Remediation(r.GetString(0), r.GetString(1), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(2)), r.GetString(3), r.GetBoolean(4), r.GetString(5)),
        ("$playbook", playbook), ("$host", host), ("$since", since.ToUnixTimeMilliseconds()));

    /// <summary>Null where the playbook's circuit is closed.</summary>
    public OpenCircuit? Circuit(string playbook) => database.Rows(
        "SELECT playbook, opened_at, reason FROM circuits WHERE playbook = $playbook",
        r => new OpenCircuit(r.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(1)), r.GetString(2)),
        ("$playbook", playbook)) is [var open, ..] ? open : null;

    /// <summary>Opens the circuit; one that is open keeps its time.</summary>
    public void Open(OpenCircuit circuit) => database.Execute(
        "INSERT INTO circuits VALUES ($playbook, $since, $reason) ON CONFLICT DO UPDATE SET reason = excluded.reason",
        ("$playbook", circuit.Playbook), ("$since", circuit.Since.ToUnixTimeMilliseconds()), ("$reason", circuit.Reason));

    public void Close(string playbook) => database.Execute("DELETE FROM circuits WHERE playbook = $playbook", ("$playbook", playbook));
}
