namespace Remediator.Scenarios;

/// <summary>Where a script goes: a node like those of EMR, user data, a unit, a container; and how it ends where something fails.</summary>
public sealed class ScriptFormTests(ScriptFormTests.BothLayouts lab) : IClassFixture<ScriptFormTests.BothLayouts>
{
    /// <summary>Laid out like Amazon Linux 2.</summary>
    private const int Emr = 1;

    private const int Debian = 2;

    private string Chrony => Places.Shipped("chrony.yml");

    [LabFact]
    public async Task Chrony_script_heals_a_node_of_emr_as_its_user_and_then_changes_nothing()
    {
        await lab.ResetAsync(Emr);
        var script = await MakeAsync(Emr, "chrony.sh", Chrony, "-e", lab.ChronyServers, "--platform", "amazon-linux-2");
        await lab.ExecAsync(Emr, $"su ops -s /bin/sh -c 'sh {script} --on-failure fail'");
        var healed = await StateAsync();

        var calls = ScriptCalls.Of(await lab.ExecAsync(Emr, $"cat {script}"));
        foreach (var call in calls)
        {
            await lab.ResetAsync(Emr);
            await lab.BreakAsync(Emr, "config");
            await lab.ExecAsync(Emr, ScriptCalls.Killed(script, call));
            var (code, told) = await RunAsync(Emr, script, "--on-failure fail");
            Assert.True(code == 0, told);
            // Before the verification: the handler, which is notified by what the killed run wrote, or this one.
            Assert.Equal(call != calls[^1], new ScriptLog(told).Changed.Contains("Restart chrony"));
            Assert.Equal(healed, await StateAsync());
            var (again, log) = await RunAsync(Emr, script, "--on-failure fail");
            Assert.True(again == 0, log);
            Assert.Empty(new ScriptLog(log).Changed);
        }

        Assert.Contains("root:root 600", await lab.ExecAsync(Emr, "stat -c '%U:%G %a' /var/log/remediator-bootstrap.log"));
    }

    [LabFact]
    public async Task Script_for_a_platform_refuses_others_and_does_nothing_there()
    {
        foreach (var platform in new[] { "amazon-linux-2", "amazon-linux-2023", "debian-12", "rhel-9" })
        {
            foreach (var host in lab.Numbers)
            {
                var script = await MakeAsync(host, "platform.sh", Chrony, "-e", lab.ChronyServers, "--platform", platform);
                var (code, told) = await RunAsync(host, script, "--check");
                var isAtHome = (host, platform) is (Emr, "amazon-linux-2") or (Debian, "debian-12");
                Assert.True(isAtHome ? code is 0 or 2 : code == 1 && told.Contains($"made for {platform}", StringComparison.Ordinal), $"{platform} on ns{host}: {code}\n{told}");
            }
        }
    }

    [LabFact]
    public async Task Only_nodes_of_the_role_are_touched()
    {
        var script = await MakeAsync(Emr, "roles.sh", lab.Write("roles.yml", "- hosts: all\n  become: true\n  tasks:\n    - name: Mark\n      copy: {dest: /root/marked, content: x}\n"));
        await lab.ExecAsync(Emr, "mkdir -p /mnt/var/lib/info; rm -f /root/marked");

        Assert.Equal(78, (await RunAsync(Emr, script, "--only master")).Code);
        foreach (var (role, files) in new[]
        {
            ("master", """echo '{"isMaster": true}' >instance.json; rm -f extraInstanceData.json"""),
            ("core", """echo '{"isMaster": false}' >instance.json; echo '{"instanceRole": "core"}' >extraInstanceData.json"""),
            ("task", """echo '{"isMaster": false}' >instance.json; echo '{"instanceRole": "TASK"}' >extraInstanceData.json"""),
        })
        {
            await lab.ExecAsync(Emr, $"cd /mnt/var/lib/info; {files}");
            foreach (var only in new[] { "master", "core", "task" })
            {
                var (code, told) = await RunAsync(Emr, script, $"--only {only}");
                Assert.True(code == 0, told);
                Assert.Equal(only == role ? "1" : "0", (await lab.AskAsync(Emr, "ls /root/marked 2>/dev/null | wc -l; rm -f /root/marked")).Trim());
            }
        }
    }

    [LabFact]
    public async Task Facts_of_a_file_are_those_of_the_node_that_they_were_asked_of()
    {
        await lab.ResetAsync(Debian);
        await lab.BreakAsync(Debian, "config");
        var facts = await RemediatorProgram.TextAsync("facts", $"ns{Debian}", "-i", lab.Inventory);
        Assert.True(facts.ExitCode == 0, facts.Told);
        var script = await MakeAsync(Debian, "facts.sh", Chrony, "-e", lab.ChronyServers, "--facts", lab.Write("facts.json", facts.Stdout));

        var (code, told) = await RunAsync(Debian, script, "--on-failure fail");

        Assert.True(code == 0, told);
        Assert.Contains("Configure chrony", new ScriptLog(told).Changed);
    }

