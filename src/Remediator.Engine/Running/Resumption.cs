using Remediator.Engine.Recording;

namespace Remediator.Engine.Running;

/// <summary>A run that another process began.</summary>
/// <param name="RunId">Its id, which is this run's, too.</param>
/// <param name="Tasks">What is on record, in order.</param>
public sealed record Resumption(string RunId, IReadOnlyList<RecordedTask> Tasks, UnknownTasks Unknown);

/// <summary>What becomes of a task that began to change something and is not known to have ended.</summary>
public enum UnknownTasks
{
    /// <summary>It ends the run on its host: people decide.</summary>
    Report,

    /// <summary>It runs again.</summary>
    Rerun,

    /// <summary>It counts as done, with a change.</summary>
    Skip,
}
