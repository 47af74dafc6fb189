namespace Remediator.Engine;

/// <summary>A question to whoever started the run.</summary>
/// <param name="Text">With its colon and blank.</param>
/// <param name="IsSecret">What is typed must not be shown.</param>
public sealed record Question(string Text, bool IsSecret);
