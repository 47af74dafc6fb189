using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Remediator.Language.Vault;

/// <summary>
/// The cipher AES256 of Ansible's vaults: AES-256 in counter mode, authenticated by HMAC-SHA256, both keys and the first counter
/// derived from password and salt by PBKDF2.
/// </summary>
public static class VaultCipher
{
    public const int SaltLength = 32;

    private const int Iterations = 10_000;
    private const int KeyLength = 32;
    private const int BlockLength = 16;

    /// <param name="label">The vault identity that the header names; null for a header without one.</param>
    /// <param name="salt">Null for random bytes, as it should be outside tests.</param>
    public static VaultEnvelope Encrypt(ReadOnlySpan<byte> plain, byte[] password, string? label, byte[]? salt = null)
    {
        salt ??= RandomNumberGenerator.GetBytes(SaltLength);
        var keys = Keys.Derive(password, salt);
        var padding = BlockLength - (plain.Length % BlockLength);
        var text = new byte[plain.Length + padding];
        plain.CopyTo(text);
        text.AsSpan(plain.Length).Fill((byte)padding);
        ApplyCounterMode(text, keys);
        return new VaultEnvelope(label, salt, HMACSHA256.HashData(keys.Authentication, text), text);
    }

    /// <summary>The plain bytes; null where the password is another or the envelope was changed, which cannot be told apart.</summary>
    public static byte[]? Decrypt(VaultEnvelope envelope, byte[] password)
    {
        var keys = Keys.Derive(password, envelope.Salt);
        if (!CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(keys.Authentication, envelope.Ciphertext), envelope.Code))
        {
            return null;
        }

        var text = envelope.Ciphertext.ToArray();
        ApplyCounterMode(text, keys);
        var padding = text.Length > 0 ? text[^1] : 0;
        return padding is > 0 and <= BlockLength && padding <= text.Length ? text[..^padding] : null;
    }

    /// <summary>Counter mode is its own inverse. The platform has no such mode; each block is the text of a counter that is encrypted alone.</summary>
    private static void ApplyCounterMode(Span<byte> text, Keys keys)
    {
        using var aes = Aes.Create();
        aes.Key = keys.Encryption;
        var counter = BinaryPrimitives.ReadUInt128BigEndian(keys.Counter);
        Span<byte> block = stackalloc byte[BlockLength];
        Span<byte> stream = stackalloc byte[BlockLength];
        for (var at = 0; at < text.Length; at += BlockLength, counter++)
        {
            BinaryPrimitives.WriteUInt128BigEndian(block, counter);
            aes.EncryptEcb(block, stream, PaddingMode.None);
            for (var i = at; i < Math.Min(at + BlockLength, text.Length); i++)
            {
                text[i] ^= stream[i - at];
            }
        }
    }

    private sealed record Keys(byte[] Encryption, byte[] Authentication, byte[] Counter)
    {
        public static Keys Derive(byte[] password, byte[] salt)
        {
            var bytes = Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA256, (2 * KeyLength) + BlockLength);
            return new Keys(bytes[..KeyLength], bytes[KeyLength..(2 * KeyLength)], bytes[(2 * KeyLength)..]);
        }
    }
}
