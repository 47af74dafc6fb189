using Remediator.Engine.Reporting;
using Remediator.Language.Values;

namespace Remediator.Engine.Recording;

/// <summary>Turns the events of one run into rows. Each event gets the counter's next value as it is written, in the order of the run.</summary>
internal sealed class RunWriter(StateDatabase database, RecordTarget recording, string request, SecretTexts secrets, LamportClock clock) : IDisposable
{
    /// <summary>Longer texts are cut: this is a history, no backup.</summary>
    private const int MaxText = 4096;

    /// <summary>Longer results (bytes of JSON) are not kept.</summary>
    private const int MaxResult = 256 * 1024;

    private readonly List<RunRecorder.Entry> opening = [];
    private string run = "";
    private int play = -1;

    /// <summary>The events that say which run and hosts these are, for a new database in the middle of a run.</summary>
    public IReadOnlyList<RunRecorder.Entry> Opening => opening;

    public void Write(IReadOnlyList<RunRecorder.Entry> batch)
    {
        secrets.Refresh();
        using var transaction = database.Begin();
        // What others wrote meanwhile happened before what is written now.
        clock.Receive(database.Lamport);
        foreach (var (next, at, _) in batch)
        {
            if (next is not null)
            {
                Write(next, at, clock.Tick());
            }

            if (next is RunEvent.RunStarted or RunEvent.PlayStarted)
            {
                opening.Add(new RunRecorder.Entry(next, at, null));
            }
        }

        database.Execute("UPDATE meta SET value = $lamport WHERE key = 'lamport' AND value < $lamport", ("$lamport", clock.Last));
        transaction.Commit();
    }

    public void Dispose() => database.Dispose();

    private void Write(RunEvent next, DateTimeOffset at, long lamport)
    {
        switch (next)
        {
            case RunEvent.RunStarted started:
                run = started.RunId;
                play = -1;
                // A run that another process began stands there already.
                database.Execute(
                    """
                    INSERT INTO runs (id, lamport, node, verb, is_check, started_at, playbooks, request, process) VALUES ($id, $lamport, $node, $verb, $check, $at, $playbooks, $request, $process)
                    ON CONFLICT DO UPDATE SET process = excluded.process, ended_at = NULL, duration = NULL, exit_code = NULL, interrupted = 0
                    """,
                    ("$id", run), ("$lamport", lamport), ("$node", database.Node), ("$verb", recording.Verb), ("$check", started.Check), ("$at", at.ToUnixTimeMilliseconds()),
                    ("$playbooks", JsonText.Compact(Value.OfTexts(started.Playbooks))), ("$request", request), ("$process", ProcessMark.Current));
                break;
            case RunEvent.PlayStarted started:
                play = started.Index;
                Hosts(started.Hosts, "untouched", lamport);
                break;
            case RunEvent.TasksPlanned planned:
                Hosts(planned.Hosts, "running", lamport);
                break;
            case RunEvent.TaskEnded { Report: { IsRecorded: false } report }:
                Task(report, at, lamport);
                break;
            case RunEvent.HostLeft left:
                database.Execute("UPDATE hosts SET outcome = $outcome, lamport = $lamport WHERE run = $run AND host = $host", ("$outcome", JsonEvents.Word(left.Outcome)), ("$lamport", lamport), ("$run", run), ("$host", left.Host));
                break;
            case RunEvent.RunEnded { Report: var report }:
                End(report, at, lamport);
                break;
        }
    }

    private void Hosts(IReadOnlyList<string> hosts, string outcome, long lamport)
    {
        foreach (var host in hosts)
        {
            database.Execute(
                "INSERT INTO hosts (run, host, lamport, outcome) VALUES ($run, $host, $lamport, $outcome) ON CONFLICT DO UPDATE SET outcome = excluded.outcome WHERE excluded.outcome = 'running'",
                ("$run", run), ("$host", host), ("$lamport", lamport), ("$outcome", outcome));
        }
    }

