using System.CommandLine;

namespace Remediator.Cli.CommandLine;

/// <summary>Options that the help shows under one title.</summary>
internal sealed record OptionGroup(string Title, params IReadOnlyList<Option> Options);
