using Remediator.Shell;
using Remediator.Testing;
using TaskStatus = Remediator.Shell.TaskStatus;

namespace Remediator.Modules.Tests;

/// <summary>
/// The five laws, for every example of every module under every shell: check changes nothing and says what apply will do; apply
/// converges; what was applied can be taken back from the host's journal, or the journal says that it cannot; a second apply changes
/// nothing; after damage to one facet check names exactly that facet, and apply mends it.
/// </summary>
public sealed partial class LawTests
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
    public void Example_under_a_shell_keeps_the_five_laws(string shell, string module, int index)
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
        Assert.Equal(0, sandbox.Entries);

        var apply = Apply(sandbox, task);
        Assert.Equal(Facets(check, FacetState.Would), Facets(apply, FacetState.Changed));
        Assert.True(Done(check).Status == TaskStatus.Skipped || Done(check).Changed == Done(apply).Changed, "check and apply disagree about whether there is a change");
        Assert.True(example.Damage.Count == 0 || Done(apply).Changed, "an example that can be damaged must start from a state that it changes");

        TakeBack(sandbox, task, check, apply, start);
        var converged = sandbox.Snapshot();
        var written = sandbox.Entries;
        var again = Apply(sandbox, task);
        Assert.Equal(example.AlwaysChanges, Done(again).Changed);
        if (!example.AlwaysChanges)
        {
            Assert.Equal(converged, sandbox.Snapshot());
            Assert.Equal(written, sandbox.Entries);
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

    /// <summary>
    /// Takes the changes back and makes them again. A step that declares no <see cref="Undo"/> is named as one that cannot be taken
    /// back; all others are, to the byte and the second, and check says of the host what it said before.
    /// </summary>
    private static void TakeBack(Sandbox sandbox, ExampleTask task, IReadOnlyList<Event> check, IReadOnlyList<Event> apply, string start)
    {
        if (!Done(apply).Changed)
        {
            Assert.Equal(0, sandbox.Entries);
            return;
        }

        var undone = sandbox.Rollback();
        Assert.DoesNotContain(undone.OfType<Event.Undone>(), u => u.State is UndoState.Failed or UndoState.Left or UndoState.Changed);
        var cannot = undone.OfType<Event.Undone>().Where(u => u.State == UndoState.Cannot).Select(u => u.What).ToList();
        Assert.Subset(WithoutUndo(task.Plan()).ToHashSet(), cannot.ToHashSet());
        Assert.Equal(undone.OfType<Event.Undone>().Any(u => u.State != UndoState.Cannot) ? RollbackState.Done : RollbackState.Nothing, Assert.Single(undone.OfType<Event.RolledBack>()).State);
        if (cannot.Count == 0)
        {
            Assert.Equal(OnDisk(start), OnDisk(sandbox.Snapshot()));
            Assert.Equal(check.OfType<Event.Facet>().Select(Rested), Check(sandbox, task).OfType<Event.Facet>().Select(Rested));
        }

        Assert.Equal(RollbackState.Nothing, Assert.Single(sandbox.Rollback().OfType<Event.RolledBack>()).State);
        Assert.True(Done(Apply(sandbox, task)).Changed || cannot.Count > 0);
    }

    /// <summary>A unit that had failed is stopped afterwards: a failure is not made again.</summary>
    private static Event.Facet Rested(Event.Facet facet) => facet.Before.StartsWith("failed", StringComparison.Ordinal) ? facet with { Before = "inactive (dead)" } : facet;

    private static IEnumerable<string> WithoutUndo(IReadOnlyList<Step> steps) => steps.SelectMany(s => s switch
    {
        Step.Ensure { Undo.Count: 0 } ensure => [ensure.Facet],
        Step.Act { Undo.Count: 0, Changes: true } act => [act.Facet ?? "command"],
        Step.Judge { Undo.Count: 0 } judge => [judge.Facet],
        _ => (string[])[],
    });

    /// <summary>Without what the stand-ins of programs keep for themselves, whose lines may change their order.</summary>
    private static string OnDisk(string snapshot) =>
        string.Join('\n', Fractions().Replace(snapshot, "$1").Split('\n').Where(l => !l.Contains("/units/", StringComparison.Ordinal) && !l.Contains("/etc/accounts/", StringComparison.Ordinal)));

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

    /// <summary>busybox copies times to the second.</summary>
    [System.Text.RegularExpressions.GeneratedRegex(@"( \d{10})\.\d{9,10}(?= )")]
    private static partial System.Text.RegularExpressions.Regex Fractions();

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
