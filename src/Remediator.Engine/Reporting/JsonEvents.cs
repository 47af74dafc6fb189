using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Remediator.Language.Diagnostics;
using Remediator.Language.Values;

namespace Remediator.Engine.Reporting;

/// <summary>
/// Writes events as JSON, one per line. Names and types of the fields are a promise that docs/output.md makes by
/// <see cref="Schema"/>; a field is always there, with null where there is nothing to say.
/// </summary>
public sealed class JsonEvents(Stream output)
{
    /// <summary>Raised when a field goes or changes its meaning; not when an event or a field is added.</summary>
    public const int Schema = 1;

    /// <summary>First bytes of the marks in UTF-8.</summary>
    private static readonly SearchValues<byte> MarkStarts = SearchValues.Create([0xd8, 0xe2, 0xef]);

    private readonly ArrayBufferWriter<byte> line = new();

    /// <summary>The first event of every output.</summary>
    public void Started(string verb, string version) => Write("started", json =>
    {
        json.WriteNumber("schema", Schema);
        json.WriteString("program", "remediator");
        json.WriteString("version", version);
        json.WriteString("verb", verb);
    });

    /// <summary>The last event of every output.</summary>
    public void Ended(int exitCode) => Write("ended", json => json.WriteNumber("exit_code", exitCode));

    /// <summary>Wrong arguments, or trouble on this machine that has no place in a text.</summary>
    public void Error(string message, string? hint) => Write("error", json =>
    {
        json.WriteString("message", message);
        json.WriteString("hint", hint);
    });

    public void Diagnosed(Diagnostic diagnostic) => Write("diagnostic", json =>
    {
        var source = diagnostic.Span.Source;
        var isPlaced = source.Content.Length > 0;
        var (row, column) = diagnostic.Span.Position;
        json.WriteString("severity", diagnostic.Severity == Severity.Error ? "error" : "warning");
        json.WriteString("code", diagnostic.Code);
        json.WriteString("message", diagnostic.Message);
        json.WriteString("hint", diagnostic.Hint);
        json.WriteString("file", source.Name);
        json.WriteNumberOrNull("line", isPlaced ? row : null);
        json.WriteNumberOrNull("column", isPlaced ? column : null);
        json.WriteNumberOrNull("length", isPlaced ? diagnostic.Span.Length : null);
    });

    public void On(RunEvent next)
    {
        if (next is RunEvent.MetaDone or RunEvent.NoHostsLeft or RunEvent.StageEnded)
        {
            return;
        }

        Write(NameOf(next), json =>
        {
            json.WriteNumber("at", Seconds(next.At));
            WriteFields(json, next);
        });
    }

