using System.Text.RegularExpressions;

namespace Remediator.Scenarios;

/// <summary>Small playbooks, for each module that compiles: one host by a run, the other by the script, and nobody can tell them apart.</summary>
public sealed partial class CompiledTests(CompiledTests.TwoHosts debian, CompiledTests.TwoRhelHosts rhel) : IClassFixture<CompiledTests.TwoHosts>, IClassFixture<CompiledTests.TwoRhelHosts>
{
    private const string Scripts = "/home/ops/compiled";

    /// <summary>The first line of each playbook: a command that damages one facet of what it keeps.</summary>
    private const string Damage = "# damage: ";

    [LabFact]
    public async Task Playbook_does_by_script_what_it_does_by_a_run_on_every_step()
    {
        // For get_url: something to load.
        await debian.EachAsync(n => debian.ExecAsync(n, "mkdir /srv/www; echo loaded >/srv/www/origin; busybox httpd -p 127.0.0.1:8080 -h /srv/www"));
        // Where nothing is changed a verification is tried once, and the hosts have only just booted.
        await debian.EachAsync(n => debian.ExecAsync(n, "i=0; until chronyc -nc tracking | grep -q ',Normal$'; do i=$((i + 1)); [ $i -lt 60 ] || exit 1; sleep 1; done"));
        await CompareAsync(debian, "compiled");
    }

    [LabFact]
    public async Task Playbook_does_by_script_what_it_does_by_a_run_where_packages_are_those_of_rpm() => await CompareAsync(rhel, "compiled-rhel");

    [LabFact]
    public async Task Script_killed_at_any_item_of_a_loop_is_finished_by_the_next_run()
    {
        const string made = "/usr/local/compiled/loops-*";
        const string script = Scripts + "/killed/loops.sh";
        await CompileAsync(debian, [Path.Combine(Places.Playbook("compiled"), "loops.yml")], Scripts + "/killed");
        Task<string> Files() => debian.ExecAsync(2, $"cd /usr/local/compiled; for f in {made}; do stat -c '%n %a %U' $f; [ $f = /usr/local/compiled/loops-made ] || cat $f; done");
        await debian.ExecAsync(2, $"rm -f {made}; sh {script} --log ''");
        var healed = await Files();
        var killed = 0;
        foreach (var call in ScriptCalls.OfLoops(await debian.ExecAsync(2, $"cat {script}")))
        {
            await debian.ExecAsync(2, $"rm -f {made}");
            if ((await debian.AskAsync(2, $"{ScriptCalls.Killed(script, call)} && echo killed")).EndsWith("killed\n", StringComparison.Ordinal))
            {
                killed++;
            }

            await debian.ExecAsync(2, $"sh {script} --log ''");
            Assert.Equal(healed, await Files());
            Assert.Empty(new ScriptLog(await debian.ExecAsync(2, $"sh {script} --log ''")).Changed);
        }

        // The third item is left out, by its condition.
        Assert.Equal(5, killed);
    }

    private static async Task CompareAsync(Lab lab, string folder)
    {
        string[] playbooks = [.. Directory.GetFiles(Places.Playbook(folder), "*.yml").Order(StringComparer.Ordinal)];
        await CompileAsync(lab, playbooks, Scripts);

        var before = await lab.EachAsync(n => StateAsync(lab, n));
        await StepAsync(lab, "check", playbooks, 0, isCheck: true);
        var after = await lab.EachAsync(n => StateAsync(lab, n));
        Assert.True(before.SequenceEqual(after), $"check mode changed:\n{Only(after[0], before[0])}\n{Only(after[1], before[1])}");
        Assert.NotEmpty(await StepAsync(lab, "first run", playbooks, 1));
        Assert.Equal([], await StepAsync(lab, "second run", playbooks, 2));

        var healed = await StateAsync(lab, 2);
        var damage = string.Join('\n', playbooks.Select(p => File.ReadLines(p).First()[Damage.Length..]));
        await lab.EachAsync(n => lab.ExecAsync(n, damage));
        Assert.NotEqual(healed, await StateAsync(lab, 2));
        Assert.NotEmpty(await StepAsync(lab, "check after damage", playbooks, 0, isCheck: true));
        Assert.NotEmpty(await StepAsync(lab, "run after damage", playbooks, 1));
        Assert.Equal([], await StepAsync(lab, "run after that", playbooks, 2));
    }

