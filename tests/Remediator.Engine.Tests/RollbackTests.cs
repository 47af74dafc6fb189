using Remediator.Engine.Reporting;
using Remediator.Engine.Running;
using Remediator.Language.Diagnostics;

namespace Remediator.Engine.Tests;

/// <summary>Runs over real shells whose hosts keep journals: what fails is taken back, and what was notified is done later.</summary>
public sealed class RollbackTests : IDisposable
{
    private readonly string store = Folders.NewStore();
    private readonly Sample sample = Sample.Of();

    public void Dispose() => sample.Dispose();

    [Fact]
    public async Task Failure_takes_back_what_the_play_changed_and_says_what_stays()
    {
        var (report, transcript) = await RunAsync("""
            - hosts: all
              gather_facts: false
              tasks: [{ name: first play, copy: { content: "kept\n", dest: "{{ work }}/kept" } }]
            - hosts: all
              gather_facts: false
              rollback: on_failure
              tasks:
                - { name: write, copy: { content: "new\n", dest: "{{ work }}/a/b" , mode: "0600" } }
                - { name: command, command: "touch {{ work }}/made" }
                - { name: fails, command: "false" }
            """, ("work/a/b", "old\n"));

        Assert.Equal((6, HostOutcome.RolledBack), (report.ExitCode, Assert.Single(report.Hosts).Outcome));
        Assert.Equal(("old\n", "kept\n"), (Read("a/b"), Read("kept")));
        var rolled = Assert.Single(transcript.Rollbacks);
        Assert.Equal(("fails failed", HostOutcome.RolledBack), (rolled.Reason, rolled.Outcome));
        Assert.Equal([("fails", "cannot"), ("command", "cannot"), ($"{sample.Work}/a/b", "restored")], rolled.Changes.Select(c => (c.State == "cannot" ? c.Message : c.What, c.State)));
    }

    [Theory]
    [InlineData("rollback: off", false)]
    [InlineData("rollback: on_failure", true)]
    public async Task Nothing_is_taken_back_where_nobody_asked_for_it_or_nothing_was_changed(string keyword, bool check)
    {
        var (report, transcript) = await RunAsync($$$"""
            - hosts: all
              gather_facts: false
              {{{keyword}}}
              tasks:
                - { name: write, copy: { content: "new\n", dest: "{{ work }}/a" } }
                - { name: fails, fail: { msg: no } }
            """, r => r with { Check = check }, ("work/a", "old\n"));

        Assert.Equal((3, HostOutcome.Failed), (report.ExitCode, Assert.Single(report.Hosts).Outcome));
        Assert.Empty(transcript.Rollbacks);
        Assert.Equal(check ? "old\n" : "new\n", Read("a"));
        Assert.Equal(check, !Directory.Exists(store));
    }

    [Fact]
    public async Task Host_that_failed_before_anything_changed_is_failed_and_not_rolled_back()
    {
        var (report, transcript) = await RunAsync("""
            - { hosts: all, gather_facts: false, rollback: on_failure, tasks: [{ name: fails, fail: { msg: no } }] }
            """);

        Assert.Equal((3, HostOutcome.Failed), (report.ExitCode, Assert.Single(report.Hosts).Outcome));
        Assert.Empty(transcript.Rollbacks);
    }

    [Fact]
    public async Task Rescued_failure_takes_nothing_back()
    {
        var (report, transcript) = await RunAsync("""
            - hosts: all
              gather_facts: false
              rollback: on_failure
              tasks:
                - block:
                    - { name: write, copy: { content: "new\n", dest: "{{ work }}/a" } }
                    - { name: fails, command: "false" }
                  rescue: [{ name: rescue, debug: { msg: saved } }]
            """);

        Assert.Equal(0, report.ExitCode);
        Assert.Empty(transcript.Rollbacks);
        Assert.Equal("new\n", Read("a"));
    }

