namespace Remediator.Cli.Vault;

/// <summary>Where vault passwords come from, by flags and configuration.</summary>
/// <param name="Ids">Texts of <c>--vault-id</c>: <c>label@source</c> or a source; a source is <c>prompt</c>, a file or a program.</param>
/// <param name="PasswordFiles">Files and programs of the default identity, which come after the identities.</param>
/// <param name="AsksDefault">Whether the default identity's password is asked for on the terminal.</param>
internal sealed record VaultRequest(IReadOnlyList<string> Ids, IReadOnlyList<string> PasswordFiles, bool AsksDefault)
{
    /// <summary>The label of what has none.</summary>
    public string DefaultLabel { get; init; } = Remediator.Language.Vault.VaultSecret.DefaultLabel;

    public bool MustMatchLabel { get; init; }

    /// <summary>Flags and configuration together; the configuration's identities come first, its file last.</summary>
    public static VaultRequest Of(IReadOnlyList<string> ids, IReadOnlyList<string> passwordFiles, bool asks, AnsibleSettings settings) =>
        new([.. settings.VaultIdentityList, .. ids], settings.VaultPasswordFile is { } file ? [.. passwordFiles, file] : passwordFiles, asks)
        {
            DefaultLabel = settings.VaultIdentity,
            MustMatchLabel = settings.VaultIdMatch,
        };
}
