using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Remediator.Shell;
using Remediator.Testing;

namespace Remediator.Modules.Tests;

/// <summary>
/// A folder that stands for a host: paths of examples are placed into it, and a folder of stubs stands first in the path. Stubs keep
/// what they know below <c>$SANDBOX</c>; what they log goes to <c>$SANDBOX/.log</c>, which a snapshot leaves out.
/// </summary>
internal sealed partial class Sandbox : IDisposable
{
    private static readonly Lazy<string?> Applets = new(InstallApplets);

    /// <summary>
    /// Programs that change the machine itself. Behind the stubs stands one of each that refuses, so that an example without its stub
    /// fails and never reaches the machine that runs the tests, which may well run them as root.
    /// </summary>
    public static readonly IReadOnlyList<string> Dangerous =
    [
        "apt", "apt-get", "apt-mark", "dpkg", "rpm", "dnf", "yum", "zypper", "apk", "snap", "systemctl", "service", "rc-service", "rc-update", "chkconfig",
        "initctl", "invoke-rc.d", "update-rc.d", "chronyc", "chronyd", "ntpd", "timedatectl", "hwclock", "sysctl", "mount", "umount", "reboot", "shutdown", "halt", "poweroff", "useradd", "usermod", "userdel", "groupadd", "groupmod", "groupdel", "adduser", "deluser", "addgroup", "delgroup", "chpasswd", "chage",
    ];

    /// <summary>What a session adds to the path (rmd_open).</summary>
    private const string SystemFolders = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static readonly Lazy<string> Refusals = new(InstallRefusals);
    private static readonly RunJournal ExampleRun = new("20260131T120000Z-abcdef", 0, IsStrict: true);
    private readonly string shell;

    public Sandbox(string shell)
    {
        this.shell = shell;
        Root = Directory.CreateTempSubdirectory("remediator-law").FullName;
        Directory.CreateDirectory(Root + "/root");
    }

    public static TheoryData<string> ShellNames => [.. Shells.Present.Select(s => s.Name)];

    public string Root { get; }

    /// <summary>Where the host keeps its journal; apart from <see cref="Root"/>, since it is no part of what a task changes.</summary>
    public string Store => Root + "-store";

    /// <summary>How many entries the journal has.</summary>
    public int Entries => Directory.Exists(Journal) ? Directory.GetDirectories(Journal).Length : 0;

    public string Journal => $"{Store}/runs/{ExampleRun.Folder}";

    /// <summary>Keys of results that came with answers to questions of the last run.</summary>
    public Dictionary<Language.Values.Value, Language.Values.Value> Answered { get; } = [];

    /// <summary>Folders that stand before the stubs in the path.</summary>
    public IReadOnlyList<string> CommandFolders { get; init; } = [];

    private Dictionary<string, string> Environment => new()
    {
        ["SANDBOX"] = Root,
        ["HOME"] = Root + "/root",
        // Under busybox its own tools come first, as on a host that has nothing else.
        ["PATH"] = string.Join(':', CommandFolders.Concat(new[] { Stubs(), Refusals.Value, shell == "busybox" ? Applets.Value : null, System.Environment.GetEnvironmentVariable("PATH") }.OfType<string>())),
    };

    public void Dispose()
    {
        // A folder without its x bit cannot be emptied by its owner.
        Shells.Run(["sh"], $"chmod -R u+rwX {Sh.Quote(Root)}");
        Directory.Delete(Root, recursive: true);
        Shells.Run(["sh"], $"rm -rf {Sh.Quote(Store)}");
    }

    /// <summary>Places absolute paths into the sandbox; a test that is not run by root owns what it makes itself.</summary>
    public string Place(string text)
    {
        text = HostPath().Replace(text, match => Root + match.Value);
        return System.Environment.IsPrivilegedProcess ? text : RootOwner().Replace(text, $"$1: {System.Environment.UserName}");
    }

    /// <summary>Runs preparing or damaging commands, which must succeed.</summary>
    public void Prepare(string script)
    {
        var (exitCode, _, stderr) = Shells.Run(["sh", "-e"], Place(script), Environment, Root);
        Assert.True(exitCode == 0, $"{script}\n{stderr}");
    }

    /// <summary>Runs sh by this host's shell, which must succeed; gives what it said on stderr.</summary>
    public string Execute(string script)
    {
        var (exitCode, _, stderr) = Shells.Run(Shells.Present.Single(s => s.Name == shell).Words, script, Environment, Root);
        Assert.True(exitCode == 0, stderr);
        return stderr;
    }

    /// <summary>Where a program of the name is found, as a task finds it.</summary>
    public string Find(string program)
    {
        var words = Shells.Present.Single(s => s.Name == shell).Words;
        return System.Text.Encoding.UTF8.GetString(Shells.Run(words, $"PATH=$PATH:{SystemFolders}; command -v {Sh.Quote(program)}", Environment, Root).Stdout).Trim();
    }

    /// <summary>Takes back what was changed so far, from the journal.</summary>
    public IReadOnlyList<Event> Rollback(int? play = null, bool isCheck = false, bool isForced = false)
    {
        var sent = new HashSet<string>();
        return Run([], SessionScript.Write("n0nce", check: false, diff: false, sent, store: Store) + ScriptWriter.WriteRollback(1, ExampleRun.Folder, play, isWhole: true, isCheck, isForced, sent));
    }

