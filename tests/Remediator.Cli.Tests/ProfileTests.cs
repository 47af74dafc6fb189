using System.Text.Json;
using Remediator.Cli.Engine;
using Remediator.Cli.Output;
using Remediator.Engine.Reporting;

namespace Remediator.Cli.Tests;

/// <summary><c>--profile</c>: a trace that viewers of Chrome's format open.</summary>
public sealed class ProfileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("profile-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Profile_has_a_row_for_each_host_with_stages_and_tasks_within_the_run()
    {
        var playbook = Path.Combine(folder, "p.yml");
        await File.WriteAllTextAsync(playbook, "- hosts: all\n  gather_facts: false\n  tasks:\n    - name: one\n      command: 'true'\n    - name: two\n      command: 'true'\n");
        var profile = Path.Combine(folder, "trace.json");
        var terminal = new FakeTerminal();

        var code = await Application.RunAsync(
            ["run", playbook, "-i", "a,b,", "-c", "local", "--profile", profile], new Surroundings(terminal, new EngineSession(), TimeProvider.System));

        Assert.True(code == 0, terminal.Written + terminal.Complained);
        using var trace = JsonDocument.Parse(await File.ReadAllTextAsync(profile));
        var events = trace.RootElement.GetProperty("traceEvents").EnumerateArray().ToList();
        var rows = events.Where(e => Text(e, "name") == "thread_name").ToDictionary(e => e.GetProperty("args").GetProperty("name").GetString()!, e => e.GetProperty("tid").GetInt32());
        Assert.Equal(["a", "b"], rows.Keys.Order());
        foreach (var row in rows.Values)
        {
            var own = events.Where(e => Text(e, "ph") == "X" && e.GetProperty("tid").GetInt32() == row).ToList();
            string[] stages = [.. own.Where(e => Text(e, "cat") == "stage").Select(e => Text(e, "name"))];
            Assert.Equal(["plan", "wait", "connect", "send", "run"], stages.Take(5));
            var run = own.First(e => Text(e, "name") == "run");
            var tasks = own.Where(e => Text(e, "cat") == "task").ToList();
            Assert.Equal(["one", "two"], tasks.Select(t => Text(t, "name")));
            Assert.All(tasks, t => Assert.Equal("changed", t.GetProperty("args").GetProperty("status").GetString()));
            Assert.All(tasks, t => Assert.True(Start(t) >= Start(own[0]) && End(t) <= End(run), t.ToString()));
        }
    }

    [Fact]
    public async Task Profile_that_cannot_be_written_is_told_before_anything_runs()
    {
        var terminal = new FakeTerminal();
        var session = new FakeSession();

        var code = await Application.RunAsync(["run", "p.yml", "--profile", Path.Combine(folder, "none", "trace.json")], new Surroundings(terminal, session, TimeProvider.System));

        Assert.Equal(1, code);
        Assert.False(session.HasRun);
        Assert.Contains("cannot be written", terminal.Complained);
    }

    [Fact]
    public void Profile_of_an_interrupted_run_is_still_a_whole_file()
    {
        var stream = new MemoryStream();
        using (var profile = new ProfileFile(stream))
        {
            profile.On(new RunEvent.StageEnded("a\"b", RunStage.Connect, TimeSpan.FromMilliseconds(1), "x") { At = TimeSpan.FromMilliseconds(3) });
        }

        using var trace = JsonDocument.Parse(stream.ToArray());
        var connect = trace.RootElement.GetProperty("traceEvents").EnumerateArray().Single(e => Text(e, "name") == "connect");
        Assert.Equal(2000, connect.GetProperty("dur").GetInt64());
    }

    private static string Text(JsonElement e, string key) => e.GetProperty(key).GetString()!;

    private static long Start(JsonElement e) => e.GetProperty("ts").GetInt64();

    private static long End(JsonElement e) => Start(e) + e.GetProperty("dur").GetInt64();
}