    [LabFact]
    public async Task Unit_is_sound_and_runs_the_script()
    {
        await lab.ResetAsync(Debian);
        await lab.BreakAsync(Debian, "config");
        var installer = await MakeAsync(Debian, "oneshot.sh", Chrony, "-e", lab.ChronyServers, "--format", "systemd-oneshot");

        await lab.ExecAsync(Debian, $"sh {installer}");

        Assert.Equal("", (await lab.ExecAsync(Debian, "systemd-analyze verify /etc/systemd/system/remediator-bootstrap.service 2>&1")).Trim());
        Assert.Equal("enabled\nactive\n", await lab.ExecAsync(Debian, "systemctl is-enabled remediator-bootstrap; systemctl is-active remediator-bootstrap"));
        Assert.Contains(lab.NtpServer, await lab.ExecAsync(Debian, "cat /etc/chrony/chrony.conf"));
    }

    [LabFact]
    public async Task Entry_point_without_the_right_to_set_the_clock_observes_and_goes_on_to_the_command()
    {
        await lab.ResetAsync(Debian);
        await lab.BreakAsync(Debian, "config");
        var before = await lab.SnapshotAsync(Debian);
        var entry = await MakeAsync(Debian, "entry.sh", Chrony, "-e", lab.ChronyServers, "--format", "dockerfile-entrypoint");

        var told = await lab.ExecAsync(Debian, $"setpriv --bounding-set -sys_time --inh-caps -sys_time sh {entry} -- echo the command runs 2>&1");

        Assert.Contains("observes this container may not set the clock", told);
        Assert.Contains("Configure chrony", new ScriptLog(told).Changed);
        Assert.EndsWith("the command runs\n", told);
        Assert.Equal(before, await lab.SnapshotAsync(Debian));
    }

    [LabFact]
    public async Task User_data_holds_the_script_and_is_refused_above_what_clouds_take()
    {
        var playbook = lab.Write("user-data.yml", "- hosts: all\n  become: true\n  tasks:\n    - name: Mark\n      command: touch /root/from-user-data\n      args: {creates: /root/from-user-data}\n");
        var path = Path.Combine(lab.Folder, "user-data");
        var made = await RemediatorProgram.TextAsync("bootstrap", playbook, "--format", "cloud-init", "-o", path);
        Assert.True(made.ExitCode == 0, made.Told);
        var text = await File.ReadAllTextAsync(path);
        Assert.StartsWith("#cloud-config\n", text);

        // A playbook reads the file as YAML, and does what cloud-init does with it.
        var asCloudInit = lab.Write("cloud-init.yml", """
            - hosts: all
              become: true
              vars_files: [user-data]
              tasks:
                - name: Put the file
                  shell: base64 -d | gzip -d >{{ write_files[0].path }} && chmod {{ write_files[0].permissions }} {{ write_files[0].path }}
                  args: {stdin: "{{ write_files[0].content }}"}
                - name: Run it
                  command:
                    argv: "{{ runcmd[0] }}"

            """);
        var run = await RemediatorProgram.RunAsync("run", asCloudInit, "-i", lab.Inventory, "-l", $"ns{Debian}");
        Assert.True(run.ExitCode == 0, run.Told);
        await lab.ExecAsync(Debian, "test -e /root/from-user-data");

        var refused = await RemediatorProgram.TextAsync("bootstrap", Chrony, "-e", lab.ChronyServers, "--format", "cloud-init", "-o", path);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("RMD3011", refused.Stderr);
    }

    [LabFact]
    public async Task What_cannot_be_verified_goes_back_where_the_play_says_so()
    {
        await lab.ResetAsync(Debian);
        var before = await lab.ExecAsync(Debian, "cat /etc/chrony/chrony.conf");
        // Nobody answers there.
        var script = await MakeAsync(Debian, "rollback.sh", Chrony, "-e", """{"chrony_servers":["198.18.0.250"]}""");
        await lab.ExecAsync(Debian, $"sed 's/^\\(rmd_again .*\\) 120$/\\1 4/' {script} >/root/short.sh");

        var (code, told) = await RunAsync(Debian, "/root/short.sh", "--on-failure fail", user: "root");

        Assert.True(code == 6, $"{code}\n{told}");
        Assert.Equal(before, await lab.ExecAsync(Debian, "cat /etc/chrony/chrony.conf"));
        Assert.Equal("active", (await lab.ExecAsync(Debian, "systemctl is-active chrony")).Trim());
    }

    /// <summary>Makes the script and brings it to the host.</summary>
    private async Task<string> MakeAsync(int host, string name, params string[] words)
    {
        var path = Path.Combine(lab.Folder, name);
        var made = await RemediatorProgram.TextAsync(["bootstrap", .. words, "-o", path]);
        Assert.True(made.ExitCode == 0, made.Told);
        lab.Put(host, $"/home/ops/{name}", await File.ReadAllBytesAsync(path));
        return $"/home/ops/{name}";
    }

    private async Task<(int Code, string Told)> RunAsync(int host, string script, string options, string user = "ops")
    {
        var told = await lab.AskAsync(host, $"su {user} -s /bin/sh -c 'sh {script} {options}' 2>&1; echo ended $?");
        return (int.Parse(told.TrimEnd().Split(' ')[^1]), told);
    }

    private async Task<string> StateAsync() => await lab.ExecAsync(Emr, """
        stat -c '%n %a %U %G' /etc/chrony.conf; cat /etc/chrony.conf
        systemctl is-enabled chronyd; systemctl is-active chronyd; find /var/lib/remediator/pending -type f 2>/dev/null
        """);

    /// <summary>ns1 is laid out like Amazon Linux, ns2 like Debian.</summary>
    public sealed class BothLayouts() : Lab("forms", 2, "--layout", "ns1=rhel");
}
