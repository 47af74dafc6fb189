using System.Text.RegularExpressions;
using Remediator.Shell;
using Remediator.Testing;
using TaskStatus = Remediator.Shell.TaskStatus;

namespace Remediator.Modules.Tests;

/// <summary>
/// Every example of every module twice, by a channel's frames and by those of a script of its own, under every shell: the same status
/// in check mode, on the first run and on the second, and the same files; and damage to a facet is named and mended by the script, too.
/// </summary>
public sealed partial class StandaloneTests
{
    /// <summary>What these make differs from one run to the next.</summary>
    private static readonly HashSet<string> Chance = ["tempfile"];

    public static TheoryData<string, string, int> Cases => LawTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Example_does_in_a_script_of_its_own_what_it_does_on_a_channel(string shell, string module, int index)
    {
        using var channel = new Sandbox(shell);
        using var script = new Sandbox(shell);
        var example = ExampleTask.Example(module, index);
        var (here, there) = (ExampleTask.Read(channel.Place(example.Yaml)), ExampleTask.Read(script.Place(example.Yaml)));
        if (there.Plan().Any(s => s is Step.Put { Rewrite: not null } or Step.Fetch or Step.Judge or Step.Reconnect or Step.Report))
        {
            // What asks the controller is refused when a script is compiled; what only reports needs no host.
            return;
        }

        channel.Prepare(example.Before);
        script.Prepare(example.Before);
        foreach (var isCheck in new[] { true, false, false })
        {
            var expected = channel.Run(here.Plan(isCheck), isCheck).OfType<Event.Done>().Single().Status;
            // The script is planned once, whatever it is told when it runs.
            var (status, _) = script.RunAlone(there.Plan(), isCheck);
            Assert.Equal(expected, status);
            if (!Chance.Contains(module))
            {
                Assert.Equal(Neutral(channel), Neutral(script));
            }
        }

        if (example.Fails)
        {
            return;
        }

        foreach (var (facet, damage) in example.Damage)
        {
            script.Prepare(damage);
            Assert.Equal((TaskStatus.Changed, facet), script.RunAlone(there.Plan(), check: true));
            Assert.Equal((TaskStatus.Changed, facet), script.RunAlone(there.Plan(), check: false));
            Assert.NotEqual(TaskStatus.Changed, script.RunAlone(there.Plan(), check: true).Status);
        }
    }

    /// <summary>A snapshot without times, hashes of files that hold the sandbox's own place, and what the journal keeps.</summary>
    private static string Neutral(Sandbox sandbox) => string.Join('\n', sandbox.Snapshot().Split('\n')
        .Where(line => !line.Contains("/.local/", StringComparison.Ordinal) && !line.Contains("/remediator/", StringComparison.Ordinal))
        .Where(line => !line.StartsWith(sandbox.Root, StringComparison.Ordinal))
        .Select(line => Stamp().Replace(Time().Replace(line, " "), "~").Replace(sandbox.Root, "ROOT")));

    [GeneratedRegex(@" \d+\.\d{9,} ")]
    private static partial Regex Time();

    /// <summary>The name of a backup has the process and the second in it.</summary>
    [GeneratedRegex(@"\.\d+\.\d{4}-\d\d-\d\d@\d\d:\d\d:\d\d~")]
    private static partial Regex Stamp();
}
