using System.Text.Json;
using Remediator.Engine.Reporting;

namespace Remediator.Cli.Output;

/// <summary>
/// Writes where a run's time goes as a trace in Chrome's format (JSON object form), which chrome://tracing, Perfetto and speedscope
/// open: a row for each host with its stages and, within them, its tasks. Times are microseconds since the start of the run.
/// </summary>
internal sealed class ProfileFile : IRunObserver, IDisposable
{
    private const int Process = 1;
    private readonly BufferedStream stream;
    private readonly Utf8JsonWriter json;
    private readonly Dictionary<string, int> rows = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Host, int Task), TimeSpan> started = [];

    /// <param name="stream">Is closed with the file.</param>
    public ProfileFile(Stream stream)
    {
        this.stream = new BufferedStream(stream, 64 * 1024);
        json = new Utf8JsonWriter(this.stream);
        json.WriteStartObject();
        json.WriteString("displayTimeUnit", "ms");
        json.WriteStartArray("traceEvents");
        Name("process_name", 0, "remediator");
    }

    /// <summary>The profile that a path asks for, or why it cannot be written; neither where there is none.</summary>
    public static (ProfileFile? Profile, UsageError? Error) Open(string? path)
    {
        try
        {
            return (path is null ? null : new ProfileFile(File.Create(path)), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, new UsageError($"the profile '{path}' cannot be written: {e.Message}"));
        }
    }

    public void On(RunEvent next)
    {
        switch (next)
        {
            case RunEvent.StageEnded stage:
                Write(stage.Stage.ToString().ToLowerInvariant(), "stage", RowOf(stage.Host), stage.Began, next.At, ("detail", stage.Detail));
                break;
            case RunEvent.TaskStarted task:
                started[(task.Host, task.Task.Id)] = next.At;
                break;
            case RunEvent.TaskEnded { Report: var report }:
                var began = started.Remove((report.Host, report.Task.Id), out var at) ? at : next.At;
                Write(report.Task.Name, "task", RowOf(report.Host), began, next.At, ("status", report.Status.ToString().ToLowerInvariant()), ("module", report.Task.Module), ("place", report.Task.Path));
                break;
            case RunEvent.PlayStarted play:
                Instant($"play {play.Name}", next.At);
                break;
            case RunEvent.RunEnded:
                Instant("end", next.At);
                break;
        }
    }

    public void Dispose()
    {
        json.WriteEndArray();
        json.WriteEndObject();
        json.Dispose();
        stream.Dispose();
    }

    private int RowOf(string host)
    {
        if (!rows.TryGetValue(host, out var row))
        {
            rows[host] = row = rows.Count + 1;
            Name("thread_name", row, host);
        }

        return row;
    }

    private void Name(string kind, int row, string name)
    {
        Begin(kind, "M", row);
        json.WriteStartObject("args");
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Instant(string name, TimeSpan at)
    {
        Begin(name, "i", 0);
        json.WriteString("s", "g");
        json.WriteNumber("ts", Microseconds(at));
        json.WriteEndObject();
    }

    private void Write(string name, string category, int row, TimeSpan from, TimeSpan to, params ReadOnlySpan<(string Key, string Value)> arguments)
    {
        Begin(name, "X", row);
        json.WriteString("cat", category);
        json.WriteNumber("ts", Microseconds(from));
        json.WriteNumber("dur", Microseconds(to) - Microseconds(from));
        json.WriteStartObject("args");
        foreach (var (key, value) in arguments)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Begin(string name, string phase, int row)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("ph", phase);
        json.WriteNumber("pid", Process);
        json.WriteNumber("tid", row);
    }

    private static long Microseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;
}

/// <summary>Several observers as one.</summary>
internal sealed class ObserverList(params IRunObserver[] observers) : IRunObserver
{
    public void On(RunEvent next)
    {
        foreach (var observer in observers)
        {
            observer.On(next);
        }
    }
}
