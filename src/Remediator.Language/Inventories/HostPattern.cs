using System.Globalization;
using System.Text.RegularExpressions;
using Remediator.Language.Diagnostics;
using Remediator.Language.Text;

namespace Remediator.Language.Inventories;

/// <summary>
/// Chooses hosts: <c>all</c>, names of groups and hosts, globs, <c>~regex</c>, subscripts such as <c>web[0]</c> and <c>web[1:3]</c> (both ends
/// included), joined by <c>:</c> or <c>,</c>; <c>&amp;</c> keeps the hosts of both and <c>!</c> takes hosts away, after all others, as in Ansible.
/// </summary>
public sealed partial class HostPattern
{
    private static readonly TimeSpan RegexTimeout = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<Term> terms;

    private HostPattern(IReadOnlyList<Term> terms) => this.terms = terms;

    private enum Role
    {
        Add,
        Keep,
        Remove,
    }

    /// <summary>The pattern of a text; a part that cannot be read is left out, with a diagnostic RMD2060.</summary>
    /// <param name="span">Where the text stands; carets show the part itself where the span holds the text as it is.</param>
    public static HostPattern Parse(string text, Span span, DiagnosticBag diagnostics) => Parse([(text, span)], diagnostics);

    /// <summary>Several texts (a list under <c>hosts:</c>) as one pattern.</summary>
    public static HostPattern Parse(IEnumerable<(string Text, Span Span)> texts, DiagnosticBag diagnostics)
    {
        var terms = new List<Term>();
        foreach (var (text, span) in texts)
        {
            var parts = Split(text).ToList();
            if (parts.Count == 0 && text.Any(c => c is ',' or ':') && ReadTerm(InventoryBuilder.All, span, diagnostics) is { } all)
            {
                // Separators with nothing between choose every host, as in Ansible.
                terms.Add(all);
            }

            foreach (var (part, start) in parts)
            {
                var shift = span.Text.IndexOf(text, StringComparison.Ordinal);
                if (ReadTerm(part, shift < 0 ? span : span.Slice(shift + start, part.Length), diagnostics) is { } term)
                {
                    terms.Add(term);
                }
            }
        }

        return new HostPattern([.. terms.OrderBy(t => t.Role)]);
    }

    /// <summary>
    /// Names of the hosts chosen, each once: in the order of the parts, and of the inventory within one. A name that is neither a group nor a host is an error (RMD2061)
    /// unless it is <c>localhost</c>; where it only takes hosts away or matches by glob, a warning.
    /// </summary>
    public IReadOnlyList<string> Match(Inventory inventory, DiagnosticBag diagnostics)
    {
        var chosen = new List<string>();
        if (terms.Count > 0 && terms[0].Role != Role.Add)
        {
            chosen.AddRange(inventory.HostOrder);
        }

        var seen = new HashSet<string>(chosen, StringComparer.Ordinal);
        foreach (var term in terms)
        {
            var matched = MatchTerm(term, inventory, diagnostics);
            switch (term.Role)
            {
                case Role.Add:
                    chosen.AddRange(matched.Where(seen.Add));
                    break;
                case Role.Keep:
                    var kept = matched.ToHashSet(StringComparer.Ordinal);
                    chosen.RemoveAll(h => !kept.Contains(h));
                    break;
                default:
                    var removed = matched.ToHashSet(StringComparer.Ordinal);
                    chosen.RemoveAll(removed.Contains);
                    break;
            }
        }

        return chosen;
    }

    private static IReadOnlyList<string> MatchTerm(Term term, Inventory inventory, DiagnosticBag diagnostics)
    {
        IReadOnlyList<string>? hosts;
        try
        {
            hosts = term.Regex is null ? MatchName(term, inventory) : MatchRegex(term.Regex, inventory);
        }
        catch (RegexMatchTimeoutException)
        {
            diagnostics.Error("RMD2060", term.Span, $"'{term.Name}' takes too long to match", "write it without nested repetitions");
            return [];
        }

        if (hosts is null)
        {
            Report(term, inventory, diagnostics);
            return [];
        }

        return term.Range is var (first, last) ? Slice(hosts, first, last) : hosts;
    }

    /// <summary>A group's name wins over a host's.</summary>
    private static IReadOnlyList<string>? MatchName(Term term, Inventory inventory)
    {
        if (term.Name == InventoryBuilder.All)
        {
            return inventory.HostOrder;
        }

        if (inventory.Groups.TryGetValue(term.Name, out var group))
        {
            return group.Hosts;
        }

        return inventory.Hosts.ContainsKey(term.Name) || InventoryVariables.IsLocalhost(term.Name) ? [term.Name] : null;
    }

    private static List<string>? MatchRegex(Regex regex, Inventory inventory)
    {
        var groups = inventory.Groups.Values.Where(g => regex.IsMatch(g.Name)).ToList();
        var hosts = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            hosts.AddRange(group.Hosts.Where(seen.Add));
        }

