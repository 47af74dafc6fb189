using System.Text;

namespace Remediator.Language.Vault;

/// <summary>
/// Encrypted text as it stands in a file: a header line, then lines of hexadecimal digits. The digits spell three lines that are
/// hexadecimal themselves: salt, authentication code and ciphertext.
/// </summary>
/// <param name="Label">The vault identity of a 1.2 header; null for 1.1.</param>
public sealed record VaultEnvelope(string? Label, byte[] Salt, byte[] Code, byte[] Ciphertext)
{
    private const string Mark = "$ANSIBLE_VAULT";
    private const int LineLength = 80;

    /// <summary>Whether text begins as an envelope does.</summary>
    public static bool IsVault(ReadOnlySpan<char> text) => text.StartsWith($"{Mark};", StringComparison.Ordinal);

    /// <summary>The same of bytes; they need not be text.</summary>
    public static bool IsVault(ReadOnlySpan<byte> bytes) => bytes.StartsWith("$ANSIBLE_VAULT;"u8);

    /// <summary>Reads an envelope, blanks around its lines left out.</summary>
    /// <exception cref="VaultException">It is none, or of a kind that is not known, or damaged.</exception>
    public static VaultEnvelope Parse(string text)
    {
        if (!IsVault(text))
        {
            throw new VaultException("input is not vault encrypted data.");
        }

        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var header = lines[0].Split(';', StringSplitOptions.TrimEntries);
        var (version, cipher) = header is [_, var v, var c, ..] ? (v, c) : ("", "");
        if (version is not ("1.1" or "1.2") || cipher != "AES256")
        {
            throw new VaultException($"{cipher} of version {version} is not a cipher that can be read; AES256 of 1.1 and 1.2 are");
        }

        try
        {
            var parts = Encoding.ASCII.GetString(Convert.FromHexString(string.Concat(lines.Skip(1)))).Split('\n');
            if (parts.Length == 3)
            {
                return new VaultEnvelope(version == "1.2" && header.Length > 3 ? header[3] : null, Convert.FromHexString(parts[0]), Convert.FromHexString(parts[1]), Convert.FromHexString(parts[2]));
            }
        }
        catch (FormatException)
        {
            // Told below.
        }

        throw new VaultException("Vault format unhexlify error: the encrypted text is damaged");
    }

    /// <summary>The envelope as text, its last line ended.</summary>
    public string Write()
    {
        var text = new StringBuilder(Label is null ? $"{Mark};1.1;AES256\n" : $"{Mark};1.2;AES256;{Label}\n");
        var inner = $"{Convert.ToHexStringLower(Salt)}\n{Convert.ToHexStringLower(Code)}\n{Convert.ToHexStringLower(Ciphertext)}";
        var digits = Convert.ToHexStringLower(Encoding.ASCII.GetBytes(inner));
        for (var at = 0; at < digits.Length; at += LineLength)
        {
            text.Append(digits, at, Math.Min(LineLength, digits.Length - at)).Append('\n');
        }

        return text.ToString();
    }
}

/// <summary>Something could not be decrypted, so the file that holds it could not be read; the message says why and never what.</summary>
public sealed class VaultException(string message) : IOException(message);