    private void Task(TaskReport report, DateTimeOffset at, long lamport)
    {
        database.Execute(
            """
            INSERT INTO tasks (run, host, lamport, at, play, place, name, kind, module, path, status, ignored, rescued, message, result, duration, attempts, trouble)
            VALUES ($run, $host, $lamport, $at, $play, $place, $name, $kind, $module, $path, $status, $ignored, $rescued, $message, $result, $duration, $attempts, $trouble)
            """,
            ("$run", run), ("$host", report.Host), ("$lamport", lamport), ("$at", at.ToUnixTimeMilliseconds()), ("$play", play), ("$place", report.Task.Place.ToString()), ("$name", Kept(report.Task.Name)),
            ("$kind", JsonEvents.Word(report.Task.Kind)), ("$module", report.Task.Module), ("$path", report.Task.Path), ("$status", JsonEvents.Word(report.Status)), ("$ignored", report.Ignored), ("$rescued", report.Rescued),
            ("$message", Kept(report.Message)), ("$result", Result(report)), ("$duration", Milliseconds(report.Duration)), ("$attempts", report.Attempts), ("$trouble", report.Trouble));
        if (report.Facets.Count == 0)
        {
            return;
        }

        var task = database.Scalar("SELECT last_insert_rowid()");
        foreach (var facet in report.Facets)
        {
            database.Execute(
                "INSERT INTO facets VALUES ($task, $name, $state, $before, $after)",
                ("$task", task), ("$name", Kept(facet.Name)), ("$state", facet.State), ("$before", Kept(facet.Before)), ("$after", Kept(facet.After)));
        }
    }

    /// <summary>What a task brought, until the run has ended: whoever goes on with it wants to know.</summary>
    private string? Result(TaskReport report) =>
        JsonText.Compact(secrets.Hide(report.Result)) is { Length: <= MaxResult } text ? text : null;

    private void End(RunReport report, DateTimeOffset at, long lamport)
    {
        database.Execute(
            "UPDATE runs SET ended_at = $at, duration = $duration, exit_code = $code, interrupted = $interrupted WHERE id = $id",
            ("$at", at.ToUnixTimeMilliseconds()), ("$duration", Milliseconds(report.Duration)), ("$code", report.ExitCode), ("$interrupted", report.Interrupted), ("$id", report.RunId));
        foreach (var host in report.Hosts)
        {
            database.Execute(
                """
                INSERT INTO hosts VALUES ($run, $host, $lamport, $outcome, $note, $ok, $changed, $unreachable, $failed, $skipped, $rescued, $ignored)
                ON CONFLICT DO UPDATE SET outcome = excluded.outcome, note = excluded.note, ok = excluded.ok, changed = excluded.changed, unreachable = excluded.unreachable,
                  failed = excluded.failed, skipped = excluded.skipped, rescued = excluded.rescued, ignored = excluded.ignored
                """,
                ("$run", run), ("$host", host.Host), ("$lamport", lamport), ("$outcome", JsonEvents.Word(host.Outcome)), ("$note", Kept(host.Note)), ("$ok", host.Ok), ("$changed", host.Changed),
                ("$unreachable", host.Unreachable), ("$failed", host.Failed), ("$skipped", host.Skipped), ("$rescued", host.Rescued), ("$ignored", host.Ignored));
        }

        if (!report.Interrupted && report.Hosts.All(h => h.Outcome != HostOutcome.Unreachable))
        {
            // Nothing goes on with a run that came to its end on all hosts. What verification measured is history.
            database.Execute("UPDATE tasks SET result = NULL WHERE run = $run AND kind <> 'verify'", ("$run", run));
        }

        database.Execute(
            "DELETE FROM runs WHERE started_at < $oldest AND id NOT IN (SELECT id FROM runs ORDER BY lamport DESC, node DESC, id DESC LIMIT $kept)",
            ("$oldest", at.AddDays(-recording.KeepDays).ToUnixTimeMilliseconds()), ("$kept", StateDatabase.KeptRuns));
    }

    private string Kept(string text)
    {
        var safe = secrets.Hide(text);
        return safe.Length <= MaxText ? safe : safe[..MaxText] + "…";
    }

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
