using System.CommandLine;
using Remediator.Cli.CommandLine;
using Remediator.Cli.Engine;
using Remediator.Cli.Output;
using Remediator.Engine.Reporting;
using Remediator.Language.Diagnostics;

namespace Remediator.Cli.Verbs;

/// <summary>Shows an inventory.</summary>
internal sealed class InventoryVerb : Verb
{
    private readonly HostFlags hosts = new();
    private readonly Option<bool> list = Flags.Switch("--list", "All groups, hosts and variables as JSON, in the form of inventory scripts.");
    private readonly Option<string?> host = Flags.Text("--host", "NAME", "The variables of one host as JSON.");
    private readonly Option<string?> graph = new("--graph")
    {
        Description = "Groups and hosts as a tree, from this group on (default: all).",
        HelpName = "[GROUP]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> vars = Flags.Switch("--vars", "With --graph: variables too.");

    public override string Name => "inventory";

    public override string Summary => "Show hosts, groups and their variables.";

    public override string Description => "Shows what inventories hold once they are merged, with the variables of group_vars and host_vars. One of --list, --graph and --host is needed.";

    public override IReadOnlyList<OptionGroup> Groups => [new OptionGroup("Source", hosts.Inventory), new OptionGroup("What to show", list, graph, vars, host), hosts.Vault];

    public override IReadOnlyList<(string Command, string Meaning)> Examples =>
    [
        ("remediator inventory -i hosts.ini --graph", "the tree of groups"),
        ("remediator inventory -i hosts.ini --host web1", "what holds for a host"),
    ];

    public override async Task<int> RunAsync(ParseResult parsed, Surroundings around, CancellationToken cancellation)
    {
        var wantsGraph = parsed.GetResult(graph) is { Implicit: false };
        var wanted = (parsed.GetValue(list) ? 1 : 0) + (wantsGraph ? 1 : 0) + (parsed.GetValue(host) is not null ? 1 : 0);
        if (wanted != 1)
        {
            return Refuse(parsed, around, [new UsageError("one of --list, --graph and --host is needed")]);
        }

        var (request, refusal) = hosts.ReadVault(parsed, around, new RunRequest { Inventories = parsed.GetValue(hosts.Inventory) ?? [] });
        if (refusal is not null)
        {
            return Refuse(parsed, around, [refusal]);
        }

        var (inventory, diagnostics) = await around.Engine.LoadInventoryAsync(request, cancellation);
        new TextReport(around.Terminal, new TextDetail(), new LineWriter(hasColor: false)).Diagnose(diagnostics);
        if (inventory is null || diagnostics.Any(d => d.Severity == Severity.Error))
        {
            return ExitCodes.Wrong;
        }

        var (text, error) = wantsGraph ? InventoryText.Graph(inventory, parsed.GetValue(graph) ?? "all", parsed.GetValue(vars))
            : parsed.GetValue(host) is { } name ? InventoryText.Host(inventory, name)
            : (InventoryText.List(inventory), null);
        if (error is not null)
        {
            return Refuse(parsed, around, [error]);
        }

        around.Terminal.Out.Write(text);
        around.Terminal.Out.Flush();
        return ExitCodes.Success;
    }
}
