using Remediator.Shell;
using Remediator.Testing;
using TaskStatus = Remediator.Shell.TaskStatus;

namespace Remediator.Modules.Tests;

/// <summary>
/// The four laws, for every example of every module under every shell: check changes nothing and says what apply will do; apply
/// converges; a second apply changes nothing; after damage to one facet check names exactly that facet, and apply mends it.
/// </summary>
public sealed class LawTests
{
    public static TheoryData<string> ShellNames => Sandbox.ShellNames;

    public static TheoryData<string, string, int> Cases
    {
        get
        {
            var data = new TheoryData<string, string, int>();
            foreach (var (name, _) in Shells.Present)
            {
                foreach (var row in ExampleTask.All)
                {
                    if (ExampleTask.Example((string)row[0], (int)row[1]).OutsideSandbox is null)
                    {
                        data.Add(name, (string)row[0], (int)row[1]);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Example_under_a_shell_keeps_the_four_laws(string shell, string module, int index)
    {
        using var sandbox = new Sandbox(shell);
        var example = ExampleTask.Example(module, index);
        var task = ExampleTask.Read(sandbox.Place(example.Yaml));
        sandbox.Prepare(example.Before);
        if (example.Fails)
        {
            Assert.Equal(TaskStatus.Failed, Done(sandbox.Run(task.Plan())).Status);
            return;
        }

        var start = sandbox.Snapshot();
        var check = Check(sandbox, task);
        Assert.Equal(start, sandbox.Snapshot());

        var apply = Apply(sandbox, task);
        Assert.Equal(Facets(check, FacetState.Would), Facets(apply, FacetState.Changed));
        Assert.True(Done(check).Status == TaskStatus.Skipped || Done(check).Changed == Done(apply).Changed, "check and apply disagree about whether there is a change");
        Assert.True(example.Damage.Count == 0 || Done(apply).Changed, "an example that can be damaged must start from a state that it changes");

        var converged = sandbox.Snapshot();
        var again = Apply(sandbox, task);
        Assert.Equal(example.AlwaysChanges, Done(again).Changed);
        if (!example.AlwaysChanges)
        {
            Assert.Equal(converged, sandbox.Snapshot());
        }

        foreach (var (facet, damage) in example.Damage)
        {
            sandbox.Prepare(damage);
            var damaged = sandbox.Snapshot();
            Assert.NotEqual(converged, damaged);
            Assert.Equal([facet], Facets(Check(sandbox, task), FacetState.Would));
            Assert.Equal(damaged, sandbox.Snapshot());
            Assert.Equal([facet], Facets(Apply(sandbox, task), FacetState.Changed));
            Assert.False(Done(Check(sandbox, task)).Changed, $"{facet} is not mended");
            converged = sandbox.Snapshot();
        }
    }

    /// <summary>An example without its stub once installed and removed packages of the machine that ran the tests.</summary>
    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Programs_that_change_the_machine_are_out_of_reach(string shell)
    {
        using var host = new Sandbox(shell);
        var tests = TestFolder();
        Assert.All(Sandbox.Dangerous, program =>
        {
            var found = host.Find(program);
            Assert.True(found.Length == 0 || found.StartsWith(tests, StringComparison.Ordinal) || found.Contains("/remediator-refusals", StringComparison.Ordinal), $"{program} is {found}");
        });
    }

    private static IReadOnlyList<Event> Check(Sandbox sandbox, ExampleTask task) => Sound(sandbox, task.Plan(check: true), check: true);

    private static IReadOnlyList<Event> Apply(Sandbox sandbox, ExampleTask task) => Sound(sandbox, task.Plan(), check: false);

    private static IReadOnlyList<Event> Sound(Sandbox sandbox, IReadOnlyList<Step> steps, bool check)
    {
        var events = sandbox.Run(steps, check);
        var failure = events.OfType<Event.Failed>().FirstOrDefault();
        Assert.True(failure is null, failure is null ? "" : $"{failure.Message}\n{System.Text.Encoding.UTF8.GetString(failure.Stderr)}");
        TaskResult.Of(steps, events);
        return events;
    }

    private static string TestFolder([System.Runtime.CompilerServices.CallerFilePath] string caller = "") => Path.GetDirectoryName(caller)!;

    private static Event.Done Done(IReadOnlyList<Event> events) => Assert.Single(events.OfType<Event.Done>());

    private static string[] Facets(IReadOnlyList<Event> events, FacetState state) =>
        [.. events.OfType<Event.Facet>().Where(f => f.State == state).Select(f => f.Name), .. events.OfType<Event.Acted>().Where(a => a.State == (state == FacetState.Would ? ActState.Would : ActState.Ran) && a.Name.Length > 0).Select(a => a.Name)];
}
