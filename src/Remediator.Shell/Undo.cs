namespace Remediator.Shell;

/// <summary>
/// How a change is taken back: what Prelude/journal.sh keeps on the host before it. The set is closed; a step may have several.
/// A <see cref="Step.Put"/> needs none: its file is kept as it is.
/// </summary>
public abstract record Undo
{
    private Undo()
    {
    }

    /// <summary>Files, links or folders, there or not, come back as they were; of a folder that is there, its mode and owner.</summary>
    public sealed record Paths(params IReadOnlyList<Sh> Of) : Undo;

    /// <summary>A folder with all that is in it (at most 256 MiB), or none.</summary>
    public sealed record Whole(Sh Path) : Undo;

    /// <summary>Modes and owners of all that is in a folder.</summary>
    public sealed record Below(Sh Path) : Undo;

    /// <summary>Those files below a folder whose names <paramref name="List"/> prints, one a line.</summary>
    public sealed record Names(Sh Folder, Sh List) : Undo;

    /// <summary>The unit that the task's first step looked up: its state before the verb (<c>restart</c>, <c>enable</c>, ...).</summary>
    public sealed record Unit(string Verb) : Undo;

    /// <summary>
    /// A command that takes the change back, run by itself and perhaps much later; of the prelude it may use what
    /// <c>rmd_undo_call</c> names. It finds in <c>$rmd_before</c> what <paramref name="Old"/> printed before the change.
    /// </summary>
    /// <param name="Old">Null for what <see cref="Step.Ensure.Read"/> printed.</param>
    public sealed record Call(Sh Command, Sh? Old = null) : Undo;
}
