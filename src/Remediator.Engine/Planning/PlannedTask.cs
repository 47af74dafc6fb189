using Remediator.Engine.Reporting;
using Remediator.Engine.Running;
using Remediator.Engine.Variables;
using Remediator.Language.Diagnostics;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Engine.Planning;

/// <summary>Consecutive tasks that a host can run without an answer in between.</summary>
/// <param name="NextAt">The place after the segment, where all of it succeeds.</param>
/// <param name="EndedRoles">Roles whose end the way passes.</param>
public sealed record Segment(IReadOnlyList<PlannedTask> Tasks, Position NextAt, IReadOnlyList<BoundRole> EndedRoles);

/// <summary>A task of one host, planned: its items, each with its part of the script or with its outcome where that is known already.</summary>
public sealed record PlannedTask(BoundTask Task, Position At)
{
    public IReadOnlyList<PlannedItem> Items { get; init; } = [];

    /// <summary>True where the task has a loop, even one over nothing.</summary>
    public bool IsLoop { get; init; }

    public bool IgnoresErrors { get; init; }

    public bool IgnoresUnreachable { get; init; }

    /// <summary>A failure ends the play for every host (<c>any_errors_fatal</c>).</summary>
    public bool EndsAllOnFailure { get; init; }

    /// <summary>How long it may run where it is <c>async</c>; null where it is not.</summary>
    public TimeSpan? AsyncLimit { get; init; }

    /// <summary>It is left running on the host (<c>poll: 0</c>).</summary>
    public bool IsLeftRunning { get; init; }

    /// <summary>How many hosts may run it at the same time, or null for as many as there are forks.</summary>
    public int? Throttle { get; init; }

    /// <summary>It runs on one host for all of the batch (<c>run_once</c>).</summary>
    public bool RunsOnce { get; init; }

    /// <summary>It looked at <c>hostvars</c>: the other hosts must have come as far before it can be planned.</summary>
    public bool ReadsOtherHosts { get; init; }

    /// <summary>It looked at files or programs of the controller: what runs there before it must have run.</summary>
    public bool ReadsController { get; init; }

    public bool IsSecret { get; init; }

    /// <summary>True where old and new text of what changes is shown.</summary>
    public bool ShowsDiff { get; init; }

    /// <summary>The outcome needs expressions that only the controller can decide: the segment ends here.</summary>
    public bool IsJudgedHere { get; init; }

    /// <summary>Handlers (indexes) that a change notifies.</summary>
    public IReadOnlyList<int> Notifies { get; init; } = [];

    /// <summary>What is to be said when it notifies handlers.</summary>
    public IReadOnlyList<string> WarningsOnNotify { get; init; } = [];

    /// <summary>Index of the handler that this is, or null.</summary>
    public int? Handler { get; init; }

    /// <summary>What an include brings, in the order of its items; empty for any other task.</summary>
    public IReadOnlyList<Inclusion> Inclusions { get; init; } = [];

    /// <summary>Where it runs (its first item, in a loop); null where it needs no host.</summary>
    public Endpoint? Endpoint => Items.FirstOrDefault(i => i.Script is not null)?.Endpoint;

    /// <summary>Items of its loop run on different hosts, or as different users.</summary>
    public bool HasSeveralEndpoints => Items.Where(i => i.Script is not null).Select(i => i.Endpoint).Distinct().Skip(1).Any();

    /// <summary>It adds hosts or groups: nothing after it can be planned before.</summary>
    public bool ChangesInventory => Heading.Module is "add_host" or "group_by";

    /// <summary>What it sets are facts, too.</summary>
    public bool IsCacheable => Items.Any(i => i.Steps.OfType<Step.Report>().Any(r => r.IsCacheable));

    /// <summary>Facts that it finds belong to the host that it was delegated to.</summary>
    public bool DelegatesFacts { get; init; }

    /// <summary>Seconds without an event after which the task is ended, or null.</summary>
    public TimeSpan? TimeOut { get; init; }

    public TaskHeading Heading => Task.Heading;

    public bool NeedsHost => Items.Any(i => i.Script is not null);

    /// <summary>Its script runs on the controller.</summary>
    public bool RunsHere => Items.Any(i => i is { Script: not null, Endpoint.Kind: ConnectionKind.Local });

    /// <summary>True where a failure is known already and not ignored: nothing after it is worth planning.</summary>
    public bool FailsHere => !IgnoresErrors && Items.Any(i => i.Script is null && TaskResult.Of(i).IsFailed);

    /// <summary>Not worth a word: facts that a play's <c>gather_facts</c> does not want.</summary>
    public bool IsSilent => Heading.Kind == TaskKind.GatherFacts && Items is [{ SkipReason: not null }];

    /// <summary>The process that began the run has recorded its end.</summary>
    public bool IsOnRecord { get; init; }

    /// <summary>The task ended by one outcome for all of it, whatever its loop.</summary>
    public PlannedTask As(PlannedItem only) => this with { IsLoop = false, Items = [only] };
}

/// <summary>One item of a loop, or the only one of a task without a loop.</summary>
public sealed record PlannedItem(IReadOnlyList<Step> Steps)
{
    /// <summary>Null where no host is needed: the outcome is in the reports and fails of <see cref="Steps"/>.</summary>
    public ScriptTask? Script { get; init; }

    public string Label { get; init; } = "";

    /// <summary>Where it runs; null where it needs no host.</summary>
    public Endpoint? Endpoint { get; init; }

    /// <summary>The name of the host that runs it for this one (<c>delegate_to</c>), or null.</summary>
    public string? DelegatedTo { get; init; }

    /// <summary>What the loop gives to this item: its value and, where asked for, its index and place.</summary>
    public ILayer Variables { get; init; } = Layer.Empty;

    /// <summary>What the item adds to the host's variables, where that is known without the host (<c>set_fact</c>).</summary>
    public DictValue FactsKnown => Script is null && Steps.OfType<Step.Report>().FirstOrDefault(r => r is { Key: "ansible_facts", IsShownOnly: false })?.Value is DictValue facts ? facts : DictValue.Empty;

    /// <summary>The conditions that the script decides, as the author wrote them; empty where there are none.</summary>
    public string LateCondition { get; init; } = "";

    /// <summary>Not null where the item is skipped, with the condition that did not hold.</summary>
    public string? SkipReason { get; init; }

    /// <summary>Not null where planning found that it cannot be right for this host, such as an undefined variable.</summary>
    public Diagnostic? Problem { get; init; }

    /// <summary>Not null where it has run before; it has no script then.</summary>
    public ItemOutcome? Known { get; init; }

    /// <summary>True where <see cref="Problem"/> is one of the task's options, not of a condition or keyword.</summary>
    public bool IsOptionProblem { get; init; }
}
