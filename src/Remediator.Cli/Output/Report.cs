using Remediator.Cli.Clocks;
using Remediator.Cli.Engine;
using Remediator.Engine.Healing;
using Remediator.Engine.Reporting;
using Remediator.Language.Diagnostics;

namespace Remediator.Cli.Output;

/// <summary>Tells what a verb finds and does, in one form. Disposing it puts the terminal in order.</summary>
internal abstract class Report : IRunObserver, IDisposable
{
    /// <summary>All diagnostics at once.</summary>
    public abstract void Diagnose(IReadOnlyList<Diagnostic> diagnostics);

    public abstract void Fail(IReadOnlyList<UsageError> errors, string verb);

    public abstract void On(RunEvent next);

    public abstract void List(IReadOnlyList<PlaybookOutline> playbooks, Listing listing);

    /// <summary>What was found of clocks; the line for people is the verb's own.</summary>
    public virtual void Tell(ClockVerdict verdict)
    {
    }

    /// <summary>What came of a pass, after its runs; nothing where nothing had to be done.</summary>
    public virtual void Tell(HealReport report)
    {
    }

    /// <summary>Keeps out of the way of a question on the terminal while it is asked.</summary>
    public virtual string? Ask(Func<string?> ask) => ask();

    /// <summary>Tells people that an interruption was heard. Called from another thread.</summary>
    public virtual void Interrupting()
    {
    }

    /// <summary>Says that nothing follows; gives back the code.</summary>
    public abstract int End(int exitCode);

    public virtual void Dispose()
    {
    }
}

/// <summary>What <c>--syntax-check</c> and the <c>--list-…</c> flags show instead of running.</summary>
[Flags]
internal enum Listing
{
    None = 0,
    Syntax = 1,
    Hosts = 2,
    Tasks = 4,
    Tags = 8,
}
