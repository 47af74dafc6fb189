using Remediator.Shell;

namespace Remediator.Engine.Running;

/// <summary>What every channel of a transport is told when it opens.</summary>
/// <param name="Check">Tasks say what they would do and change nothing, unless a task says otherwise.</param>
/// <param name="Diff">The old content of files is sent before they change.</param>
public sealed record ChannelOptions(bool Check = false, bool Diff = false)
{
    /// <summary>Bytes of output kept per task and stream.</summary>
    public int OutputCap { get; init; } = SessionScript.DefaultCap;

    /// <summary>The host's folder for what it keeps from run to run; empty for the usual one of the user.</summary>
    public string Store { get; init; } = "";
}
