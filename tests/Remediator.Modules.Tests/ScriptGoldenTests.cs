using System.Runtime.CompilerServices;
using Remediator.Shell;
using Remediator.Testing;

namespace Remediator.Modules.Tests;

/// <summary>The sh of every example as a golden file, so that a change of what runs on hosts is seen in review; shellcheck reads all of them.</summary>
public sealed class ScriptGoldenTests
{
    public static TheoryData<string, int> Examples => ExampleTask.All;

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_is_written_as_its_golden_script(string module, int index)
    {
        var task = ExampleTask.Read(ExampleTask.Example(module, index).Yaml);
        Golden.Verify("#!/bin/sh\n" + ScriptWriter.Header + ScriptWriter.Write([new ScriptTask(1, task.Name, task.Plan())]), $"Goldens/{module}-{index + 1}.sh");
    }

    [Fact]
    public void Golden_scripts_pass_shellcheck()
    {
        var folder = Goldens();
        var files = Directory.GetFiles(folder, "*.sh");
        Assert.NotEmpty(files);
        if (Shells.Has("shellcheck"))
        {
            var (exitCode, stdout, _) = Shells.Run(["shellcheck", "-s", "sh", .. files], "");
            Assert.True(exitCode == 0, System.Text.Encoding.UTF8.GetString(stdout));
        }
    }

    [Fact]
    public void Golden_scripts_are_those_of_the_examples()
    {
        var wanted = ExampleTask.All.Select(row => $"{row[0]}-{(int)row[1] + 1}.sh").Order(StringComparer.Ordinal);
        Assert.Equal(wanted, Directory.GetFiles(Goldens(), "*.sh").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
    }

    private static string Goldens([CallerFilePath] string caller = "") => Path.Combine(Path.GetDirectoryName(caller)!, "Goldens");
}
