using System.Text;
using System.Text.Json;
using Remediator.Engine.Reporting;
using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Testing;

namespace Remediator.Engine.Tests.Reporting;

public sealed class JsonEventsTests
{
    private static readonly OutputSchema Schema = OutputSchema.Read();

    [Fact]
    public void JsonEvents_of_all_recorded_runs_are_as_documented_and_use_every_event()
    {
        var lines = Tapes.All.Values.SelectMany(t => Lines(t)).Concat(Frame()).ToList();

        Assert.Empty(lines.SelectMany(Schema.Faults));
        var seen = lines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("event").GetString()!).ToHashSet();

        // The command line's own events; its tests hold them to the table.
        Assert.Equal(Schema.Events.Except(["playbook", "clocks_judged", "healed", "recorded_run", "recorded_task", "recorded_drift"]).Order(), seen.Order());
    }

    [Fact]
    public void OutputSchema_finds_what_is_not_documented()
    {
        var line = Frame()[0];

        Assert.NotEmpty(Schema.Faults(line.Replace("\"schema\":1", "\"schema\":\"1\"")));
        Assert.NotEmpty(Schema.Faults(line.Replace("\"schema\"", "\"scheme\"")));
        Assert.NotEmpty(Schema.Faults(line.Replace("\"started\"", "\"begun\"")));
    }

    [Theory]
    [InlineData("heal")]
    [InlineData("failures")]
    [InlineData("hostile")]
    [InlineData("rollback")]
    public void JsonEvents_of_a_recorded_run_are_as_its_golden_file(string name) =>
        Golden.Verify(string.Concat(Lines(Tapes.All[name]).Select(l => l + "\n")), $"Goldens/{name}.jsonl");

    [Fact]
    public void JsonEvents_keep_what_a_host_said_and_stay_on_one_line()
    {
        const string Said = "a\nb\u001b[2J\u2028\u0085\u202e \"quoted\" \\ ü 🕰";
        var line = Assert.Single(Lines(new Tape().End("h", Tapes.Install, result: Tape.Said(Said))));

        Assert.DoesNotContain(line, c => char.IsControl(c) || c is '\u2028' or '\u202e');
        Assert.Contains("ü", line);
        Assert.Equal(Said, JsonDocument.Parse(line).RootElement.GetProperty("result").GetProperty("msg").GetString());
    }

    [Fact]
    public void JsonEvents_write_values_that_json_has_no_word_for()
    {
        Value deep = Value.Of(1);
        for (var i = 0; i < 5000; i++)
        {
            deep = new ListValue([deep]);
        }

        var result = Value.Dict(("nan", Value.Of(double.NaN)), ("half", Value.Of("\ud800")), ("deep", deep), ("none", Value.Null), ("float", Value.Of(1.5)), ("dict", new DictBuilder { [Value.Of(1)] = Value.True }.Build()));
        var line = Assert.Single(Lines(new Tape().End("h", Tapes.Install, result: result)));

        Assert.Contains("\"nan\":\"NaN\"", line);
        Assert.Contains("\"none\":null,\"float\":1.5,\"dict\":{\"1\":true}", line);
        Assert.Contains("\"<list>\"", line);
        Assert.Empty(Schema.Faults(line));
    }

    private static List<string> Frame()
    {
        using var output = new MemoryStream();
        var events = new JsonEvents(output);
        events.Started("run", "1.2.3");
        events.Error("no PLAYBOOK is given", null);
        events.Diagnosed(Diagnostic.Error("RMD2001", new Span(new SourceText("site.yml", "a\nb: c\n"), 5, 1), "no such module", "did you mean 'd'?"));
        events.Diagnosed(Diagnostic.Warning("RMD2002", Span.None, "empty inventory"));
        events.Ended(1);
        return Cut(output);
    }

    private static List<string> Lines(Tape tape)
    {
        using var output = new MemoryStream();
        var events = new JsonEvents(output);
        foreach (var next in tape.Events)
        {
            events.On(next);
        }

        return Cut(output);
    }

    private static List<string> Cut(MemoryStream output)
    {
        var text = Encoding.UTF8.GetString(output.ToArray());
        Assert.EndsWith("\n", text);
        return [.. text[..^1].Split('\n')];
    }
}
