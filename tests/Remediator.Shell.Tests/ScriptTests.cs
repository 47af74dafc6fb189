using Remediator.Testing;

namespace Remediator.Shell.Tests;

/// <summary>Scripts under the real shells: what steps do, and what they say.</summary>
public sealed class ScriptTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("remediator-test").FullName;

    public static TheoryData<string> ShellNames => [.. Shells.Present.Select(s => s.Name)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Put_on_a_new_file_writes_it_and_a_second_run_changes_nothing(string shell)
    {
        var path = Path.Combine(folder, "chrony.conf");
        var task = new ScriptTask(1, "Configure", [new Step.Put(path, FileContent.Of("server 'a' iburst\n$x\n")) { Mode = "0640" }]);

        var first = Run(shell, [task]);
        var second = Run(shell, [task]);

        Assert.Equal("server 'a' iburst\n$x\n", File.ReadAllText(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(path));
        Assert.Contains(new Event.Done(1, TaskStatus.Changed, true, ""), first);
        Assert.Contains(new Event.Facet(1, "content", FacetState.Changed, "absent", "declared"), first);
        Assert.Contains(new Event.Done(1, TaskStatus.Ok, false, ""), second);
        Assert.Contains(new Event.End(7), second);
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Texts_beyond_ascii_pass_under_a_locale_that_counts_letters(string shell)
    {
        var path = Path.Combine(folder, "ä €");
        var task = new ScriptTask(1, "ü", [new Step.Put(path, FileContent.Of("é\n")) { Part = "größe" }, new Step.Ensure("x", Sh.Of($"echo {"ß"}"), "ß", Sh.Nothing)]);

        var events = Run(shell, [task], environment: new Dictionary<string, string> { ["LC_ALL"] = "C.UTF-8", ["LANG"] = "C.UTF-8" });

        Assert.Contains(new Event.Facet(1, "content größe", FacetState.Changed, "absent", "declared"), events);
        Assert.Contains(new Event.Facet(1, "x", FacetState.Ok, "ß", "ß"), events);
        Assert.Equal("é\n", File.ReadAllText(path));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Put_lets_nobody_else_read_new_content_under_the_old_mode(string shell)
    {
        // The old file was open to all; what validates sees the file as it will be.
        var path = Path.Combine(folder, "keys");
        File.WriteAllText(path, "old");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        var put = new Step.Put(path, FileContent.Of("secret\n")) { Mode = "0600", Validate = "sh -c 'test \"$(stat -c %a \"$0\")\" = 600' %s" };

        Assert.Contains(new Event.Done(1, TaskStatus.Changed, true, ""), Run(shell, [new ScriptTask(1, "x", [put])]));
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Put_keeps_the_set_id_bits_unless_a_mode_is_given(string shell)
    {
        var path = Path.Combine(folder, "tool");
        File.WriteAllText(path, "x\n");
        File.SetUnixFileMode(path, UnixFileMode.SetUser | UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        Run(shell, [new ScriptTask(1, "x", [new Step.Put(path, FileContent.Of("y\n"))])]);
        Assert.True(File.GetUnixFileMode(path).HasFlag(UnixFileMode.SetUser));

        Run(shell, [new ScriptTask(1, "x", [new Step.Put(path, FileContent.Of("y\n")) { Mode = "0700" }])]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Put_with_an_edit_makes_the_new_content_from_the_old_and_sends_both(string shell)
    {
        var path = Path.Combine(folder, "f");
        File.WriteAllText(path, "a\nb");
        var put = new Step.Put(path, FileContent.Empty) { Edit = Sh.Of($"tr ab xy") };

        var events = Run(shell, [new ScriptTask(1, "x", [put])], check: true, diff: true);

        Assert.Equal("a\nb"u8.ToArray(), Assert.Single(events.OfType<Event.Old>()).Content);
        Assert.Equal("x\ny"u8.ToArray(), Assert.Single(events.OfType<Event.New>()).Content);
        Assert.Equal("a\nb", File.ReadAllText(path));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Put_in_check_mode_says_what_would_change_and_leaves_the_file(string shell)
    {
        var path = Path.Combine(folder, "a b");
        File.WriteAllText(path, "old");

        var events = Run(shell, [new ScriptTask(1, "x", [new Step.Put(path, FileContent.Of("new, no newline"))])], check: true, diff: true);

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Contains(new Event.Facet(1, "content", FacetState.Would, "different", "declared"), events);
        Assert.Equal("old"u8.ToArray(), events.OfType<Event.Old>().Single().Content);
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Put_with_a_failing_validation_keeps_the_old_file(string shell)
    {
        var path = Path.Combine(folder, "f");
        File.WriteAllText(path, "old");

        var events = Run(shell, [new ScriptTask(1, "x", [new Step.Put(path, FileContent.Of("new\n")) { Validate = "grep -q old %s" }]), new ScriptTask(2, "y", [])]);

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Contains("failed to validate", events.OfType<Event.Failed>().Single().Message);
        Assert.DoesNotContain(events, e => e is Event.Started { Task: 2 });
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Ensure_that_does_not_converge_fails_and_says_what_it_is(string shell)
    {
        var flag = Path.Combine(folder, "flag");
        var good = new Step.Ensure("flag", Sh.Of($"cat {flag}"), "on", Sh.Of($"echo on >{flag}"));
        var bad = new Step.Ensure("other", Sh.Of($"echo off"), "on", Sh.Of($"true"));

        var events = Run(shell, [new ScriptTask(1, "x", [good, bad])]);

        Assert.Contains(new Event.Facet(1, "flag", FacetState.Changed, "", "on"), events);
        Assert.Contains("did not converge (it is 'off'", events.OfType<Event.Failed>().Single().Message);
        Assert.Contains(events, e => e is Event.Done { Status: TaskStatus.Failed, Changed: true });
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Conditions_and_held_failures_steer_what_runs(string shell)
    {
        ScriptTask Command(int id, string command, ShCondition? when = null, OnFailure onFailure = OnFailure.Stop, bool endsLoop = false) =>
            new(id, "c", [new Step.Act(Sh.Of($"sh -c {command}")) { HasOutput = true }]) { When = when, OnFailure = onFailure, EndsLoop = endsLoop };

        var events = Run(shell,
        [
            Command(1, "exit 3", onFailure: OnFailure.Ignore),
            Command(2, "echo two", new ShCondition.All([new ShCondition.Ended("failed", [1]), new ShCondition.ExitCode(1, "-eq", 3)])),
            Command(3, "echo three", new ShCondition.Not(new ShCondition.Ended("changed", [2]))),
            Command(4, "exit 1", onFailure: OnFailure.Hold),
            Command(5, "echo five; echo err >&2", onFailure: OnFailure.Hold, endsLoop: true),
            Command(6, "echo six"),
        ]);

        Assert.Equal("two\n"u8.ToArray(), events.OfType<Event.Acted>().Single(e => e.Task == 2).Stdout);
        Assert.Contains(new Event.Done(3, TaskStatus.Skipped, false, "condition"), events);
        Assert.Equal("err\n"u8.ToArray(), events.OfType<Event.Acted>().Single(e => e.Task == 5).Stderr);
        Assert.DoesNotContain(events, e => e is Event.Started { Task: 6 });
    }

    private static List<Event> Run(string shell, IReadOnlyList<ScriptTask> tasks, bool check = false, bool diff = false, IReadOnlyDictionary<string, string>? environment = null)
    {
        var sent = new HashSet<string>();
        var script = SessionScript.Write("n0nce", check, diff, sent) + ScriptWriter.WriteSegment(7, tasks, sent);
        var (_, stdout, stderr) = Shells.Run(Shells.Present.Single(s => s.Name == shell).Words, script, environment);
        var events = new EventReader("n0nce").Feed(stdout).ToList();
        // The NULs by which the watcher feels for the line; a segment on a busy machine may take more than two seconds.
        Assert.Equal("", stderr.Replace("\0", ""));
        Assert.IsType<Event.Hello>(events[0]);
        return events;
    }
}
