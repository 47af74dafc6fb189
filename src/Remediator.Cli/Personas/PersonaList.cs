namespace Remediator.Cli.Personas;

/// <summary>The names by which the program answers as one of Ansible's.</summary>
internal static class PersonaList
{
    /// <summary>The persona of a name or of a path that ends in one; null for any other.</summary>
    public static Persona? Find(string? called) => Path.GetFileName(called) switch
    {
        "ansible" => new AdHocPersona(),
        "ansible-playbook" => new PlaybookPersona(),
        "ansible-inventory" => new InventoryPersona(),
        VaultPersona.Program => new VaultPersona(VaultPersona.Program),
        _ => null,
    };
}
