using System.CommandLine;
using Remediator.Cli.Output;
using Remediator.Cli.Terminals;
using Remediator.Engine.Reporting;

namespace Remediator.Cli.CommandLine;

/// <summary>The flags that say how to tell what happens.</summary>
internal sealed class OutputFlags
{
    private readonly Option<bool> verbose = Flags.Switch("--verbose", "Say more: -v results, -vv places of tasks, -vvv facts and connections.", "-v");

    private readonly Option<string?> output = Flags.Choice(
        "--output", "FORM", ["text", "json"], "text for people (default), or json: one event per line on stdout and nothing else there.");

    private readonly Option<bool> color = Flags.Switch("--color", "Colours also where stdout is no terminal.");

    private readonly Option<bool> noColor = Flags.Switch("--no-color", "No colours; the variable NO_COLOR does the same.");

    public OptionGroup Group => new("Output", verbose, output, color, noColor);

    public int Verbosity(ParseResult parsed) => parsed.Times(verbose);

    public bool IsJson(ParseResult parsed) => parsed.GetResult(output)?.Tokens is [{ Value: "json" }, ..];

    /// <summary>The output that the flags and the terminal ask for.</summary>
    /// <param name="isLive">Whether the verb takes long enough for live progress.</param>
    public Report Open(ParseResult parsed, Surroundings around, string verb, bool isLive)
    {
        var terminal = around.Terminal;
        if (IsJson(parsed))
        {
            return new JsonReport(terminal, verb);
        }

        // Ansible leaves a terminal's last column free and takes at least 79.
        var width = terminal.IsOutputTerminal ? Math.Max(79, terminal.Columns - 1) : 79;
        var detail = new TextDetail(Verbosity(parsed), width);
        var lines = new LineWriter(HasColor(parsed, terminal));
        return isLive && terminal.IsCapable ? LiveReport.Open(terminal, around.Clock, detail, lines) : new TextReport(terminal, detail, lines);
    }

    public bool HasColor(ParseResult parsed, Terminal terminal) =>
        parsed.GetValue(color) || (!parsed.GetValue(noColor) && terminal.Variable("NO_COLOR") is null && terminal.IsCapable);
}
