#pragma warning disable RS0030 // The one file that owns the console.
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Remediator.Cli.Terminals;

/// <summary>The process's own terminal. Nothing is opened before it is asked for.</summary>
internal sealed class SystemTerminal : Terminal
{
    private const string ShowCursor = "\u001b[?25h\u001b[0m";

    private readonly Lazy<TextWriter> output = new(() => Writer(Console.OpenStandardOutput(), autoFlush: false));
    private readonly Lazy<TextWriter> error = new(() => Writer(Console.OpenStandardError(), autoFlush: true));
    private readonly Lazy<Stream> input = new(() => new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0));
    private readonly Lazy<Stream> bytes = new(Console.OpenStandardOutput);

    public override TextWriter Out => output.Value;

    public override TextWriter Error => error.Value;

    public override Stream OutBytes => bytes.Value;

    // Not the console's stream: on a terminal it edits lines itself, and shows what is typed whatever the terminal was told.
    public override Stream InBytes => input.Value;

    public override bool IsOutputTerminal => !Console.IsOutputRedirected;

    public override bool IsErrorTerminal => !Console.IsErrorRedirected;

    public override int Columns => IsOutputTerminal && Console.WindowWidth is > 0 and var width ? width : 80;

    public override string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    public override string? AskSecret(string prompt)
    {
        if (Console.IsInputRedirected)
        {
            return null;
        }

        // Before the prompt, as what is typed as soon as it shows must not be echoed.
        using var echo = TerminalEcho.TurnOff();
        Error.Write(prompt);
        var secret = ReadLine(InBytes);
        Error.WriteLine();
        return secret;
    }

    public override string? Ask(string prompt)
    {
        if (Console.IsInputRedirected)
        {
            return null;
        }

        Error.Write(prompt);
        return ReadLine(InBytes);
    }

    public override IDisposable WatchInterrupts(Action first) => new Watch(this, first);

    private void Leave()
    {
        if (IsCapable)
        {
            // Past the writers, which a stuck writer may hold.
            using var direct = Console.OpenStandardOutput();
            direct.Write(Encoding.ASCII.GetBytes(ShowCursor + "\n"));
        }

        Environment.Exit(Remediator.Engine.Reporting.ExitCodes.Interrupted);
    }

    /// <summary>A line as the terminal's own editing gives it; null at the end of the input. Reads no byte beyond it.</summary>
    private static string? ReadLine(Stream input)
    {
        var line = new List<byte>();
        int next;
        while ((next = input.ReadByte()) is not (-1 or '\n'))
        {
            line.Add((byte)next);
        }

        return next == -1 && line.Count == 0 ? null : Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
    }

    private static TextWriter Writer(Stream stream, bool autoFlush) =>
        new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 16 * 1024) { AutoFlush = autoFlush, NewLine = "\n" };

    private sealed class Watch : IDisposable
    {
        private readonly IReadOnlyList<PosixSignalRegistration> registrations;
        private int count;

        public Watch(SystemTerminal terminal, Action first)
        {
            registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                if (Interlocked.Increment(ref count) == 1)
                {
                    first();
                }
                else
                {
                    terminal.Leave();
                }
            }))];
        }

        public void Dispose()
        {
            foreach (var registration in registrations)
            {
                registration.Dispose();
            }
        }
    }
}
