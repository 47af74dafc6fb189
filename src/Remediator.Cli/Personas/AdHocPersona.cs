using Remediator.Engine.Recording;
using Remediator.Engine.Reporting;
using Remediator.Language.Diagnostics;
using Remediator.Language.Text;

namespace Remediator.Cli.Personas;

/// <summary>The program as <c>ansible</c>: one task on the hosts that a pattern chooses.</summary>
internal sealed class AdHocPersona : Persona
{
    private const string DefaultModule = "command";

    private static readonly PersonaOption Module = new("the module to run (default: command)", "-m", "--module-name") { Value = "MODULE_NAME" };
    private static readonly PersonaOption Arguments = new("the module's options: key=value words, free text, or JSON", "-a", "--args") { Value = "MODULE_ARGS" };
    private static readonly PersonaOption OneLine = new("a line per host", "-o", "--one-line");
    private static readonly PersonaOption TaskTimeout = new("seconds that the task may run", "--task-timeout") { Value = "TASK_TIMEOUT", IsNumber = true };
    private static readonly PersonaOption PlaybookFolder = new("the folder that stands for a playbook's", "--playbook-dir") { Value = "BASEDIR" };

    private static readonly string[] NeedsArguments = ["command", "shell", "raw", "script"];

    public override string Name => "ansible";

    protected override string Summary => "Runs one task on the hosts that a pattern chooses.";

    protected override string Operands => "pattern";

    protected override IReadOnlyList<PersonaOption> Options { get; } = [Verbose, .. RunOptions.All, .. VaultOptions.All, Module, Arguments, OneLine, TaskTimeout, PlaybookFolder];

    protected override async Task<int> RunAsync(PersonaArguments arguments, Surroundings around, CancellationToken cancellation)
    {
        if (arguments.Positional is not [var pattern])
        {
            throw new PersonaUsageException(arguments.Positional.Count == 0
                ? "the following arguments are required: pattern"
                : $"unrecognized arguments: {string.Join(' ', arguments.Positional.Skip(1))}");
        }

        var module = arguments.Text(Module) ?? DefaultModule;
        var text = arguments.Text(Arguments) ?? "";
        var isListing = arguments.Has(RunOptions.ListHosts);
        if (text.Length == 0 && !isListing && NeedsArguments.Contains(module[(module.LastIndexOf('.') + 1)..]))
        {
            throw new PersonaException($"No argument passed to {module} module", PersonaExitCodes.Options);
        }

        if (isListing)
        {
            // What would run does not matter; this takes no options.
            (module, text) = ("ping", "");
        }

        var request = RunOptions.Apply(arguments, around, Configured(arguments, around), !isListing) with
        {
            MadePlaybook = Playbook(pattern, module, text, arguments.Text(PlaybookFolder)),
            Recording = StateFolder.Default(around.Terminal.Variable) is { } folder ? new RecordTarget(folder, Name) : null,
        };
        request = arguments.Number(TaskTimeout) is { } seconds and > 0 ? request with { TaskTimeout = TimeSpan.FromSeconds(seconds) } : request;
        WarnOfNoInventory(request, around, isForLocalhost: true);
        var errors = AnsibleReport.Open(around, request);
        using var report = new MinimalReport(around.Terminal, errors, new MinimalText(errors.Detail, request.Settings, arguments.Has(OneLine) || request.Settings.StdoutCallback == "oneline"));
        var (run, diagnostics) = await around.Engine.LoadRunAsync(request, cancellation);
        report.Diagnose(diagnostics);
        if (run is null || diagnostics.Any(d => d.Severity == Severity.Error))
        {
            return PersonaExitCodes.Of(diagnostics);
        }

        if (isListing)
        {
            var hosts = run.Outline().SelectMany(p => p.Plays).SelectMany(p => p.Hosts).ToList();
            around.Terminal.Out.Write($"  hosts ({hosts.Count}):\n{string.Concat(hosts.Select(h => $"    {PrintableText.Of(h)}\n"))}");
            around.Terminal.Out.Flush();
            return PersonaExitCodes.Success;
        }

        return report.End(PersonaExitCodes.Of(await run.RunAsync(report, cancellation)));
    }

    /// <summary>JSON is YAML; other arguments are the text behind a module's name.</summary>
    private static SourceText Playbook(string pattern, string module, string arguments, string? folder)
    {
        var value = arguments.TrimStart() is ['{', ..] ? arguments.ReplaceLineEndings(" ") : arguments.Length == 0 ? "" : Quote(arguments);
        return new SourceText(Path.Combine(folder ?? "", "<ad-hoc>"),
            $"""
            - name: Ansible Ad-Hoc
              hosts: {Quote(pattern)}
              gather_facts: false
              tasks:
                - {Quote(module)}: {value}

            """);
    }

    /// <summary>As JSON's text, which YAML reads in double quotes: line ends and all.</summary>
    private static string Quote(string text) => $"\"{System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"";
}
