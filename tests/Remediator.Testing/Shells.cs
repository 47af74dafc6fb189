using System.Diagnostics;

namespace Remediator.Testing;

/// <summary>The shells that scripts must run under, where this machine has them.</summary>
public static class Shells
{
    /// <summary>Name and words to start it, reading a script from stdin.</summary>
    public static IReadOnlyList<(string Name, string[] Words)> Present { get; } =
    [
        .. new (string, string[])[] { ("dash", ["dash"]), ("bash", ["bash", "--posix"]), ("busybox", ["busybox", "sh"]) }
            .Where(s => Has(s.Item2[0])),
    ];

    /// <summary>True where the path holds a program of the name.</summary>
    public static bool Has(string program) => Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(d => File.Exists(Path.Combine(d, program)));

    /// <summary>
    /// Runs a script from stdin, which stays open while <paramref name="answer"/>, given what was printed since, returns text for it;
    /// null closes it.
    /// </summary>
    public static (byte[] Stdout, string Stderr) Converse(string[] shell, string script, Func<byte[], string?> answer, IReadOnlyDictionary<string, string> environment, string directory)
    {
        var start = new ProcessStartInfo(shell[0], shell[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        using var deadline = new CancellationTokenSource(60_000);
        using var killer = deadline.Token.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(script);
        process.StandardInput.Flush();
        var buffer = new byte[16 * 1024];
        var isOpen = true;
        while (process.StandardOutput.BaseStream.Read(buffer) is var read and > 0)
        {
            output.Write(buffer, 0, read);
            if (isOpen && answer(buffer[..read]) is { } text)
            {
                process.StandardInput.Write(text);
                process.StandardInput.Flush();
            }
            else if (isOpen)
            {
                isOpen = false;
                process.StandardInput.Close();
            }
        }

        process.WaitForExit();
        errors.Wait(5_000);
        return (output.ToArray(), errors.Result);
    }

    /// <summary>Runs a script from stdin and returns what it printed; ends it after 60 s.</summary>
    public static (int ExitCode, byte[] Stdout, string Stderr) Run(string[] shell, string script, IReadOnlyDictionary<string, string>? environment = null, string? directory = null)
    {
        var start = new ProcessStartInfo(shell[0], shell[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory ?? "/" };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(script);
        process.StandardInput.Close();
        if (!process.WaitForExit(60_000))
        {
            process.Kill(entireProcessTree: true);
        }

        reading.Wait(5_000);
        errors.Wait(5_000);
        return (process.ExitCode, output.ToArray(), errors.Result);
    }
}
