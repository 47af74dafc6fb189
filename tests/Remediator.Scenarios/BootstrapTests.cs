namespace Remediator.Scenarios;

/// <summary>Playbooks as one script, on hosts that no controller reaches: the same end as by a run, as often as it is run and wherever it is killed.</summary>
public sealed class BootstrapTests(BootstrapTests.TwoHosts lab) : IClassFixture<BootstrapTests.TwoHosts>
{
    private const string Script = "/home/ops/bootstrap.sh";

    /// <summary>The shells that hosts have.</summary>
    private static readonly string[] shells = ["dash", "bash", "busybox sh"];

    /// <summary>What each shipped playbook is given, and for each shell a command that damages one facet of what it keeps.</summary>
    private (string[] Words, string[] Damages) Asked(string playbook) => playbook switch
    {
        "heal-timer.yml" => (
            ["-e", "heal_playbook=/etc/remediator/clock.yml", "-e", "heal_inventory=/etc/remediator/hosts.ini", "-e", "heal_every=1h"],
            ["sed -i s/1h/2h/ /etc/systemd/system/heal-clock.timer", "rm /etc/systemd/system/heal-clock.service", "systemctl -q disable --now heal-clock.timer"]),
        _ => (
            ["-e", lab.ChronyServers, "-e", $"{{\"ntp_servers\":[\"{lab.NtpServer}\"]}}"],
            ["sed -i /^makestep/d /etc/chrony/chrony.conf", "echo rtcsync >>/etc/chrony/chrony.conf", "systemctl -q disable --now chrony"]),
    };

    [LabFact]
    public async Task Shipped_playbook_does_by_script_what_it_does_by_a_run()
    {
        await lab.EachAsync(n => lab.ExecAsync(n, "mkdir /etc/remediator && printf '#!/bin/sh\n' >/usr/local/bin/remediator && chmod 755 /usr/local/bin/remediator && touch /etc/remediator/clock.yml /etc/remediator/hosts.ini"));
        foreach (var path in Directory.GetFiles(Path.GetDirectoryName(Places.Shipped("chrony.yml"))!, "*.yml").Order(StringComparer.Ordinal))
        {
            var (more, damages) = Asked(Path.GetFileName(path));
            string[] words = [path, .. more];
            await CompileAsync(words);
            foreach (var (shell, damage) in shells.Zip(damages))
            {
                await lab.ResetAsync();
                await lab.EachAsync(n => lab.ExecAsync(n, "systemctl -q disable --now heal-clock.timer; rm -f /etc/systemd/system/heal-clock.*; systemctl daemon-reload"));
                await Task.WhenAll(lab.Numbers.Select(n => lab.BreakAsync(n, "config")));
                await StepAsync(words, shell, isCheck: true);
                await StepAsync(words, shell);
                Assert.Empty(await StepAsync(words, shell));
                await lab.EachAsync(n => lab.ExecAsync(n, damage));
                Assert.NotEmpty(await StepAsync(words, shell, isCheck: true));
                Assert.NotEmpty(await StepAsync(words, shell));
                Assert.Empty(await StepAsync(words, shell));
            }
        }
    }

    /// <summary>ns1 by a run, ns2 by the script. The changed tasks, which are the same on both, as are the exit code and what both hosts are then.</summary>
    private async Task<IReadOnlyList<string>> StepAsync(string[] words, string shell, bool isCheck = false)
    {
        var running = RemediatorProgram.RunAsync(["run", .. words, "-i", lab.Inventory, "-l", "ns1", .. isCheck ? ["--check"] : Array.Empty<string>()]);
        var (code, changed, told) = await RunAsync(2, shell, isCheck ? "--check" : "");
        var run = await running;
        Assert.True(run.ExitCode == code, $"{words[0]} {shell}: {run.ExitCode} and {code}\n{run.Told}\n{told}");
        Assert.Equal(run.Tasks.Where(t => t.Host == "ns1" && t.Status == "changed").Select(t => t.Name), changed);
        Assert.Equal(await StateAsync(1), await StateAsync(2));
        return changed;
    }

