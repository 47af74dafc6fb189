namespace Remediator.Engine.Running;

/// <summary>Which changes are to be taken back.</summary>
/// <param name="Run">The run's name.</param>
/// <param name="Play">Of that play alone; null for all.</param>
/// <param name="IsCheck">Only say what would be done.</param>
/// <param name="IsForced">Also what others have changed since.</param>
public sealed record RollbackRequest(string Run, int? Play, bool IsCheck, bool IsForced);
