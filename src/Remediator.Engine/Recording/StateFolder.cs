namespace Remediator.Engine.Recording;

/// <summary>The folder on the controller that holds what is remembered of runs: <c>state.db</c> and what belongs to it.</summary>
/// <param name="Path">Absolute, or relative to the folder in which the program was started.</param>
public sealed record StateFolder(string Path)
{
    /// <summary>The database's name in the folder.</summary>
    public const string FileName = "state.db";

    public string Database => System.IO.Path.Combine(Path, FileName);

    /// <summary>
    /// <c>$XDG_STATE_HOME/remediator</c>, else <c>~/.local/state/remediator</c> (XDG Base Directory Specification, which has relative
    /// paths passed over); null where there is no home either.
    /// </summary>
    public static StateFolder? Default(Func<string, string?> variable) =>
        variable("XDG_STATE_HOME") is { } state && System.IO.Path.IsPathRooted(state) ? new StateFolder(System.IO.Path.Combine(state, "remediator"))
        : variable("HOME") is { } home && System.IO.Path.IsPathRooted(home) ? new StateFolder(System.IO.Path.Combine(home, ".local", "state", "remediator"))
        : null;
}

/// <summary>That a run is to be recorded, and where.</summary>
/// <param name="Verb">What the user called.</param>
public sealed record RecordTarget(StateFolder Folder, string Verb)
{
    public const int DefaultKeepDays = 90;

    /// <summary>Runs that began longer ago are dropped when another run ends; the last <see cref="StateDatabase.KeptRuns"/> stay all the same.</summary>
    public int KeepDays { get; init; } = DefaultKeepDays;
}
