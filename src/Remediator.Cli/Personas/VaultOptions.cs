using Remediator.Cli.Vault;

namespace Remediator.Cli.Personas;

/// <summary>The options that say where vault passwords come from.</summary>
internal static class VaultOptions
{
    private static readonly PersonaOption VaultId = new("a vault identity: label@file, label@prompt", "--vault-id") { Value = "VAULT_IDS" };
    private static readonly PersonaOption AskPass = new("ask for the vault password", "-J", "--ask-vault-password", "--ask-vault-pass");
    private static readonly PersonaOption PasswordFile = new("a file that holds the vault password, or a program that prints it", "--vault-password-file", "--vault-pass-file") { Value = "VAULT_PASSWORD_FILES" };

    public static IReadOnlyList<PersonaOption> All { get; } = [VaultId, AskPass, PasswordFile];

    public static VaultRequest Request(PersonaArguments arguments, AnsibleSettings settings)
    {
        if (arguments.Texts(VaultId).FirstOrDefault(id => id.Contains(';')) is { } wrong)
        {
            throw new PersonaException($"'{wrong}' is not a valid vault id. The character ';' is not allowed in vault ids", PersonaExitCodes.Options);
        }

        return VaultRequest.Of(arguments.Texts(VaultId), arguments.Texts(PasswordFile), arguments.Has(AskPass), settings);
    }
}
