using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace Remediator.Scenarios;

/// <summary>The real program as a child process, with pipes and no terminal.</summary>
internal sealed class RemediatorProgram : IDisposable
{
    private static readonly TimeSpan limit = TimeSpan.FromMinutes(3);
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly StringBuilder output = new();
    private readonly Channel<string> lines = Channel.CreateUnbounded<string>();
    private readonly Process process;
    private readonly Task<string> errors;
    private readonly Task reading;

    private RemediatorProgram(IEnumerable<string> words)
    {
        // Tests that run in a shell's background inherit that SIGINT is ignored.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", $"XDG_STATE_HOME={Places.State}", Places.Program, .. words]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };
        process = Process.Start(start)!;
        process.StandardInput.Close();
        errors = process.StandardError.ReadToEndAsync();
        reading = ReadAsync();
    }

    public int Id => process.Id;

    /// <summary>Runs it to its end with <c>--output json</c>.</summary>
    public static async Task<Run> RunAsync(params string[] words)
    {
        using var program = Start(words);
        return await program.EndAsync();
    }

    /// <summary>Runs it to its end as it is called.</summary>
    public static async Task<Run> TextAsync(params string[] words)
    {
        using var program = new RemediatorProgram(words);
        return await program.EndAsync();
    }

    /// <summary>Starts it as it is called.</summary>
    public static RemediatorProgram StartText(params string[] words) => new(words);

    /// <summary>Starts it with <c>--output json</c>.</summary>
    public static RemediatorProgram Start(params string[] words) => new([.. words, "--output", "json"]);

    /// <summary>Until a line of stdout has all of the texts; throws where it ends before.</summary>
    public async Task UntilAsync(params string[] texts)
    {
        using var patience = new CancellationTokenSource(limit);
        await foreach (var line in lines.Reader.ReadAllAsync(patience.Token))
        {
            if (texts.All(line.Contains))
            {
                return;
            }
        }

        throw new InvalidOperationException($"it ended without '{string.Join("' and '", texts)}':\n{output}{await errors}");
    }

    public async Task SignalAsync(string name) => await Command.RunAsync("kill", [$"-{name}", $"{process.Id}"], limit);

    public async Task<Run> EndAsync()
    {
        using var patience = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            await reading.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"it did not end within {limit.TotalSeconds} s; so far:\n{output}{await errors}");
        }

        return new Run(process.ExitCode, output.ToString(), await errors, clock.Elapsed);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            output.Append(line).Append('\n');
            lines.Writer.TryWrite(line);
        }

        lines.Writer.Complete();
    }
}
