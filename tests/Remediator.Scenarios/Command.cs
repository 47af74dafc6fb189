using System.Diagnostics;

namespace Remediator.Scenarios;

/// <summary>A program that ran to its end.</summary>
internal sealed record Ended(int ExitCode, string Stdout, string Stderr);

/// <summary>Runs programs with an empty stdin and a limit of time.</summary>
internal static class Command
{
    /// <summary>Ends the program and throws after <paramref name="limit"/>.</summary>
    public static async Task<Ended> RunAsync(string program, IEnumerable<string> words, TimeSpan limit, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, words) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var clock = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(clock.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', start.ArgumentList)} did not end within {limit.TotalSeconds} s; it said:\n{await output}{await errors}");
        }

        return new Ended(process.ExitCode, await output, await errors);
    }
}
