using System.CommandLine;
using System.CommandLine.Completions;
using System.Text;
using Remediator.Cli.CommandLine;
using Remediator.Engine.Reporting;
using Remediator.Language.Diagnostics;
using Remediator.Modules;

namespace Remediator.Cli.Verbs;

/// <summary>Prints the modules, or the reference of one.</summary>
internal sealed class ModulesVerb : Verb
{
    private readonly Argument<string?> name = new("name")
    {
        HelpName = "NAME",
        Description = "The module to describe; ansible.builtin. may stand before it.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public ModulesVerb() => name.CompletionSources.Add(_ => ModuleCatalog.All.Select(m => new CompletionItem(m.Spec.Name, detail: m.Spec.Summary)));

    public override string Name => "modules";

    public override string Summary => "List the modules, or describe one with its options.";

    public override string Description => "Without a name, lists the modules that tasks may use. With one, prints its options, results and examples.";

    public override IReadOnlyList<Argument> Arguments => [name];

    public override IReadOnlyList<(string Command, string Meaning)> Examples =>
    [
        ("remediator modules", "all modules"),
        ("remediator modules service", "the options of one"),
    ];

    public override Task<int> RunAsync(ParseResult parsed, Surroundings around, CancellationToken cancellation)
    {
        var wanted = parsed.GetValue(name);
        if (wanted is null)
        {
            around.Terminal.Out.Write(List());
        }
        else if (ModuleCatalog.Find(wanted) is { } module)
        {
            around.Terminal.Out.Write(ModuleReference.Text(module.Spec, Math.Clamp(around.Terminal.Columns - 1, 60, 100)));
        }
        else
        {
            var error = new UsageError($"unknown module '{wanted}'", DidYouMean.Hint(ModuleCatalog.Short(wanted), ModuleCatalog.Names));
            return Task.FromResult(UsageErrors.Write(around.Terminal, Name, [error]));
        }

        around.Terminal.Out.Flush();
        return Task.FromResult(ExitCodes.Success);
    }

    private static string List()
    {
        var modules = ModuleCatalog.All.Select(m => m.Spec).OrderBy(s => s.Name, StringComparer.Ordinal).ToList();
        var column = modules.Select(s => s.Name.Length).DefaultIfEmpty(0).Max() + 2;
        var text = new StringBuilder();
        foreach (var spec in modules)
        {
            text.Append(spec.Name.PadRight(column)).Append(spec.Summary).Append('\n');
        }

        return text.ToString();
    }
}