    /// <summary>Runs tasks that ask nothing in a session of a run.</summary>
    public IReadOnlyList<Event> RunTasks(RunJournal? journal, bool check, params IReadOnlyList<ScriptTask> tasks)
    {
        var sent = new HashSet<string>();
        return Run([], SessionScript.Write("n0nce", check, diff: false, sent, store: Store) + ScriptWriter.WriteSegment(1, tasks, sent, journal ?? ExampleRun));
    }

    /// <summary>Runs a task's steps and gives the events.</summary>
    public IReadOnlyList<Event> Run(IReadOnlyList<Step> steps, bool check = false, bool diff = true)
    {
        var sent = new HashSet<string>();
        return Run(steps, SessionScript.Write("n0nce", check, diff, sent, store: Store) + ScriptWriter.WriteSegment(1, [new ScriptTask(1, "example", steps)], sent, ExampleRun));
    }

    private IReadOnlyList<Event> Run(IReadOnlyList<Step> steps, string script)
    {
        var words = Shells.Present.Single(s => s.Name == shell).Words;
        var listener = new EventReader("n0nce");
        Answered.Clear();
        string? Reply(byte[] bytes)
        {
            var said = listener.Feed(bytes);
            return said.Any(e => e is Event.End) ? null : string.Concat(said.OfType<Event.Asked>().Select(a => Heard(a).Line()));
        Answer Heard(Event.Asked asked)
        {
            var heard = Shell.Answer.Of(steps, asked)!;
            heard.Result.ToList().ForEach(e => Answered[e.Key] = e.Value);
            return heard;
        }

        }

        var (stdout, stderr) = Shells.Converse(words, script, Reply, Environment, Root);
        // The watcher of a slow segment feels the line with NULs, which a controller drops.
        Assert.Equal("", stderr.Replace("\0", ""));
        var events = new EventReader("n0nce").Feed(stdout);
        Assert.Contains(new Event.End(1), events);
        return events;
    }

    /// <summary>Runs a task's steps as a script of its own, and gives how it ended and what the log says of its parts.</summary>
    public (Shell.TaskStatus Status, string Parts) RunAlone(IReadOnlyList<Step> steps, bool check)
    {
        var main = "rmd_on_failure=fail\nrmd_arguments --log ''" + (check ? " --check" : "") + "\nrmd_opens\nrmd_run_id=\nrmd_begins example task ''\n"
            + ScriptWriter.Write([new ScriptTask(1, "example", steps)]) + "rmd_ends stop\nrmd_summary\n";
        var words = Shells.Present.Single(s => s.Name == shell).Words;
        var (_, stdout, stderr) = Shells.Run(words, StandaloneScript.Write(main), Environment, Root);
        var text = System.Text.Encoding.UTF8.GetString(stdout);
        Assert.True(stderr.Length == 0, stderr + text);
        var lines = text.Split('\n').Where(l => l.Length > 30).Select(l => l[21..]).ToList();
        var line = lines.Single(l => l.EndsWith("example", StringComparison.Ordinal) || l.Contains(" example (", StringComparison.Ordinal));
        var status = Enum.Parse<Shell.TaskStatus>(line.Split(' ')[0], ignoreCase: true);
        var at = line.IndexOf(" (", StringComparison.Ordinal);
        return (status, at < 0 ? "" : line[(at + 2)..^1]);
    }

    /// <summary>Every file with its kind, bits, owner, time and content; what changes here was changed on the host.</summary>
    public string Snapshot()
    {
        // Times of folders are left out: preparing a file beside one that stays touches its folder and nothing else.
        var listing = Shells.Run(["find", ".", "-path", "./.log", "-o", "-type", "d", "-printf", "%p %y %m %u %g\\n", "-o", "-printf", "%p %y %m %u %g %T@ %l\\n"], "", directory: Root).Stdout;
        var entries = System.Text.Encoding.UTF8.GetString(listing).Split('\n').Order(StringComparer.Ordinal);
        var files = Directory.EnumerateFiles(Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Where(f => !f.StartsWith(Root + "/.log", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(f => $"{f} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))}");
        return string.Join('\n', entries.Concat(files));
    }

    private static string? Stubs([CallerFilePath] string caller = "") =>
        Path.Combine(Path.GetDirectoryName(caller)!, "Stubs") is var folder && Directory.Exists(folder) ? folder : null;

    private static string InstallRefusals()
    {
        var folder = Directory.CreateTempSubdirectory("remediator-refusals").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        // Only what this machine has: a module that looks for the tools of a host finds no others than without this.
        foreach (var name in Dangerous.Where(name => Shells.Has(name) || SystemFolders.Split(':').Any(d => File.Exists(Path.Combine(d, name)))))
        {
            File.WriteAllText($"{folder}/{name}", $"#!/bin/sh\necho 'no stub stands for {name}' >&2\nexit 99\n");
            File.SetUnixFileMode($"{folder}/{name}", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return folder;
    }

    private static string? InstallApplets()
    {
        var folder = Path.Combine(Path.GetTempPath(), "remediator-applets");
        Directory.CreateDirectory(folder);
        Shells.Run(["sh"], $"[ -e {Sh.Quote(folder)}/stat ] || busybox --install -s {Sh.Quote(folder)}");
        return folder;
    }

    [GeneratedRegex(@"(?<![\w./}-])/(?=(?:etc|srv|opt|var|run|usr/local)(?:/|\b))")]
    private static partial Regex HostPath();

    [GeneratedRegex(@"\b(owner|group): root\b")]
    private static partial Regex RootOwner();
}
