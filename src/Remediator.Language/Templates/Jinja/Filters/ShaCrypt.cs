using System.Security.Cryptography;
using System.Text;

namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>The password hashes <c>$5$</c> and <c>$6$</c> of crypt(3), after Ulrich Drepper's specification "Unix crypt using SHA-256 and SHA-512".</summary>
internal sealed class ShaCrypt
{
    private const string Alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>The rounds that a hash does not name.</summary>
    private const int UnnamedRounds = 5000;

    /// <summary>Rounds between looks at the clock.</summary>
    private const int RoundsBetweenChecks = 4096;

    private readonly string id;
    private readonly int usualRounds;
    private readonly HashFunction digest;
    private readonly int[][] order;

    private ShaCrypt(string id, int usualRounds, HashFunction digest, int[][] order)
    {
        this.id = id;
        this.usualRounds = usualRounds;
        this.digest = digest;
        this.order = order;
    }

    private delegate int HashFunction(ReadOnlySpan<byte> data, Span<byte> hash);

    /// <summary>Where no number of rounds is asked for, that of passlib 1.7, which Ansible uses.</summary>
    public static ShaCrypt Sha256 { get; } = new("5", 535_000, SHA256.HashData, Order(32, 10, 3, [31, 30]));

    public static ShaCrypt Sha512 { get; } = new("6", 656_000, SHA512.HashData, Order(64, 21, 1, [63]));

    public static string RandomSalt(int length) => new(RandomNumberGenerator.GetItems<char>(Alphabet, length));

    /// <param name="check">Called now and then; it may throw to end the work.</param>
    public string Hash(string password, string salt, int? rounds, Action check)
    {
        var (key, seed) = (Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(salt));
        var alternate = Digest([.. key, .. seed, .. key]);
        var start = new List<byte>([.. key, .. seed, .. Repeat(alternate, key.Length)]);
        for (var bits = key.Length; bits > 0; bits >>= 1)
        {
            start.AddRange((bits & 1) == 1 ? alternate : key);
        }

        var result = Digest([.. start]);
        var p = Repeat(Digest([.. Enumerable.Repeat(key, key.Length).SelectMany(b => b)]), key.Length);
        var s = Repeat(Digest([.. Enumerable.Repeat(seed, 16 + result[0]).SelectMany(b => b)]), seed.Length);
        var count = rounds ?? usualRounds;
        var buffer = new byte[(2 * Math.Max(p.Length, result.Length)) + s.Length + p.Length];
        for (var i = 0; i < count; i++)
        {
            Round(i, result, p, s, buffer);
            if (i % RoundsBetweenChecks == 0)
            {
                check();
            }
        }

        return $"${id}${(count == UnnamedRounds ? "" : $"rounds={count}$")}{salt}${Encode(result)}";
    }

    private void Round(int i, byte[] result, byte[] p, byte[] s, byte[] buffer)
    {
        var odd = (i & 1) == 1;
        var length = 0;
        Add(odd ? p : result);
        Add(i % 3 != 0 ? s : []);
        Add(i % 7 != 0 ? p : []);
        Add(odd ? result : p);
        digest(buffer.AsSpan(0, length), result);

        void Add(byte[] part)
        {
            part.CopyTo(buffer, length);
            length += part.Length;
        }
    }

    private byte[] Digest(ReadOnlySpan<byte> data)
    {
        var hash = new byte[64];
        return hash[..digest(data, hash)];
    }

    private static byte[] Repeat(byte[] bytes, int length)
    {
        var repeated = new byte[length];
        for (var i = 0; i < length; i++)
        {
            repeated[i] = bytes[i % bytes.Length];
        }

        return repeated;
    }

    /// <summary>Groups of three bytes, each group's order turned by one place; the rest stands alone.</summary>
    private static int[][] Order(int size, int step, int turn, int[] rest)
    {
        var groups = new List<int[]>();
        for (var i = 0; i < (size - rest.Length) / 3; i++)
        {
            int[] plain = [i, i + step, i + (2 * step)];
            var shift = i * (turn == 1 ? 1 : 2) % 3;
            groups.Add([plain[shift], plain[(shift + 1) % 3], plain[(shift + 2) % 3]]);
        }

        groups.Add(rest);
        return [.. groups];
    }

    private string Encode(byte[] bytes)
    {
        var text = new StringBuilder();
        foreach (var group in order)
        {
            var value = group.Aggregate(0, (sum, index) => (sum << 8) | bytes[index]);
            for (var n = 0; n <= group.Length; n++)
            {
                text.Append(Alphabet[value & 0x3f]);
                value >>= 6;
            }
        }

        return text.ToString();
    }
}
