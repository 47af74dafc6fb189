using System.Security.Cryptography;
using System.Text;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>Filters that hash and encode.</summary>
internal static class HashFilters
{
    /// <summary>The name space of Ansible's <c>to_uuid</c>.</summary>
    private const string AnsibleNamespace = "361E6D51-FAEC-444A-9079-341386DA8E2E";

    public static readonly NamedFunction[] All =
    [
        new("hash", "hashtype?", c => Value.Of(Hash(c, c.TextAt(0, "sha1")))),
        new("md5", "", c => Value.Of(Hash(c, "md5"))),
        new("sha1", "", c => Value.Of(Hash(c, "sha1"))),
        new("checksum", "", c => Value.Of(Hash(c, "sha1"))),
        new("password_hash", "hashtype? salt? salt_size? rounds? ident?", Password),
        new("b64encode", "encoding?", c => Value.Of(Convert.ToBase64String(EncodingOf(c).GetBytes(c.Text)))),
        new("b64decode", "encoding?", Decode),
        new("to_uuid", "namespace?", Uuid),
    ];

    private static string Hash(FunctionCall call, string kind)
    {
        var bytes = Encoding.UTF8.GetBytes(call.Text);
        return Convert.ToHexStringLower(kind.ToLowerInvariant() switch
        {
            "md5" => MD5.HashData(bytes),
            "sha1" => SHA1.HashData(bytes),
            "sha256" => SHA256.HashData(bytes),
            "sha384" => SHA384.HashData(bytes),
            "sha512" => SHA512.HashData(bytes),
            "sha224" => Sha224.HashData(bytes),
            "sha3_256" when SHA3_256.IsSupported => SHA3_256.HashData(bytes),
            "sha3_512" when SHA3_512.IsSupported => SHA3_512.HashData(bytes),
            _ => throw call.Fail($"unsupported hash type {kind}", "md5, sha1, sha224, sha256, sha384 or sha512"),
        });
    }

    private static Encoding EncodingOf(FunctionCall call) => call.TextAt(0, "utf-8").ToLowerInvariant().Replace('_', '-') switch
    {
        "utf-8" or "utf8" => new UTF8Encoding(false, throwOnInvalidBytes: true),
        "utf-16-le" or "utf-16le" => new UnicodeEncoding(false, false, throwOnInvalidBytes: true),
        "utf-16-be" or "utf-16be" => new UnicodeEncoding(true, false, throwOnInvalidBytes: true),
        "ascii" => Encoding.ASCII,
        "latin-1" or "latin1" or "iso-8859-1" => Encoding.Latin1,
        var other => throw call.Fail($"unknown encoding: {other}"),
    };

    private static Value Decode(FunctionCall call)
    {
        try
        {
            var text = string.Concat(call.Text.Where(c => !char.IsWhiteSpace(c)));
            return Value.Of(EncodingOf(call).GetString(Convert.FromBase64String(text)));
        }
        catch (FormatException)
        {
            throw call.Fail("the text is not base64");
        }
        catch (ArgumentException)
        {
            throw call.Fail($"the bytes are not text in {call.TextAt(0, "utf-8")}", "name its encoding: b64decode(encoding='latin-1')");
        }
    }

    private static Value Password(FunctionCall call) => Value.Of(PasswordHash.Of(
        call.Text,
        call.TextAt(0, "sha512"),
        call.Has(1) ? call.TextAt(1) : null,
        call.NumberAt(2, PasswordHash.MostSalt),
        call.Has(3) ? call.NumberAt(3) : null,
        call.Budget.CheckTime));

    /// <summary>A UUID of version 5 (RFC 9562) of a name.</summary>
    private static Value Uuid(FunctionCall call)
    {
        if (!Guid.TryParse(call.TextAt(0, AnsibleNamespace), out var space))
        {
            throw call.Fail($"Invalid value '{call.TextAt(0)}' for 'namespace': badly formed hexadecimal UUID string");
        }

        var hash = SHA1.HashData([.. space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(call.Text)])[..16];
        hash[6] = (byte)((hash[6] & 0x0f) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return Value.Of(new Guid(hash, bigEndian: true).ToString());
    }
}
