using System.Net;
using Remediator.Language.Values;

namespace Remediator.Modules.Facts;

/// <summary>Interfaces with their addresses, the ones that default routes use, and name servers.</summary>
internal static class NetworkFacts
{
    private const string Links = "/sys/class/net/";

    public static void Add(DictBuilder facts, FactText text)
    {
        var addresses = text.Lines("addresses").Select(Address.Parse).OfType<Address>().ToList();
        var names = text.Paths.Where(p => p.StartsWith(Links, StringComparison.Ordinal)).Select(p => p[Links.Length..].Split('/')[0])
            .Concat(addresses.Select(a => a.Device)).Distinct().ToList();
        facts["interfaces"] = Value.OfTexts(names);
        foreach (var name in names)
        {
            facts[name] = Interface(name, addresses, text);
        }

        facts["all_ipv4_addresses"] = Value.OfTexts(addresses.Where(a => !a.IsV6 && !a.Text.StartsWith("127.", StringComparison.Ordinal)).Select(a => a.Text));
        facts["all_ipv6_addresses"] = Value.OfTexts(addresses.Where(a => a.IsV6 && a.Text != "::1").Select(a => a.Text));
        facts["default_ipv4"] = Default(text.Lines("route4"), addresses, text);
        facts["default_ipv6"] = Default(text.Lines("route6"), addresses, text);
        facts["dns"] = Dns(text);
    }

    private static DictValue Interface(string name, List<Address> addresses, FactText text)
    {
        var type = Type(name, text);
        var link = new DictBuilder { ["device"] = Value.Of(name) };
        if (text.FirstLine($"{Links}{name}/address") is { Length: > 0 } mac && mac != "00:00:00:00:00:00")
        {
            link["macaddress"] = Value.Of(mac);
        }

        if (long.TryParse(text.FirstLine($"{Links}{name}/mtu"), out var mtu))
        {
            link["mtu"] = Value.Of(mtu);
        }

        link["active"] = Value.Of(text.FirstLine($"{Links}{name}/operstate") != "down");
        link["type"] = Value.Of(type);
        var flags = text.FirstLine($"{Links}{name}/flags") ?? "0x0";
        link["promisc"] = Value.Of(int.TryParse(flags.AsSpan(Math.Min(2, flags.Length)), System.Globalization.NumberStyles.HexNumber, null, out var bits) && (bits & 0x100) != 0);
        if (long.TryParse(text.FirstLine($"{Links}{name}/speed"), out var speed))
        {
            link["speed"] = Value.Of(speed);
        }

        var v4 = addresses.Where(a => a.Device == name && !a.IsV6).Select(a => a.V4()).ToList();
        if (v4.Count > 0)
        {
            link["ipv4"] = v4[0];
        }

        if (v4.Count > 1)
        {
            link["ipv4_secondaries"] = Value.Of(v4.Skip(1));
        }

        var v6 = addresses.Where(a => a.Device == name && a.IsV6).Select(a => (Value)a.V6()).ToList();
        if (v6.Count > 0)
        {
            link["ipv6"] = Value.Of(v6);
        }

        return link.Build();
    }

    /// <summary>The interface, gateway and source address of the default route; an empty dict where there is none.</summary>
    private static DictValue Default(IReadOnlyList<string> routes, List<Address> addresses, FactText text)
    {
        // The route to an address far away names the source address; the default route may not.
        var words = (routes.FirstOrDefault(r => r.Contains(" src ", StringComparison.Ordinal) && !r.StartsWith("default", StringComparison.Ordinal)) ?? routes.FirstOrDefault(r => r.StartsWith("default", StringComparison.Ordinal)) ?? "")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (After(words, "dev") is not { } device)
        {
            return DictValue.Empty;
        }

        var isV6 = words[0].Contains(':') || After(words, "via")?.Contains(':') == true;
        var source = After(words, "src");
        var address = addresses.FirstOrDefault(a => a.Device == device && a.IsV6 == isV6 && (source is null || a.Text == source));
        var result = new DictBuilder { ["interface"] = Value.Of(device) };
        if (After(words, "via") is { } gateway)
        {
            result["gateway"] = Value.Of(gateway);
        }

        if (source is not null || address is not null)
        {
            result["address"] = Value.Of(source ?? address!.Text);
        }

        foreach (var (key, value) in address is null ? DictValue.Empty : isV6 ? address.V6() : address.V4())
        {
            result[key] = value;
        }

        if (text.FirstLine($"{Links}{device}/address") is { Length: > 0 } mac)
        {
            result["macaddress"] = Value.Of(mac);
        }

        if (long.TryParse(text.FirstLine($"{Links}{device}/mtu"), out var mtu))
        {
            result["mtu"] = Value.Of(mtu);
        }

        result["type"] = Value.Of(Type(device, text));
        if (!isV6)
        {
            result["alias"] = Value.Of(device);
        }

        return result.Build();
    }

