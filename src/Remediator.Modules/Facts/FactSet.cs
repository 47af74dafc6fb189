using System.IO.Enumeration;
using Remediator.Language.Values;

namespace Remediator.Modules.Facts;

/// <summary>Facts by Ansible's names, from what Prelude/facts.sh printed. Pure.</summary>
internal static class FactSet
{
    public const string Prefix = "ansible_";

    /// <summary>The parts that can be left out; the rest (min) is always gathered.</summary>
    public static readonly IReadOnlyList<string> Parts = ["hardware", "network", "virtual"];

    private static readonly Dictionary<string, string> PartOf = new()
    {
        ["devices"] = "hardware",
        ["dmi"] = "hardware",
        ["memory"] = "hardware",
        ["mounts"] = "hardware",
        ["processor"] = "hardware",
        ["processor_cores"] = "hardware",
        ["processor_count"] = "hardware",
        ["default_ipv4"] = "network",
        ["default_ipv6"] = "network",
        ["interfaces"] = "network",
        ["all_ipv4_addresses"] = "network",
        ["all_ipv6_addresses"] = "network",
        ["virtualization_type"] = "virtual",
        ["virtualization_role"] = "virtual",
    };

    /// <summary>The parts that a gather_subset asks for: names add, <c>!name</c> takes away, and where nothing is added it starts from all.</summary>
    public static IReadOnlyList<string> Subset(IReadOnlyList<string> words)
    {
        string Part(string word) => PartOf.GetValueOrDefault(word, word);
        var without = words.Where(w => w.StartsWith('!')).Select(w => Part(w[1..])).ToHashSet();
        var with = words.Where(w => !w.StartsWith('!')).Select(Part).ToHashSet();
        var all = with.Contains("all") || (with.Count == 0 && !without.Contains("all"));
        return [.. Parts.Where(p => with.Contains(p) || (all && !without.Contains(p)))];
    }

    /// <summary>The facts, with Ansible's prefix.</summary>
    /// <param name="filters">Patterns with * and ? over the names, with or without the prefix; none: all.</param>
    public static DictValue Parse(string printed, IReadOnlyList<string> parts, IReadOnlyList<string> filters)
    {
        var text = new FactText(printed);
        var facts = new DictBuilder();
        DistributionFacts.Add(facts, text);
        SystemFacts.Add(facts, text);
        if (parts.Contains("hardware"))
        {
            HardwareFacts.Add(facts, text);
        }

        if (parts.Contains("network"))
        {
            NetworkFacts.Add(facts, text);
        }

        if (parts.Contains("virtual"))
        {
            VirtualizationFacts.Add(facts, text);
        }

        var prefixed = new DictBuilder();
        foreach (var (key, value) in facts.Build())
        {
            // The name of an interface may have a dash, which no variable can.
            var name = Prefix + key.ToString()!.Replace('-', '_');
            if (filters.Count == 0 || filters.Any(f => Matches(f, name)))
            {
                prefixed[name] = value;
            }
        }

        prefixed["gather_subset"] = Value.OfTexts(parts.Prepend("min"));
        prefixed["module_setup"] = Value.True;
        return prefixed.Build();
    }

    private static bool Matches(string filter, string name) =>
        FileSystemName.MatchesSimpleExpression(filter, name, ignoreCase: false) || FileSystemName.MatchesSimpleExpression(Prefix + filter, name, ignoreCase: false);
}
