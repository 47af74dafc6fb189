using System.Globalization;
using Remediator.Language.Diagnostics;
using Remediator.Language.Text;
using Remediator.Language.Values;

namespace Remediator.Language.Inventories;

/// <summary>Names of hosts as inventories write them: ranges such as <c>web[01:50:2]</c> and <c>[a:z]</c>, and a port behind a colon.</summary>
internal static class HostNames
{
    /// <summary>More hosts than this from one entry is a slip.</summary>
    private const int MaxHosts = 1_000_000;

    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>Adds the hosts that an entry names, to a group and with a port where it gives them; the names, or none with a diagnostic.</summary>
    public static IReadOnlyList<string> Add(InventoryBuilder builder, string entry, Span span, string? group, DiagnosticBag diagnostics)
    {
        var (pattern, port) = SplitPort(entry);
        var names = Expand(pattern, span, diagnostics);
        foreach (var name in names)
        {
            builder.AddHost(name, group);
            if (port is not null)
            {
                builder.SetHostVariable(name, "ansible_port", Value.Of(port.Value));
            }
        }

        return names;
    }

    /// <summary>A port stands behind the only colon outside brackets; an IPv6 address with a port has brackets around it.</summary>
    internal static (string Pattern, long? Port) SplitPort(string entry)
    {
        var close = entry.LastIndexOf(']');
        var colon = entry.LastIndexOf(':');
        if (colon > close && long.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65_536)
        {
            var head = entry[..colon];
            if (IsBracketedAddress(head))
            {
                return (head[1..^1], port);
            }

            if (OutsideBrackets(head).IndexOf(':') < 0)
            {
                return (head, port);
            }
        }

        return (IsBracketedAddress(entry) ? entry[1..^1] : entry, null);
    }

    private static bool IsBracketedAddress(string text) =>
        text.Length > 2 && text[0] == '[' && text.IndexOf(']') == text.Length - 1 && System.Net.IPAddress.TryParse(text.AsSpan(1, text.Length - 2), out _);

    private static string OutsideBrackets(string text)
    {
        var depth = 0;
        return string.Concat(text.Where(c => c switch
        {
            '[' => depth++ < 0,
            ']' => depth-- < 0,
            _ => depth == 0,
        }));
    }

    internal static IReadOnlyList<string> Expand(string pattern, Span span, DiagnosticBag diagnostics)
    {
        IReadOnlyList<string> names = [""];
        var at = 0;
        while (at < pattern.Length)
        {
            var open = pattern.IndexOf('[', at);
            var literal = open < 0 ? pattern[at..] : pattern[at..open];
            if (open < 0)
            {
                return names.Count == 1 ? [names[0] + literal] : [.. names.Select(n => n + literal)];
            }

            var close = pattern.IndexOf(']', open);
            if (close < 0 || ReadRange(pattern[(open + 1)..close]) is not { } range || (long)names.Count * range.Count > MaxHosts)
            {
                var shown = close < 0 ? pattern[open..] : pattern[open..(close + 1)];
                diagnostics.Error("RMD2053", span, close < 0 ? $"the range '{shown}' is not closed" : $"'{shown}' is not a range of hosts, or one of too many",
                    "write [begin:end] or [begin:end:step], with numbers such as [01:50] or letters such as [a:f]");
                return [];
            }

            names = [.. names.SelectMany(n => range.Select(r => n + literal + r))];
            at = close + 1;
        }

        return names;
    }

    private static List<string>? ReadRange(string range)
    {
        var parts = range.Split(':');
        if (parts.Length is not (2 or 3) || parts[1].Length == 0)
        {
            return null;
        }

        var begin = parts[0].Length == 0 ? "0" : parts[0];
        if (!long.TryParse(parts.Length == 3 ? parts[2] : "1", NumberStyles.None, CultureInfo.InvariantCulture, out var step) || step == 0)
        {
            return null;
        }

        return begin.All(char.IsAsciiDigit) && parts[1].All(char.IsAsciiDigit) ? Numbers(begin, parts[1], step) : Letters(begin, parts[1], step);
    }

    /// <summary>With a leading zero the numbers have the width of the first, which then has to be that of the last.</summary>
    private static List<string>? Numbers(string begin, string end, long step)
    {
        if (begin.Length > 1 && begin[0] == '0' && begin.Length != end.Length
            || !long.TryParse(begin, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            || !long.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            || from > to || (to - from) / step >= MaxHosts)
        {
            return null;
        }

        var width = begin[0] == '0' ? begin.Length : 1;
        var numbers = new List<string>();
        for (var number = from; number <= to; number += step)
        {
            numbers.Add(number.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0'));
        }

        return numbers;
    }

    private static List<string>? Letters(string begin, string end, long step)
    {
        var from = begin.Length == 1 ? Alphabet.IndexOf(begin[0], StringComparison.Ordinal) : -1;
        var to = end.Length == 1 ? Alphabet.IndexOf(end[0], StringComparison.Ordinal) : -1;
        if (from < 10 || to < from)
        {
            return null;
        }

        var letters = new List<string>();
        for (long letter = from; letter <= to; letter += step)
        {
            letters.Add(Alphabet[(int)letter].ToString());
        }

        return letters;
    }
}
