using Remediator.Engine.Loading;
using Remediator.Engine.Reporting;
using Remediator.Language.Playbooks;
using Remediator.Language.Values;
using Remediator.Modules;

namespace Remediator.Engine.Planning;

/// <summary>A task with its module and with the keywords of the play and blocks around it.</summary>
/// <param name="Lineage">From the play to the task itself.</param>
public sealed record BoundTask(TaskItem Syntax, Module Module, TaskHeading Heading, IReadOnlyList<Directives> Lineage)
{
    /// <summary>Where its files are searched.</summary>
    public required ControllerFiles Files { get; init; }

    /// <summary>The role that it belongs to, or null.</summary>
    public BoundRole? Role { get; init; }

    /// <summary>What an include brings; null for any other task.</summary>
    public IncludeSyntax? Include { get; init; }

    /// <summary>A failure is expected here: what is wrong is found out by the run.</summary>
    public bool MayFail { get; init; }

    /// <summary>What stands around it: what an include brings stands there, too.</summary>
    public required TaskContext Context { get; init; }

    public string? Register => (Syntax.Register?.Value as TextValue)?.Text;

    /// <summary>Its own and those of all around it.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Conditions of the blocks around it and its own, from the outside in.</summary>
    public IEnumerable<Setting> Conditions => Lineage.SelectMany(d => d.When);

    public IEnumerable<Setting> Notifies => Lineage.SelectMany(d => d.Notify);

    /// <summary>The innermost value of a keyword that a child inherits.</summary>
    public Setting? Inherited(Func<Directives, Setting?> keyword)
    {
        for (var i = Lineage.Count - 1; i >= 0; i--)
        {
            if (keyword(Lineage[i]) is { } setting)
            {
                return setting;
            }
        }

        return null;
    }

    /// <summary>Keywords that say where and how it runs hold templates, which the items of a loop may make differ.</summary>
    public bool HasTemplatedKeywords => hasTemplatedKeywords ??= Lineage.Any(d => new[] { d.DelegateTo, d.Become, d.BecomeUser, d.BecomeMethod, d.Environment, d.Connection, d.RemoteUser, d.Port, d.CheckMode, d.Diff }.Any(s => s is not null && HasTemplate(s.Value)));

    private bool? hasTemplatedKeywords;

    private static bool HasTemplate(Value value) => value switch
    {
        TemplateValue => true,
        ListValue list => list.Any(HasTemplate),
        DictValue dict => dict.Any(e => HasTemplate(e.Value)),
        _ => false,
    };

    /// <summary>True where a task's meaning needs all hosts at one place.</summary>
    public bool MeetsOthers => Heading.Module == "add_host" || Inherited(d => d.RunOnce) is { Value: not BoolValue { Value: false } };

    /// <summary>True where its items run one by one, each perhaps several times, with the controller's word in between.</summary>
    public bool IsTried => Module.Spec.Reconnects || Syntax.Until is not null || Syntax.Retries is not null || Syntax.Within is not null || Syntax.Loop is { BreakWhen.Count: > 0 } or { Pause: not null };

    /// <summary>The action of a <c>meta</c> task, or null.</summary>
    public string? Meta => Heading.Module == "meta"
        ? (Syntax.FreeForm?.Value as TextValue)?.Text.Trim() ?? (Syntax.Arguments["free_form"] as TextValue)?.Text ?? ""
        : null;
}
