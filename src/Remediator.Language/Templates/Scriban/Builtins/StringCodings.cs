using System.Security.Cryptography;
using System.Text;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Scriban.Builtins;

/// <summary>The functions of <c>string</c> that hash and encode the UTF-8 bytes of a text.</summary>
internal static class StringCodings
{
    public static Builtin[] All { get; } =
    [
        new("base64_decode", "text", Decode),
        new("base64_encode", "text", c => Value.Of(Convert.ToBase64String(Bytes(c, 0)))),
        new("hmac_sha1", "text secretKey", c => Hex(HMACSHA1.HashData(Bytes(c, 1), Bytes(c, 0)))),
        new("hmac_sha256", "text secretKey", c => Hex(HMACSHA256.HashData(Bytes(c, 1), Bytes(c, 0)))),
        new("hmac_sha512", "text secretKey", c => Hex(HMACSHA512.HashData(Bytes(c, 1), Bytes(c, 0)))),
        new("md5", "text", c => Hex(MD5.HashData(Bytes(c, 0)))),
        new("sha1", "text", c => Hex(SHA1.HashData(Bytes(c, 0)))),
        new("sha256", "text", c => Hex(SHA256.HashData(Bytes(c, 0)))),
        new("sha512", "text", c => Hex(SHA512.HashData(Bytes(c, 0)))),
    ];

    private static byte[] Bytes(BuiltinCall call, int index) => Encoding.UTF8.GetBytes(call.Text(index));

    private static Value Hex(byte[] hash) => Value.Of(Convert.ToHexStringLower(hash));

    private static Value Decode(BuiltinCall call)
    {
        try
        {
            return Value.Of(Encoding.UTF8.GetString(Convert.FromBase64String(call.Text(0))));
        }
        catch (FormatException)
        {
            throw new EvaluationException("the text is not Base64");
        }
    }
}
