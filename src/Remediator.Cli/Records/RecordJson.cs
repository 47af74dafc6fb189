using System.Globalization;
using System.Text.Json;
using Remediator.Engine.Recording;
using Remediator.Engine.Reporting;

namespace Remediator.Cli.Records;

/// <summary>What was recorded, as JSON events; docs/output.md is the schema.</summary>
internal static class RecordJson
{
    public static void Run(JsonEvents events, RecordedRun run) => events.Write("recorded_run", json =>
    {
        json.WriteString("run_id", run.Id);
        json.WriteNumber("lamport", run.Lamport);
        json.WriteString("node", run.Node);
        json.WriteString("verb", run.Verb);
        json.WriteTexts("playbooks", run.Playbooks);
        json.WriteBoolean("check", run.IsCheck);
        json.WriteString("started_at", Time(run.StartedAt));
        json.WriteString("ended_at", run.EndedAt is { } end ? Time(end) : null);
        WriteNumber(json, "duration", run.Duration?.TotalSeconds);
        json.WriteNumberOrNull("exit_code", run.ExitCode);
        json.WriteBoolean("interrupted", run.IsInterrupted);
        json.WriteBoolean("running", run.IsRunning);
        json.WriteList("hosts", run.Hosts, static (json, host) => JsonEvents.WriteHost(json, host.Host, host.Outcome, host, host.Note));
    });

    public static void Task(JsonEvents events, RecordedTask task) => events.Write("recorded_task", json =>
    {
        json.WriteNumber("lamport", task.Lamport);
        json.WriteString("ended_at", Time(task.At));
        json.WriteString("host", task.Host);
        json.WriteNumber("play", task.Play);
        json.WriteString("name", task.Name);
        json.WriteString("kind", task.Kind);
        json.WriteString("module", task.Module);
        json.WriteString("path", task.Path);
        json.WriteString("status", task.Status);
        json.WriteBoolean("ignored", task.Ignored);
        json.WriteBoolean("rescued", task.Rescued);
        json.WriteString("message", task.Message);
        WriteNumber(json, "duration", task.Duration.TotalSeconds);
        json.WriteNumber("attempts", task.Attempts);
        json.WriteString("trouble", task.Trouble);
        json.WriteList("facets", task.Facets, static (json, facet) =>
        {
            json.WriteString("name", facet.Name);
            json.WriteString("state", facet.State);
            json.WriteString("before", facet.Before);
            json.WriteString("after", facet.After);
        });
        json.WritePropertyName("result");
        json.WriteRawValue(task.Result ?? "null");
    });

    public static void Drift(JsonEvents events, RecordedDrift drift) => events.Write("recorded_drift", json =>
    {
        json.WriteString("host", drift.Host);
        json.WriteString("task", drift.Task);
        json.WriteString("module", drift.Module);
        json.WriteString("facet", drift.Facet);
        json.WriteNumber("runs", drift.Times);
        json.WriteString("first_at", Time(drift.First));
        json.WriteString("last_at", Time(drift.Last));
        json.WriteString("last_run_id", drift.LastRun);
        json.WriteString("before", drift.Before);
        json.WriteString("after", drift.After);
    });

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static void WriteNumber(Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } known)
        {
            json.WriteNumber(name, Math.Round(known, 3));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
