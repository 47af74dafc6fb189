using System.Text.RegularExpressions;
using Remediator.Language.Expressions;

namespace Remediator.Language.Templates.Jinja.Tests;

/// <summary>The orders of versions that Ansible's <c>version</c> test offers: each gives a negative number, zero or a positive one.</summary>
internal static partial class VersionOrder
{
    public static IReadOnlyDictionary<string, Func<string, string, int>> Kinds { get; } = new Dictionary<string, Func<string, string, int>>
    {
        ["loose"] = Loose,
        ["strict"] = Strict,
        ["semver"] = Semantic,
        ["semantic"] = Semantic,
        ["pep440"] = Pep440Version.Compare,
    };

    /// <summary>Numbers and words in turn, as distutils' LooseVersion takes a version apart; a number against a word has no order.</summary>
    private static int Loose(string a, string b)
    {
        var (left, right) = (LooseParts(a), LooseParts(b));
        for (var i = 0; i < Math.Min(left.Count, right.Count); i++)
        {
            var (x, y) = (left[i], right[i]);
            if (x.Number is null != y.Number is null)
            {
                throw new EvaluationException(
                    $"Version comparison failed: '<' not supported between instances of '{(x.Number is null ? "str" : "int")}' and '{(y.Number is null ? "str" : "int")}'",
                    null,
                    $"'{a}' and '{b}' have a number and a word in the same place; version_type='semver' may be what you want");
            }

            var order = x.Number is { } number ? number.CompareTo(y.Number!.Value) : string.CompareOrdinal(x.Word, y.Word);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Count.CompareTo(right.Count);
    }

    private static List<(decimal? Number, string Word)> LooseParts(string version)
    {
        var parts = new List<(decimal?, string)>();
        var from = 0;
        foreach (Match match in LoosePart().Matches(version))
        {
            Add(version[from..match.Index]);
            Add(match.Value);
            from = match.Index + match.Length;
        }

        Add(version[from..]);
        return parts;

        void Add(string part)
        {
            if (part is not ("" or "."))
            {
                parts.Add((decimal.TryParse(part, System.Globalization.NumberStyles.None, null, out var number) ? number : null, part));
            }
        }
    }

    /// <summary>distutils' StrictVersion: two or three numbers and perhaps a pre-release <c>a1</c> or <c>b1</c>.</summary>
    private static int Strict(string a, string b)
    {
        return Key(a).CompareTo(Key(b));

        static (long, long, long, int, long) Key(string version)
        {
            var match = StrictPattern().Match(version);
            if (!match.Success)
            {
                throw new EvaluationException($"Version comparison failed: invalid version number '{version}'");
            }

            var pre = match.Groups[4].Value;
            return (Number(match, 1), Number(match, 2), Number(match, 3), pre.Length == 0 ? 'z' : pre[0], Number(match, 5));
        }
    }

    /// <summary>Semantic Versioning 2.0.0, section 11.</summary>
    private static int Semantic(string a, string b)
    {
        var (left, right) = (SemanticMatch(a), SemanticMatch(b));
        for (var i = 1; i <= 3; i++)
        {
            if (Number(left, i).CompareTo(Number(right, i)) is var order and not 0)
            {
                return order;
            }
        }

        var (x, y) = (left.Groups[4].Value, right.Groups[4].Value);
        if (x.Length == 0 || y.Length == 0)
        {
            return (x.Length == 0).CompareTo(y.Length == 0);
        }

        var (p, q) = (x.Split('.'), y.Split('.'));
        for (var i = 0; i < Math.Min(p.Length, q.Length); i++)
        {
            var order = (long.TryParse(p[i], out var m), long.TryParse(q[i], out var n)) switch
            {
                (true, true) => m.CompareTo(n),
                (false, false) => string.CompareOrdinal(p[i], q[i]),
                (true, false) => -1,
                _ => 1,
            };
            if (order != 0)
            {
                return order;
            }
        }

        return p.Length.CompareTo(q.Length);
    }

    private static Match SemanticMatch(string version) => SemanticPattern().Match(version) is { Success: true } match
        ? match
        : throw new EvaluationException($"Version comparison failed: invalid semantic version '{version}'");

    private static long Number(Match match, int group) => long.TryParse(match.Groups[group].Value, out var number) ? number : 0;

    [GeneratedRegex(@"[0-9]+|[a-z]+|\.")]
    private static partial Regex LoosePart();

    [GeneratedRegex(@"\A([0-9]+)\.([0-9]+)(?:\.([0-9]+))?(?:([ab])([0-9]+))?\z")]
    private static partial Regex StrictPattern();

    [GeneratedRegex(@"\A(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?\z")]
    private static partial Regex SemanticPattern();
}
