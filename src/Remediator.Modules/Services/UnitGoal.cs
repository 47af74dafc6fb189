using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Services;

/// <summary>
/// What is wanted of a unit. Facets <c>masked</c>, <c>enabled</c> and <c>active</c>; a restart or a reload is a change each time.
/// The functions are in Prelude/services.sh.
/// </summary>
/// <param name="Name">As the author wrote it; <c>chrony</c> and <c>chronyd</c> stand for each other.</param>
/// <param name="State"><c>started</c>, <c>stopped</c>, <c>restarted</c>, <c>reloaded</c> or null.</param>
internal sealed record UnitGoal(string Name, string? State, bool? Enabled)
{
    public const string Started = "started";
    public const string Stopped = "stopped";
    public const string Restarted = "restarted";
    public const string Reloaded = "reloaded";

    public bool? Masked { get; init; }

    /// <summary>Whose manager is asked: <c>system</c>, <c>user</c> or <c>global</c>.</summary>
    public string Scope { get; init; } = "system";

    /// <summary>OpenRC's, for <see cref="Enabled"/>.</summary>
    public string RunLevel { get; init; } = "default";

    /// <summary>Starts and stops are asked for and not waited for.</summary>
    public bool NoBlock { get; init; }

    public IEnumerable<Step> Steps()
    {
        yield return new Step.Require(Sh.Told($"rmd_unit_look {Name} {Scope}"), $"could not look for the service {Name}");
        // A mask may be there before the unit is, so it is not asked for yet.
        if (Masked is { } masked)
        {
            yield return new Step.Ensure("masked", Sh.Told($"rmd_unit_masked"), masked ? "masked" : "unmasked", Sh.Of($"rmd_unit_mask {(masked ? "mask" : "unmask")} {Name}")) { Undo = [new Undo.Unit(masked ? "mask" : "unmask")] };
        }

        if (State is not null || Enabled is not null)
        {
            yield return new Step.Require(Sh.Told($"rmd_unit_found {Name}"), $"Could not find the requested service {Name}: host");
        }

        if (Enabled is { } enabled)
        {
            var word = enabled ? "enabled" : "disabled";
            yield return new Step.Ensure("enabled", Sh.Told($"rmd_unit_enabled {word}"), word, Sh.Of($"rmd_unit_enable {(enabled ? "enable" : "disable")} {Name} {RunLevel}")) { Undo = [new Undo.Unit(enabled ? "enable" : "disable")] };
        }

        if (StateStep() is { } step)
        {
            yield return step;
        }

        yield return new Step.Report("name", Value.Of(Name));
        if (Enabled is { } wanted)
        {
            yield return new Step.Report("enabled", Value.Of(wanted));
        }

        if (State is not null)
        {
            yield return new Step.Report("state", Value.Of(State == Stopped ? Stopped : Started));
        }

        yield return new Step.Capture("status", Sh.Told($"rmd_unit_told"), captured => ParseStatus(captured.Text));
    }

    /// <summary>The properties that systemctl show printed, as text.</summary>
    internal static DictValue ParseStatus(string text)
    {
        var status = new DictBuilder();
        foreach (var line in text.Split('\n'))
        {
            var equals = line.IndexOf('=');
            if (equals > 0)
            {
                status[line[..equals]] = Value.Of(line[(equals + 1)..]);
            }
        }

        return status.Build();
    }

    private Step? StateStep() => State switch
    {
        Started => new Step.Ensure("active", Sh.Told($"rmd_unit_active active"), "active", Do("start")) { Undo = [new Undo.Unit("start")] },
        Stopped => new Step.Ensure("active", Sh.Told($"rmd_unit_active inactive"), "inactive", Do("stop")) { Undo = [new Undo.Unit("stop")] },
        Restarted => Again("restart"),
        Reloaded => Again("reload"),
        _ => null,
    };

    // The verdict is the unit's state afterwards, with the log; an exit code alone would say less.
    private Step.Act Again(string verb) => new(Sh.Told($"{Do(verb)} || :"))
    {
        Facet = verb,
        Undo = [new Undo.Unit(verb)],
        Expect = Sh.Told($"rmd_unit_went_well"),
        ExpectMessage = $"Unable to {verb} service {Name}",
    };

    private Sh Do(string verb) => NoBlock ? Sh.Told($"rmd_unit_do {verb} {Name} --no-block") : Sh.Told($"rmd_unit_do {verb} {Name}");
}
