using System.Diagnostics;
using Remediator.Engine.Running;

namespace Remediator.Ssh.Tests;

/// <summary>The processes below the channels: their session, their exit codes, what they are given.</summary>
public sealed class ChildProcessTests
{
    [Fact]
    public async Task Child_leads_a_session_of_its_own()
    {
        await using var child = Start("read -r line </proc/$$/stat; echo \"$line\"");
        var fields = (await SaidAsync(child.Output)).Split(' ');

        // Process, name, state, parent, group, session.
        Assert.Equal([$"{child.Id}", $"{child.Id}", $"{child.Id}"], [fields[0], fields[4], fields[5]]);
    }

    [Fact]
    public async Task Child_hears_when_a_pipe_breaks_as_everywhere_else()
    {
        await using var child = Start("sh -c 'kill -13 $$'; echo $?");

        Assert.Equal("141\n", await SaidAsync(child.Output));
    }

    [Fact]
    public async Task Child_holds_no_pipe_of_another()
    {
        await using var first = Start("cat");
        await using var second = Start("read -r line");
        await first.CloseInputAsync();

        Assert.Equal(0, await first.Exited.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.False(second.Exited.IsCompleted);
    }

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("exec true", 0)]
    [InlineData("kill -9 $$", 137)]
    public async Task Exit_code_is_the_programs_own_or_the_signals(string script, int expected)
    {
        await using var child = Start(script);

        Assert.Equal(expected, await child.Exited.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Many_children_that_end_at_once_give_each_its_code_and_the_runtimes_own_keep_theirs()
    {
        var own = Enumerable.Range(0, 5).Select(i => Process.Start("/bin/sh", ["-c", $"exit {i}"])).ToList();
        var children = Enumerable.Range(0, 40).Select(i => Start($"read -r line; exit {i}")).ToList();
        foreach (var child in children)
        {
            await child.CloseInputAsync();
        }

        Assert.Equal(Enumerable.Range(0, 40), await Task.WhenAll(children.Select(c => c.Exited)).WaitAsync(TimeSpan.FromMinutes(1)));
        foreach (var (process, code) in own.Select((p, i) => (p, i)))
        {
            await process.WaitForExitAsync();
            Assert.Equal(code, process.ExitCode);
            process.Dispose();
        }

        foreach (var child in children)
        {
            await child.DisposeAsync();
        }
    }

    [Fact]
    public void Program_that_cannot_be_started_is_refused_with_the_systems_reason()
    {
        var (child, refusal) = ChildProcess.Start(["/etc/passwd"]);

        Assert.Null(child);
        Assert.Equal("/etc/passwd could not be started: Permission denied", refusal);
    }

    [Fact]
    public async Task Words_and_environment_reach_the_program_as_they_are()
    {
        var (child, _) = ChildProcess.Start(["/bin/sh", "-c", "printf '%s|' \"$HOME\" \"$@\"", "sh", "zwölf $HOME", "", "a\nb"]);
        await using var started = child!;

        Assert.Equal($"{Environment.GetEnvironmentVariable("HOME")}|zwölf $HOME||a\nb|", await SaidAsync(started.Output));
    }

    private static ChildProcess Start(string script) => ChildProcess.Start(["/bin/sh", "-c", script]).Child!;

    private static async Task<string> SaidAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        return await reader.ReadToEndAsync();
    }
}
