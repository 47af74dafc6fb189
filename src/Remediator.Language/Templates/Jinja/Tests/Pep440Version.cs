using System.Text.RegularExpressions;
using Remediator.Language.Expressions;

namespace Remediator.Language.Templates.Jinja.Tests;

/// <summary>Python's versions: the order of PEP 440.</summary>
internal static partial class Pep440Version
{
    public static int Compare(string a, string b)
    {
        var (x, y) = (Parse(a), Parse(b));
        return Order(x.Epoch.CompareTo(y.Epoch), Releases(x.Release, y.Release), x.Rank.CompareTo(y.Rank), x.Post.CompareTo(y.Post), x.Dev.CompareTo(y.Dev), Locals(x.Local, y.Local));
    }

    private sealed record Parts(long Epoch, long[] Release, (int Stage, long Number) Rank, long Post, long Dev, string Local);

    private static int Order(params ReadOnlySpan<int> orders)
    {
        foreach (var order in orders)
        {
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static Parts Parse(string version)
    {
        var match = Pattern().Match(version.Trim().ToLowerInvariant());
        if (!match.Success)
        {
            throw new EvaluationException($"Version comparison failed: Invalid version: '{version}'");
        }

        var hasPost = match.Groups["post"].Success;
        var hasDev = match.Groups["dev"].Success;
        var stage = match.Groups["pre"].Value switch { "a" or "alpha" => 1, "b" or "beta" => 2, "c" or "rc" or "pre" or "preview" => 3, _ => hasDev && !hasPost ? 0 : 4 };
        return new(
            Number(match, "epoch"),
            [.. match.Groups["release"].Value.Split('.').Select(long.Parse)],
            (stage, Number(match, "prenumber")),
            hasPost ? Number(match, "postnumber") : -1,
            hasDev ? Number(match, "devnumber") : long.MaxValue,
            match.Groups["local"].Value);
    }

    private static long Number(Match match, string group) => long.TryParse(match.Groups[group].Value, out var number) ? number : 0;

    /// <summary>Missing parts are zero: 1.0 is 1.0.0.</summary>
    private static int Releases(long[] a, long[] b)
    {
        for (var i = 0; i < Math.Max(a.Length, b.Length); i++)
        {
            if (a.ElementAtOrDefault(i).CompareTo(b.ElementAtOrDefault(i)) is var order and not 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static int Locals(string a, string b)
    {
        var (x, y) = (a.Split('.', '-', '_'), b.Split('.', '-', '_'));
        for (var i = 0; i < Math.Min(x.Length, y.Length); i++)
        {
            var order = (long.TryParse(x[i], out var m), long.TryParse(y[i], out var n)) switch
            {
                (true, true) => m.CompareTo(n),
                (true, false) => 1,
                (false, true) => -1,
                _ => string.CompareOrdinal(x[i], y[i]),
            };
            if (order != 0)
            {
                return order;
            }
        }

        return x.Length.CompareTo(y.Length);
    }

    [GeneratedRegex(@"\Av?(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\.[0-9]+)*)(?:[-_.]?(?<pre>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<prenumber>[0-9]+)?)?(?<post>-(?<postnumber>[0-9]+)|[-_.]?(?:post|rev|r)[-_.]?(?<postnumber>[0-9]+)?)?(?<dev>[-_.]?dev[-_.]?(?<devnumber>[0-9]+)?)?(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?\z")]
    private static partial Regex Pattern();
}
