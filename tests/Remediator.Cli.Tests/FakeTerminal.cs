using System.Text;
using Remediator.Cli.Terminals;

namespace Remediator.Cli.Tests;

/// <summary>A terminal, or a pipe, that keeps what is written.</summary>
internal sealed class FakeTerminal : Terminal
{
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly StringWriter error = new() { NewLine = "\n" };
    private readonly MemoryStream bytes = new();

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public string? Secret { get; init; }

    /// <summary>What stands on stdin, and what is typed where a line is asked for.</summary>
    public string Input { get; init; } = "";

    public bool IsTerminal { get; init; }

    public int Width { get; init; } = 80;

    public int AskedSecrets { get; private set; }

    public Action? Interrupt { get; private set; }

    /// <summary>A word made by chance, which is written as <c>(by chance)</c>.</summary>
    public string? Neutral { get; set; }

    public string Written => (Encoding.UTF8.GetString(bytes.ToArray()) + output).Replace(Neutral ?? "\0", "(by chance)");

    public string Complained => error.ToString();

    public override TextWriter Out => output;

    public override TextWriter Error => error;

    public override Stream OutBytes => bytes;

    public override Stream InBytes => new MemoryStream(Encoding.UTF8.GetBytes(Input));

    public override bool IsOutputTerminal => IsTerminal;

    public override bool IsErrorTerminal => IsTerminal;

    public override int Columns => Width;

    public override string? Variable(string name) => Variables.GetValueOrDefault(name);

    public override string? AskSecret(string prompt)
    {
        AskedSecrets++;
        return Secret;
    }

    public override string? Ask(string prompt) => Input;

    public override IDisposable WatchInterrupts(Action first)
    {
        Interrupt = first;
        return new StringWriter();
    }
}