    [Fact]
    public async Task Failed_batch_is_taken_back_before_the_rollout_stops_and_the_others_are_named()
    {
        var (report, transcript) = await RunAsync("""
            - hosts: all
              gather_facts: false
              serial: [1, 100%]
              max_fail_percentage: 0
              rollback: on_failure
              tasks: [{ name: write, copy: { content: "new\n", dest: "{{ work }}/{{ inventory_hostname }}" } }]
              verify: [{ name: right, command: "false" }]
            """, ("inventory.ini", "a\nb\nc\n"));

        Assert.Equal(6, report.ExitCode);
        Assert.Equal([("a", HostOutcome.RolledBack)], report.Hosts.Select(h => (h.Host, h.Outcome)));
        Assert.Equal(["b", "c"], report.Untouched);
        Assert.Empty(Directory.GetFiles(sample.Work));
        Assert.Equal("right failed", Assert.Single(transcript.Rollbacks).Reason);
    }

    [Fact]
    public async Task Hosts_that_a_failure_elsewhere_stops_are_taken_back_too()
    {
        var (report, _) = await RunAsync("""
            - hosts: all
              gather_facts: false
              any_errors_fatal: true
              rollback: on_failure
              tasks:
                - { name: write, copy: { content: "new\n", dest: "{{ work }}/{{ inventory_hostname }}" } }
                - { name: fails on a, command: "test {{ inventory_hostname }} != a" }
                - { name: more, command: "true" }
            """, ("inventory.ini", "a\nb\n"));

        Assert.Equal([HostOutcome.RolledBack, HostOutcome.RolledBack], report.Hosts.Select(h => h.Outcome));
        Assert.Empty(Directory.GetFiles(sample.Work));
    }

    [Fact]
    public async Task Run_is_taken_back_later_as_long_as_nothing_else_changed_it()
    {
        var (report, _) = await RunAsync(Playbook("write"));
        File.WriteAllText($"{sample.Work}/a", "mine\n");

        var (refused, _) = await RunAsync(Playbook("x"), new RollbackRequest(report.RunId, null, false, false));
        Assert.Equal((3, "mine\n"), (refused.ExitCode, Read("a")));
        var (would, _) = await RunAsync(Playbook("x"), new RollbackRequest(report.RunId, null, true, true));
        Assert.Equal((2, "mine\n"), (would.ExitCode, Read("a")));
        var (forced, _) = await RunAsync(Playbook("x"), new RollbackRequest(report.RunId, null, false, true));
        Assert.Equal(0, forced.ExitCode);
        Assert.False(File.Exists($"{sample.Work}/a"));
        var (again, transcript) = await RunAsync(Playbook("x"), new RollbackRequest(report.RunId, null, false, false));
        Assert.Equal((0, "it was rolled back before, or changed nothing"), (again.ExitCode, Assert.Single(transcript.Rollbacks).Reason));
    }

    [Fact]
    public async Task Handler_that_was_not_reached_runs_once_in_the_next_run_that_changes_nothing()
    {
        await RunAsync(Notifying(fails: true));
        Assert.False(File.Exists($"{sample.Work}/restarts"));

        var (check, _) = await RunAsync(Notifying(fails: false), r => r with { Check = true });
        Assert.Equal(2, check.ExitCode);
        var (run, transcript) = await RunAsync(Notifying(fails: false));
        Assert.Equal((0, "x\n"), (run.ExitCode, Read("restarts")));
        Assert.Equal(ReportStatus.Ok, transcript.Reports.Single(r => r.Task.Name == "write").Status);
        await RunAsync(Notifying(fails: false));
        Assert.Equal("x\n", Read("restarts"));
    }

    [Fact]
    public async Task Handler_that_the_controller_runs_is_forgotten_by_the_host_too()
    {
        var playbook = Notifying(fails: false).Replace("shell: echo x >>{{ work }}/restarts", "debug: { msg: restarted }");
        await RunAsync(playbook);

        var (_, transcript) = await RunAsync(playbook);

        Assert.DoesNotContain(transcript.Reports, r => r.Task.Kind == TaskKind.Handler);
    }