    [LabFact]
    public async Task Script_killed_at_any_task_is_finished_by_the_next_run()
    {
        await CompileAsync(Places.Shipped("chrony.yml"), "-e", lab.ChronyServers, "--platform", "debian-12");
        await lab.ResetAsync(2);
        await lab.BreakAsync(2, "config");
        await RunAsync(2, "sh");
        var healed = await StateAsync(2);
        var calls = ScriptCalls.Of(await lab.ExecAsync(2, $"cat {Script}"));
        foreach (var call in calls)
        {
            await lab.ResetAsync(2);
            await lab.BreakAsync(2, "config");
            // It kills itself when it comes to the task; the handler that was notified before that is remembered.
            await lab.ExecAsync(2, ScriptCalls.Killed(Script, call));
            var (code, mended, told) = await RunAsync(2, "sh");
            Assert.True(code == 0, told);
            Assert.Equal(call != calls[^1], mended.Contains("Restart chrony"));
            Assert.Equal(healed, await StateAsync(2));
            Assert.Equal("0", (await lab.AskAsync(2, "find /var/lib/remediator/pending -type f 2>/dev/null | wc -l")).Trim());
            var (again, changed, _) = await RunAsync(2, "sh");
            Assert.Equal(0, again);
            Assert.Empty(changed);
        }
    }

    [LabFact]
    public async Task Naive_script_doubles_its_line_and_hides_its_failure_where_ours_does_not()
    {
        const string naive = "echo 'server 169.254.169.123 prefer iburst' >>/etc/chrony/chrony.conf; systemctl restart chrony; echo done";
        await lab.ResetAsync(2);
        var asUser = await lab.AskAsync(2, $"su ops -s /bin/sh -c \"{naive}\" 2>&1; echo ended $?");
        Assert.Contains("ended 0", asUser);
        await lab.ExecAsync(2, $"{naive}; {naive}");
        Assert.Equal("2", (await lab.ExecAsync(2, "grep -c 169.254.169.123 /etc/chrony/chrony.conf")).Trim());

        await CompileAsync(Places.Shipped("chrony.yml"), "-e", lab.ChronyServers);
        await lab.ResetAsync(2);
        await RunAsync(2, "sh");
        var (code, changed, told) = await RunAsync(2, "sh");
        Assert.True(code == 0, told);
        Assert.Empty(changed);
        Assert.Equal("1", (await lab.ExecAsync(2, $"grep -c '^server {lab.NtpServer}' /etc/chrony/chrony.conf")).Trim());
        // pw may become root, but only with a password, which nobody types.
        Assert.Contains("'sudo -n' is refused for pw", await lab.AskAsync(2, $"su pw -s /bin/sh -c 'sh {Script}' 2>&1"));
    }

    private async Task CompileAsync(params string[] words)
    {
        var path = Path.Combine(lab.Folder, "bootstrap.sh");
        var made = await RemediatorProgram.TextAsync(["bootstrap", .. words, "-o", path]);
        Assert.True(made.ExitCode == 0, made.Told);
        foreach (var host in lab.Numbers)
        {
            lab.Put(host, Script, await File.ReadAllBytesAsync(path));
        }
    }

    /// <summary>As an ordinary user with sudo. The exit code, the changed tasks and all that was said.</summary>
    private async Task<(int Code, IReadOnlyList<string> Changed, string Told)> RunAsync(int host, string shell, string options = "")
    {
        // By sh the script raises itself. It calls sh for that; so another shell is called as root.
        var command = shell == "sh" ? $"sh {Script}" : $"sudo -n {shell} {Script}";
        var told = await lab.AskAsync(host, $"su ops -s /bin/sh -c \"{command} --on-failure fail {options}\" 2>&1; echo ended $?");
        return (int.Parse(told.TrimEnd().Split(' ')[^1]), new ScriptLog(told).Changed, told);
    }

    /// <summary>Files of /etc with mode and owner, and how the service is.</summary>
    private async Task<string> StateAsync(int host) => await lab.ExecAsync(host, """
        cd /etc && find chrony* -type f -printf '%p %m %u %g ' -exec sha1sum {} \; | grep -v keys | sort
        find systemd/system -name 'heal-*' -printf '%p %m %u %g %l ' -exec sha1sum {} \; | sort
        systemctl is-enabled chrony heal-clock.timer 2>&1; systemctl is-active chrony heal-clock.timer 2>&1; :
        """);

    public sealed class TwoHosts() : Lab("bootstrap", 2)
    {
        protected override void Prepare() => BringBusybox();
    }
}
