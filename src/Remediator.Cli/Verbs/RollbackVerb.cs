using System.CommandLine;
using Remediator.Cli.CommandLine;
using Remediator.Cli.Output;
using Remediator.Engine;
using Remediator.Engine.Reporting;
using Remediator.Engine.Running;

namespace Remediator.Cli.Verbs;

/// <summary>Takes back what a run changed, from the journals on its hosts.</summary>
internal sealed class RollbackVerb : ReportingVerb
{
    private readonly Argument<string> run = new("run") { HelpName = "RUN-ID", Description = "The run, as its last line names it." };
    private readonly Option<bool> check = Flags.Switch("--check", "Change nothing; say what would go back. Exit code 2 means that something would.", "-C");
    private readonly Option<bool> force = Flags.Switch("--force", "Go over what something else has changed since.");
    private readonly HostFlags hosts = new();

    public override string Name => "rollback";

    public override string Summary => "Take back what a run changed on its hosts.";

    public override string Description =>
        """
        Takes back what a run changed, the last change first, from the journals that the hosts keep: no playbook and no record on this machine is needed.

        Where something else has changed a file since, nothing is done on that host unless --force says so. Commands and packages stay; they are named.
        """;

    public override IReadOnlyList<Argument> Arguments => [run];

    public override IReadOnlyList<OptionGroup> Groups => [hosts.Hosts, new OptionGroup("What to take back", check, force), hosts.Connection, hosts.Become, hosts.Vault, Output.Group];

    public override IReadOnlyList<(string Command, string Meaning)> Examples =>
    [
        ("remediator rollback 20260131T120000Z-k3m9xz -i hosts.ini", "all hosts of that run"),
        ("remediator rollback 20260131T120000Z-k3m9xz -i hosts.ini -l web1 --check", "what would go back on one host"),
    ];

    public override async Task<int> RunAsync(ParseResult parsed, Surroundings around, CancellationToken cancellation)
    {
        var id = parsed.GetValue(run) ?? "";
        if (id.Length == 0 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            // It becomes the name of a folder.
            return Refuse(parsed, around, [new UsageError($"'{id}' is not the name of a run", "the last line of a run names it: 20260131T120000Z-k3m9xz")]);
        }

        var isCheck = parsed.GetValue(check);
        var wanted = new RunRequest
        {
            MadePlaybook = MadePlaybooks.Rollback(id),
            Rollback = new RollbackRequest(id, null, isCheck, parsed.GetValue(force)),
            Check = isCheck,
            Verbosity = Output.Verbosity(parsed),
        };
        var (request, error) = hosts.Read(parsed, around, wanted, contactsHosts: true);
        if (error is not null)
        {
            return Refuse(parsed, around, [error]);
        }

        using var report = Output.Open(parsed, around, Name, isLive: false);
        if (Accept(report, await around.Engine.LoadRunAsync(request, cancellation)) is not { } loaded)
        {
            return report.End(ExitCodes.Wrong);
        }

        return report.End(await RunAsync(loaded, report, report, cancellation));
    }
}
