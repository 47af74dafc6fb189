using Remediator.Engine.Running;
using Remediator.Language.Text;

namespace Remediator.Cli.Engine;

/// <summary>What the command line asks for, read and checked but for what only the engine knows (files, hosts, tags).</summary>
internal sealed record RunRequest
{
    /// <summary>Paths, run in order.</summary>
    public IReadOnlyList<string> Playbooks { get; init; } = [];

    /// <summary>A playbook made by a verb (<c>facts</c>, <c>ping</c>) rather than read from a file; null for none.</summary>
    public SourceText? MadePlaybook { get; init; }

    /// <summary>Paths, or lists of hosts that have a comma; merged in order.</summary>
    public IReadOnlyList<string> Inventories { get; init; } = [];

    public string? Limit { get; init; }

    /// <summary>Split at commas; empty means all.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<string> SkipTags { get; init; } = [];

    /// <summary>As written and in order: <c>key=value …</c>, YAML or JSON, or <c>@FILE</c>.</summary>
    public IReadOnlyList<string> ExtraVars { get; init; } = [];

    public bool Check { get; init; }

    public bool Diff { get; init; }

    /// <summary>How many hosts are worked on at a time.</summary>
    public int Forks { get; init; } = DefaultForks;

    public string? User { get; init; }

    public bool Become { get; init; }

    public string? BecomeUser { get; init; }

    public Secret? BecomePassword { get; init; }

    /// <summary>Null leaves it to the inventory and the playbook.</summary>
    public ConnectionKind? Connection { get; init; }

    public TimeSpan? ConnectTimeout { get; init; }

    public TimeSpan? TaskTimeout { get; init; }

    public int Verbosity { get; init; }

    public string? PrivateKeyFile { get; init; }

    /// <summary>One text, to be split as a shell would.</summary>
    public string? SshCommonArgs { get; init; }

    public bool ForceHandlers { get; init; }

    /// <summary>Hosts cost a pipe and little work here; 50 at a time keep two cores and a usual bastion below their limits.</summary>
    public const int DefaultForks = 50;
}
