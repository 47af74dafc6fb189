using Remediator.Language.Values;

namespace Remediator.Cli.Verbs;

/// <summary>Facts of one host from a file: what <c>remediator facts</c> prints, as text or as events, or what setup prints.</summary>
/// <param name="Facts">By names without <c>ansible_</c>.</param>
/// <param name="Host">Whose they are; empty where the file does not say.</param>
internal sealed record FactsFile(DictValue Facts, string Host)
{
    private const string Prefix = "ansible_";

    /// <param name="limit">Where the file has facts of several hosts, the name of the one that is meant.</param>
    /// <returns>The facts, or what is wrong.</returns>
    public static (FactsFile? File, string? Error) Read(string path, string? limit)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return (null, $"the facts file '{path}' cannot be read: {trouble.Message}");
        }

        var hosts = Hosts(text);
        return (hosts.Count, hosts.FirstOrDefault(h => h.Host == limit)) switch
        {
            (0, _) => (null, $"the facts file '{path}' holds no JSON object with facts"),
            (1, _) => (hosts[0], null),
            (_, { } meant) => (meant, null),
            _ => (null, $"the facts file '{path}' holds facts of {hosts.Count} hosts ({string.Join(", ", hosts.Select(h => h.Host).Take(3))}{(hosts.Count > 3 ? ", …" : "")}): say with -l whose are meant"),
        };
    }

    private static List<FactsFile> Hosts(string text)
    {
        // ansible -m setup puts "host | SUCCESS => " before it.
        var at = text.IndexOf('{', StringComparison.Ordinal);
        if (at >= 0 && JsonText.TryParse(text[at..], out var whole, out _))
        {
            return whole is DictValue dict ? Hosts(dict, text[..at].Split('|') is [var name, _] ? name.Trim() : "") : [];
        }

        // Events: one on each line.
        var found = new List<FactsFile>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (JsonText.TryParse(line, out var value, out _) && value is DictValue told && told["result"] is DictValue result && result["ansible_facts"] is DictValue facts)
            {
                found.Add(Of(facts, told["host"]?.ToString() ?? ""));
            }
        }

        return found;
    }

    /// <summary>Of an object: facts, a result with facts, or either of them for each host.</summary>
    private static List<FactsFile> Hosts(DictValue dict, string host) =>
        dict["ansible_facts"] is DictValue inner ? [Of(inner, host)]
        : dict.Keys.Any(IsFact) ? [Of(dict, host)]
        : [.. dict.Where(e => e.Value is DictValue).SelectMany(e => Hosts((DictValue)e.Value, e.Key.ToString() ?? ""))];

    private static FactsFile Of(DictValue dict, string host)
    {
        var facts = new DictBuilder();
        foreach (var (key, fact) in dict)
        {
            var name = key.ToString() ?? "";
            facts[name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name] = fact;
        }

        return new FactsFile(facts.Build(), host);
    }

    private static bool IsFact(Value key) => key.ToString() is { } name && (name.StartsWith(Prefix, StringComparison.Ordinal) || name == "os_family");
}
