using System.CommandLine;
using Remediator.Cli.CommandLine;
using Remediator.Cli.Personas;

namespace Remediator.Cli.Verbs;

/// <summary>Encrypts and decrypts files: what ansible-vault does, with its words.</summary>
internal sealed class VaultVerb : Verb
{
    public override string Name => "vault";

    public override string Summary => "Encrypt and decrypt files and values, as ansible-vault.";

    public override string Description => "Takes the actions and options of ansible-vault: create, edit, view, encrypt, decrypt, rekey and encrypt_string.";

    public override IReadOnlyList<(string Command, string Meaning)> Examples =>
    [
        ("remediator vault encrypt group_vars/all/secrets.yml --vault-password-file ~/.vault", "encrypt a file"),
        ("remediator vault encrypt_string --vault-id prod@prompt -n db_password", "a value for a vars file, its text from stdin"),
    ];

    /// <summary>The words go to the persona, whose parser is the one that ansible-vault's users know.</summary>
    public override Persona? Persona { get; } = new VaultPersona("remediator vault");

    public override Task<int> RunAsync(ParseResult parsed, Surroundings around, CancellationToken cancellation) =>
        Persona!.InvokeAsync(parsed.UnmatchedTokens, around, cancellation);
}
