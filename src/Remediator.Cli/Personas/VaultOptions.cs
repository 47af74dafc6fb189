namespace Remediator.Cli.Personas;

/// <summary>The options that say where vault passwords come from.</summary>
internal static class VaultOptions
{
    public static readonly PersonaOption VaultId = new("a vault identity: label@file, label@prompt", "--vault-id") { Value = "VAULT_IDS" };
    public static readonly PersonaOption AskPass = new("ask for the vault password", "-J", "--ask-vault-password", "--ask-vault-pass");
    public static readonly PersonaOption PasswordFile = new("a file that holds the vault password, or a program that prints it", "--vault-password-file", "--vault-pass-file") { Value = "VAULT_PASSWORD_FILES" };

    public static IReadOnlyList<PersonaOption> All { get; } = [VaultId, AskPass, PasswordFile];
}