        hosts.AddRange(inventory.Hosts.Keys.Where(h => regex.IsMatch(h) && seen.Add(h)));
        return groups.Count == 0 && hosts.Count == 0 ? null : hosts;
    }

    private static List<string> Slice(IReadOnlyList<string> hosts, int first, int? last)
    {
        var from = first < 0 ? hosts.Count + first : first;
        var to = last is null ? hosts.Count - 1 : Math.Min(last.Value, hosts.Count - 1);
        to = first < 0 ? from : to;
        return from < 0 || from > to ? [] : [.. hosts.Skip(from).Take(to - from + 1)];
    }

    private static void Report(Term term, Inventory inventory, DiagnosticBag diagnostics)
    {
        if (term.Regex is not null)
        {
            diagnostics.Warn("RMD2061", term.Span, $"'{term.Name}' matches no host and no group");
            return;
        }

        var message = $"'{term.Name}' is neither a group nor a host of the inventory";
        var hint = DidYouMean.Hint(term.Name, inventory.Groups.Keys.Concat(inventory.Hosts.Keys))
            ?? (inventory.Hosts.Count == 0 ? "the inventory has no hosts; give one with -i" : null);
        if (term.Role == Role.Add)
        {
            diagnostics.Error("RMD2061", term.Span, message, hint);
        }
        else
        {
            diagnostics.Warn("RMD2061", term.Span, message, hint);
        }
    }

    /// <summary>Parts end at commas where there is one, else at colons, outside brackets; an IPv6 address is one part.</summary>
    private static IEnumerable<(string Part, int Start)> Split(string text)
    {
        var separator = text.Contains(',', StringComparison.Ordinal) ? ',' : ':';
        if (separator == ':' && (System.Net.IPAddress.TryParse(text, out _) || text.StartsWith('~')))
        {
            return Trim(text, 0, text.Length) is { } whole ? [whole] : [];
        }

        var parts = new List<(string, int)>();
        var depth = 0;
        var start = 0;
        for (var at = 0; at <= text.Length; at++)
        {
            if (at == text.Length || depth == 0 && text[at] == separator)
            {
                if (Trim(text, start, at) is { } part)
                {
                    parts.Add(part);
                }

                start = at + 1;
            }
            else
            {
                depth += text[at] switch { '[' => 1, ']' when depth > 0 => -1, _ => 0 };
            }
        }

        return parts;
    }

    private static (string Part, int Start)? Trim(string text, int start, int end)
    {
        var part = text[start..end];
        var trimmed = part.Trim();
        return trimmed.Length == 0 ? null : (trimmed, start + part.IndexOf(trimmed, StringComparison.Ordinal));
    }

    private static Term? ReadTerm(string part, Span span, DiagnosticBag diagnostics)
    {
        var role = part[0] switch { '&' => Role.Keep, '!' => Role.Remove, _ => Role.Add };
        var name = role == Role.Add ? part : part[1..].Trim();
        if (name.Length == 0)
        {
            diagnostics.Error("RMD2060", span, $"a name is missing behind '{part}'");
            return null;
        }

        if (name[0] == '~')
        {
            return Compile(name, $@"\A(?:{name[1..]})", role, null, span, diagnostics);
        }

        (int, int?)? range = null;
        if (Subscript().Match(name) is { Success: true } match)
        {
            if (ReadRange(match) is not { } found)
            {
                diagnostics.Error("RMD2060", span, $"'{name}' has a subscript that no list of hosts has", "write [0], [-1], [0:4] or [5:]");
                return null;
            }

            range = found;
            name = match.Groups["name"].Value;
        }

        if (name.AsSpan().IndexOfAny("*?[") < 0)
        {
            return new Term(role, name, null, range, span);
        }

        if (name == "*")
        {
            return new Term(role, InventoryBuilder.All, null, range, span);
        }

        return Compile(name, Glob.ToRegex(name), role, range, span, diagnostics);
    }

    /// <summary>Linear-time matching where the expression allows it; one with look-around has a limit on its time instead.</summary>
    private static Term? Compile(string name, string pattern, Role role, (int, int?)? range, Span span, DiagnosticBag diagnostics)
    {
        const RegexOptions options = RegexOptions.CultureInvariant | RegexOptions.Singleline;
        try
        {
            return new Term(role, name, new Regex(pattern, options | RegexOptions.NonBacktracking), range, span);
        }
        catch (NotSupportedException)
        {
            return new Term(role, name, new Regex(pattern, options, RegexTimeout), range, span);
        }
        catch (RegexParseException error)
        {
            diagnostics.Error("RMD2060", span, $"'{name}' is not a pattern: {Lower(error.Message)}");
            return null;
        }
    }

    private static string Lower(string message) => message.TrimEnd('.') is { Length: > 0 } text ? char.ToLowerInvariant(text[0]) + text[1..] : "";

    private static (int First, int? Last)? ReadRange(Match match)
    {
        if (match.Groups["index"].Success)
        {
            return int.TryParse(match.Groups["index"].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) ? (index, index) : null;
        }

        if (!int.TryParse(match.Groups["first"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var first))
        {
            return null;
        }

        if (match.Groups["last"].Length == 0)
        {
            return (first, null);
        }

        return int.TryParse(match.Groups["last"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? (first, last) : null;
    }

    [GeneratedRegex(@"^(?<name>.+)\[(?:(?<index>-?[0-9]+)|(?<first>[0-9]+)[:-](?<last>[0-9]*))\]$", RegexOptions.CultureInvariant)]
    private static partial Regex Subscript();

    /// <param name="Name">As written, without its sign and subscript.</param>
    /// <param name="Regex">Null where the name is looked up as it is.</param>
    private sealed record Term(Role Role, string Name, Regex? Regex, (int First, int? Last)? Range, Span Span);
}
