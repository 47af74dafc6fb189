using Microsoft.Data.Sqlite;
using Remediator.Engine.Recording;
using Remediator.Engine.Reporting;
using Remediator.Engine.Tests.Reporting;
using Remediator.Language.Values;

namespace Remediator.Engine.Tests.Recording;

public sealed class RunRecorderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Run_that_ended_is_read_back_as_it_was()
    {
        using var state = new StateSample();
        state.Record(Tapes.All["heal"].Events, new SetTime(Noon));
        var (run, tasks) = state.Read(h => (h.Find("latest").Single(), h.Tasks(h.Find("latest").Single().Id)));

        Assert.Equal(("20261122T201500-quiet", "run", false, Noon, 3, false), (run.Id, run.Verb, run.IsCheck, run.StartedAt, run.ExitCode, run.IsRunning));
        Assert.Equal(["site.yml"], run.Playbooks);
        Assert.Equal(["db1: failed 3", "web1: converged 2", "web2: converged 0"], run.Hosts.Select(h => $"{h.Host}: {h.Outcome} {h.Changed}"));
        Assert.Equal(Tapes.All["heal"].Events.Count(e => e is RunEvent.TaskEnded), tasks.Count);
        Assert.Equal(tasks.Select(t => t.Lamport).Order(), tasks.Select(t => t.Lamport));
        Assert.Contains(tasks, t => t is { Host: "db1", Kind: "verify", Status: "failed" } && t.Message.StartsWith("not converged", StringComparison.Ordinal));
        Assert.Empty(state.Warnings);
    }

    [Fact]
    public void Run_whose_process_is_killed_keeps_what_was_known_and_names_hosts_that_were_not_reached()
    {
        using var state = new StateSample();
        state.Record(
        [
            new RunEvent.RunStarted("r1", ["site.yml"], false, false),
            new RunEvent.PlayStarted("p", ["a", "b", "c"], 0),
            new RunEvent.TasksPlanned([Tapes.Install], ["a", "b"]),
            new RunEvent.TaskEnded(new TaskReport("a", Tapes.Install, ReportStatus.Changed) { Result = Tape.Said("known") }),
            new RunEvent.HostLeft("a", HostOutcome.Ok, "done"),
        ]);
        var run = state.Read(h => h.Find("r1").Single());

        Assert.Null(run.EndedAt);
        Assert.Equal(["a: ok", "b: running", "c: untouched"], run.Hosts.Select(h => $"{h.Host}: {h.Outcome}"));
        Assert.Contains("known", state.Read(h => h.Tasks("r1")).Single().Result);
    }

    [Fact]
    public void Results_are_dropped_when_the_run_ends_by_itself_but_what_verification_measured_stays()
    {
        using var state = new StateSample();
        var measured = Value.Dict(("offset", Value.Of(0.001)));
        state.Record(
        [
            new RunEvent.RunStarted("r1", [], false, false), new RunEvent.PlayStarted("p", ["a"], 0), new RunEvent.TasksPlanned([], ["a"]),
            new RunEvent.TaskEnded(new TaskReport("a", Tapes.Install, ReportStatus.Ok) { Result = Tape.Said("long") }),
            new RunEvent.TaskEnded(new TaskReport("a", Tapes.Verify, ReportStatus.Ok) { Result = measured }),
            new RunEvent.RunEnded(new RunReport("r1", [], TimeSpan.Zero, false, false)),
        ]);

        Assert.Equal([null, "{\"offset\":0.001}"], state.Read(h => h.Tasks("r1")).Select(t => t.Result));
    }

    [Fact]
    public void Secrets_and_what_no_log_hides_are_nowhere_in_the_files()
    {
        using var state = new StateSample();
        const string secret = "correct-horse";
        var report = new TaskReport("a", Tapes.Install with { Name = $"with {secret}" }, ReportStatus.Failed)
        {
            Message = $"it said {secret}",
            Result = Value.Dict(("cmd", Value.OfTexts([secret])), ("stdout", Value.Of($"a {secret} b"))),
            Facets = [new FacetReport($"line {secret}", "changed", secret, $"x={secret}")],
        };
        state.Record(
            [new RunEvent.RunStarted("r1", [], false, false), new RunEvent.PlayStarted("p", ["a"], 0), new RunEvent.TaskEnded(report)],
            secrets: new SecretTexts(() => [$"first line\n{secret}\n", "x"]));

        Assert.All(Directory.EnumerateFiles(state.Folder.Path), f => Assert.DoesNotContain(secret, File.ReadAllText(f)));
        Assert.Equal("x=********", state.Read(h => h.Tasks("r1")).Single().Facets.Single().After);
    }

    [Fact]
    public void Folder_and_files_are_for_their_owner_alone()
    {
        using var state = new StateSample();
        using var recorder = state.Recorder();
        recorder.On(new RunEvent.RunStarted("r1", [], false, false));
        Assert.True(recorder.Flush(TimeSpan.FromSeconds(60)));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(state.Folder.Path));
        Assert.All(Directory.EnumerateFiles(state.Folder.Path), f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(f)));
    }

    [Fact]
    public void Order_follows_the_counter_though_clocks_are_hours_apart()
    {
        using var state = new StateSample();
        state.Record(StateSample.Run("29990101T000000Z-first"), new SetTime(Noon));
        state.Record(StateSample.Run("20000101T000000Z-second"), new SetTime(Noon.AddHours(-5)));
        state.Record(StateSample.Run("20260101T000000Z-third"), new SetTime(Noon.AddHours(+3)));

        Assert.Equal(["third", "second", "first"], state.Read(h => h.Runs(null, null, 10)).Select(r => r.Id[17..]));
        Assert.Equal("20260101T000000Z-third", state.Read(h => h.Find("latest")).Single().Id);
    }

    [Fact]
    public void Two_controllers_at_once_share_the_database_and_each_event_knows_what_was_written_before()
    {
        using var state = new StateSample();
        using var early = state.Recorder(new SetTime(Noon));
        using var late = state.Recorder(new SetTime(Noon.AddHours(-7)));
        foreach (var (one, other) in StateSample.Run("r1").Zip(StateSample.Run("r2", "web2")))
        {
            early.On(one);
            Assert.True(early.Flush(TimeSpan.FromSeconds(60)));
            late.On(other);
            Assert.True(late.Flush(TimeSpan.FromSeconds(60)));
        }

        var (first, second) = state.Read(h => (h.Tasks("r1").Single(), h.Tasks("r2").Single()));
        Assert.True(first.Lamport < second.Lamport && first.At > second.At);
        Assert.Equal(["r2", "r1"], state.Read(h => h.Runs(null, null, 10)).Select(r => r.Id));
        Assert.Empty(state.Warnings);
    }

    [Fact]
    public void Damaged_database_is_set_aside_with_a_warning_and_a_new_one_begins()
    {
        using var state = new StateSample();
        Directory.CreateDirectory(state.Folder.Path);
        File.WriteAllText(state.Folder.Database, new string('x', 5000));
        Assert.Throws<StateException>(() => StateDatabase.OpenToRead(state.Folder));
        state.Record(StateSample.Run("r1"), new SetTime(Noon));

        Assert.Equal("r1", state.Read(h => h.Find("latest")).Single().Id);
        Assert.Equal(new string('x', 5000), File.ReadAllText(state.Folder.Database + ".corrupt-20261128T120000Z"));
        Assert.Contains("set aside as", Assert.Single(state.Warnings));
    }

    [Fact]
    public void Database_that_is_damaged_in_the_middle_of_a_run_is_set_aside_and_the_run_goes_on_in_a_new_one()
    {
        using var state = new StateSample();
        state.Record(Enumerable.Range(0, 60).SelectMany(i => StateSample.Run($"old{i}", before: new string('b', 3000))));
        using var recorder = state.Recorder();
        var events = StateSample.Run("r1");
        recorder.On(events[0]);
        recorder.On(events[1]);
        Assert.True(recorder.Flush(TimeSpan.FromSeconds(60)));
        using (var file = File.OpenWrite(state.Folder.Database))
        {
            file.Write(new byte[file.Length]);
        }

        File.WriteAllBytes(state.Folder.Database + "-wal", []);
        foreach (var next in events.Skip(2))
        {
            recorder.On(next);
        }

        Assert.True(recorder.Flush(TimeSpan.FromSeconds(60)));
        Assert.Equal(("r1", 0), state.Read(h => (h.Find("latest").Single().Id, h.Find("latest").Single().ExitCode)));
        Assert.Contains("set aside", Assert.Single(state.Warnings));
    }

    [Fact]
    public void Database_of_a_newer_program_is_left_alone_with_a_warning()
    {
        using var state = new StateSample();
        state.Record(StateSample.Run("r1"));
        Execute(state, "PRAGMA user_version = 99");
        state.Record(StateSample.Run("r2"));

        Assert.Contains("newer version of this program (schema 99", Assert.Single(state.Warnings));
        Assert.Contains("newer version", Assert.Throws<StateException>(() => StateDatabase.OpenToRead(state.Folder)).Message);
        Assert.Empty(Directory.EnumerateFiles(state.Folder.Path, "*.corrupt-*"));
    }

    [Fact]
    public void Folder_that_cannot_be_made_is_one_warning_and_takes_nothing_from_the_run()
    {
        using var state = new StateSample();
        File.WriteAllText(state.Folder.Path, "a file where the folder should be");
        state.Record(StateSample.Run("r1"));

        Assert.StartsWith("this run is not recorded any further: the state in", Assert.Single(state.Warnings));
    }

    [Fact]
    public void Database_that_refuses_a_row_is_one_warning_and_takes_nothing_from_the_run()
    {
        using var state = new StateSample();
        using var recorder = state.Recorder();
        recorder.On(StateSample.Run("r1")[0]);
        Assert.True(recorder.Flush(TimeSpan.FromSeconds(60)));
        Execute(state, "CREATE TRIGGER full BEFORE INSERT ON hosts BEGIN SELECT raise(FAIL, 'database or disk is full'); END");
        foreach (var next in StateSample.Run("r1").Skip(1))
        {
            recorder.On(next);
        }

        Assert.True(recorder.Flush(TimeSpan.FromSeconds(60)));
        Assert.Contains("disk is full", Assert.Single(state.Warnings));
        Assert.Equal("r1", state.Read(h => h.Find("latest")).Single().Id);
    }

    [Fact]
    public void Old_runs_are_dropped_with_all_that_belongs_to_them_but_the_latest_stay_however_old()
    {
        using var state = new StateSample();
        for (var i = 0; i < StateDatabase.KeptRuns + 5; i++)
        {
            state.Record(StateSample.Run($"old{i:00}"), new SetTime(Noon.AddDays(-100)));
        }

        state.Record(StateSample.Run("new"), new SetTime(Noon));

        var runs = state.Read(h => h.Runs(null, null, 1000));
        Assert.Equal((StateDatabase.KeptRuns, "new", "old06"), (runs.Count, runs[0].Id, runs[^1].Id));
        Assert.Empty(state.Read(h => h.Tasks("old00")));
    }

    [Fact]
    public void Drift_counts_in_how_many_runs_a_facet_came_back()
    {
        using var state = new StateSample();
        state.Record(StateSample.Run("r1", before: "600"), new SetTime(Noon));
        state.Record(StateSample.Run("r2", before: "755"), new SetTime(Noon.AddDays(1)));
        state.Record(StateSample.Run("r3", host: "web2", before: "777"), new SetTime(Noon.AddDays(2)));
        state.Record(StateSample.Run("r4", state: "ok"), new SetTime(Noon.AddDays(3)));

        var drift = state.Read(h => h.Drift(null, null, 10));
        Assert.Equal(["web1 mode 2 r2 755", "web2 mode 1 r3 777"], drift.Select(d => $"{d.Host} {d.Facet} {d.Times} {d.LastRun} {d.Before}"));
        Assert.Equal((Noon, Noon.AddDays(1)), (drift[0].First, drift[0].Last));
        Assert.Equal(["web2"], state.Read(h => h.Drift(null, Noon.AddDays(2), 10)).Select(d => d.Host));
        Assert.Equal(1, state.Read(h => h.Drift("web1", Noon.AddHours(1), 10)).Single().Times);
    }

    [Fact]
    public void Heal_finds_its_remediations_and_its_circuit_again()
    {
        using var state = new StateSample();
        using (var database = StateDatabase.Open(state.Folder, TimeProvider.System, state.Warnings.Add))
        {
            var records = new HealRecords(database);
            records.Add(new Remediation("site.yml", "a", Noon, "r1", true, ""));
            records.Add(new Remediation("site.yml", "a", Noon.AddMinutes(10), "r2", false, "not converged"));
            records.Add(new Remediation("site.yml", "b", Noon, "r1", true, ""));
            records.Open(new OpenCircuit("site.yml", Noon, "3 of 4 hosts failed"));
        }

        using var again = StateDatabase.Open(state.Folder, TimeProvider.System, state.Warnings.Add);
        var kept = new HealRecords(again);
        Assert.Equal(["r2 not converged"], kept.Of("site.yml", "a", Noon.AddMinutes(1)).Select(r => $"{r.Run} {r.Note}"));
        Assert.Equal(3, kept.Of("site.yml", null, Noon).Count);
        Assert.Equal("3 of 4 hosts failed", kept.Circuit("site.yml")?.Reason);
        kept.Close("site.yml");
        Assert.Null(kept.Circuit("site.yml"));
    }

    private static void Execute(StateSample state, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={state.Folder.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
