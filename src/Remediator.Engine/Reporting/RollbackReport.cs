namespace Remediator.Engine.Reporting;

/// <summary>What came of taking a run's changes back on a host.</summary>
/// <param name="Outcome">
/// <see cref="HostOutcome.RolledBack"/>, <see cref="HostOutcome.RollbackFailed"/>, or <see cref="HostOutcome.Failed"/> where nothing could be taken back; for a
/// rollback that a user asked for also <see cref="HostOutcome.Ok"/>, <see cref="HostOutcome.Drifted"/> (check mode) and <see cref="HostOutcome.Unreachable"/>.
/// </param>
/// <param name="Reason">What failed, so that it was taken back; else what there is to say of it.</param>
/// <param name="Folders">Where the host keeps the saved copies.</param>
public sealed record RollbackReport(string Host, HostOutcome Outcome, string Reason, IReadOnlyList<UndoReport> Changes, IReadOnlyList<string> Folders);

/// <summary>One change and what became of it.</summary>
/// <param name="What">A path, a unit or a facet.</param>
/// <param name="State"><c>restored</c>, <c>restarted</c>, <c>stopped</c>, <c>left</c>, <c>cannot</c>, <c>would</c>, <c>changed</c> (by others since) or <c>failed</c>.</param>
/// <param name="Message">Why it stays; else the task that made the change.</param>
public sealed record UndoReport(string What, string State, string Message);
