using System.Text;
using Remediator.Shell;
using TaskStatus = Remediator.Shell.TaskStatus;

namespace Remediator.Modules.Tests;

/// <summary>The journal of a run on its host, what is taken back from it, and handlers that wait; under every shell.</summary>
public sealed class JournalTests
{
    private static readonly PendingHandler Restart = new("0123456789abcdef", "Restart chrony");

    public static TheoryData<string> ShellNames => Sandbox.ShellNames;

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void File_that_others_changed_since_is_named_and_stays_unless_forced(string shell)
    {
        using var host = new Sandbox(shell);
        host.Prepare("mkdir -p /etc && echo old >/etc/a && echo old >/etc/b");
        host.RunTasks(null, false, Put(host, 1, "/etc/a"), Put(host, 2, "/etc/b"));
        host.Prepare("echo mine >/etc/a");

        var refused = host.Rollback();
        var after = Read(host, "/etc/a") + Read(host, "/etc/b");
        var forced = host.Rollback(isForced: true);

        Assert.Equal([new Event.Undone(host.Place("/etc/a"), UndoState.Changed, "Task 1")], refused.OfType<Event.Undone>());
        Assert.Equal(RollbackState.Refused, End(refused));
        Assert.Equal("mine\nnew\n", after);
        Assert.Equal(RollbackState.Done, End(forced));
        Assert.Equal("old\nold\n", Read(host, "/etc/a") + Read(host, "/etc/b"));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Saved_copy_that_is_gone_or_damaged_fails_the_rollback_which_stops_there(string shell)
    {
        foreach (var damage in new[] { "rm", "cp /dev/null" })
        {
            using var host = new Sandbox(shell);
            host.Prepare("mkdir -p /etc && echo old >/etc/a && echo old >/etc/b");
            host.RunTasks(null, false, Put(host, 1, "/etc/a"), Put(host, 2, "/etc/b"));
            host.Prepare($"{damage} {host.Journal}/000002.was");

            var events = host.Rollback();

            Assert.Contains($"{host.Journal}/000002.was", Assert.Single(events.OfType<Event.Undone>(), u => u.State == UndoState.Failed).Message);
            Assert.Equal(new Event.RolledBack(RollbackState.Failed, host.Journal), Assert.Single(events.OfType<Event.RolledBack>()));
            Assert.Equal("new\nnew\n", Read(host, "/etc/a") + Read(host, "/etc/b"));
        }
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Check_says_what_would_be_taken_back_and_does_nothing(string shell)
    {
        using var host = new Sandbox(shell);
        host.Prepare("mkdir -p /etc && echo old >/etc/a");
        host.RunTasks(null, false, Put(host, 1, "/etc/a"));

        var events = host.Rollback(isCheck: true);

        Assert.Equal([new Event.Undone(host.Place("/etc/a"), UndoState.Would, "Task 1")], events.OfType<Event.Undone>());
        Assert.Equal(RollbackState.Would, End(events));
        Assert.Equal("new\n", Read(host, "/etc/a"));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void One_play_is_taken_back_and_the_others_stay(string shell)
    {
        using var host = new Sandbox(shell);
        host.Prepare("mkdir -p /etc && echo old >/etc/a && echo old >/etc/b");
        host.RunTasks(new RunJournal("20260131T120000Z-abcdef", 0, true), false, Put(host, 1, "/etc/a"));
        host.RunTasks(new RunJournal("20260131T120000Z-abcdef", 1, true), false, Put(host, 1, "/etc/b"));

        Assert.Equal(RollbackState.Done, End(host.Rollback(play: 1)));
        Assert.Equal("new\nold\n", Read(host, "/etc/a") + Read(host, "/etc/b"));
        Assert.Equal(RollbackState.Done, End(host.Rollback()));
        Assert.Equal("old\nold\n", Read(host, "/etc/a") + Read(host, "/etc/b"));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Daemon_that_read_the_new_file_is_restarted_once_on_the_old_one(string shell)
    {
        using var host = new Sandbox(shell);
        host.Prepare("mkdir -p /etc units && echo old >/etc/chrony.conf && printf 'ActiveState=active\nUnitFileState=enabled\n' >units/chrony");
        host.RunTasks(null, false, Put(host, 1, "/etc/chrony.conf"), Service(2, "restarted"), Service(3, "restarted"));
        host.Prepare("rm .log");

        var events = host.Rollback();

        Assert.Equal([UndoState.Restored, UndoState.Restarted], events.OfType<Event.Undone>().Select(u => u.State));
        Assert.Equal(1, Calls(host).Count(c => c.StartsWith("systemctl restart", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Daemon_that_never_read_the_new_file_is_left_alone(string shell)
    {
        using var host = new Sandbox(shell);
        host.Prepare("mkdir -p /etc units && echo old >/etc/chrony.conf && printf 'ActiveState=active\nUnitFileState=enabled\n' >units/chrony && : >.log");
        host.RunTasks(null, false, Put(host, 1, "/etc/chrony.conf"));

        Assert.Equal(RollbackState.Done, End(host.Rollback()));
        Assert.Empty(Calls(host));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Daemon_that_does_not_start_on_the_old_file_either_fails_the_rollback(string shell)
    {
        using var host = new Sandbox(shell);
        host.Prepare("mkdir -p /etc units && echo old >/etc/chrony.conf && printf 'ActiveState=active\nUnitFileState=enabled\nOnStart=fails\n' >units/chrony");
        host.RunTasks(null, false, Put(host, 1, "/etc/chrony.conf"), Service(2, "restarted"));

        var events = host.Rollback();

        Assert.Equal(RollbackState.Failed, End(events));
        Assert.Contains("Unable to restart service chrony", Assert.Single(events.OfType<Event.Undone>(), u => u.State == UndoState.Failed).Message);
        Assert.Equal("old\n", Read(host, "/etc/chrony.conf"));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Service_that_was_stopped_and_disabled_runs_again_and_one_that_was_down_is_stopped(string shell)
    {
        using var host = new Sandbox(shell);
        host.Prepare("mkdir units && printf 'ActiveState=active\nUnitFileState=enabled\n' >units/ntp && printf 'ActiveState=inactive\nUnitFileState=disabled\n' >units/chrony");
        host.RunTasks(null, false, Service(1, "stopped", "ntp", false), Service(2, "started", "chrony", true));

        Assert.Equal(RollbackState.Done, End(host.Rollback()));

        Assert.Contains("ActiveState=active", File.ReadAllText(host.Root + "/units/ntp"));
        Assert.Contains("UnitFileState=enabled", File.ReadAllText(host.Root + "/units/ntp"));
        Assert.Contains("ActiveState=inactive", File.ReadAllText(host.Root + "/units/chrony"));
        Assert.Contains("UnitFileState=disabled", File.ReadAllText(host.Root + "/units/chrony"));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void What_cannot_be_kept_is_not_changed_where_a_rollback_was_asked_for_and_is_said_once_else(string shell)
    {
        using var host = new Sandbox(shell);
        host.Prepare("mkdir -p /etc && echo old >/etc/a && echo old >/etc/b");
        File.WriteAllText(host.Store, "a file where the folder should be");

        var strict = host.RunTasks(null, false, Put(host, 1, "/etc/a"));
        var lax = host.RunTasks(new RunJournal("20260131T120000Z-abcdef", 0, IsStrict: false), false, Put(host, 1, "/etc/a"), Put(host, 2, "/etc/b"));

        var failure = Assert.Single(strict.OfType<Event.Failed>());
        Assert.Contains($"{host.Root}/etc/a could not be kept for a rollback, so it was not changed: ", failure.Message);
        Assert.Contains("director", failure.Message);
        Assert.Contains("could not be kept in the journal", Assert.Single(lax.OfType<Event.Warned>()).Message);
        Assert.All(lax.OfType<Event.Done>(), d => Assert.Equal(TaskStatus.Changed, d.Status));
        Assert.Empty(Directory.GetFiles(host.Root + "/etc", ".*"));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Handler_that_was_notified_waits_on_the_host_until_it_ran_well(string shell)
    {
        using var host = new Sandbox(shell);
        host.Prepare("mkdir -p /etc");
        var notifying = Put(host, 1, "/etc/a") with { Notifies = [Restart] };
        var handler = new ScriptTask(2, "Restart chrony", [new Step.Act(Sh.Of($"[ -e ready ]"))]) { Settles = Restart.Key };

        Assert.Empty(Hello(host.RunTasks(null, true, notifying)).Pending);
        Assert.False(Directory.Exists(host.Store));
        host.RunTasks(null, false, notifying, handler);
        var waits = Hello(host.RunTasks(null, false, notifying)).Pending;
        File.WriteAllText(host.Root + "/ready", "");
        host.RunTasks(null, false, handler);

        Assert.Equal([Restart.Key], waits);
        Assert.Empty(Hello(host.RunTasks(null, false)).Pending);
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Handler_of_a_task_that_changed_nothing_does_not_wait(string shell)
    {
        using var host = new Sandbox(shell);
        host.Prepare("mkdir -p /etc");

        host.RunTasks(null, false, new ScriptTask(1, "x", [new Step.Act(Sh.Nothing)]) { Notifies = [Restart], ChangedWhen = new ShCondition.Constant(false) });
        Assert.Equal(0, host.Entries);
        host.RunTasks(null, false, Put(host, 1, "/etc/a") with { Notifies = [Restart], ChangedWhen = new ShCondition.Constant(false) });
        Assert.Empty(Hello(host.RunTasks(null, false)).Pending);
        host.RunTasks(null, false, new ScriptTask(1, "x", [new Step.Act(Sh.Nothing)]) { Notifies = [Restart], ChangedWhen = new ShCondition.Constant(true) });
        Assert.Equal([Restart.Key], Hello(host.RunTasks(null, false)).Pending);
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Rollback_drops_the_handlers_of_its_run_and_keeps_those_of_others(string shell)
    {
        using var host = new Sandbox(shell);
        host.Prepare("mkdir -p /etc");
        host.RunTasks(new RunJournal("20260130T120000Z-abcdef", 0, true), false, Put(host, 1, "/etc/a") with { Notifies = [Restart] });
        host.RunTasks(null, false, Put(host, 1, "/etc/b") with { Notifies = [Restart, new PendingHandler("fedcba9876543210", "Other")] });

        Assert.Equal(RollbackState.Done, End(host.Rollback()));

        Assert.Equal([Restart.Key], Hello(host.RunTasks(null, false)).Pending);
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Journals_of_old_runs_go_but_not_those_for_which_a_handler_waits(string shell)
    {
        using var host = new Sandbox(shell);
        host.Prepare($"mkdir -p /etc {host.Store}/pending {host.Store}/runs/20251201T000000Z-aaaaaa {host.Store}/runs/20251202T000000Z-bbbbbb {host.Store}/runs/20260102T000000Z-cccccc");
        host.Prepare($"echo 'run 20251202T000000Z-bbbbbb' >{host.Store}/pending/x");

        host.RunTasks(new RunJournal("20260131T120000Z-abcdef", 0, true) { KeepFrom = new DateOnly(2026, 1, 1) }, false, Put(host, 1, "/etc/a"));

        Assert.Equal(
            ["20251202T000000Z-bbbbbb", "20260102T000000Z-cccccc", "20260131T120000Z-abcdef"],
            Directory.GetDirectories(host.Store + "/runs").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(host.Journal));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Entry_that_was_cut_short_stands_for_nothing(string shell)
    {
        using var host = new Sandbox(shell);
        host.Prepare("mkdir -p /etc && echo old >/etc/a");
        host.RunTasks(null, false, Put(host, 1, "/etc/a"));
        host.Prepare($"printf 'kind path\npath /etc/a\nwas absent' >{host.Journal}/000002 && : >{host.Journal}/000003");

        Assert.Equal(RollbackState.Done, End(host.Rollback()));
        Assert.Equal("old\n", Read(host, "/etc/a"));
    }

    /// <summary>The states that changes leave are noted together, at the end; a line that is cut before has none of them.</summary>
    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Run_that_was_cut_before_it_noted_what_it_left_is_taken_back(string shell)
    {
        using var host = new Sandbox(shell);
        host.Prepare("mkdir -p /etc && echo old >/etc/a && echo old >'/etc/b \\ c'");
        host.RunTasks(null, false, Put(host, 1, "/etc/a"), Put(host, 2, "/etc/b \\ c"));
        host.Prepare($"rm {host.Journal}/*.then");

        Assert.Equal(RollbackState.Done, End(host.Rollback()));
        Assert.Equal("old\nold\n", Read(host, "/etc/a") + Read(host, "/etc/b \\ c"));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void What_a_command_changes_after_the_run_did_is_somebody_elses(string shell)
    {
        using var host = new Sandbox(shell);
        host.Prepare("mkdir -p /etc && echo old >'/etc/a \\ b'");
        host.RunTasks(null, false, Put(host, 1, "/etc/a \\ b"), new ScriptTask(2, "Task 2", [new Step.Act(Sh.Of($"echo more >>{host.Place("/etc/a \\ b")}"))]));

        Assert.Equal(RollbackState.Refused, End(host.Rollback()));
        Assert.Equal("new\nmore\n", Read(host, "/etc/a \\ b"));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Change_that_cannot_be_taken_back_is_noted_and_told_once(string shell)
    {
        using var host = new Sandbox(shell);
        host.Prepare("mkdir -p /etc && echo old >/etc/a");
        host.RunTasks(null, false, Put(host, 1, "/etc/a"), new ScriptTask(2, "Task 2", [new Step.Act(Sh.Nothing)]), new ScriptTask(3, "Task 3", [new Step.Act(Sh.Nothing)]));
        var entries = Directory.EnumerateFileSystemEntries(host.Journal, "0*").Select(e => Path.GetFileName(e)).Order(StringComparer.Ordinal).ToList();

        var events = host.Rollback();
        var again = host.Rollback();

        Assert.Equal(["000001", "000001.then", "000001.was", "000002", "000003"], entries);
        Assert.Equal([("Task 3", UndoState.Cannot), ("Task 2", UndoState.Cannot), ("Task 1", UndoState.Restored)], events.OfType<Event.Undone>().Select(u => (u.Message, u.State)));
        Assert.Empty(again.OfType<Event.Undone>());
        Assert.Equal(RollbackState.Nothing, End(again));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Entry_that_cannot_be_made_takes_none_of_an_earlier_one_away(string shell)
    {
        using var host = new Sandbox(shell);
        host.Prepare($"mkdir -p /etc {host.Store} && echo old >/etc/a && : >{host.Store}/pending");
        host.RunTasks(null, false, Put(host, 1, "/etc/a"), Put(host, 2, "/etc/b") with { Notifies = [Restart] });

        Assert.Equal("old\n", File.ReadAllText(host.Journal + "/000001.was"));
        host.Rollback();
        Assert.Equal("old\n", Read(host, "/etc/a"));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void File_that_a_play_changes_again_is_kept_once_and_goes_back_to_what_was_before_the_play(string shell)
    {
        using var host = new Sandbox(shell);
        host.Prepare("mkdir -p /etc && echo old >/etc/a");
        ScriptTask Again(int id, string text) => new(id, $"Task {id}", [new Step.Put(host.Place("/etc/a"), FileContent.Of(text))]);
        host.RunTasks(null, false, Again(1, "one\n"), Put(host, 2, "/etc/b"), new ScriptTask(3, "Task 3", [new Step.Act(Sh.Nothing)]), Again(4, "four\n"), Again(5, "five\n"));

        Assert.Equal(["000001", "000001.then", "000001.was", "000002", "000002.then", "000003"], Directory.EnumerateFileSystemEntries(host.Journal, "0*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("old\n", File.ReadAllText(host.Journal + "/000001.was"));
        host.Prepare("echo mine >/etc/a");
        Assert.Equal(RollbackState.Refused, End(host.Rollback()));
        host.Prepare("echo five >/etc/a");
        Assert.Equal(RollbackState.Done, End(host.Rollback()));
        Assert.Equal("old\n", Read(host, "/etc/a"));
        Assert.False(File.Exists(host.Place("/etc/b")));
    }

    /// <summary>What took all of a folder away in between has an entry of its own, and so has what comes after it.</summary>
    [Theory]
    [MemberData(nameof(ShellNames))]
    public void File_whose_folder_was_taken_away_in_between_is_kept_anew(string shell)
    {
        using var host = new Sandbox(shell);
        host.Prepare("mkdir -p /etc/d && echo old >/etc/d/a");
        ScriptTask Absent(int id) => new(id, $"Task {id}", ExampleTask.Read($"- file: {{path: {host.Place("/etc/d")}, state: absent}}").Plan());
        ScriptTask Folder(int id) => new(id, $"Task {id}", ExampleTask.Read($"- file: {{path: {host.Place("/etc/d")}, state: directory}}").Plan());
        host.RunTasks(null, false, Put(host, 1, "/etc/d/a"), Absent(2), Folder(3), Put(host, 4, "/etc/d/a"));
        Assert.Equal("new\n", Read(host, "/etc/d/a"));

        Assert.Equal(RollbackState.Done, End(host.Rollback()));

        Assert.Equal("old\n", Read(host, "/etc/d/a"));
    }

    /// <summary>What a call back may use of the prelude goes with the rollback, since the journal has its text alone.</summary>
    [Fact]
    public void Functions_that_undo_calls_use_go_with_the_rollback()
    {
        var sent = new HashSet<string>();
        ScriptWriter.WriteRollback(1, "x", null, isWhole: false, isCheck: false, isForced: false, sent);

        foreach (var row in ExampleTask.All)
        {
            var task = ExampleTask.Read(ExampleTask.Example((string)row[0], (int)row[1]).Yaml);
            var calls = task.Diagnostics.Count > 0 ? [] : task.Plan().SelectMany(s => s switch { Step.Ensure e => e.Undo, Step.Act a => a.Undo, Step.Judge j => j.Undo, _ => [] }).OfType<Undo.Call>();
            var needed = new HashSet<string>();
            PreludeText.Needed(string.Join('\n', calls.Select(c => c.Command.Text)), needed);
            Assert.Subset(sent, needed);
        }
    }

    private static ScriptTask Put(Sandbox host, int id, string path) => new(id, $"Task {id}", [new Step.Put(host.Place(path), FileContent.Of("new\n"))]);

    private static ScriptTask Service(int id, string state, string name = "chrony", bool? enabled = null) =>
        new(id, $"Task {id}", ExampleTask.Read($"- service:\n    name: {name}\n    state: {state}\n{(enabled is { } flag ? $"    enabled: {flag}\n" : "")}").Plan()) { OnFailure = OnFailure.Ignore };

    private static string Read(Sandbox host, string path) => File.ReadAllText(host.Place(path), Encoding.UTF8);

    private static string[] Calls(Sandbox host) => File.Exists(host.Root + "/.log") ? File.ReadAllLines(host.Root + "/.log") : [];

    private static Event.Hello Hello(IReadOnlyList<Event> events) => Assert.Single(events.OfType<Event.Hello>());

    private static RollbackState End(IReadOnlyList<Event> events) => Assert.Single(events.OfType<Event.RolledBack>()).State;
}
