using System.Diagnostics;
using System.Text;
using Remediator.Testing;

namespace Remediator.Shell.Tests;

/// <summary>Tasks that are left running, under each shell: the one that starts them is gone by the time they are read.</summary>
public sealed class JobTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("remediator-job-").FullName;

    public static TheoryData<string> ShellNames => [.. Shells.Present.Select(s => s.Name)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Job_goes_on_after_the_shell_that_started_it_and_is_read_and_forgotten(string shell)
    {
        var (exitCode, stdout) = Start(shell, "sleep 1; echo out; echo err >&2; exit 3", TimeSpan.FromSeconds(30));
        Assert.Equal((0, Path.Combine(folder, "jobs", "j1") + "\n"), (exitCode, stdout));
        var early = Ask(shell, "rmd_job_read j1");
        Assert.Equal(0, early.ExitCode);
        Assert.DoesNotContain(Events(early.Stdout), e => e is Event.Done);

        var events = Wait(shell, e => e.Any(x => x is Event.Done));
        var acted = Assert.Single(events.OfType<Event.Acted>());
        Assert.Equal((3, "out\n", "err\n"), (acted.ExitCode, Encoding.UTF8.GetString(acted.Stdout), Encoding.UTF8.GetString(acted.Stderr)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "jobs", "j1")));
        Assert.False(File.Exists(Path.Combine(folder, "jobs", "j1.sh")));

        Assert.Equal(0, Ask(shell, "rmd_job_forget j1").ExitCode);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder, "jobs")));
        Assert.Equal(3, Ask(shell, "rmd_job_read j1").ExitCode);
        Assert.Equal(3, Ask(shell, "rmd_job_forget j1").ExitCode);
    }

    [Theory]
    [MemberData(nameof(ShellNames))]
    public void Job_that_runs_too_long_is_ended_with_all_that_it_started(string shell)
    {
        var alive = Path.Combine(folder, "alive");
        Start(shell, $"(while echo x >>{Sh.Quote(alive)}; do sleep 0.2; done) & wait", TimeSpan.FromSeconds(1));

        var deadline = Stopwatch.StartNew();
        while (Ask(shell, "rmd_job_read j1").ExitCode != 4 && deadline.Elapsed < TimeSpan.FromSeconds(20))
        {
            Thread.Sleep(200);
        }

        Assert.Equal(4, Ask(shell, "rmd_job_read j1").ExitCode);
        Assert.True(File.Exists(alive));
        Assert.True(Until(() =>
        {
            var before = new FileInfo(alive).Length;
            Thread.Sleep(1000);
            return new FileInfo(alive).Length == before;
        }));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(folder, "tmp")));
    }

    private static bool Until(Func<bool> holds) => Enumerable.Range(0, 10).Any(_ => holds());

    private (int ExitCode, string Stdout) Start(string shell, string command, TimeSpan limit)
    {
        var task = new ScriptTask(1, "job", [new Step.Act(Sh.Of($"eval {command}")) { HasOutput = true }]);
        File.WriteAllText(Path.Combine(folder, "job"), ScriptWriter.WriteJob("j1", task, limit));
        var (exitCode, stdout) = Ask(shell, $"rmd_job_start j1 <{Sh.Quote(Path.Combine(folder, "job"))}");
        return (exitCode, Encoding.UTF8.GetString(stdout));
    }

    private IReadOnlyList<Event> Wait(string shell, Func<IReadOnlyList<Event>, bool> isEnough)
    {
        IReadOnlyList<Event> events = [];
        for (var i = 0; i < 100 && !isEnough(events); i++)
        {
            Thread.Sleep(200);
            events = Events(Ask(shell, "rmd_job_read j1").Stdout);
        }

        return events;
    }

    private static IReadOnlyList<Event> Events(byte[] bytes) => new EventReader("j1").Feed(bytes);

    /// <summary>Runs a call of the prelude in a shell of its own; jobs get the same kind of shell as <c>sh</c>.</summary>
    private (int ExitCode, byte[] Stdout) Ask(string shell, string call)
    {
        var words = Shells.Present.Single(s => s.Name == shell).Words;
        var bin = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName;
        var sh = Path.Combine(bin, "sh");
        if (!File.Exists(sh))
        {
            var program = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(d => Path.Combine(d, words[0])).First(File.Exists);
            File.CreateSymbolicLink(sh, program);
        }

        var environment = new Dictionary<string, string>
        {
            ["ANSIBLE_ASYNC_DIR"] = Path.Combine(folder, "jobs"),
            ["TMPDIR"] = Directory.CreateDirectory(Path.Combine(folder, "tmp")).FullName,
            ["PATH"] = bin + ":" + Environment.GetEnvironmentVariable("PATH"),
        };
        var (exitCode, stdout, _) = Shells.Run(words, PreludeText.Needed(call, new HashSet<string>()) + call + "\n", environment);
        return (exitCode, stdout);
    }
}
