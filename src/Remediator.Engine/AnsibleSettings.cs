using Remediator.Language.Expressions;

namespace Remediator.Engine;

/// <summary>
/// What <c>ansible.cfg</c> and the <c>ANSIBLE_*</c> variables say, with Ansible's own defaults. What a flag says wins over it; that is
/// settled before it gets here, so the properties of <see cref="RunRequest"/> come first where both speak of one thing.
/// </summary>
public sealed record AnsibleSettings
{
    internal const string DefaultManaged = "Ansible managed";

    /// <summary>The file that was read, or null.</summary>
    public string? ConfigFile { get; init; }

    public IReadOnlyList<string> Inventory { get; init; } = ["/etc/ansible/hosts"];

    public IReadOnlyList<string> RolesPath { get; init; } = ["~/.ansible/roles", "/usr/share/ansible/roles", "/etc/ansible/roles"];

    public IReadOnlyList<string> ModulePath { get; init; } = ["~/.ansible/plugins/modules", "/usr/share/ansible/plugins/modules"];

    public IReadOnlyList<string> CollectionsPath { get; init; } = ["~/.ansible/collections", "/usr/share/ansible/collections"];

    /// <summary>Null leaves it to the engine.</summary>
    public int? Forks { get; init; }

    /// <summary>The strategy of plays that name none.</summary>
    public string Strategy { get; init; } = "linear";

    public bool ForceHandlers { get; init; }

    public bool AnyErrorsFatal { get; init; }

    /// <summary><c>implicit</c>, <c>explicit</c> or <c>smart</c>.</summary>
    public string Gathering { get; init; } = "implicit";

    public IReadOnlyList<string>? GatherSubset { get; init; }

    public int? GatherTimeout { get; init; }

    public string? FactPath { get; init; }

    /// <summary>What keeps facts: <c>memory</c>, for the run alone, or <c>jsonfile</c>.</summary>
    public string FactCaching { get; init; } = "memory";

    /// <summary>The folder of <c>jsonfile</c>, or null.</summary>
    public string? FactCachingConnection { get; init; }

    /// <summary>Stands before a host's name in the name of its file.</summary>
    public string FactCachingPrefix { get; init; } = "";

    /// <summary>Seconds after which kept facts are too old; 0 for never.</summary>
    public int FactCachingTimeout { get; init; } = 86400;

    /// <summary><c>replace</c> or <c>merge</c>.</summary>
    public string HashBehaviour { get; init; } = "replace";

    /// <summary>Kinds of group variables from the lowest to the highest precedence; null for Ansible's order.</summary>
    public IReadOnlyList<string>? VariablePrecedence { get; init; }

    /// <summary>False: facts are only in <c>ansible_facts</c>, not variables of their own.</summary>
    public bool InjectFactsAsVars { get; init; } = true;

    /// <summary>True: variables of a role are not seen outside of it.</summary>
    public bool PrivateRoleVars { get; init; }

    /// <summary>What templates make <c>ansible_managed</c> from; see <see cref="Planning.TemplateVariables"/>.</summary>
    public string Managed { get; init; } = DefaultManaged;

    /// <summary>Which playbooks' <c>group_vars</c> are read: <c>top</c>, <c>bottom</c> or <c>all</c>.</summary>
    public string PlaybookVarsRoot { get; init; } = "top";

    /// <summary>False: what is not defined is written as it stands.</summary>
    public bool ErrorOnUndefinedVars { get; init; } = true;

    /// <summary>False: a handler that does not exist is a warning.</summary>
    public bool ErrorOnMissingHandler { get; init; } = true;

    /// <summary>What to do where a pattern matches no host: <c>ignore</c>, <c>warning</c> or <c>error</c>.</summary>
    public string HostPatternMismatch { get; init; } = "warning";

    public bool InventoryUnparsedIsFailed { get; init; }

    public bool InventoryAnyUnparsedIsFailed { get; init; }

    /// <summary>What becomes of groups whose names are no names of variables: <c>always</c>, <c>never</c>, <c>ignore</c> or <c>silently</c>; null where nothing says so.</summary>
    public string? InvalidGroupChars { get; init; }

    /// <summary>Whether results of templates keep their Python types.</summary>
    public bool JinjaNative { get; init; }

    /// <summary>What one template may use; our own setting.</summary>
    public EvaluationLimits TemplateLimits { get; init; } = EvaluationLimits.Default;

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<string> SkipTags { get; init; } = [];

    public bool Diff { get; init; }

    /// <summary>True: results are shown censored, as with <c>no_log</c> on every task.</summary>
    public bool NoLog { get; init; }

    /// <summary>Seconds that a task may run; 0 for as long as it likes.</summary>
    public int TaskTimeout { get; init; }

    public string Transport { get; init; } = "smart";

    /// <summary>Seconds for making a connection; null where nothing says so.</summary>
    public int? Timeout { get; init; }

    public string? RemoteUser { get; init; }

    public int? RemotePort { get; init; }

    public string? PrivateKeyFile { get; init; }

    public bool HostKeyChecking { get; init; } = true;

    /// <summary>More arguments for ssh, or null.</summary>
    public string? SshArguments { get; init; }

    public bool Become { get; init; }

    public string? BecomeMethod { get; init; }

    public string? BecomeUser { get; init; }

    public bool AskBecomePass { get; init; }

    public string? BecomePasswordFile { get; init; }

    public string? VaultPasswordFile { get; init; }

    /// <summary>Forms of <c>--vault-id</c> that come before those of the command line.</summary>
    public IReadOnlyList<string> VaultIdentityList { get; init; } = [];

    /// <summary>The label of secrets that are given without one.</summary>
    public string VaultIdentity { get; init; } = "default";

    public string? VaultEncryptIdentity { get; init; }

    public bool VaultIdMatch { get; init; }

    public int Verbosity { get; init; }

    public bool NoColor { get; init; }

    public bool ForceColor { get; init; }

    /// <summary>The form of a run's output: <c>default</c>, <c>minimal</c>, <c>oneline</c>, <c>json</c> or <c>yaml</c>.</summary>
    public string StdoutCallback { get; init; } = "default";

    public bool DisplaySkippedHosts { get; init; } = true;

    public bool DisplayOkHosts { get; init; } = true;

    public bool DisplayFailedStderr { get; init; }

    public bool DisplayArgsToStdout { get; init; }

    public bool ShowTaskPathOnFailure { get; init; }

    public bool ShowCustomStats { get; init; }

    public bool CheckModeMarkers { get; init; }

    /// <summary><c>json</c> or <c>yaml</c>.</summary>
    public string ResultFormat { get; init; } = "json";

    /// <summary>Whether results are spread over lines; null for what the form does by itself.</summary>
    public bool? FormatPretty { get; init; }

    public bool DeprecationWarnings { get; init; } = true;

    public bool SystemWarnings { get; init; } = true;

    public bool LocalhostWarning { get; init; } = true;

    public bool InventoryUnparsedWarning { get; init; } = true;

    public bool RetryFiles { get; init; }

    public string? RetryFilesFolder { get; init; }
}
