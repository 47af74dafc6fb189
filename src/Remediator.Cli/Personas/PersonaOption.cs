namespace Remediator.Cli.Personas;

/// <summary>An option of one of Ansible's programs.</summary>
/// <param name="Description">For the help.</param>
/// <param name="Names">As typed, in the order in which errors list them: <c>-i</c>, <c>--inventory</c>.</param>
internal sealed record PersonaOption(string Description, params IReadOnlyList<string> Names)
{
    /// <summary>What the help calls its value; null for a switch, which may be given several times.</summary>
    public string? Value { get; init; }

    /// <summary>True where the value is to be a whole number.</summary>
    public bool IsNumber { get; init; }

    /// <summary>As argparse's errors name it.</summary>
    public string Title => string.Join('/', Names);
}
