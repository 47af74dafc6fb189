using Remediator.Engine.Loading;
using Remediator.Engine.Reporting;
using Remediator.Language.Playbooks;
using Remediator.Language.Values;

namespace Remediator.Engine.Planning;

/// <summary>A play with its modules found and its program laid out.</summary>
public sealed record BoundPlay
{
    internal BoundPlay(Play syntax, Program program, ControllerFiles files, PlayBinder binder, string strategy)
    {
        Syntax = syntax;
        Program = program;
        Files = files;
        Binder = binder;
        MovesTogether = strategy.EndsWith("linear", StringComparison.Ordinal);
        MaxFailPercentage = double.TryParse(syntax.MaxFailPercentage?.Value.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var percent) ? percent : null;
        Headings = [.. program.Tasks.Select(t => t.Heading)];
    }

    public Play Syntax { get; }

    public Program Program { get; }

    /// <summary>What was answered to the questions of its <c>vars_prompt</c>, by variable.</summary>
    internal DictValue Answers { get; set; } = DictValue.Empty;

    /// <summary>Those of the answers that were typed unseen.</summary>
    internal IReadOnlyList<string> PrivateAnswers { get; set; } = [];

    public ControllerFiles Files { get; }

    /// <summary>Binds what the play's includes bring.</summary>
    internal PlayBinder Binder { get; }

    /// <summary>Its roles in the order in which they run; those of <c>import_role</c> among them.</summary>
    public IReadOnlyList<BoundRole> Roles { get; init; } = [];

    /// <summary>The name as written, or the hosts pattern; templates in it are rendered when the play starts.</summary>
    public string Title => (Syntax.Name?.Value ?? Syntax.Hosts.Value) switch
    {
        ListValue list => string.Join(",", list),
        var value => value.ToString() ?? "",
    };

    public IReadOnlyList<string> TagsOfPlay => TagSelection.TagsOf([Syntax.Directives]);

    public bool ForcesHandlers { get; init; }

    /// <summary>What the play changed on a host is taken back where something fails there (<c>rollback: on_failure</c>).</summary>
    public bool RollsBack => Syntax.Rollback?.Value is TextValue { Text: "on_failure" };

    /// <summary>False for a strategy that lets each host go at its own pace.</summary>
    public bool MovesTogether { get; }

    /// <summary>The share of a batch's hosts that may fail, in percent, or null for any.</summary>
    public double? MaxFailPercentage { get; }

    /// <summary>Headings in the order in which they are shown.</summary>
    public IReadOnlyList<TaskHeading> Headings { get; }
}
