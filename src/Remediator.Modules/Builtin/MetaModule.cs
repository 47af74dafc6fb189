using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

/// <summary>What a <c>meta</c> task asks of the engine.</summary>
public enum MetaAction
{
    Noop,
    FlushHandlers,
    RefreshInventory,
    ClearFacts,
    ClearHostErrors,
    EndBatch,
    EndPlay,
    EndHost,
    ResetConnection,
}

public sealed class MetaModule : Module
{
    private static readonly IReadOnlyList<(string Word, MetaAction Action)> Actions =
    [
        ("noop", MetaAction.Noop),
        ("flush_handlers", MetaAction.FlushHandlers),
        ("refresh_inventory", MetaAction.RefreshInventory),
        ("clear_facts", MetaAction.ClearFacts),
        ("clear_host_errors", MetaAction.ClearHostErrors),
        ("end_batch", MetaAction.EndBatch),
        ("end_play", MetaAction.EndPlay),
        ("end_host", MetaAction.EndHost),
        ("reset_connection", MetaAction.ResetConnection),
    ];

    private static readonly Parameter<string> Word = Parameter
        .Choice("free_form", "What to do; stands as free text.", [.. Actions.Select(a => a.Word)]).Required();

    public override ModuleSpec Spec { get; } = new("meta", "Steers the run itself: handlers now, the end of the play or of the host.")
    {
        Parameters = [Word],
        FreeForm = Word,
        Examples = [new ModuleExample("- name: Restart now what has changed\n  meta: flush_handlers\n")],
    };

    /// <summary>The action; the engine does it, the steps do nothing.</summary>
    public static MetaAction Action(Arguments args) => Actions.First(a => a.Word == args.Require(Word)).Action;

    public override IEnumerable<Step> Plan(Arguments args)
    {
        yield return new Step.Report("msg", Value.Of(args.Require(Word)));
    }
}
