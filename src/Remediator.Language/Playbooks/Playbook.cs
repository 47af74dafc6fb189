using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Playbooks;

/// <summary>A keyword's value as the author wrote it (templates not rendered), with its place. Null values mean the keyword is absent.</summary>
public sealed record Setting(Value Value, Span Span);

/// <summary>A playbook file, its structure checked: keywords known, shapes right. Module names and options are checked by the binder.</summary>
public sealed record Playbook(SourceText Source, IReadOnlyList<PlaybookEntry> Entries)
{
    /// <summary>The plays that stand in this file itself.</summary>
    public IEnumerable<Play> Plays => Entries.OfType<Play>();
}

/// <summary>An entry of a playbook: a play, or the import of another playbook.</summary>
public abstract record PlaybookEntry(Span Span);

/// <summary><c>import_playbook</c>: the plays of another file stand here, with these keywords above their own.</summary>
/// <param name="File">A path beside this playbook; templates see extra vars only.</param>
public sealed record PlaybookImport(Span Span, Setting File) : PlaybookEntry(Span)
{
    public Directives Directives { get; init; } = Directives.None;
}

/// <summary>A role as <c>roles:</c> and a role's dependencies name it.</summary>
/// <param name="Name">A name or a path; not rendered.</param>
public sealed record RoleEntry(Span Span, Setting Name)
{
    public Directives Directives { get; init; } = Directives.None;

    /// <summary>Keys that are no keywords: variables of the highest precedence but extra vars.</summary>
    public DictValue Parameters { get; init; } = DictValue.Empty;
}

public sealed record Play(Span Span) : PlaybookEntry(Span)
{
    /// <summary>Null where the play has no name; it is then shown by its hosts pattern, as Ansible does.</summary>
    public Setting? Name { get; init; }

    /// <summary>Pattern text, or a list of patterns.</summary>
    public required Setting Hosts { get; init; }

    /// <summary>True, false or a template; absent means true.</summary>
    public Setting? GatherFacts { get; init; }

    public Setting? GatherSubset { get; init; }

    public Setting? GatherTimeout { get; init; }

    /// <summary>Entries in order, each a text or a list of texts of which the first that exists is read.</summary>
    public IReadOnlyList<Setting> VarsFiles { get; init; } = [];

    public Setting? Strategy { get; init; }

    /// <summary>A number, a percentage, or a list of those.</summary>
    public Setting? Serial { get; init; }

    public Setting? MaxFailPercentage { get; init; }

    public Setting? Order { get; init; }

    public Setting? ForceHandlers { get; init; }

    /// <summary>Our own word: <c>on_failure</c> takes a host's changes back where a task of the play fails there; <c>off</c> is the default.</summary>
    public Setting? Rollback { get; init; }

    public Setting? FactPath { get; init; }

    public Directives Directives { get; init; } = Directives.None;

    /// <summary>Questions of <c>vars_prompt</c>, each a mapping with <c>name</c>.</summary>
    public IReadOnlyList<Setting> VarsPrompt { get; init; } = [];

    public IReadOnlyList<RoleEntry> Roles { get; init; } = [];

    public IReadOnlyList<TaskNode> PreTasks { get; init; } = [];

    public IReadOnlyList<TaskNode> Tasks { get; init; } = [];

    public IReadOnlyList<TaskNode> PostTasks { get; init; } = [];

    public IReadOnlyList<TaskNode> Handlers { get; init; } = [];

    /// <summary>Our own word: tasks that run after the handlers; the host is converged when all of them pass.</summary>
    public IReadOnlyList<TaskNode> Verify { get; init; } = [];
}

/// <summary>Keywords that plays, blocks and tasks share and that a child inherits. Ansible's Base, and <c>when</c> and <c>tags</c>, which add up.</summary>
public sealed record Directives
{
    public static Directives None { get; } = new();

    /// <summary>Variables in order of definition; values not rendered.</summary>
    public DictValue Vars { get; init; } = DictValue.Empty;

    /// <summary>The <c>vars</c> of the old <c>include</c>, of the precedence of an include's variables even where it is an import.</summary>
    public DictValue Parameters { get; init; } = DictValue.Empty;

    /// <summary>Conditions written here, all of which must hold. Each is bare expression text (or a boolean).</summary>
    public IReadOnlyList<Setting> When { get; init; } = [];

    /// <summary>Tags written here; a task has those of its parents too. Comma lists are split already.</summary>
    public IReadOnlyList<Setting> Tags { get; init; } = [];

    public Setting? Become { get; init; }

    public Setting? BecomeUser { get; init; }

    public Setting? BecomeMethod { get; init; }