    /// <summary>An event of another kind; <paramref name="fields"/> writes what follows its name.</summary>
    public void Write(string name, Action<Utf8JsonWriter> fields)
    {
        line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(line, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("event", name);
            fields(json);
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        WriteSafely(line.WrittenSpan);
        output.Flush();
    }

    /// <summary>
    /// The encoder escapes control characters but not the marks that reverse reading order, and the lines are looked at on terminals
    /// too. Those marks can stand in strings only, so they are escaped in the finished line.
    /// </summary>
    private void WriteSafely(ReadOnlySpan<byte> text)
    {
        while (text.IndexOfAny(MarkStarts) is >= 0 and var start)
        {
            if (Rune.DecodeFromUtf8(text[start..], out var rune, out var length) != OperationStatus.Done)
            {
                length = 1;
            }

            output.Write(text[..start]);
            if (rune.IsBmp && PrintableText.IsControl((char)rune.Value))
            {
                output.Write(Encoding.ASCII.GetBytes($@"\u{rune.Value:x4}"));
            }
            else
            {
                output.Write(text.Slice(start, length));
            }

            text = text[(start + length)..];
        }

        output.Write(text);
    }

    private static string NameOf(RunEvent next) => next switch
    {
        RunEvent.RunStarted => "run_started",
        RunEvent.PlayStarted => "play_started",
        RunEvent.NoHostsMatched => "no_hosts_matched",
        RunEvent.TasksPlanned => "tasks_planned",
        RunEvent.TaskStarted => "task_started",
        RunEvent.ItemEnded => "item_ended",
        RunEvent.TaskEnded => "task_ended",
        RunEvent.TaskRetrying => "task_retrying",
        RunEvent.HostLeft => "host_left",
        RunEvent.RolledBack => "rolled_back",
        RunEvent.Warning => "warning",
        RunEvent.RunEnded => "run_ended",
        _ => throw new InvalidOperationException($"{next.GetType().Name} has no name in JSON"),
    };

    private static void WriteFields(Utf8JsonWriter json, RunEvent next)
    {
        switch (next)
        {
            case RunEvent.RunStarted run:
                json.WriteString("run_id", run.RunId);
                json.WriteTexts("playbooks", run.Playbooks);
                json.WriteBoolean("check", run.Check);
                json.WriteBoolean("diff", run.Diff);
                break;
            case RunEvent.PlayStarted play:
                json.WriteString("name", play.Name);
                json.WriteNumber("index", play.Index);
                json.WriteTexts("hosts", play.Hosts);
                break;
            case RunEvent.NoHostsMatched none:
                json.WriteString("play", none.Play);
                break;
            case RunEvent.TasksPlanned planned:
                json.WriteList("tasks", planned.Tasks, WriteTaskFields);
                json.WriteTexts("hosts", planned.Hosts);
                break;
            case RunEvent.TaskStarted started:
                WriteTask(json, started.Host, started.Task);
                break;
            case RunEvent.ItemEnded ended:
                WriteTask(json, ended.Host, ended.Task);
                WriteItem(json, ended.Item);
                break;
            case RunEvent.TaskEnded ended:
                WriteReport(json, ended.Report);
                break;
            case RunEvent.TaskRetrying retrying:
                WriteTask(json, retrying.Host, retrying.Task);
                json.WriteNumber("attempt", retrying.Attempt);
                json.WriteNumberOrNull("attempts_left", retrying.AttemptsLeft);
                json.WriteString("reason", retrying.Reason);
                break;
            case RunEvent.HostLeft left:
                json.WriteString("host", left.Host);
                json.WriteString("outcome", Word(left.Outcome));
                json.WriteString("reason", left.Reason);
                break;
            case RunEvent.RolledBack rolled:
                WriteRollback(json, rolled.Report);
                break;
            case RunEvent.Warning warning:
                json.WriteString("message", warning.Message);
                break;
            case RunEvent.RunEnded ended:
                WriteRun(json, ended.Report);
                break;
        }
    }

    private static void WriteRollback(Utf8JsonWriter json, RollbackReport report)
    {
        json.WriteString("host", report.Host);
        json.WriteString("outcome", Word(report.Outcome));
        json.WriteString("reason", report.Reason);
        json.WriteList("changes", report.Changes, static (json, change) =>
        {
            json.WriteString("what", change.What);
            json.WriteString("state", change.State);
            json.WriteString("message", change.Message);
        });
        json.WriteTexts("folders", report.Folders);
    }

    private static void WriteItem(Utf8JsonWriter json, ItemReport item)
    {
        json.WriteString("label", item.Label);
        json.WriteString("status", Word(item.Status));
        json.WriteBoolean("ignored", item.Ignored);
        json.WriteString("message", item.Message);
        WriteResult(json, item.Result);
        json.WriteList("diffs", item.Diffs, WriteDiff);
    }

    private static void WriteReport(Utf8JsonWriter json, TaskReport report)
    {
        WriteTask(json, report.Host, report.Task);
        json.WriteString("status", Word(report.Status));
        json.WriteBoolean("ignored", report.Ignored);
        json.WriteBoolean("rescued", report.Rescued);
        json.WriteString("message", report.Message);
        WriteResult(json, report.Result);
        json.WriteNumber("items", report.Items.Count);
        json.WriteList("facets", report.Facets, static (json, facet) =>
        {
            json.WriteString("name", facet.Name);
            json.WriteString("state", facet.State);
            json.WriteString("before", facet.Before);
            json.WriteString("after", facet.After);
        });
        json.WriteList("diffs", report.Diffs, WriteDiff);
        json.WriteNumber("duration", Seconds(report.Duration));
        json.WriteNumber("attempts", report.Attempts);
        json.WriteString("trouble", report.Trouble);
        json.WriteString("hint", report.Hint);
    }

    private static void WriteRun(Utf8JsonWriter json, RunReport report)
    {
        json.WriteString("run_id", report.RunId);
        json.WriteList("hosts", report.Hosts, static (json, host) => WriteHost(json, host.Host, Word(host.Outcome), host, host.Note));
        json.WriteTexts("untouched", report.Untouched);
        json.WriteNumber("duration", Seconds(report.Duration));
        json.WriteBoolean("check", report.Check);
        json.WriteBoolean("interrupted", report.Interrupted);
        json.WriteNumber("exit_code", report.ExitCode);
        json.WriteStartObject("stats");
        json.WritePropertyName("run");
        json.WriteValue(report.Stats.Run);
        json.WriteStartObject("hosts");
        foreach (var (host, values) in report.Stats.Hosts)
        {
            json.WritePropertyName(host);
            json.WriteValue(values);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The fields of a host's end, now or on record.</summary>
    public static void WriteHost(Utf8JsonWriter json, string host, string outcome, HostCounts counts, string note)
    {
        json.WriteString("host", host);
        json.WriteString("outcome", outcome);
        json.WriteNumber("ok", counts.Ok);
        json.WriteNumber("changed", counts.Changed);
        json.WriteNumber("unreachable", counts.Unreachable);
        json.WriteNumber("failed", counts.Failed);
        json.WriteNumber("skipped", counts.Skipped);
        json.WriteNumber("rescued", counts.Rescued);
        json.WriteNumber("ignored", counts.Ignored);
        json.WriteString("note", note);
    }

    private static void WriteTask(Utf8JsonWriter json, string host, TaskHeading task)
    {
        json.WriteString("host", host);
        json.WriteStartObject("task");
        WriteTaskFields(json, task);
        json.WriteEndObject();
    }

    private static void WriteTaskFields(Utf8JsonWriter json, TaskHeading task)
    {
        json.WriteNumber("id", task.Id);
        json.WriteString("name", task.Name);
        json.WriteString("kind", Word(task.Kind));
        json.WriteString("module", task.Module);
        json.WriteString("path", task.Path);
    }

    private static void WriteDiff(Utf8JsonWriter json, DiffReport diff)
    {
        json.WriteString("path", diff.Path);
        json.WriteString("before", diff.Before);
        json.WriteString("after", diff.After);
    }

    private static void WriteResult(Utf8JsonWriter json, DictValue result)
    {
        json.WritePropertyName("result");
        json.WriteValue(result);
    }

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);

    internal static string Word(TaskKind kind) => kind switch
    {
        TaskKind.Handler => "handler",
        TaskKind.GatherFacts => "gather_facts",
        TaskKind.Verify => "verify",
        _ => "task",
    };

    internal static string Word(ReportStatus status) => status switch
    {
        ReportStatus.Ok => "ok",
        ReportStatus.Changed => "changed",
        ReportStatus.Skipped => "skipped",
        ReportStatus.Failed => "failed",
        ReportStatus.Unreachable => "unreachable",
        ReportStatus.TimedOut => "timed_out",
        _ => "unknown",
    };

    internal static string Word(HostOutcome outcome) => outcome switch
    {
        HostOutcome.Ok => "ok",
        HostOutcome.Converged => "converged",
        HostOutcome.Drifted => "drifted",
        HostOutcome.Failed => "failed",
        HostOutcome.RolledBack => "rolled_back",
        HostOutcome.RollbackFailed => "rollback_failed",
        _ => "unreachable",
    };
}
