using System.Text;
using Remediator.Engine.Reporting;
using Remediator.Engine.Running;
using Remediator.Language.Diagnostics;

namespace Remediator.Engine.Tests;

/// <summary>What <c>no_log</c> hides does not leave the engine by any event.</summary>
public class SecretTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Secret_of_no_log_tasks_is_in_no_event_at_any_verbosity(bool check)
    {
        using var sample = Sample.Copy("Cases", "no-log");
        using var output = new MemoryStream();
        var text = new RunText(new TextDetail(Verbosity: 3));
        var lines = new StringBuilder();
        var session = Session.Load(sample.Request() with { Check = check }, new DiagnosticBag(), new FastTime(20))!;
        var events = new Kept();
        await session.RunAsync([events], _ => new LocalTransport(Folders.Channels(check, diff: true)), CancellationToken.None);
        var json = new JsonEvents(output);
        foreach (var next in events.All)
        {
            json.On(next);
            lines.AppendJoin('\n', text.On(next).Select(l => l.Text)).Append('\n');
        }

        Assert.DoesNotContain("s3cr3t", Encoding.UTF8.GetString(output.ToArray()));
        Assert.DoesNotContain("s3cr3t", lines.ToString());
        Assert.Contains("no_log", lines.ToString());
    }

    private sealed class Kept : IRunObserver
    {
        public List<RunEvent> All { get; } = [];

        public void On(RunEvent next) => All.Add(next);
    }
}
