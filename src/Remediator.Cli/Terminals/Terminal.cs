namespace Remediator.Cli.Terminals;

/// <summary>What the program has of the world around it: its streams, whether people sit at them, and its signals.</summary>
internal abstract class Terminal
{
    /// <summary>UTF-8, buffered: whoever writes flushes.</summary>
    public abstract TextWriter Out { get; }

    /// <summary>UTF-8, written at once.</summary>
    public abstract TextWriter Error { get; }

    /// <summary>Stdout as bytes; not to be mixed with <see cref="Out"/>.</summary>
    public abstract Stream OutBytes { get; }

    /// <summary>Stdin as bytes.</summary>
    public abstract Stream InBytes { get; }

    public abstract bool IsOutputTerminal { get; }

    public abstract bool IsErrorTerminal { get; }

    /// <summary>Columns of the output's terminal; 80 where it is none.</summary>
    public abstract int Columns { get; }

    /// <summary>An environment variable, or null where it is absent or empty.</summary>
    public abstract string? Variable(string name);

    /// <summary>Asks for a secret without showing what is typed; null where nobody can be asked.</summary>
    public abstract string? AskSecret(string prompt);

    /// <summary>Asks for a line of text; null where nobody can be asked.</summary>
    public abstract string? Ask(string prompt);

    /// <summary>
    /// Until disposed, the first Ctrl-C, SIGTERM or SIGHUP calls <paramref name="first"/>; the second ends the process at once
    /// with code 130, the terminal put in order.
    /// </summary>
    public abstract IDisposable WatchInterrupts(Action first);

    /// <summary>True where the output understands escape sequences.</summary>
    public bool IsCapable => IsOutputTerminal && Variable("TERM") is { } kind && kind != "dumb";
}
