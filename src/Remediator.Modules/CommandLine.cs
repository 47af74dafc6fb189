namespace Remediator.Modules;

/// <param name="Text">As it was written.</param>
/// <param name="Words">At least one.</param>
public sealed record CommandLine(string Text, IReadOnlyList<string> Words);
