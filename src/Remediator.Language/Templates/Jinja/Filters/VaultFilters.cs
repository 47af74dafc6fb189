using System.Text;
using Remediator.Language.Expressions;
using Remediator.Language.Text;
using Remediator.Language.Values;
using Remediator.Language.Vault;

namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>Filters that encrypt and decrypt text with a password of their own.</summary>
internal static class VaultFilters
{
    /// <summary>The identity that the reference writes where none is given.</summary>
    private const string DefaultLabel = "filter_default";

    /// <summary>The identity is <c>vaultid</c>, which newer versions of the reference call <c>vault_id</c>.</summary>
    public static readonly NamedFunction[] All =
    [
        new("vault", "secret salt? vaultid? wrap_object? vault_id?", Encrypt),
        new("unvault", "secret vaultid? vault_id?", Decrypt),
    ];

    private static Value Encrypt(FunctionCall call)
    {
        if (call.Input is not TextValue)
        {
            throw call.Fail($"Can only vault strings, instead we got: {call.Input.TypeName}");
        }

        var label = call.TextAt(2, call.TextAt(4, DefaultLabel));
        var password = Password(call);
        var salt = call.Has(1) ? Encoding.UTF8.GetBytes(call.TextAt(1)) : null;
        var text = VaultCipher.Encrypt(Encoding.UTF8.GetBytes(call.Text), password, label == VaultSecret.DefaultLabel ? null : label, salt).Write();
        return call.FlagAt(3) ? new VaultedText(text, new SourceText("<vault>", text) { Secrets = new VaultSecrets([new VaultSecret(label, password)]) }.Whole) : Value.Of(text);
    }

    private static Value Decrypt(FunctionCall call)
    {
        if (call.Input is VaultedText vaulted)
        {
            return Open(call, vaulted.Ciphertext);
        }

        if (call.Input is not TextValue)
        {
            throw call.Fail($"Vault should be in the form of a string, instead we got: {call.Input.TypeName}");
        }

        return VaultEnvelope.IsVault(call.Text) ? Open(call, call.Text) : call.Input;
    }

    private static Value Open(FunctionCall call, string text)
    {
        try
        {
            return Value.Of(Encoding.UTF8.GetString(new VaultSecrets([new VaultSecret(call.TextAt(1, call.TextAt(2, DefaultLabel)), Password(call))]).Open(text)));
        }
        catch (VaultException error)
        {
            throw call.Fail($"Unable to decrypt: {error.Message}");
        }
    }

    private static byte[] Password(FunctionCall call) => call[0] is TextValue { Text: { Length: > 0 } text }
        ? Encoding.UTF8.GetBytes(text)
        : throw call.Fail($"Secret passed is required to be a string, instead we got: {call[0]!.TypeName}");
}
