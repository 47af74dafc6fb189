using System.Text.RegularExpressions;

namespace Remediator.Scenarios;

/// <summary>Small playbooks, for each module that compiles: one host by a run, the other by the script, and nobody can tell them apart.</summary>
public sealed partial class CompiledTests(CompiledTests.TwoHosts lab) : IClassFixture<CompiledTests.TwoHosts>
{
    private const string Scripts = "/home/ops/compiled";

    /// <summary>The first line of each playbook: a command that damages one facet of what it keeps.</summary>
    private const string Damage = "# damage: ";

    [LabFact]
    public async Task Playbook_does_by_script_what_it_does_by_a_run_on_every_step()
    {
        string[] playbooks = [.. Directory.GetFiles(Places.Playbook("compiled"), "*.yml").Order(StringComparer.Ordinal)];
        await CompileAsync(playbooks);
        // For get_url: something to load, and something to load it with.
        await lab.EachAsync(n => lab.ExecAsync(n, "ln -s busybox /usr/bin/wget; mkdir /srv/www; echo loaded >/srv/www/origin; busybox httpd -p 127.0.0.1:8080 -h /srv/www"));

        var before = await lab.EachAsync(StateAsync);
        await StepAsync("check", playbooks, 0, isCheck: true);
        var after = await lab.EachAsync(StateAsync);
        Assert.True(before.SequenceEqual(after), $"check mode changed:\n{Only(after[0], before[0])}\n{Only(after[1], before[1])}");
        Assert.NotEmpty(await StepAsync("first run", playbooks, 1));
        Assert.Equal([], await StepAsync("second run", playbooks, 2));

        var healed = await StateAsync(2);
        var damage = string.Join('\n', playbooks.Select(p => File.ReadLines(p).First()[Damage.Length..]));
        await lab.EachAsync(n => lab.ExecAsync(n, damage));
        Assert.NotEqual(healed, await StateAsync(2));
        Assert.NotEmpty(await StepAsync("check after damage", playbooks, 0, isCheck: true));
        Assert.NotEmpty(await StepAsync("run after damage", playbooks, 1));
        Assert.Equal([], await StepAsync("run after that", playbooks, 2));
    }

    /// <summary>Names and keys of a host, starts of its units, and the services that D-Bus starts when one asks for the name or the zone.</summary>
    [GeneratedRegex(@" started=\S+|.* /etc/(hostname|hosts|machine-id|ssh/ssh_host_\S*)$|^unit systemd-(hostnamed|timedated)\.service .*\n", RegexOptions.Multiline)]
    private static partial Regex OfOneHost();

    /// <summary>ns1 by a run, ns2 by the scripts; the shells take turns. The changed tasks, which are the same on both, as is what both hosts are then.</summary>
    private async Task<IReadOnlyList<string>> StepAsync(string step, string[] playbooks, int turn, bool isCheck = false)
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
        var states = await lab.EachAsync(StateAsync);
        Assert.True(states[0] == states[1], $"{step}\nby the run:\n{Only(states[0], states[1])}\nby scripts:\n{Only(states[1], states[0])}\n{told}");
        return changed;
    }

    private static string Only(string one, string other) => string.Join('\n', one.Split('\n').Except(other.Split('\n')));

    /// <summary>Two at a time.</summary>
    private async Task CompileAsync(string[] playbooks)
    {
        await lab.ExecAsync(2, $"mkdir {Scripts}");
        await Parallel.ForEachAsync(playbooks, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (playbook, _) =>
        {
            var name = Path.GetFileNameWithoutExtension(playbook);
            var made = await RemediatorProgram.TextAsync("bootstrap", playbook);
            Assert.True(made.ExitCode == 0, $"{name}\n{made.Stderr}");
            lab.Put(2, $"{Scripts}/{name}.sh", System.Text.Encoding.UTF8.GetBytes(made.Stdout));
        });
    }

    /// <summary>Files with mode and owner, units, packages, users, and what has a host's own name in it, without that.</summary>
    private async Task<string> StateAsync(int host) => OfOneHost().Replace(await lab.SnapshotAsync(host), "") + await lab.ExecAsync(host, """
        sed 's/ns[12]/ns/' /etc/hostname /etc/hosts
        dpkg-query -W lab-hello 2>/dev/null
        getent passwd clockwork; getent group clocks; :
        """);

    public sealed class TwoHosts() : Lab("compiled", 2)
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
}
