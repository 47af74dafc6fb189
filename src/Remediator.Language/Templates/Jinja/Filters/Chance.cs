using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Remediator.Language.Expressions;
using Remediator.Language.Values;

namespace Remediator.Language.Templates.Jinja.Filters;

/// <summary>Ansible's <c>random</c> and <c>shuffle</c>. With a seed they choose as Python does, so that a play keeps its choices when it moves here.</summary>
public static class Chance
{
    public static Value Pick(FunctionCall call)
    {
        var below = Source(call, 2);
        if (Numbers.TryGetLong(call.Input, out var end))
        {
            var (start, step) = (call.NumberAt(0), call.NumberAt(1, 1));
            step = step == 0 ? 1 : step;
            var count = (BigInteger)Math.Ceiling(((double)end - start) / step);
            return count > 0 && count <= long.MaxValue
                ? Value.Of(start + (step * below((long)count)))
                : throw call.Fail($"empty range for randrange() ({start}, {end}, {step})");
        }

        if (call.Has(0) || call.Has(1))
        {
            throw call.Fail("start and step can only be used with integer values");
        }

        if (call.Input is not (ListValue or TextValue or DictValue))
        {
            throw call.Fail("random can only be used on sequences and integers");
        }

        var items = call.Items;
        return items.Count > 0 ? items[(int)below(items.Count)] : throw call.Fail("Cannot choose from an empty sequence");
    }

    public static Value Shuffle(FunctionCall call)
    {
        // Ansible leaves alone what has no items.
        if (call.Input is not (ListValue or TextValue or DictValue))
        {
            return Interpreter.Defined(call.Input);
        }

        var items = call.Items.ToList();
        var below = Source(call, 0);
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = (int)below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }

        return new ListValue(items);
    }

    /// <summary>Characters chosen from others: with a seed as Python's <c>random.Random(seed).choice</c> does, else unpredictably.</summary>
    public static string Text(string characters, int length, Value? seed)
    {
        if (seed is null or NullValue)
        {
            return RandomNumberGenerator.GetString(characters, length);
        }

        var below = Seeded(seed);
        return string.Concat(Enumerable.Range(0, length).Select(_ => characters[(int)below(characters.Length)]));
    }

    private static Func<long, long> Source(FunctionCall call, int seed) => call.Has(seed) ? Seeded(call[seed]!) : Random.Shared.NextInt64;

    private static Func<long, long> Seeded(Value seed) => new MersenneTwister(seed is TextValue text ? Seed(text.Text)
        : Numbers.TryGetLong(Interpreter.Defined(seed), out var number) ? BigInteger.Abs(number)
        : throw new EvaluationException($"a seed is text or an integer, not '{seed.TypeName}'")).Below;

    /// <summary>Python seeds with the bytes of a text followed by their SHA-512.</summary>
    private static BigInteger Seed(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new BigInteger([.. bytes, .. SHA512.HashData(bytes)], isUnsigned: true, isBigEndian: true);
    }

    /// <summary>MT19937 (Matsumoto and Nishimura, 1998), seeded by an array as CPython does.</summary>
    private sealed class MersenneTwister
    {
        private const int Size = 624;
        private const int Middle = 397;
        private readonly uint[] state = new uint[Size];
        private int at = Size;

        public MersenneTwister(BigInteger seed)
        {
            var bytes = seed.ToByteArray(isUnsigned: true);
            var key = new uint[Math.Max(1, (bytes.Length + 3) / 4)];
            for (var i = 0; i < bytes.Length; i++)
            {
                key[i / 4] |= (uint)bytes[i] << (8 * (i % 4));
            }

            Initialize(key);
        }

        /// <summary>A number from zero up to a limit, excluded.</summary>
        public long Below(long limit)
        {
            var bits = 64 - BitOperations.LeadingZeroCount((ulong)limit);
            while (true)
            {
                var number = bits <= 32 ? Next() >> (32 - bits) : Next() | ((ulong)(Next() >> (64 - bits)) << 32);
                if (number < (ulong)limit)
                {
                    return (long)number;
                }
            }
        }

        private void Initialize(uint[] key)
        {
            state[0] = 19650218;
            for (var i = 1; i < Size; i++)
            {
                state[i] = (1812433253 * (state[i - 1] ^ (state[i - 1] >> 30))) + (uint)i;
            }

            var (s, k) = (1, 0);
            for (var n = Math.Max(Size, key.Length); n > 0; n--)
            {
                state[s] = (state[s] ^ ((state[s - 1] ^ (state[s - 1] >> 30)) * 1664525)) + key[k] + (uint)k;
                Advance(ref s);
                k = (k + 1) % key.Length;
            }

            for (var n = Size - 1; n > 0; n--)
            {
                state[s] = (state[s] ^ ((state[s - 1] ^ (state[s - 1] >> 30)) * 1566083941)) - (uint)s;
                Advance(ref s);
            }

            state[0] = 0x80000000;
        }

        private void Advance(ref int index)
        {
            if (++index == Size)
            {
                state[0] = state[Size - 1];
                index = 1;
            }
        }

        private uint Next()
        {
            if (at == Size)
            {
                for (var i = 0; i < Size; i++)
                {
                    var mixed = (state[i] & 0x80000000) | (state[(i + 1) % Size] & 0x7fffffff);
                    state[i] = state[(i + Middle) % Size] ^ (mixed >> 1) ^ ((mixed & 1) == 0 ? 0 : 0x9908b0df);
                }

                at = 0;
            }

            var y = state[at++];
            y ^= y >> 11;
            y ^= (y << 7) & 0x9d2c5680;
            y ^= (y << 15) & 0xefc60000;
            return y ^ (y >> 18);
        }
    }
}
