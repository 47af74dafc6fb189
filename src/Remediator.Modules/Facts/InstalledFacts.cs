using Remediator.Language.Values;

namespace Remediator.Modules.Facts;

/// <summary>Services and packages of a host in Ansible's shapes. Pure.</summary>
internal static class InstalledFacts
{
    /// <summary>By unit or script: name, state (running, stopped, failed, inactive), status (enabled, disabled, static, masked, not-found) and source.</summary>
    public static DictValue Services(string printed)
    {
        var text = new FactText(printed);
        var services = new Dictionary<string, (string State, string Status, string Source)>();
        foreach (var words in text.Lines("units").Select(Words).Where(w => w.Length >= 4))
        {
            var state = words[2] == "failed" ? "failed" : words[3] == "running" ? "running" : "stopped";
            services[words[0]] = (state, words[1] is "not-found" or "masked" ? words[1] : words[2], "systemd");
        }

        // What starts at boot is said by the unit files; a file without a loaded unit is not running.
        foreach (var words in text.Lines("files").Select(Words).Where(w => w.Length >= 2))
        {
            services[words[0]] = (services.TryGetValue(words[0], out var unit) ? unit.State : "inactive", words[1], "systemd");
        }

        var started = text.Lines("started").Select(Words).Where(w => w.Length > 0 && (w.Length < 3 || w.Contains("started"))).Select(w => w[0]).ToHashSet();
        foreach (var name in text.Lines("openrc"))
        {
            services[name.Trim()] = (started.Contains(name.Trim()) ? "running" : "stopped", "unknown", "openrc");
        }

        foreach (var name in text.Lines("sysv"))
        {
            services[name] = ("unknown", "unknown", "sysv");
        }

        return Value.Dict([.. services.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (s.Key, (Value)Value.Dict(
            ("name", Value.Of(s.Key)), ("state", Value.Of(s.Value.State)), ("status", Value.Of(s.Value.Status)), ("source", Value.Of(s.Value.Source)))))]);
    }

    /// <summary>By name a list, since several versions may be installed.</summary>
    public static DictValue Packages(string printed)
    {
        var text = new FactText(printed);
        var packages = new SortedDictionary<string, List<Value>>(StringComparer.Ordinal);
        foreach (var source in new[] { "apt", "rpm", "apk" })
        {
            foreach (var field in text.Lines(source).Select(l => l.Split('\t')).Where(f => f.Length >= 2))
            {
                string At(int i) => field.ElementAtOrDefault(i) ?? "";
                var package = new DictBuilder { ["name"] = Value.Of(field[0]), ["version"] = Value.Of(field[1]), ["arch"] = Value.Of(At(4)), ["source"] = Value.Of(source) };
                if (source == "rpm")
                {
                    package["release"] = Value.Of(At(2));
                    package["epoch"] = long.TryParse(At(3), out var epoch) ? Value.Of(epoch) : Value.Null;
                }
                else if (At(5).Length > 0)
                {
                    package["category"] = Value.Of(At(5));
                }

                if (!packages.TryGetValue(field[0], out var versions))
                {
                    packages[field[0]] = versions = [];
                }

                versions.Add(package.Build());
            }
        }

        return Value.Dict([.. packages.Select(p => (p.Key, Value.Of(p.Value)))]);
    }

    // A mark stands before units that are not well.
    private static string[] Words(string line) => line.TrimStart('●', '*', '×', '○', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
