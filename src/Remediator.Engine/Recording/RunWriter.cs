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

        database.Repeat("UPDATE meta SET value = ?1 WHERE key = 'lamport' AND value < ?1", clock.Last);
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
                database.Repeat("UPDATE hosts SET outcome = ?, lamport = ? WHERE run = ? AND host = ?", JsonEvents.Word(left.Outcome), lamport, run, left.Host);
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
            database.Repeat(
                "INSERT INTO hosts (run, host, lamport, outcome) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET outcome = excluded.outcome WHERE excluded.outcome = 'running'",
                run, host, lamport, outcome);
        }
    }

    private void Task(TaskReport report, DateTimeOffset at, long lamport)
    {
        database.Repeat(
            """
            INSERT INTO tasks (run, host, lamport, at, play, place, name, kind, module, path, status, ignored, rescued, message, result, duration, attempts, trouble)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            run, report.Host, lamport, at.ToUnixTimeMilliseconds(), play, report.Task.Place.ToString(), Kept(report.Task.Name), JsonEvents.Word(report.Task.Kind), report.Task.Module, report.Task.Path,
            JsonEvents.Word(report.Status), report.Ignored, report.Rescued, Kept(report.Message), Result(report), Milliseconds(report.Duration), report.Attempts, report.Trouble);
        if (report.Facets.Count == 0)
        {
            return;
        }

        var task = database.LastRow;
        foreach (var facet in report.Facets)
        {
            database.Repeat("INSERT INTO facets VALUES (?, ?, ?, ?, ?)", task, Kept(facet.Name), facet.State, Kept(facet.Before), Kept(facet.After));
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
            database.Repeat(
                """
                INSERT INTO hosts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET outcome = excluded.outcome, note = excluded.note, ok = excluded.ok, changed = excluded.changed, unreachable = excluded.unreachable,
                  failed = excluded.failed, skipped = excluded.skipped, rescued = excluded.rescued, ignored = excluded.ignored
                """,
                run, host.Host, lamport, JsonEvents.Word(host.Outcome), Kept(host.Note), host.Ok, host.Changed, host.Unreachable, host.Failed, host.Skipped, host.Rescued, host.Ignored);
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
