using System.Text;
using Remediator.Testing;

namespace Remediator.Shell.Tests;

/// <summary>Prelude/guard.sh under the real shells.</summary>
public sealed class GuardTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("remediator-guard").FullName;

    public static TheoryData<string> ShellNames => [.. Shells.Present.Select(s => s.Name)];

    private string Leases => Path.Combine(folder, "home", "leases");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Lease_is_held_by_one_until_it_is_given_back(string shell)
    {
        Assert.Equal("taken", Say(shell, "rmd_lease_take site.yml c1 'heal of one' 60"));
        Assert.Matches("^held [0-9]+ heal of one$", Say(shell, "rmd_lease_take site.yml c2 'heal of two' 60"));
        Assert.Equal("taken", Say(shell, "rmd_lease_take other.yml c2 'heal of two' 60"));
        Assert.Equal("kept", Say(shell, "rmd_lease_keep site.yml c1 'heal of one' 60"));
        Assert.Equal("lost", Say(shell, "rmd_lease_keep site.yml c2 'heal of two' 60"));
        Assert.Equal("dropped", Say(shell, "rmd_lease_drop site.yml c2"));
        Assert.Matches("^held [0-9]+ heal of one$", Say(shell, "rmd_lease_take site.yml c2 'heal of two' 60"));
        Assert.Equal("dropped", Say(shell, "rmd_lease_drop site.yml c1"));
        Assert.Equal("taken", Say(shell, "rmd_lease_take site.yml c2 'heal of two' 60"));
        Assert.Equal(["other.yml.lease.1", "site.yml.lease.1"], Directory.GetFiles(Leases).Select(f => Path.GetFileName(f)!).Order());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Leases));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Dead_lease_is_taken_over_and_said(string shell)
    {
        // Over, by the host's own up time.
        Assert.Equal("taken", Say(shell, "rmd_lease_take site.yml c1 'heal of one' 0"));
        Assert.Matches("^stale over [0-9]+ heal of one\ntaken$", Say(shell, "rmd_lease_take site.yml c2 'heal of two' 60"));

        // The controller's own: it lets one work at a time, so that one is gone.
        Assert.Matches("^stale own [0-9]+ heal of two\ntaken$", Say(shell, "rmd_lease_take site.yml c2 'heal of two again' 60"));

        // Of another boot, whatever time it has left.
        var file = Assert.Single(Directory.GetFiles(Leases));
        File.WriteAllText(file, "another-boot\n5\n999999999\nc3\nheal of three\n");
        Assert.Equal("stale boot 0 heal of three\ntaken", Say(shell, "rmd_lease_take site.yml c1 'heal of one' 60"));

        // Cut off by a full disk.
        File.WriteAllText(Assert.Single(Directory.GetFiles(Leases)), "");
        Assert.Equal("stale unreadable 0 somebody\ntaken", Say(shell, "rmd_lease_take site.yml c1 'heal of one' 60"));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Of_many_at_once_one_gets_the_lease(string shell)
    {
        // A dead lease makes it harder: all want to take it over.
        Say(shell, "rmd_lease_take site.yml dead 'heal of the dead' 0");

        var said = Say(shell, "for i in 1 2 3 4 5 6 7 8; do (rmd_d=$rmd_d/$i; mkdir \"$rmd_d\"; rmd_lease_take site.yml c$i \"heal of $i\" 60) & done; wait");

        Assert.Equal(1, said.Split('\n').Count(l => l == "taken"));
        Assert.Equal(8, said.Split('\n').Count(l => l == "taken" || l.StartsWith("held ", StringComparison.Ordinal)));
        Assert.Single(Directory.GetFiles(Leases));
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Full_file_systems_are_named_and_those_that_nobody_writes_to_are_not(string shell)
    {
        Command("df", """
            case $1 in
              -Pk) printf '%s\n' 'Filesystem 1024-blocks Used Available Capacity Mounted on' 'a 1000 1000 0 100% /' 'b 9000 100 8900 1% /var' 'b 9000 100 8900 1% /var' 'c 9 9 1000 1% /with blank' ;;
              *) printf '%s\n' 'Filesystem Inodes IUsed IFree IUse% Mounted on' 'a 100 50 50 50% /' 'b 100 97 3 97% /var' 'c 0 0 0 - /with blank' 'd - - - - /run' ;;
            esac
            """);
        Command("id", "echo 1000");
        Assert.Equal("full bytes 0 /\nfull bytes 1024000 /with blank\nfull inodes 3 /var", Say(shell, "rmd_guard_disks"));

        // As root, for whom a read-only file system alone is one that cannot be written to.
        Command("id", "echo 0");
        Assert.DoesNotContain("with blank", Say(shell, "rmd_guard_disks"));
        Assert.Equal("", string.Concat(Directory.Exists(Leases) ? Directory.GetFiles(Leases) : []));
    }

    [Theory]
    [InlineData("none", "", "", "")]
    [InlineData("1.0 0", "", "", "")]
    [InlineData("1.0 -1", "", "", "step makestep 1.0 -1 lets chronyd step the clock at any time")]
    [InlineData("1.0 3", "A,10.0.0.1,3,1,0.5,0,0,0,0,0,0,0,1,Normal", "", "")]
    [InlineData("1.0 3", "A,10.0.0.1,3,1,-0.999,0,0,0,0,0,0,0,1,Normal", "", "")]
    [InlineData("1.0 3", "A,10.0.0.1,3,1,300.5,0,0,0,0,0,0,0,1,Normal", "", "step a start of chronyd would step the clock, which is 300.5 s wrong (makestep 1.0 3)")]
    [InlineData("1.0 3", "A,10.0.0.1,3,1,-300.5,0,0,0,0,0,0,0,1,Normal", "", "step a start of chronyd would step the clock, which is -300.5 s wrong (makestep 1.0 3)")]
    // A daemon that follows nothing knows nothing: it is measured.
    [InlineData("1.0 3", "7F7F0101,,3,1,0,0,0,0,0,0,0,0,1,Normal", "System clock wrong by 12.5 seconds (ignored)", "step a start of chronyd would step the clock, which is 12.5 s wrong (makestep 1.0 3)")]
    [InlineData("1.0 3", "", "System clock wrong by -0.25 seconds (ignored)", "")]
    [InlineData("1.0 3", "", "No suitable source for synchronisation", "step a start of chronyd may step the clock (makestep 1.0 3), and nobody can say how wrong it is")]
    // What the host has now, as chronyd itself reads it.
    [InlineData("?", "A,10.0.0.1,3,1,2,0,0,0,0,0,0,0,1,Normal", "makestep 1 3", "step a start of chronyd would step the clock, which is 2 s wrong (makestep 1 3)")]
    [InlineData("?", "A,10.0.0.1,3,1,2,0,0,0,0,0,0,0,1,Normal", "server x", "")]
    public void Start_that_may_step_the_clock_is_told(string makestep, string tracking, string daemon, string says)
    {
        Command("chronyc", tracking.Length > 0 ? $"echo '{tracking}'" : "echo '506 Cannot talk to daemon'; exit 1");
        Command("chronyd", $"echo '{daemon}'");
        foreach (var shell in Shells.Present)
        {
            Assert.Equal(says, Say(shell.Name, $"rmd_guard_clock {Sh.Quote(makestep)}"));
        }
    }

    private void Command(string name, string script)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>What a command of the prelude prints, in a session of its own.</summary>
    private string Say(string shell, string command)
    {
        var session = Path.Combine(folder, "session");
        Directory.CreateDirectory(session);
        var script = $"PATH={Sh.Quote(folder)}/bin:$PATH\nrmd_d={Sh.Quote(session)} rmd_lease_home={Sh.Quote(Path.Combine(folder, "home"))}\n{PreludeText.Needed(command, new HashSet<string>())}{command}\n";
        var (code, output, errors) = Shells.Run(Shells.Present.Single(s => s.Name == shell).Words, script);
        Directory.Delete(session, recursive: true);
        Assert.True(code is 0 or 1 && errors.Length == 0, $"{code}: {errors}");
        return Encoding.UTF8.GetString(output).TrimEnd('\n');
    }
}
