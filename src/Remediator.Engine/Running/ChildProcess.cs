#pragma warning disable RS0030 // The one place that starts processes for channels.
using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Remediator.Engine.Running;

/// <summary>
/// A program with three pipes in a session of its own, so that a Ctrl-C meant for the controller does not reach it, and so that it
/// can be ended together with all that it started.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private const int Kill = 9;
    private readonly Process? process;

    private ChildProcess(Process process)
    {
        this.process = process;
        Id = process.Id;
        Input = process.StandardInput.BaseStream;
        Output = process.StandardOutput.BaseStream;
        Error = process.StandardError.BaseStream;
        Exited = ExitCodeAsync(process);
    }

    [SupportedOSPlatform("linux")]
    private ChildProcess(Spawned spawned)
    {
        Id = spawned.Id;
        Input = new AnonymousPipeClientStream(PipeDirection.Out, spawned.Input);
        Output = new AnonymousPipeClientStream(PipeDirection.In, spawned.Output);
        Error = new AnonymousPipeClientStream(PipeDirection.In, spawned.Error);
        Exited = ChildExits.Of(spawned.Id);
    }

    /// <summary>The process, and its process group where it could be given a session.</summary>
    public int Id { get; }

    /// <summary>From the request to end to the order.</summary>
    public TimeSpan Grace { get; private init; }

    public Stream Input { get; }

    public Stream Output { get; }

    public Stream Error { get; }

    /// <summary>The exit code, once there is one: 128 and the signal's number for a process that a signal ended.</summary>
    public Task<int> Exited { get; }

    /// <summary>Starts a program; the words are passed as they are, no shell reads them.</summary>
    /// <param name="grace">See <see cref="Grace"/>.</param>
    /// <returns>The process, or null and why it could not be started.</returns>
    public static (ChildProcess? Child, string? Refusal) Start(IReadOnlyList<string> words, TimeSpan? grace = null)
    {
        if (Find(words[0]) is not { } program)
        {
            return (null, $"{words[0]} is not installed here, or not in PATH");
        }

        var pause = grace ?? TimeSpan.FromMilliseconds(500);
        if (SessionSpawn.IsKnown && SessionSpawn.Start([program, .. words.Skip(1)]) is var (spawned, error) && (spawned is not null || error is not null))
        {
            return spawned is not null ? (new ChildProcess(spawned) { Grace = pause }, null) : (null, Refused(program, Marshal.GetPInvokeErrorMessage(error!.Value)));
        }

        IReadOnlyList<string> all = Find("setsid") is { } setsid ? [setsid, program, .. words.Skip(1)] : [program, .. words.Skip(1)];
        var start = new ProcessStartInfo(all[0], all.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        try
        {
            return (new ChildProcess(Process.Start(start)!) { Grace = pause }, null);
        }
        catch (Win32Exception e)
        {
            return (null, Refused(program, e.Message));
        }
    }

    private static string Refused(string program, string reason) => $"{program} could not be started: {reason}";

    /// <summary>The path of a program: the name itself where it has a slash, else looked up in <c>PATH</c>; null where there is none.</summary>
    public static string? Find(string name)
    {
        if (name.Contains('/'))
        {
            return File.Exists(name) ? name : null;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);
    }

    /// <summary>
    /// Ends the process and its group: closes its input, asks, and after <see cref="Grace"/> kills. A process that has ended by then may have left
    /// someone behind to tidy up, who is not disturbed. Safe to call again.
    /// </summary>
    public async ValueTask EndAsync()
    {
        // First the end of its input: a shell that waits for a command may not hear a signal.
        await CloseInputAsync().ConfigureAwait(false);
        Signal(Terminate);
        if (!await WaitAsync(Grace).ConfigureAwait(false))
        {
            Signal(Kill);
            await WaitAsync(Grace).ConfigureAwait(false);
        }
    }

    /// <summary>True where it has ended by then.</summary>
    public async Task<bool> WaitAsync(TimeSpan time)
    {
        await Task.WhenAny(Exited, Task.Delay(time)).ConfigureAwait(false);
        return Exited.IsCompleted;
    }

    /// <summary>The end of its input, by which most programs end. Safe to call again.</summary>
    public ValueTask CloseInputAsync() => CloseAsync(Input);

    /// <summary>Closes the pipes and forgets the process; it does not end it.</summary>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync(Input).ConfigureAwait(false);
        await CloseAsync(Output).ConfigureAwait(false);
        await CloseAsync(Error).ConfigureAwait(false);
        if (Exited.IsCompleted)
        {
            process?.Dispose();
        }
    }

    private static async ValueTask CloseAsync(Stream pipe)
    {
        try
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Its other side may be gone already.
        }
    }

    private static async Task<int> ExitCodeAsync(Process process)
    {
        await process.WaitForExitAsync().ConfigureAwait(false);
        return process.ExitCode;
    }

    private void Signal(int signal)
    {
        // The group outlives its leader, and its number is not given away while it does. A process that did not come to lead a group
        // of its own (no setsid here) is signalled alone: its group is ours.
        if (kill(-Id, signal) != 0 && !Exited.IsCompleted)
        {
            _ = kill(Id, signal);
        }
    }

    // Numbers in, number out: nothing to marshal, so no generated code, which would need unsafe blocks.
    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
#pragma warning disable IDE1006, SYSLIB1054 // libc's own name; see above.
    private static extern int kill(int process, int signal);
#pragma warning restore IDE1006, SYSLIB1054
}
