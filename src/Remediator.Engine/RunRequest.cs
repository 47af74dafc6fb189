using Remediator.Engine.Running;
using Remediator.Language.Expressions;
using Remediator.Language.Text;
using Remediator.Language.Vault;

namespace Remediator.Engine;

/// <summary>What a user asks for on the command line, as plain data.</summary>
public sealed record RunRequest
{
    /// <summary>Paths of playbooks, in order.</summary>
    public IReadOnlyList<string> Playbooks { get; init; } = [];

    /// <summary>A playbook made by a verb (<c>facts</c>, <c>ping</c>) rather than read from a file; null for none.</summary>
    public SourceText? MadePlaybook { get; init; }

    /// <summary>Paths of inventories, or host lists such as <c>a,b,</c>. Empty: only the implicit localhost.</summary>
    public IReadOnlyList<string> Inventories { get; init; } = [];

    /// <summary>A pattern that narrows every play's hosts, or null.</summary>
    public string? Limit { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<string> SkipTags { get; init; } = [];

    /// <summary>Texts of <c>-e</c> in order: <c>k=v</c>, YAML, JSON, or <c>@file</c>.</summary>
    public IReadOnlyList<string> ExtraVars { get; init; } = [];

    public bool Check { get; init; }

    public bool Diff { get; init; }

    /// <summary>Hosts that work at the same time.</summary>
    public int Forks { get; init; } = DefaultForks;

    public string? User { get; init; }

    public bool Become { get; init; }

    public string? BecomeUser { get; init; }

    public string? BecomeMethod { get; init; }

    public Secret? BecomePassword { get; init; }

    /// <summary>Null leaves it to the inventory and the playbook.</summary>
    public ConnectionKind? Connection { get; init; }

    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>How long one task may run; null for <see cref="DefaultTaskTimeout"/>, <see cref="TimeSpan.MaxValue"/> for as long as it likes. A task's <c>timeout</c> wins.</summary>
    public TimeSpan? TaskTimeout { get; init; }

    public int Verbosity { get; init; }

    /// <summary>Asks what <c>vars_prompt</c> wants to know; its answer is null, as it is itself, where there is nobody to ask.</summary>
    public Func<Question, string?>? Ask { get; init; }

    public string? PrivateKeyFile { get; init; }

    /// <summary>How long connections are kept after the run, for later runs to share; null keeps none.</summary>
    public TimeSpan? KeepConnections { get; init; }

    public string? SshCommonArgs { get; init; }

    public bool ForceHandlers { get; init; }

    /// <summary>The name of the task with which the first play begins, wildcards allowed; null for the first one.</summary>
    public string? StartAtTask { get; init; }

    /// <summary>Folders of roles beside those next to a playbook, in order of search. Paths may begin with <c>~</c>.</summary>
    public IReadOnlyList<string> RolesPath { get; init; } = [];

    /// <summary>Folders of modules beside those next to a playbook and in roles, in order of search.</summary>
    public IReadOnlyList<string> ModulePath { get; init; } = [];

    /// <summary>What opens encrypted files and values.</summary>
    public VaultSecrets Vault { get; init; } = VaultSecrets.None;

    /// <summary>What each template of the playbooks may use.</summary>
    public EvaluationLimits TemplateLimits { get; init; } = EvaluationLimits.Default;

    /// <summary>Facts that an earlier run kept are forgotten before the first play.</summary>
    public bool FlushCache { get; init; }

    /// <summary>
    /// What Ansible finds out only while it runs (names that are not defined, handlers, modules and files that do not exist), and
    /// patterns that match no host, are warnings before the run, not errors.
    /// </summary>
    public bool Lenient { get; init; }

    /// <summary>What Ansible's configuration says; its defaults where the run is not started as one of Ansible's programs.</summary>
    public AnsibleSettings Settings { get; init; } = new();

    /// <summary>Not null: nothing is run, but what an earlier run changed is taken back on the play's hosts.</summary>
    public RollbackRequest? Rollback { get; init; }

    /// <summary>How long hosts keep the journals of runs.</summary>
    public TimeSpan KeepJournals { get; init; } = TimeSpan.FromDays(DefaultJournalDays);

    /// <summary>How much room they may take there, in MiB.</summary>
    public int JournalMebibytes { get; init; } = Remediator.Shell.RunJournal.DefaultMebibytes;

    public const int DefaultJournalDays = 30;

    /// <summary>The run that this one goes on with; null for a new one.</summary>
    public Resumption? Resume { get; init; }

    /// <summary>Where the run is recorded; null where it is not.</summary>
    public Recording.RecordTarget? Recording { get; init; }

    /// <summary>Hosts cost a pipe and little work here; 50 at a time keep two cores and a usual bastion below their limits.</summary>
    public const int DefaultForks = 50;

    /// <summary>Long enough for a slow package mirror; a task that hangs ends all the same.</summary>
    public static TimeSpan DefaultTaskTimeout { get; } = TimeSpan.FromMinutes(30);
}
