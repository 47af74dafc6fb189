using System.Globalization;
using System.Text.Json;
using Remediator.Language.Values;

namespace Remediator.Modules.Facts;

/// <summary>The facts that are always gathered beside the distribution's: names, kernel, user, time, environment, the host's own.</summary>
internal static class SystemFacts
{
    public static void Add(DictBuilder facts, FactText text)
    {
        AddNames(facts, text);
        AddUser(facts, text);
        AddSecurity(facts, text);
        facts["date_time"] = DateTime(text);
        facts["env"] = Environment(text.Environment);
        facts["cmdline"] = CommandLine(text.FirstLine("/proc/cmdline") ?? "");
        facts["machine_id"] = Value.Of(text.FirstLine("/etc/machine-id") ?? "");
        if ((text.FirstLine("/proc/loadavg") ?? "").Split(' ') is [var one, var five, var fifteen, ..])
        {
            facts["loadavg"] = Value.Dict(("1m", Real(one)), ("5m", Real(five)), ("15m", Real(fifteen)));
        }

        facts["local"] = Local(text);
        AddPython(facts, text);
    }

    private static void AddNames(DictBuilder facts, FactText text)
    {
        var node = text.Line("uname", 1);
        var full = text.Line("names", 0) is { Length: > 0 } name ? name : node;
        var machine = text.Line("uname", 3);
        facts["system"] = Value.Of(text.Line("uname", 0));
        facts["nodename"] = Value.Of(node);
        facts["hostname"] = Value.Of(node.Split('.')[0]);
        facts["fqdn"] = Value.Of(full);
        facts["domain"] = Value.Of(full.Contains('.') ? full[(full.IndexOf('.') + 1)..] : "");
        facts["kernel"] = Value.Of(text.Line("uname", 2));
        facts["kernel_version"] = Value.Of(text.Line("uname", 4));
        facts["machine"] = Value.Of(machine);
        facts["architecture"] = Value.Of(machine is ['i', >= '3' and <= '6', '8', '6'] ? "i386" : machine);
        facts["userspace_bits"] = Value.Of(machine.Contains("64", StringComparison.Ordinal) ? "64" : "32");
    }

    /// <summary>Absent where the host has no Python.</summary>
    private static void AddPython(DictBuilder facts, FactText text)
    {
        var version = text.Line("python", 1).Split(' ') is [_, var number, ..] ? number : "";
        var parts = version.Split('.').Select(p => long.TryParse(string.Concat(p.TakeWhile(char.IsAsciiDigit)), out var part) ? part : 0).ToArray();
        if (parts is not [var major, var minor, var micro, ..])
        {
            return;
        }

        facts["python_version"] = Value.Of(version);
        facts["python"] = Value.Dict(
            ("version", Value.Dict(("major", Value.Of(major)), ("minor", Value.Of(minor)), ("micro", Value.Of(micro)), ("releaselevel", Value.Of("final")), ("serial", Value.Of(0)))),
            ("version_info", new ListValue([Value.Of(major), Value.Of(minor), Value.Of(micro), Value.Of("final"), Value.Of(0)])),
            ("executable", Value.Of(text.Line("python", 0))),
            ("has_sslcontext", Value.True),
            ("type", Value.Of("cpython")));
    }

    private static void AddUser(DictBuilder facts, FactText text)
    {
        Value Number(int line) => Value.Of(long.TryParse(text.Line("user", line), out var id) ? id : -1);
        var entry = text.Line("user", 3).Split(':');
        string Field(int i) => entry.ElementAtOrDefault(i) ?? "";
        facts["user_id"] = Value.Of(text.Line("user", 2));
        facts["user_uid"] = Number(0);
        facts["user_gid"] = Number(1);
        facts["user_gecos"] = Value.Of(Field(4));
        facts["user_dir"] = Value.Of(Field(5));
        facts["user_shell"] = Value.Of(Field(6));
        facts["real_user_id"] = Number(0);
        facts["effective_user_id"] = Number(0);
        facts["real_group_id"] = Number(1);
        facts["effective_group_id"] = Number(1);
    }

    private static void AddSecurity(DictBuilder facts, FactText text)
    {
        facts["fips"] = Value.Of(text.FirstLine("/proc/sys/crypto/fips_enabled") == "1");
        facts["is_chroot"] = Value.Of(text.Has("chroot"));
        facts["apparmor"] = Value.Dict(("status", Value.Of(text.Has("/sys/kernel/security/apparmor") ? "enabled" : "disabled")));
        if (!text.Has("/sys/fs/selinux/enforce"))
        {
            facts["selinux"] = Value.Dict(("status", Value.Of("disabled")));
            return;
        }

        var configured = text.Assignments("/etc/selinux/config");
        facts["selinux"] = Value.Dict(
            ("status", Value.Of("enabled")),
            ("mode", Value.Of(text.FirstLine("/sys/fs/selinux/enforce") == "1" ? "enforcing" : "permissive")),
            ("config_mode", Value.Of(configured.GetValueOrDefault("SELINUX", "unknown"))),
            ("type", Value.Of(configured.GetValueOrDefault("SELINUXTYPE", "unknown"))),
            ("policyvers", Value.Of(long.TryParse(text.FirstLine("/sys/fs/selinux/policyvers"), out var version) ? version : 0)));
    }

