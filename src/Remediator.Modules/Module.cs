using Remediator.Shell;

namespace Remediator.Modules;

/// <summary>
/// A kind of task: a pure function from checked arguments to the steps that a host needs. It does no I/O and decides nothing from a
/// state read a moment ago: what depends on the host is in the steps, and the host decides.
/// </summary>
public abstract class Module
{
    public abstract ModuleSpec Spec { get; }

    /// <summary>The steps, in order. A task with only <see cref="Step.Report"/> and <see cref="Step.Fail"/> needs no host.</summary>
    public abstract IEnumerable<Step> Plan(Arguments args);
}
