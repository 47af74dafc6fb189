using System.Collections.Concurrent;
using System.Text;

namespace Remediator.Language.Vault;

/// <summary>A password and the vault identity that it belongs to. Its text shows the identity alone.</summary>
public sealed class VaultSecret(string label, byte[] password)
{
    /// <summary>The identity of a secret that was given without one.</summary>
    public const string DefaultLabel = "default";

    public string Label { get; } = label;

    public byte[] Password { get; } = password;

    public override string ToString() => Label;
}

/// <summary>The secrets of a run, in the order in which they are tried. Thread-safe.</summary>
public sealed class VaultSecrets(IReadOnlyList<VaultSecret> secrets)
{
    private readonly ConcurrentDictionary<string, bool> opened = [];

    public static VaultSecrets None { get; } = new([]);

    public IReadOnlyList<VaultSecret> All => secrets;

    /// <summary>True where only secrets of the identity in the header are tried; else that identity's come first.</summary>
    public bool MustMatchLabel { get; init; }

    /// <summary>Texts that were opened so far: values, and of files what stands on each line behind a key. Nobody may show or keep them.</summary>
    public IEnumerable<string> Opened => opened.Keys;

    /// <summary>Decrypts the text of an envelope.</summary>
    /// <param name="name">What the message calls it; null for a value within a file.</param>
    /// <exception cref="VaultException">In Ansible's words, which scripts look for.</exception>
    public byte[] Open(string text, string? name = null) => OpenWith(text, name).Plain;

    /// <summary>The same, with the secret that opened it.</summary>
    public (byte[] Plain, VaultSecret Secret) OpenWith(string text, string? name = null)
    {
        if (secrets.Count == 0)
        {
            throw new VaultException("Attempting to decrypt but no vault secrets found");
        }

        if (!VaultEnvelope.IsVault(text))
        {
            throw new VaultException($"input is not vault encrypted data.{(name is null ? "" : $" {name} is not a vault encrypted file")}");
        }

        var envelope = VaultEnvelope.Parse(text);
        var label = envelope.Label ?? VaultSecret.DefaultLabel;
        foreach (var secret in secrets.Where(s => s.Label == label).Concat(MustMatchLabel ? [] : secrets.Where(s => s.Label != label)))
        {
            if (VaultCipher.Decrypt(envelope, secret.Password) is { } plain)
            {
                Remember(Encoding.UTF8.GetString(plain), isFile: name is not null);
                return (plain, secret);
            }
        }

        throw new VaultException($"Decryption failed (no vault secrets were found that could decrypt){(name is null ? "" : $" on {name}")}");
    }

    /// <summary>The bytes of a file, decrypted where they are an envelope.</summary>
    public byte[] OpenFile(byte[] content, string name) => VaultEnvelope.IsVault(content) ? Open(Encoding.UTF8.GetString(content), name) : content;

    private void Remember(string text, bool isFile)
    {
        foreach (var part in isFile ? text.Split('\n').Select(AfterKey) : [text])
        {
            opened.TryAdd(part, true);
        }
    }

    private static string AfterKey(string line)
    {
        var key = line.IndexOf(": ", StringComparison.Ordinal);
        return (key < 0 ? line.Trim().TrimStart('-') : line[(key + 2)..]).Trim().Trim('"', '\'');
    }
}
