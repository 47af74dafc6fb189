using Remediator.Cli.Terminals;
using Remediator.Engine.Reporting;
using Remediator.Engine.Tests.Reporting;

namespace Remediator.Cli.Tests;

/// <summary>
/// The command line on this terminal over a made-up engine, to look at what tests cannot judge. FAKE_TAPE names the run, "crowd" being
/// 1,000 hosts; FAKE_PACE is the milliseconds between events; FAKE_DEAF=1 is an engine that hangs when it is interrupted.
/// </summary>
internal static class FakeProgram
{
    private static Task<int> Main(string[] words)
    {
        var name = Environment.GetEnvironmentVariable("FAKE_TAPE") ?? "heal";
        var pace = double.Parse(Environment.GetEnvironmentVariable("FAKE_PACE") ?? "100");
        var session = new FakeSession
        {
            Tape = name == "crowd" ? Crowd() : Tapes.All[name],
            Inventory = FakeSession.SmallInventory(),
            IsDeaf = Environment.GetEnvironmentVariable("FAKE_DEAF") == "1",
            Pace = TimeSpan.FromMilliseconds(pace),
        };
        return Application.RunAsync(words, new Surroundings(new SystemTerminal(), session, TimeProvider.System));
    }

    private static Tape Crowd()
    {
        var random = new Random(1);
        var tasks = Enumerable.Range(0, 5).Select(i => Tape.Task(i, $"Task number {i}")).ToList();
        var hosts = Enumerable.Range(1, 1000).Select(i => $"node{i:0000}").ToList();
        var tape = new Tape().Run().Play("Heal a crowd", hosts, tasks);
        var next = hosts.ToDictionary(h => h, _ => 0);
        var open = hosts.ToList();
        while (open.Count > 0)
        {
            var host = open[random.Next(Math.Min(60, open.Count))];
            var task = tasks[next[host] / 2];
            _ = next[host]++ % 2 == 0 ? tape.Start(host, task) : tape.End(host, task, random.Next(50) == 0 ? ReportStatus.Changed : ReportStatus.Ok);
            if (next[host] == tasks.Count * 2)
            {
                open.Remove(host);
            }
        }

        return tape.Finish([.. hosts.Select(h => new HostRecap(h, HostOutcome.Converged) { Ok = 5 })]);
    }
}
