using Remediator.Engine.Reporting;
using Remediator.Language.Diagnostics;

namespace Remediator.Cli.Personas;

/// <summary>The exit codes of Ansible's programs.</summary>
internal static class PersonaExitCodes
{
    public const int Success = 0;

    public const int Error = 1;

    /// <summary>The words do not fit the options: argparse's own code. The same number as <see cref="FailedHosts"/>.</summary>
    public const int Usage = 2;

    public const int FailedHosts = 2;

    public const int UnreachableHosts = 4;

    /// <summary>What a playbook, a vars file or an inventory says cannot be understood. The same number as <see cref="UnreachableHosts"/>.</summary>
    public const int Parse = 4;

    /// <summary>Options that do not go together.</summary>
    public const int Options = 5;

    public const int Interrupted = 99;

    /// <summary>A fault of the program itself.</summary>
    public const int Bug = 250;

    /// <summary>The code of what could not be loaded: a file that is not there or stays encrypted, a pattern that must match and a cache that is not there are errors, all else one of parsing.</summary>
    public static int Of(IReadOnlyList<Diagnostic> diagnostics) =>
        diagnostics.FirstOrDefault(d => d.Severity == Severity.Error) is { Code: EncryptedCode or PatternCode or CacheCode } ? Error : Parse;

    private const string EncryptedCode = "RMD1007";
    private const string PatternCode = "RMD2061";
    private const string CacheCode = "RMD2393";

    /// <summary>The code of a finished run; drift that a check found is a success.</summary>
    public static int Of(RunReport report) =>
        report.Interrupted ? Interrupted
        : report.Hosts.Any(h => h.Outcome == HostOutcome.Unreachable) ? UnreachableHosts
        : report.Hosts.Any(h => h.Outcome is HostOutcome.Failed or HostOutcome.RolledBack or HostOutcome.RollbackFailed) ? FailedHosts
        : Success;
}
