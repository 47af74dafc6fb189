using System.Globalization;

namespace Remediator.Cli.Personas;

/// <summary>The words of a command line once they are understood.</summary>
/// <param name="Positional">Words that belong to no option, in order.</param>
/// <param name="Given">Options with their values, in order; null for a switch.</param>
internal sealed record PersonaArguments(IReadOnlyList<string> Positional, IReadOnlyList<(PersonaOption Option, string? Value)> Given)
{
    public bool Has(PersonaOption option) => Count(option) > 0;

    public int Count(PersonaOption option) => Given.Count(g => g.Option == option);

    /// <summary>The last value, or null.</summary>
    public string? Text(PersonaOption option) => Given.LastOrDefault(g => g.Option == option).Value;

    public IReadOnlyList<string> Texts(PersonaOption option) => [.. Given.Where(g => g.Option == option).Select(g => g.Value!)];

    public int? Number(PersonaOption option) => Text(option) is { } text ? int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : null;
}

/// <summary>The words do not fit the options.</summary>
internal sealed class PersonaUsageException(string message) : Exception(message);
