using Remediator.Cli.Output;
using Remediator.Cli.Vault;
using Remediator.Language.Diagnostics;
using Remediator.Language.Values;

namespace Remediator.Cli.Personas;

/// <summary>The program as <c>ansible-inventory</c>.</summary>
internal sealed class InventoryPersona : Persona
{
    private static readonly PersonaOption List = new("all hosts and groups", "--list");
    private static readonly PersonaOption Host = new("the variables of one host", "--host") { Value = "HOST" };
    private static readonly PersonaOption Graph = new("groups and hosts as a tree", "--graph");
    private static readonly PersonaOption Vars = new("with --graph: variables too", "--vars");
    private static readonly PersonaOption Yaml = new("YAML in place of JSON", "-y", "--yaml");
    private static readonly PersonaOption Export = new("with --list: variables where they are said", "--export");
    private static readonly PersonaOption Output = new("write to this file", "--output") { Value = "OUTPUT_FILE" };
    private static readonly PersonaOption PlaybookFolder = new("the folder that stands for a playbook's", "--playbook-dir") { Value = "BASEDIR" };

    public override string Name => "ansible-inventory";

    protected override string Summary => "Shows hosts, groups and their variables.";

    protected override string Operands => "[group]";

    protected override IReadOnlyList<PersonaOption> Options { get; } =
        [Verbose, RunOptions.Inventory, RunOptions.ExtraVars, .. VaultOptions.All, List, Host, Graph, Vars, Yaml, Export, Output, PlaybookFolder];

    protected override async Task<int> RunAsync(PersonaArguments arguments, Surroundings around, CancellationToken cancellation)
    {
        var actions = new[] { List, Host, Graph }.Count(arguments.Has);
        if (actions != 1)
        {
            throw new PersonaException(
                actions == 0 ? "No action selected, at least one of --host, --graph or --list needs to be specified." : "Conflicting options used, only one of --host, --graph or --list can be used at the same time.",
                PersonaExitCodes.Options);
        }

        var request = RunOptions.Apply(arguments, around, Configured(arguments, around), contactsHosts: false);
        WarnOfNoInventory(request, around, isForLocalhost: true);
        var (inventory, diagnostics) = await around.Engine.LoadInventoryAsync(request, cancellation);
        AnsibleReport.Open(around, request).Diagnose(diagnostics);
        if (inventory is null || diagnostics.Any(d => d.Severity == Severity.Error))
        {
            return PersonaExitCodes.Of(diagnostics);
        }

        Put(Text(arguments, new InventoryDocument(inventory, arguments.Has(Export))), arguments.Text(Output), around);
        return PersonaExitCodes.Success;
    }

    private static string Text(PersonaArguments arguments, InventoryDocument document)
    {
        if (arguments.Has(Graph))
        {
            var group = arguments.Positional.FirstOrDefault() ?? "all";
            return document.Graph(group, arguments.Has(Vars)) ?? throw new PersonaException("Pattern must be valid group name when using --graph", PersonaExitCodes.Options);
        }

        var isYaml = arguments.Has(Yaml);
        var value = arguments.Text(Host) is { } host
            ? document.Host(host) ?? throw new PersonaException("You must pass a single valid host to --host parameter", PersonaExitCodes.Options)
            : isYaml ? document.Tree() : document.List();
        return isYaml ? new YamlWriting { FlowStyle = false }.Write(value) : Json(value);
    }

    private static string Json(Value value) => new JsonWriting { Indent = "    ", SortKeys = true, ItemSeparator = ",", KeySeparator = ": ", AsciiOnly = false }.Write(value) + "\n";

    private static void Put(string text, string? file, Surroundings around)
    {
        if (file is null)
        {
            around.Terminal.Out.Write(text);
            around.Terminal.Out.Flush();
            return;
        }

        try
        {
            File.WriteAllText(file, text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PersonaException($"Unable to write to destination file ({file}): {error.Message}");
        }
    }
}
