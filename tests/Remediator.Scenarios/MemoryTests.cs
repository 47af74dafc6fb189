namespace Remediator.Scenarios;

/// <summary>What the controller and its hosts remember, and faults that only a real host has.</summary>
public sealed class MemoryTests(MemoryTests.TwoHosts lab) : IClassFixture<MemoryTests.TwoHosts>
{
    [LabFact]
    public async Task Controller_that_is_killed_amid_a_task_is_resumed_and_nothing_runs_twice()
    {
        string[] state = ["--state", Path.Combine(lab.Folder, "killed")];
        using (var killed = RemediatorProgram.Start(["run", Places.Playbook("counted.yml"), "-i", lab.Inventory, "-e", "seconds=12", .. state]))
        {
            // At the same time: on a busy machine each look takes its while.
            await Task.WhenAll(lab.Numbers.Select(host => lab.UntilAsync(host, "sleep 12")));

            await killed.SignalAsync("KILL");
        }

        var run = await RemediatorProgram.RunAsync(["resume", "latest", .. state]);
        if (run.ExitCode == 4)
        {
            // What the killed controller left behind was still at work, or ended in the midst of a task: that is said, and ours to decide.
            Assert.Contains(run.Tasks, t => t.Status == "unknown");
            await Task.Delay(TimeSpan.FromSeconds(6));
            run = await RemediatorProgram.RunAsync(["resume", "latest", "--skip-unknown", .. state]);
        }

        Assert.True(run.ExitCode == 0, run.Told);
        Assert.All(await lab.EachAsync(n => lab.ExecAsync(n, "cat /run/counted")), s =>
        {
            var lines = s.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(lines.Distinct(), lines);
            Assert.Equal(("first", "handled"), (lines[0], lines[^1]));
        });
        var shown = await RemediatorProgram.RunAsync(["show", "latest", .. state]);
        Assert.Equal(["changed", "changed", "changed", "changed"], shown.Of("recorded_task").Where(t => t.GetProperty("host").GetString() == "ns1" && t.GetProperty("status").GetString() != "unknown").Select(t => t.GetProperty("status").GetString()));
        Assert.Equal(1, (await RemediatorProgram.RunAsync(["resume", "latest", .. state])).ExitCode);
    }

    [LabFact]
    public async Task Read_only_file_system_fails_the_task_and_changes_nothing()
    {
        await lab.ExecAsync(1, "mkdir -p /srv/ro && mount -t tmpfs none /srv/ro && echo old >/srv/ro/file && mount -o remount,ro /srv/ro");
        var playbook = lab.Write("read-only.yml", """
            - hosts: all
              become: true
              gather_facts: false
              tasks:
                - name: Write
                  copy: {content: "new\n", dest: /srv/ro/file}
            """);
        var run = await RemediatorProgram.RunAsync("run", playbook, "-i", lab.Inventory, "-l", "ns1");
        var after = await lab.ExecAsync(1, "cat /srv/ro/file; ls -A /srv/ro; umount /srv/ro");

        Assert.True(run.ExitCode == 3, run.Told);
        Assert.Contains("Read-only file system", run.Task("ns1", "Write").Message);
        Assert.Equal("old\nfile\n", after);
    }

    [LabFact]
    public async Task Systemctl_that_hangs_is_ended_in_time_and_the_unit_is_read_again()
    {
        await lab.ExecAsync(2, """
            printf '#!/bin/sh\ncase " $* " in *" restart "*) exec sleep 86394 ;; esac\nexec /usr/bin/systemctl "$@"\n' >/usr/local/sbin/systemctl
            chmod 755 /usr/local/sbin/systemctl
            """);
        var playbook = lab.Write("hanging.yml", """
            - hosts: all
              become: true
              gather_facts: false
              tasks:
                - name: Restart
                  service: {name: chrony, state: restarted}
                  timeout: 4
                  ignore_errors: true
                - name: Read again
                  service: {name: chrony, state: started}
            """);
        var run = await RemediatorProgram.RunAsync("run", playbook, "-i", lab.Inventory, "-l", "ns2");
        var left = await lab.AskAsync(2, "rm /usr/local/sbin/systemctl; for i in 1 2 3 4 5 6 7 8 9 10; do pgrep -f '^sleep 86394' >/dev/null || break; sleep 1; done; pgrep -fc '^sleep 86394'");

        Assert.True(run.ExitCode == 0, run.Told);
        Assert.Equal(("timed_out", "ok"), (run.Task("ns2", "Restart").Status, run.Task("ns2", "Read again").Status));
        Assert.Equal("0", left.Trim());
    }

    [LabFact]
    public async Task Full_disk_of_the_controller_is_a_warning_and_the_run_goes_on()
    {
        var place = Path.Combine(lab.Folder, "full");
        Directory.CreateDirectory(place);
        var ended = await Command.RunAsync(
            "unshare",
            ["-m", "sh", "-c", "mount -t tmpfs -o size=64k none \"$0\" && exec \"$@\"", place, Places.Program, "run", Places.Playbook("leave-a-mark.yml"), "-i", lab.Inventory, "-e", "mark=full", "--state", place],
            TimeSpan.FromMinutes(3));

        Assert.True(ended.ExitCode == 0, ended.Stdout + ended.Stderr);
        Assert.Contains("this run is not recorded any further", ended.Stderr);
        Assert.All(await lab.EachAsync(n => lab.AskAsync(n, "ls /run/full | wc -l")), s => Assert.Equal("1", s.Trim()));
    }

    public sealed class TwoHosts() : Lab("memory", 2);
}
