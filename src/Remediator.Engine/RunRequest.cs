using Remediator.Engine.Running;

namespace Remediator.Engine;

/// <summary>What a user asks for on the command line, as plain data.</summary>
public sealed record RunRequest
{
    /// <summary>Paths of playbooks, in order.</summary>
    public IReadOnlyList<string> Playbooks { get; init; } = [];

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

    /// <summary>Hosts that work at the same time. An ssh client costs little, so the default is ten times Ansible's.</summary>
    public int Forks { get; init; } = 50;

    public string? User { get; init; }

    public bool Become { get; init; }

    public string? BecomeUser { get; init; }

    public string? BecomeMethod { get; init; }

    public Secret? BecomePassword { get; init; }

    /// <summary><c>ssh</c>, <c>local</c> or null for what the inventory says.</summary>
    public string? Connection { get; init; }

    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>How long one task may run; 30 minutes unless said otherwise. A task's <c>timeout</c> wins.</summary>
    public TimeSpan TaskTimeout { get; init; } = TimeSpan.FromMinutes(30);

    public int Verbosity { get; init; }

    public string? PrivateKeyFile { get; init; }

    public string? SshCommonArgs { get; init; }

    public bool ForceHandlers { get; init; }

    /// <summary>Hosts of one play and their names, no more: playbooks are read, no host is contacted.</summary>
    public bool SyntaxOnly { get; init; }
}