    /// <summary>Names and keys of a host, starts of its units, and the services that D-Bus starts when one asks for the name or the zone.</summary>
    [GeneratedRegex(@" started=\S+|.* /etc/(hostname|hosts|machine-id|ssh/ssh_host_\S*)$|^unit systemd-(hostnamed|timedated)\.service .*\n", RegexOptions.Multiline)]
    private static partial Regex OfOneHost();

    /// <summary>ns1 by a run, ns2 by the scripts; the shells take turns. The changed tasks, which are the same on both, as is what both hosts are then.</summary>
    private static async Task<IReadOnlyList<string>> StepAsync(Lab lab, string step, string[] playbooks, int turn, bool isCheck = false)
    {
        string[] check = isCheck ? ["--check"] : [];
        var running = RemediatorProgram.RunAsync(["run", .. playbooks, "-i", lab.Inventory, "-l", "ns1", .. check]);
        var told = await lab.AskAsync(2, $$"""
            turn={{turn}}
            for script in {{Scripts}}/*.sh; do
              turn=$(((turn + 1) % 3))
              case $turn in 0) shell=dash ;; 1) shell=bash ;; *) shell='busybox sh' ;; esac
              su ops -s /bin/sh -c "cd / && sudo -n $shell $script --on-failure fail {{string.Join(' ', check)}}" 2>&1
              echo "ended ${script##*/} $shell $?"
            done
            """);
        var run = await running;
        var log = new ScriptLog(told);
        var endings = told.Split('\n').Where(l => l.StartsWith("ended ", StringComparison.Ordinal)).ToList();
        string[] well = isCheck ? [" 0", " 2"] : [" 0"];

        Assert.True(run.ExitCode is 0 || (isCheck && run.ExitCode is 2), $"{step}\n{run.Told}");
        Assert.Equal(playbooks.Length, endings.Count);
        Assert.True(endings.All(e => well.Any(w => e.EndsWith(w, StringComparison.Ordinal))), $"{step}\n{told}");
        var changed = run.Tasks.Where(t => t.Status == "changed").Select(t => t.Name).ToList();
        Assert.True(changed.SequenceEqual(log.Changed), $"{step}\nby the run: {string.Join(", ", changed)}\nby scripts: {string.Join(", ", log.Changed)}\n{told}");
        var states = await lab.EachAsync(n => StateAsync(lab, n));
        Assert.True(states[0] == states[1], $"{step}\nby the run:\n{Only(states[0], states[1])}\nby scripts:\n{Only(states[1], states[0])}\n{told}");
        return changed;
    }

    private static string Only(string one, string other) => string.Join('\n', one.Split('\n').Except(other.Split('\n')));

    /// <summary>Two at a time.</summary>
    private static async Task CompileAsync(Lab lab, string[] playbooks, string folder)
    {
        await lab.ExecAsync(2, $"mkdir -p {folder}");
        await Parallel.ForEachAsync(playbooks, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (playbook, _) =>
        {
            var name = Path.GetFileNameWithoutExtension(playbook);
            var made = await RemediatorProgram.TextAsync("bootstrap", playbook);
            Assert.True(made.ExitCode == 0, $"{name}\n{made.Stderr}");
            lab.Put(2, $"{folder}/{name}.sh", System.Text.Encoding.UTF8.GetBytes(made.Stdout));
        });
    }

    /// <summary>Files with mode and owner, units, packages, users, and what has a host's own name in it, without that.</summary>
    private static async Task<string> StateAsync(Lab lab, int host) => OfOneHost().Replace(await lab.SnapshotAsync(host), "") + await lab.ExecAsync(host, """
        sed 's/ns[12]/ns/' /etc/hostname /etc/hosts
        dpkg-query -W lab-hello 2>/dev/null || rpm -qa 2>/dev/null
        getent passwd clockwork; getent group clocks; :
        """);

    public abstract class Hosts(string name, params string[] options) : Lab(name, 2, options)
    {
        protected override void Prepare()
        {
            BringBusybox();
            foreach (var host in Numbers)
            {
                Directory.CreateDirectory($"{Folder}/ns{host}/root/usr/local/compiled");
            }
        }
    }

    public sealed class TwoHosts() : Hosts("compiled");

    /// <summary>Laid out like Amazon Linux 2.</summary>
    public sealed class TwoRhelHosts() : Hosts("rpms", "--layout", "ns1=rhel", "--layout", "ns2=rhel");
}