    public Setting? BecomeFlags { get; init; }

    public Setting? BecomeExe { get; init; }

    public Setting? Connection { get; init; }

    public Setting? Port { get; init; }

    public Setting? RemoteUser { get; init; }

    /// <summary>A dict, or a list of dicts.</summary>
    public Setting? Environment { get; init; }

    public Setting? ModuleDefaults { get; init; }

    public Setting? NoLog { get; init; }

    public Setting? RunOnce { get; init; }

    public Setting? IgnoreErrors { get; init; }

    public Setting? IgnoreUnreachable { get; init; }

    public Setting? CheckMode { get; init; }

    public Setting? Diff { get; init; }

    public Setting? AnyErrorsFatal { get; init; }

    public Setting? Throttle { get; init; }

    public Setting? Timeout { get; init; }

    public Setting? DelegateTo { get; init; }

    public Setting? DelegateFacts { get; init; }

    /// <summary>Handlers to notify, from a block or a task.</summary>
    public IReadOnlyList<Setting> Notify { get; init; } = [];

    public Setting? Collections { get; init; }
}

/// <summary>An entry of a list of tasks: a task or a block of them.</summary>
public abstract record TaskNode(Span Span)
{
    public Setting? Name { get; init; }

    public Directives Directives { get; init; } = Directives.None;
}

public sealed record BlockNode(Span Span) : TaskNode(Span)
{
    public IReadOnlyList<TaskNode> Body { get; init; } = [];

    public IReadOnlyList<TaskNode> Rescue { get; init; } = [];

    public IReadOnlyList<TaskNode> Always { get; init; } = [];
}

public sealed record TaskItem(Span Span) : TaskNode(Span)
{
    /// <summary>The module's name as written: short, or fully qualified.</summary>
    public required string Module { get; init; }

    public required Span ModuleSpan { get; init; }

    /// <summary>Options by name, values not rendered; <c>key=value</c> text is split already. <c>args:</c> is merged in.</summary>
    public DictValue Arguments { get; init; } = DictValue.Empty;

    /// <summary>Options from one template (<c>args: "{{ options }}"</c>), below those written out; null where there is none.</summary>
    public Setting? ArgumentsTemplate { get; init; }

    /// <summary>Free-form text after the module's name (<c>command: ls</c>), not rendered, or null.</summary>
    public Setting? FreeForm { get; init; }

    /// <summary>Places of the options, by name.</summary>
    public IReadOnlyDictionary<string, Span> ArgumentSpans { get; init; } = new Dictionary<string, Span>();

    public Loop? Loop { get; init; }

    public Setting? Register { get; init; }

    /// <summary>Conditions, all of which must hold; null where the keyword is absent.</summary>
    public IReadOnlyList<Setting>? Until { get; init; }

    public Setting? Retries { get; init; }

    /// <summary>Seconds between tries.</summary>
    public Setting? Delay { get; init; }

    public IReadOnlyList<Setting>? ChangedWhen { get; init; }

    public IReadOnlyList<Setting>? FailedWhen { get; init; }

    /// <summary>Topics that a handler listens to, besides its name.</summary>
    public IReadOnlyList<Setting> Listen { get; init; } = [];

    /// <summary>Our own word: how long a verification is tried, such as <c>120s</c>.</summary>
    public Setting? Within { get; init; }

    /// <summary>Our own word: the pause between tries of a verification, such as <c>5s</c>.</summary>
    public Setting? Every { get; init; }

    public Setting? Async { get; init; }

    public Setting? Poll { get; init; }
}

/// <param name="Lookup">The part after <c>with_</c> (<c>items</c>, <c>dict</c>, …), or null for <c>loop</c>.</param>
/// <param name="Items">Not rendered.</param>
public sealed record Loop(string? Lookup, Setting Items)
{
    /// <summary>The loop variable's name; <c>item</c> unless loop_control says otherwise.</summary>
    public string Variable { get; init; } = "item";

    public string? IndexVariable { get; init; }

    /// <summary>Text shown for each item, not rendered, or null for the item itself.</summary>
    public Setting? Label { get; init; }

    /// <summary>Seconds between items.</summary>
    public Setting? Pause { get; init; }

    /// <summary>Whether <c>ansible_loop</c> is given; may be a template.</summary>
    public Setting? Extended { get; init; }

    /// <summary>Whether <c>ansible_loop.allitems</c> is given; absent means yes.</summary>
    public Setting? ExtendedAllItems { get; init; }

    /// <summary>Conditions on the item's own result, all of which end the loop after it.</summary>
    public IReadOnlyList<Setting> BreakWhen { get; init; } = [];
}
