namespace Remediator.Engine.Recording;

/// <summary>The tables of the database. A change is a further entry at the end: entries that were released are never edited.</summary>
internal static class StateSchema
{
    /// <summary>Times are milliseconds since 1970 by the controller's clock; durations are milliseconds; <c>lamport</c> and <c>node</c> are what orders.</summary>
    public static IReadOnlyList<string> Migrations { get; } =
    [
        """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
        CREATE TABLE runs (
          id TEXT PRIMARY KEY, lamport INTEGER NOT NULL, node TEXT NOT NULL, verb TEXT NOT NULL, is_check INTEGER NOT NULL,
          started_at INTEGER NOT NULL, ended_at INTEGER, duration INTEGER, exit_code INTEGER, interrupted INTEGER NOT NULL DEFAULT 0,
          playbooks TEXT NOT NULL, request TEXT NOT NULL, process TEXT NOT NULL) WITHOUT ROWID;
        CREATE INDEX runs_order ON runs (lamport, node, id);
        CREATE TABLE hosts (
          run TEXT NOT NULL REFERENCES runs ON DELETE CASCADE, host TEXT NOT NULL, lamport INTEGER NOT NULL, outcome TEXT NOT NULL,
          note TEXT NOT NULL DEFAULT '', ok INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL DEFAULT 0,
          unreachable INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, skipped INTEGER NOT NULL DEFAULT 0,
          rescued INTEGER NOT NULL DEFAULT 0, ignored INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (run, host)) WITHOUT ROWID;
        CREATE INDEX hosts_host ON hosts (host);
        CREATE TABLE tasks (
          id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES runs ON DELETE CASCADE, host TEXT NOT NULL, lamport INTEGER NOT NULL,
          at INTEGER NOT NULL, play INTEGER NOT NULL, place TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, module TEXT NOT NULL,
          path TEXT NOT NULL, status TEXT NOT NULL, ignored INTEGER NOT NULL, rescued INTEGER NOT NULL, message TEXT NOT NULL,
          result TEXT, duration INTEGER NOT NULL, attempts INTEGER NOT NULL, trouble TEXT);
        CREATE INDEX tasks_run ON tasks (run, host, lamport);
        CREATE TABLE facets (
          task INTEGER NOT NULL REFERENCES tasks ON DELETE CASCADE, name TEXT NOT NULL, state TEXT NOT NULL, before TEXT NOT NULL,
          after TEXT NOT NULL);
        CREATE INDEX facets_task ON facets (task);
        CREATE TABLE remediations (
          id INTEGER PRIMARY KEY, playbook TEXT NOT NULL, host TEXT NOT NULL, at INTEGER NOT NULL, lamport INTEGER NOT NULL,
          run TEXT NOT NULL, succeeded INTEGER NOT NULL, note TEXT NOT NULL);
        CREATE INDEX remediations_host ON remediations (playbook, host, at);
        CREATE TABLE circuits (playbook TEXT PRIMARY KEY, opened_at INTEGER NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
        """,
    ];
}