    private static string Type(string name, FactText text) => text.FirstLine($"{Links}{name}/type") switch
    {
        "1" => "ether",
        "32" => "infiniband",
        "512" => "ppp",
        "772" => "loopback",
        "65534" => "tunnel",
        _ => "unknown",
    };

    private static DictValue Dns(FactText text)
    {
        var (servers, search, options) = (new List<string>(), new List<string>(), new DictBuilder());
        var dns = new DictBuilder();
        foreach (var words in text.File("/etc/resolv.conf").Select(l => l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(w => w.Length > 1))
        {
            switch (words[0])
            {
                case "nameserver":
                    servers.Add(words[1]);
                    break;
                case "domain":
                    dns["domain"] = Value.Of(words[1]);
                    break;
                case "search":
                    search.AddRange(words.Skip(1));
                    break;
                case "options":
                    foreach (var option in words.Skip(1).Select(w => w.Split(':', 2)))
                    {
                        options[option[0]] = option.Length > 1 ? Value.Of(option[1]) : Value.True;
                    }

                    break;
            }
        }

        if (servers.Count > 0)
        {
            dns["nameservers"] = Value.OfTexts(servers);
        }

        if (search.Count > 0)
        {
            dns["search"] = Value.OfTexts(search);
        }

        if (options.Count > 0)
        {
            dns["options"] = options.Build();
        }

        return dns.Build();
    }

    private static string? After(string[] words, string word)
    {
        var at = Array.IndexOf(words, word);
        return at >= 0 && at + 1 < words.Length ? words[at + 1] : null;
    }

    /// <summary>A line of ip -o addr.</summary>
    private sealed record Address(string Device, bool IsV6, string Text, int Prefix, string Broadcast, string Scope)
    {
        public static Address? Parse(string line)
        {
            var words = line.Split((char[])[' ', '\\'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 4 || words[2] is not ("inet" or "inet6"))
            {
                return null;
            }

            // A point-to-point link has the prefix on the far address.
            var local = words[3].Split('/');
            var prefix = local.Length > 1 ? local[1] : After(words, "peer")?.Split('/').ElementAtOrDefault(1);
            var isV6 = words[2] == "inet6";
            return new Address(words[1].Split('@')[0], isV6, local[0], int.TryParse(prefix, out var bits) ? bits : isV6 ? 128 : 32, After(words, "brd") ?? "", After(words, "scope") ?? "");
        }

        public DictValue V4()
        {
            var mask = Prefix == 0 ? 0 : uint.MaxValue << (32 - Prefix);
            var network = IPAddress.TryParse(Text, out var address) ? ToNumber(address) & mask : 0;
            return Value.Dict(
                ("address", Value.Of(Text)),
                ("broadcast", Value.Of(Broadcast)),
                ("netmask", Value.Of(ToText(mask))),
                ("network", Value.Of(ToText(network))),
                ("prefix", Value.Of($"{Prefix}")));
        }

        public DictValue V6() => Value.Dict(("address", Value.Of(Text)), ("prefix", Value.Of($"{Prefix}")), ("scope", Value.Of(Scope)));

        private static uint ToNumber(IPAddress address) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());

        private static string ToText(uint number) => $"{number >> 24}.{(number >> 16) & 255}.{(number >> 8) & 255}.{number & 255}";
    }
}
