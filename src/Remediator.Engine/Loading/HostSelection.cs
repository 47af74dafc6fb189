using Remediator.Engine.Planning;
using Remediator.Language.Diagnostics;
using Remediator.Language.Inventories;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Engine.Loading;

/// <summary>Which hosts a play runs on, and in which order.</summary>
internal static class HostSelection
{
    /// <param name="order">As the play has it, rendered; null for the inventory's.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<(string Text, Span Span)> patterns, Span? limit, string? order, Inventory inventory, DiagnosticBag diagnostics)
    {
        var hosts = HostPattern.Parse(patterns, diagnostics).Match(inventory, diagnostics);
        if (limit is { } place)
        {
            var limited = HostPattern.Parse(place.Text, place, diagnostics).Match(inventory, diagnostics).ToHashSet();
            hosts = [.. hosts.Where(limited.Contains)];
        }

        return Order(hosts, order);
    }

    /// <summary>The sizes of serial batches: numbers and percentages of all hosts, the last one repeating.</summary>
    public static IEnumerable<IReadOnlyList<string>> Batches(IReadOnlyList<string> hosts, Value? serial)
    {
        if (serial is null or NullValue || hosts.Count == 0)
        {
            yield return hosts;
            yield break;
        }

        var sizes = (serial as IReadOnlyList<Value> ?? [serial]).Select(v => Size(v, hosts.Count)).ToList();
        for (int start = 0, i = 0; start < hosts.Count; i++)
        {
            var size = sizes[Math.Min(i, sizes.Count - 1)];
            size = size <= 0 ? hosts.Count : size;
            yield return [.. hosts.Skip(start).Take(size)];
            start += size;
        }
    }

    private static int Size(Value value, int all)
    {
        var text = value.ToString() ?? "";
        return text.EndsWith('%') && double.TryParse(text[..^1], System.Globalization.CultureInfo.InvariantCulture, out var percent)
            ? Math.Max(1, (int)(all * percent / 100))
            : int.TryParse(text, out var number) ? number : 0;
    }

    private static IReadOnlyList<string> Order(IReadOnlyList<string> hosts, string? order) => order switch
    {
        "sorted" => [.. hosts.Order(StringComparer.Ordinal)],
        "reverse_sorted" => [.. hosts.OrderDescending(StringComparer.Ordinal)],
        "reverse_inventory" => [.. hosts.Reverse()],
        "shuffle" => [.. hosts.OrderBy(_ => Random.Shared.Next())],
        _ => hosts,
    };
}
