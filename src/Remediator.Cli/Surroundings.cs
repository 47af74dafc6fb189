using Remediator.Cli.Engine;
using Remediator.Cli.Terminals;

namespace Remediator.Cli;

/// <summary>What a verb works with.</summary>
internal sealed record Surroundings(Terminal Terminal, IEngineSession Engine, TimeProvider Clock);
