using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace Remediator.Peers.Tests;

/// <summary>Random expressions have the same value for ansible-core and for us, or are an error for both.</summary>
public sealed partial class GeneratedTests(Peer peer) : IClassFixture<Peer>
{
    private const int MostShown = 40;

    /// <summary>Another seed or number is for a longer search by hand; the usual one always makes the same expressions.</summary>
    private static readonly ulong Seed = ulong.Parse(Environment.GetEnvironmentVariable("REMEDIATOR_PEER_SEED") ?? "2026");
    private static readonly int Count = int.Parse(Environment.GetEnvironmentVariable("REMEDIATOR_PEER_COUNT") ?? "1500");

    [Fact]
    public void Generated_expression_evaluated_by_both_gives_the_same()
    {
        var differences = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var config = Config.Quick.WithMaxTest(Count).WithStartSize(1).WithEndSize(80).WithReplay(Seed, (2 * Seed) + 1).WithQuietOnSuccess(true);
        // Every difference is wanted, not the first, so the property holds always and shrinking is done here.
        Check.One(config, Prop.ForAll(Expression.Any, expression =>
        {
            if (differences.Count < MostShown && Difference(expression) is { } found)
            {
                var smallest = Smallest(expression, ref found);
                differences[smallest.Text] = found;
            }
        }));
        Assert.True(differences.Count == 0, $"{differences.Count} differences\n" + string.Join("\n\n", differences.Values));
    }

    private Expression Smallest(Expression expression, ref string found)
    {
        foreach (var smaller in Expression.Any.Shrinker(expression))
        {
            if (Difference(smaller) is { } still)
            {
                found = still;
                return Smallest(smaller, ref found);
            }
        }

        return expression;
    }

    private string? Difference(Expression expression)
    {
        var text = expression.Text;
        var (theirs, theirDetail) = peer.Ask("expression", text);
        var (ours, ourDetail) = Ours.Answer("expression", text);
        // Whole numbers have 64 bits here.
        return theirs == ours || (theirs[0] == '!' && ours[0] == '!') || LongNumber().IsMatch(theirs) ? null
            : $"{text}\n  ansible-core: {theirs} {theirDetail}\n  ours:         {ours} {ourDetail}";
    }

    [GeneratedRegex(@"\d{19}")]
    private static partial Regex LongNumber();
}
