namespace Remediator.Cli;

/// <summary>What is wrong with the words on the command line, or with what they name on this machine.</summary>
internal sealed record UsageError(string Message, string? Hint = null);
