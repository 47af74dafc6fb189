using System.Text.Json;

namespace Remediator.Scenarios;

/// <summary>What a run of the program came to. Of <c>--output json</c>, every line of stdout is an event, or reading them throws.</summary>
internal sealed record Run(int ExitCode, string Stdout, string Stderr, TimeSpan Duration)
{
    private readonly Lazy<IReadOnlyList<JsonElement>> events = new(() => [.. Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)]);

    public IReadOnlyList<JsonElement> Events => events.Value;

    /// <summary>For messages of failed assertions: all of a text; of events those of tasks that changed or failed something, and the end.</summary>
    public string Told => $"exit code {ExitCode} after {Duration.TotalSeconds:0.0} s\n{(Stdout.StartsWith('{') ? string.Join('\n', Stdout.Split('\n').Where(IsTelling)) : Stdout)}\n{Stderr}";

    public IEnumerable<HostEnd> Hosts => Of("run_ended").Single().GetProperty("hosts").EnumerateArray().Select(h => new HostEnd(h));

    public IEnumerable<TaskEnd> Tasks => Of("task_ended").Select(t => new TaskEnd(t));

    public IEnumerable<JsonElement> Of(string name) => Events.Where(e => e.GetProperty("event").GetString() == name);

    public HostEnd Host(string name) => Hosts.Single(h => h.Name == name);

    /// <summary>The end of a task on a host.</summary>
    public TaskEnd Task(string host, string name) => Tasks.Single(t => t.Host == host && t.Name == name);

    private static bool IsTelling(string line) =>
        !line.Contains("_started\"") && !line.Contains("\"tasks_planned\"") && !line.Contains("\"item_ended\"") && !line.Contains("\"status\":\"ok\"") && !line.Contains("\"status\":\"skipped\"");

    private static JsonElement Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"not an event, {e.Message}: {line}");
        }
    }
}

/// <summary>A host's row of the event <c>run_ended</c>.</summary>
internal readonly struct HostEnd(JsonElement json)
{
    public string Name => json.GetProperty("host").GetString()!;

    public string Outcome => json.GetProperty("outcome").GetString()!;

    public string Note => json.GetProperty("note").GetString()!;

    public int Ok => Count("ok");

    public int Changed => Count("changed");

    public int Failed => Count("failed");

    public int Rescued => Count("rescued");

    private int Count(string name) => json.GetProperty(name).GetInt32();
}

/// <summary>An event <c>task_ended</c>.</summary>
internal readonly struct TaskEnd(JsonElement json)
{
    public string Host => json.GetProperty("host").GetString()!;

    public string Name => json.GetProperty("task").GetProperty("name").GetString()!;

    public string Kind => json.GetProperty("task").GetProperty("kind").GetString()!;

    public string Status => json.GetProperty("status").GetString()!;

    public string Message => json.GetProperty("message").GetString()!;

    public string? Trouble => json.GetProperty("trouble").GetString();

    public string? Hint => json.GetProperty("hint").GetString();

    public int Attempts => json.GetProperty("attempts").GetInt32();

    public double Seconds => json.GetProperty("duration").GetDouble();

    public JsonElement Result => json.GetProperty("result");

    /// <summary>Names of the facets that were changed, or would be.</summary>
    public IReadOnlyList<string> Drift =>
        [.. json.GetProperty("facets").EnumerateArray().Where(f => f.GetProperty("state").GetString() is "changed" or "would").Select(f => f.GetProperty("name").GetString()!)];

    public override string ToString() => json.GetRawText();
}
