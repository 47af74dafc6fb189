using System.CommandLine;
using Remediator.Cli.CommandLine;
using Remediator.Cli.Engine;
using Remediator.Cli.Output;
using Remediator.Engine.Compiling;
using Remediator.Engine.Reporting;

namespace Remediator.Cli.Verbs;

/// <summary>Compiles a playbook to one script.</summary>
internal sealed class BootstrapVerb : ReportingVerb
{
    /// <summary>What EC2 takes as user data, in bytes.</summary>
    private const int UserDataSize = 16384;

    /// <summary>The inventory where none is given: one node, of which nothing is said.</summary>
    private const string NodeOnly = "localhost,";

    private readonly TaskFlags tasks = new("Playbook files, one after the other in one script.");
    private readonly HostFlags hosts = new();
    private readonly Option<string?> file = Flags.Text("--out", "FILE", "Where the script goes, mode 0755, 0600 with --allow-secrets (default: stdout).", "-o");
    private readonly Option<string?> format = Flags.Choice("--format", "FORM", ["sh", "cloud-init", "systemd-oneshot", "dockerfile-entrypoint"], "What is put around the script (default: sh, which is what a bootstrap action of EMR is).");
    private readonly Option<string?> platform = Flags.Choice("--platform", "NAME", [.. Platform.All.Select(p => p.Name)], "The system that the script is for: its facts are known.");
    private readonly Option<string?> facts = Flags.Text("--facts", "FILE", "Facts that are known, as JSON: what 'remediator facts' or setup prints. Of several hosts -l says which.");
    private readonly Option<string?> onFailure = Flags.Choice(
        "--on-failure", "WHEN", ["config", "ignore", "fail"], "Which failures end the script with an error: those of tasks (config, the default), none, or those of verifications too.");

    private readonly Option<bool> allowSecrets = Flags.Switch("--allow-secrets", "Let secrets stand in the script in clear.");
    private readonly Option<string?> maxSize = Flags.Count("--max-size", "BYTES", $"Refuse a larger script (default: 1048576; {UserDataSize} with cloud-init).");

    public override string Name => "bootstrap";

    public override string Summary => "Compile playbooks to one script that needs nothing on the node.";

    public override string Description =>
        """
        Writes one POSIX sh script that does on its node what a run would do there: for bootstrap actions of EMR, user data, units and containers.

        What is not known before the script runs is asked by the script where sh can ask it; what cannot be compiled is told at its place in the playbook, and nothing is written.
        """;

    public override IReadOnlyList<Argument> Arguments => [tasks.Playbooks];

    public override IReadOnlyList<OptionGroup> Groups =>
    [
        new OptionGroup("The script", file, format, onFailure, allowSecrets, maxSize),
        new OptionGroup("What is known", platform, facts, tasks.ExtraVars),
        hosts.Hosts,
        new OptionGroup("What to run", [.. tasks.Tags]),
        hosts.Become,
        hosts.Vault,
        Output.Group,
    ];

    public override IReadOnlyList<(string Command, string Meaning)> Examples =>
    [
        ("remediator bootstrap playbooks/chrony.yml -o chrony.sh --platform amazon-linux-2023", "a bootstrap action for EMR"),
        ("remediator bootstrap site.yml -i hosts.ini -l workers -o workers.sh", "with the variables of a group"),
        ("remediator bootstrap site.yml -e chrony_servers=10.0.0.1 --format cloud-init -o user-data", "user data for any cloud"),
    ];

    public override async Task<int> RunAsync(ParseResult parsed, Surroundings around, CancellationToken cancellation)
    {
        var (request, error) = hosts.Read(parsed, around, RequestOf(parsed), contactsHosts: false);
        var compile = CompileRequestOf(parsed, request.Limit, ref error);
        if (error is not null)
        {
            return Refuse(parsed, around, [error]);
        }

        using var report = Output.Open(parsed, around, Name, isLive: false);
        if (Accept(report, await around.Engine.LoadRunAsync(request.Inventories.Count > 0 ? request : request with { Inventories = [NodeOnly] }, cancellation)) is not { } run)
        {
            return report.End(ExitCodes.Wrong);
        }

        var (script, limits) = run.Compile(compile);
        report.Diagnose(limits);
        if (script is null)
        {
            return report.End(ExitCodes.Wrong);
        }

        if (parsed.GetValue(file) is not { } path)
        {
            around.Terminal.Out.Write(script.Text);
            around.Terminal.Out.Flush();
            return report.End(ExitCodes.Success);
        }

        if (BootstrapFile.Write(path, script) is { } trouble)
        {
            return Refuse(parsed, around, [new UsageError(trouble)]);
        }

        around.Terminal.Out.Write(BootstrapNotes.Of(path, compile, script));
        around.Terminal.Out.Flush();
        return report.End(ExitCodes.Success);
    }

    private CompileRequest CompileRequestOf(ParseResult parsed, string? limit, ref UsageError? error)
    {
        var form = parsed.GetValue(format) switch
        {
            "cloud-init" => ScriptFormat.CloudInit,
            "systemd-oneshot" => ScriptFormat.SystemdOneshot,
            "dockerfile-entrypoint" => ScriptFormat.DockerfileEntrypoint,
            _ => ScriptFormat.Sh,
        };
        FactsFile? known = null;
        if (parsed.GetValue(facts) is { } path)
        {
            (known, var wrong) = FactsFile.Read(path, limit);
            error ??= wrong is null ? null : new UsageError(wrong, "it holds what 'remediator facts HOST' prints, with or without --output json, or what setup does");
        }

        return new CompileRequest
        {
            Facts = known?.Facts ?? Language.Values.DictValue.Empty,
            FactsFrom = known is null ? "" : $"nodes with the facts of {(known.Host.Length > 0 ? known.Host : Path.GetFileName(parsed.GetValue(facts)))}",
            Platform = parsed.GetValue(platform) is { } name ? Platform.Find(name) : null,
            Format = form,
            OnFailure = parsed.GetValue(onFailure) ?? "config",
            AllowsSecrets = parsed.GetValue(allowSecrets),
            MaxSize = parsed.Number(maxSize) ?? (form == ScriptFormat.CloudInit ? UserDataSize : 1024 * 1024),
            Command = "remediator bootstrap " + string.Join(' ', parsed.Tokens.Select(t => Shell.Sh.Quote(t.Value))),
            Version = Application.Version,
            FileName = parsed.GetValue(file) is { } target ? Path.GetFileName(target) : "bootstrap.sh",
        };
    }

    private RunRequest RequestOf(ParseResult parsed) => tasks.Read(parsed) with
    {
        Verbosity = Output.Verbosity(parsed),
        Ask = static _ => null,
    };
}
