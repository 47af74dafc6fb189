using System.Text;
using Remediator.Engine.Compiling;
using Remediator.Engine.Reporting;
using Remediator.Engine.Running;
using Remediator.Language.Diagnostics;
using Remediator.Shell;
using Remediator.Testing;

namespace Remediator.Engine.Tests.Compiling;

/// <summary>
/// The same playbook as a run and as a script, side by side on this machine: files with their content and mode, and the list of tasks
/// that changed something, are the same on the first run and on the second, and where nothing may change. Over the cases of
/// <see cref="CaseTests"/> that can be compiled, and over those beside this file under every shell.
/// </summary>
public sealed class DifferentialTests
{
    /// <summary>What a case does that differs from one run to the next, or hangs on the machine.</summary>
    private static readonly Dictionary<string, string> Excused = new()
    {
        ["become-another-user"] = "the script does not become anyone here",
        ["gather-facts"] = "writes facts that differ from shell to shell",
    };

    public static TheoryData<string, string> Shared => Rows(Folders.In("../Cases").Where(n => !Excused.ContainsKey(n)).Select((n, i) => (n, Shells.Present[i % Shells.Present.Count].Name)));

    public static TheoryData<string, string> Own => Rows(Folders.In("Cases").SelectMany(n => Shells.Present.Select(s => (n, s.Name))));

    [Theory]
    [MemberData(nameof(Shared))]
    public async Task Case_that_compiles_does_as_a_run_does(string name, string shell) => await CompareAsync("../Cases", name, shell, mustCompile: false);

    [Theory]
    [MemberData(nameof(Own))]
    public async Task Script_does_as_a_run_does(string name, string shell) => await CompareAsync("Cases", name, shell, mustCompile: true);

    [Fact]
    public void Cases_compile_or_say_what_to_do()
    {
        var compiled = 0;
        foreach (var name in Folders.In("../Cases"))
        {
            using var sample = Sample.Copy("../Cases", name);
            var (script, diagnostics) = Compile(sample);
            compiled += script is null ? 0 : 1;
            Assert.All(diagnostics.Where(d => d.Code.StartsWith("RMD3", StringComparison.Ordinal)), d => Assert.False(string.IsNullOrEmpty(d.Hint), d.ToString()));
        }

        Assert.True(compiled >= 30, $"only {compiled} cases compile");
    }

    private static TheoryData<string, string> Rows(IEnumerable<(string Name, string Shell)> rows)
    {
        var data = new TheoryData<string, string>();
        foreach (var (name, shell) in rows)
        {
            data.Add(name, shell);
        }

        return data;
    }

    private static async Task CompareAsync(string kind, string name, string shell, bool mustCompile)
    {
        using var ran = Sample.Copy(kind, name);
        using var scripted = Sample.Copy(kind, name);
        var (script, diagnostics) = Compile(scripted);
        if (script is null)
        {
            Assert.False(mustCompile, string.Concat(diagnostics.Select(DiagnosticText.Render)));
            return;
        }

        foreach (var isCheck in new[] { true, false, false, true })
        {
            var expected = await RunAsync(ran, isCheck);
            var actual = RunScript(scripted, script, shell, isCheck);
            Assert.Equal(expected + Tree(ran), actual + Tree(scripted));
        }
    }

    private static (string? Script, IReadOnlyList<Diagnostic> Diagnostics) Compile(Sample sample)
    {
        var diagnostics = new DiagnosticBag();
        var script = Session.Load(sample.Request(), diagnostics)?.Compile(new CompileRequest { AllowsSecrets = true }, diagnostics);
        // A script is for one node; what several do together is not compared.
        return (script is { Hosts.Count: 1 } ? script.Text : null, [.. diagnostics]);
    }

    private static async Task<string> RunAsync(Sample sample, bool isCheck)
    {
        var request = sample.Request() with { Check = isCheck };
        var diagnostics = new DiagnosticBag();
        var session = Session.Load(request, diagnostics)!;
        var changed = new ChangedTasks();
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        // What a host remembers from run to run stands beside the case, as the script's does: nothing of it may reach another test.
        var options = new ChannelOptions(isCheck, false) { Store = Directory.CreateDirectory(Path.Combine(sample.Folder, "store")).FullName };
        var report = await session.RunAsync([changed], _ => new LocalTransport(options), bound.Token);
        return $"check={isCheck} failed={report.ExitCode is 3}\n{changed.Text}";
    }

    private static string RunScript(Sample sample, string script, string shell, bool isCheck)
    {
        var path = Path.Combine(sample.Folder, "script.sh");
        File.WriteAllText(path, script);
        var state = Directory.CreateDirectory(Path.Combine(sample.Folder, "state")).FullName;
        var words = string.Join(' ', Shells.Present.Single(s => s.Name == shell).Words);
        var (code, output, errors) = Shells.Run(["sh"], $"exec {words} {Sh.Quote(path)} --log '' --state {Sh.Quote(state)} --on-failure fail{(isCheck ? " --check" : "")}");
        File.Delete(path);
        var text = Encoding.UTF8.GetString(output);
        Assert.True(code is 0 or 2 or 3 && errors.Length == 0, $"it ended with {code}:\n{text}\n{errors}");
        var changed = text.Split('\n').Where(l => l.Length > 23 && l[21..23] == "  " && l[23] != ' ').Select(l => l[23..] + "\n");
        return $"check={isCheck} failed={code == 3}\n{string.Concat(changed)}";
    }

    /// <summary>Everything in the working folder, places taken out.</summary>
    private static string Tree(Sample sample)
    {
        var text = new StringBuilder();
        foreach (var path in Directory.EnumerateFileSystemEntries(sample.Work, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var entry = new FileInfo(path);
            text.Append(Path.GetRelativePath(sample.Work, path)).Append(' ').Append(entry.LinkTarget ?? Convert.ToString((int)File.GetUnixFileMode(path), 8)).Append('\n');
            if (File.Exists(path) && entry.LinkTarget is null)
            {
                text.Append(sample.Neutral(File.ReadAllText(path))).Append('\n');
            }
        }

        return text.ToString();
    }

    private sealed class ChangedTasks : IRunObserver
    {
        private readonly StringBuilder text = new();

        public string Text => text.ToString();

        public void On(RunEvent next)
        {
            if (next is RunEvent.TaskEnded { Report: { Status: ReportStatus.Changed } report })
            {
                text.Append(report.Task.Name).Append('\n');
            }
        }
    }
}
