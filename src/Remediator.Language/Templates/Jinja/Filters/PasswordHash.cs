using Remediator.Language.Expressions;

namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>Hashes of passwords as /etc/shadow has them, by the names that Ansible gives them.</summary>
public static class PasswordHash
{
    public const int MostSalt = 16;

    /// <summary>The hash; an error where the kind, the salt or the rounds are not possible.</summary>
    /// <param name="salt">Null for a random one.</param>
    /// <param name="saltLength">Of a random salt.</param>
    /// <param name="rounds">Null for the usual number.</param>
    /// <param name="check">Called now and then; it may throw to end the work.</param>
    public static string Of(string password, string kind, string? salt, long saltLength, long? rounds, Action check)
    {
        var crypt = kind switch
        {
            "sha512" or "sha512_crypt" => ShaCrypt.Sha512,
            "sha256" or "sha256_crypt" => ShaCrypt.Sha256,
            var other => throw new EvaluationException($"the password hash '{other}' is not supported", hint: "sha512 or sha256"),
        };
        salt ??= RandomSalt(saltLength);
        if (salt.Length is 0 or > MostSalt || !salt.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '/'))
        {
            throw new EvaluationException("a salt has 1 to 16 letters, digits, dots and slashes");
        }

        return rounds is < 1000 or > 10_000_000
            ? throw new EvaluationException("rounds must be between 1000 and 10000000")
            : crypt.Hash(password, salt, (int?)rounds, check);
    }

    public static string RandomSalt(long length = MostSalt) => ShaCrypt.RandomSalt((int)Math.Clamp(length, 1, MostSalt));
}
