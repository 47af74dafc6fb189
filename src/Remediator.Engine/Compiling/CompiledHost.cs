using Remediator.Engine.Planning;
using Remediator.Engine.Variables;

namespace Remediator.Engine.Compiling;

/// <summary>What planning for the node needs, in one play.</summary>
internal sealed record CompiledHost(HostVariables Variables, HostState State, CompiledValues Values, NodeFacts Facts, TaskPlanner Tasks, IncludePlanner Includes, ChoicesSlot Slot)
{
    /// <summary>Questions of another task begin.</summary>
    public Choices Begin() => Slot.Present = new Choices();
}

/// <summary>The choices of the task that is being planned.</summary>
internal sealed class ChoicesSlot
{
    public Choices Present { get; set; } = new();
}