    [Fact]
    public async Task Handler_of_another_playbook_stays_with_that()
    {
        await RunAsync(Notifying(fails: true));
        await RunAsync(Notifying(fails: false).Replace("name: Clocks", "name: Others"));
        Assert.False(File.Exists($"{sample.Work}/restarts"));
    }

    [Fact]
    public async Task What_is_rolled_back_notifies_nobody_later()
    {
        await RunAsync(Notifying(fails: true).Replace("gather_facts: false", "gather_facts: false\n  rollback: on_failure"));
        File.WriteAllText($"{sample.Work}/a", "new\n");
        await RunAsync(Notifying(fails: false));
        Assert.False(File.Exists($"{sample.Work}/restarts"));
    }

    [Theory]
    [InlineData("rollback: on_failur", "did you mean 'on_failure'?")]
    [InlineData("rollback: yes", "must be on_failure or off")]
    [InlineData("rollback: \"{{ x }}\"", "must be on_failure or off")]
    public void Rollback_takes_two_words(string keyword, string message)
    {
        File.WriteAllText(Path.Combine(sample.Folder, "playbook.yml"), $"- hosts: all\n  {keyword}\n  tasks: []\n");
        var diagnostics = new DiagnosticBag();

        Assert.Null(Session.Load(sample.Request(), diagnostics));
        Assert.Contains(message, string.Concat(diagnostics.Select(DiagnosticText.Render)));
    }

    private static string Playbook(string name) => $$$"""
        - { hosts: all, gather_facts: false, tasks: [{ name: {{{name}}}, copy: { content: "new\n", dest: "{{ work }}/a" } }] }
        """;

    private static string Notifying(bool fails) => $$$"""
        - hosts: all
          name: Clocks
          gather_facts: false
          tasks:
            - { name: write, copy: { content: "new\n", dest: "{{ work }}/a" }, notify: Told }
            - { name: maybe, command: {{{(fails ? "\"false\"" : "\"true\"")}}}, changed_when: false }
          handlers:
            - name: Restart
              listen: Told
              shell: echo x >>{{ work }}/restarts
        """;

    private string Read(string file) => File.ReadAllText($"{sample.Work}/{file}");

    private Task<(RunReport Report, Transcript Transcript)> RunAsync(string playbook, params (string Path, string Text)[] files) => RunAsync(playbook, r => r, files);

    private Task<(RunReport Report, Transcript Transcript)> RunAsync(string playbook, RollbackRequest request) => RunAsync(playbook, r => r with { Rollback = request, Check = request.IsCheck });

    /// <summary>Each run of a test is on the same hosts.</summary>
    private async Task<(RunReport Report, Transcript Transcript)> RunAsync(string playbook, Func<RunRequest, RunRequest> change, params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files.Append(("playbook.yml", playbook)))
        {
            var target = Path.Combine(sample.Folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllText(target, text);
        }

        var request = change(sample.Request());
        var diagnostics = new DiagnosticBag();
        var session = Session.Load(request, diagnostics);
        Assert.True(session is not null, string.Concat(diagnostics.Select(DiagnosticText.Render)));
        var transcript = new Transcript(false);
        return (await session.RunAsync([transcript], _ => new Hosts(store, request.Check), CancellationToken.None), transcript);
    }

    /// <summary>Each host keeps journals of its own.</summary>
    private sealed class Hosts(string store, bool check) : ITransport
    {
        public Task<Opening> OpenAsync(Endpoint endpoint, CancellationToken cancellation) =>
            new LocalTransport(new ChannelOptions(check) { Store = Path.Combine(store, endpoint.Host) }).OpenAsync(endpoint, cancellation);
    }
}