    /// <summary>The host's clock and zone; iso8601 is UTC, the rest is local, all are text.</summary>
    private static DictValue DateTime(FactText text)
    {
        var field = text.Line("date", 0).Split(' ');
        if (field.Length < 12 || !long.TryParse(field[0], out var epoch) || epoch is < 0 or > 253402300799)
        {
            return DictValue.Empty;
        }

        // busybox has no nanoseconds and prints the letter.
        var nanoseconds = long.TryParse(text.Line("date", 1), out var fraction) ? fraction : 0;
        var utc = DateTimeOffset.FromUnixTimeSeconds(epoch).AddTicks(nanoseconds / 100);
        var micro = utc.ToString("ffffff", CultureInfo.InvariantCulture);
        string Utc(string format) => utc.ToString(format, CultureInfo.InvariantCulture);
        return Value.Dict(
            ("year", Value.Of(field[1])),
            ("month", Value.Of(field[2])),
            ("weekday", Value.Of(field[7])),
            ("weekday_number", Value.Of(field[8])),
            ("weeknumber", Value.Of(field[9])),
            ("day", Value.Of(field[3])),
            ("hour", Value.Of(field[4])),
            ("minute", Value.Of(field[5])),
            ("second", Value.Of(field[6])),
            ("epoch", Value.Of(field[0])),
            ("epoch_int", Value.Of(field[0])),
            ("date", Value.Of($"{field[1]}-{field[2]}-{field[3]}")),
            ("time", Value.Of($"{field[4]}:{field[5]}:{field[6]}")),
            ("iso8601_micro", Value.Of(Utc("yyyy-MM-dd'T'HH:mm:ss") + $".{micro}Z")),
            ("iso8601", Value.Of(Utc("yyyy-MM-dd'T'HH:mm:ss'Z'"))),
            ("iso8601_basic", Value.Of($"{field[1]}{field[2]}{field[3]}T{field[4]}{field[5]}{field[6]}{micro}")),
            ("iso8601_basic_short", Value.Of($"{field[1]}{field[2]}{field[3]}T{field[4]}{field[5]}{field[6]}")),
            ("tz", Value.Of(field[10])),
            ("tz_dst", Value.Of(field[10])),
            ("tz_offset", Value.Of(field[11])));
    }

    private static DictValue Environment(string text)
    {
        var variables = new DictBuilder();
        foreach (var entry in text.Split(text.Contains(FactText.EndOfEntry) ? FactText.EndOfEntry : '\n'))
        {
            var equals = entry.IndexOf('=');
            if (equals > 0)
            {
                variables[entry[..equals]] = Value.Of(entry[(equals + 1)..]);
            }
        }

        return variables.Build();
    }

    private static DictValue CommandLine(string text)
    {
        var words = new DictBuilder();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = word.IndexOf('=');
            words[equals > 0 ? word[..equals] : word] = equals > 0 ? Value.Of(word[(equals + 1)..].Trim('"')) : Value.True;
        }

        return words.Build();
    }

    private static DictValue Local(FactText text)
    {
        var local = new DictBuilder();
        foreach (var section in text.SectionNames.Where(n => n.StartsWith("local ", StringComparison.Ordinal)))
        {
            var name = section["local ".Length..];
            var content = string.Join('\n', text.Lines(section));
            local[name.EndsWith(".fact", StringComparison.Ordinal) ? name[..^5] : name] = OwnFact(content);
        }

        return local.Build();
    }

    /// <summary>JSON, or sections of an INI file as dicts.</summary>
    private static Value OwnFact(string content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return OfJson(document.RootElement);
        }
        catch (JsonException)
        {
            var sections = new Dictionary<string, DictBuilder>();
            DictBuilder? section = null;
            foreach (var line in content.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] is not ('#' or ';')))
            {
                var equals = line.IndexOfAny(['=', ':']);
                if (line[0] == '[' && line[^1] == ']')
                {
                    sections[line[1..^1]] = section = new DictBuilder();
                }
                else if (equals > 0 && section is not null)
                {
                    section[line[..equals].Trim().ToLowerInvariant()] = Value.Of(line[(equals + 1)..].Trim());
                }
            }

            return sections.Count == 0 ? Value.Of("error loading fact: it is neither JSON nor INI") : Value.Dict([.. sections.Select(s => (s.Key, (Value)s.Value.Build()))]);
        }
    }

    private static Value OfJson(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Value.Dict([.. element.EnumerateObject().Select(p => (p.Name, OfJson(p.Value)))]),
        JsonValueKind.Array => Value.Of(element.EnumerateArray().Select(OfJson)),
        JsonValueKind.String => Value.Of(element.GetString()!),
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? Value.Of(whole) : Value.Of(element.GetDouble()),
        JsonValueKind.True => Value.True,
        JsonValueKind.False => Value.False,
        _ => Value.Null,
    };

    private static Value Real(string text) => Value.Of(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0);
}
