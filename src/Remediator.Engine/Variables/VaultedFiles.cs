using System.Text;
using Remediator.Language.Text;
using Remediator.Language.Vault;

namespace Remediator.Engine.Variables;

/// <summary>
/// Reads files of the controller that may be encrypted. Whoever reads a file for a run reads it here, and catches
/// <see cref="IOException"/>, of which <see cref="VaultException"/> is one.
/// </summary>
public sealed class VaultedFiles(VaultSecrets secrets)
{
    /// <summary>For a run without secrets: encrypted files cannot be read.</summary>
    public static VaultedFiles WithoutSecrets { get; } = new(VaultSecrets.None);

    public VaultSecrets Secrets => secrets;

    public byte[] ReadBytes(string path) => secrets.OpenFile(File.ReadAllBytes(path), path);

    /// <summary>The text, which knows the secrets for the encrypted values in it.</summary>
    /// <param name="name">What errors call the file; null for its path.</param>
    public SourceText ReadText(string path, string? name = null)
    {
        using var reader = new StreamReader(new MemoryStream(ReadBytes(path)), Encoding.UTF8);
        return new SourceText(name ?? path, reader.ReadToEnd()) { Secrets = secrets };
    }
}
