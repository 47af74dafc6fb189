namespace Remediator.Engine.Running;

/// <summary>How a channel's process ended before it should have.</summary>
/// <param name="ExitCode">Null where it still ran (a time-out).</param>
/// <param name="Said">The last of its stderr, as it is: not for messages without <see cref="PlainText"/>.</param>
/// <param name="Noise">The last of what it printed that was not ours.</param>
public sealed record Ending(int? ExitCode, string Said, string Noise);
