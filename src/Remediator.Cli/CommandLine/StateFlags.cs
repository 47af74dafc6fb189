using System.CommandLine;
using Remediator.Engine.Recording;

namespace Remediator.Cli.CommandLine;

/// <summary>The flags that say where runs are recorded, and for how long.</summary>
internal sealed class StateFlags
{
    private readonly Option<string?> state = Flags.Text("--state", "DIR", "Where runs are recorded (default: $XDG_STATE_HOME/remediator, else ~/.local/state/remediator).");

    private readonly Option<string?> keepDays = Flags.Count("--keep-days", "DAYS", $"Drop records of runs that are older (default: {RecordTarget.DefaultKeepDays}); the last {StateDatabase.KeptRuns} stay.");

    /// <summary>For verbs that run.</summary>
    public OptionGroup Group => new("Record", state, keepDays);

    /// <summary>For verbs that read what was recorded.</summary>
    public Option<string?> State => state;

    /// <summary>Null where there is no place to record in.</summary>
    public RecordTarget? Target(ParseResult parsed, Surroundings around, string verb) => Folder(parsed, around) is { } folder
        ? new RecordTarget(folder, verb) { KeepDays = parsed.Number(keepDays) ?? RecordTarget.DefaultKeepDays }
        : null;

    public StateFolder? Folder(ParseResult parsed, Surroundings around) =>
        parsed.GetValue(state) is { } given ? new StateFolder(Path.GetFullPath(given)) : StateFolder.Default(around.Terminal.Variable);
}
