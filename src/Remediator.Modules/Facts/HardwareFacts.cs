using System.Globalization;
using System.Text;
using Remediator.Language.Values;

namespace Remediator.Modules.Facts;

/// <summary>Memory, processors, the machine's names and the mounts.</summary>
internal static class HardwareFacts
{
    private static readonly string[] DmiNames =
    [
        "bios_date", "bios_vendor", "bios_version", "board_asset_tag", "board_name", "board_vendor", "chassis_asset_tag", "chassis_vendor",
        "product_name", "product_serial", "product_uuid", "product_version",
    ];

    public static void Add(DictBuilder facts, FactText text)
    {
        AddMemory(facts, text);
        AddProcessors(facts, text);
        foreach (var name in DmiNames)
        {
            facts[name] = Value.Of(text.FirstLine("/sys/class/dmi/id/" + name) ?? "NA");
        }

        facts["system_vendor"] = Value.Of(text.FirstLine("/sys/class/dmi/id/sys_vendor") ?? "NA");
        facts["uptime_seconds"] = Value.Of((long)Real(text.FirstLine("/proc/uptime") ?? ""));
        facts["mounts"] = Mounts(text);
    }

    private static void AddMemory(DictBuilder facts, FactText text)
    {
        var memory = new Dictionary<string, long>();
        foreach (var line in text.File("/proc/meminfo"))
        {
            var parts = line.Split(':', 2);
            if (parts.Length == 2 && long.TryParse(parts[1].Trim().Split(' ')[0], out var kibibytes))
            {
                memory[parts[0]] = kibibytes / 1024;
            }
        }

        Value Size(string name) => Value.Of(memory.GetValueOrDefault(name));
        var (total, free, swap, swapFree) = (memory.GetValueOrDefault("MemTotal"), memory.GetValueOrDefault("MemFree"), memory.GetValueOrDefault("SwapTotal"), memory.GetValueOrDefault("SwapFree"));
        var withoutCache = free + memory.GetValueOrDefault("Cached") + memory.GetValueOrDefault("Buffers");
        facts["memtotal_mb"] = Size("MemTotal");
        facts["memfree_mb"] = Size("MemFree");
        facts["swaptotal_mb"] = Size("SwapTotal");
        facts["swapfree_mb"] = Size("SwapFree");
        facts["memory_mb"] = Value.Dict(
            ("real", Value.Dict(("total", Value.Of(total)), ("used", Value.Of(total - free)), ("free", Value.Of(free)))),
            ("nocache", Value.Dict(("free", Value.Of(withoutCache)), ("used", Value.Of(total - withoutCache)))),
            ("swap", Value.Dict(("total", Value.Of(swap)), ("free", Value.Of(swapFree)), ("used", Value.Of(swap - swapFree)), ("cached", Size("SwapCached")))));
    }

    private static void AddProcessors(DictBuilder facts, FactText text)
    {
        var list = new List<Value>();
        var sockets = new HashSet<string>();
        long count = 0, cores = 0, siblings = 0;
        foreach (var line in text.Lines("cpuinfo"))
        {
            var parts = line.Split(':', 2, StringSplitOptions.TrimEntries);
            switch (parts[0])
            {
                case "processor":
                    count++;
                    list.Add(Value.Of(parts[1]));
                    break;
                case "vendor_id" or "model name" or "Processor" or "cpu model":
                    list.Add(Value.Of(parts[1]));
                    break;
                case "physical id":
                    sockets.Add(parts[1]);
                    break;
                case "cpu cores":
                    _ = long.TryParse(parts[1], out cores);
                    break;
                case "siblings":
                    _ = long.TryParse(parts[1], out siblings);
                    break;
            }
        }

        // Machines whose cpuinfo has no sockets (ARM) have one core in each.
        var socketCount = sockets.Count > 0 ? sockets.Count : Math.Max(count, 1);
        cores = sockets.Count > 0 ? Math.Max(cores, 1) : 1;
        var threads = sockets.Count > 0 && siblings > 0 ? Math.Max(siblings / cores, 1) : 1;
        facts["processor"] = Value.Of(list);
        facts["processor_count"] = Value.Of(socketCount);
        facts["processor_cores"] = Value.Of(cores);
        facts["processor_threads_per_core"] = Value.Of(threads);
        facts["processor_vcpus"] = Value.Of(socketCount * cores * threads);
        facts["processor_nproc"] = Value.Of(long.TryParse(text.Line("nproc", 0), out var usable) ? usable : count);
    }

    private static Value Mounts(FactText text)
    {
        var sizes = new Dictionary<string, string[]>();
        foreach (var line in text.Lines("statfs"))
        {
            var fields = line.Split(' ', 8);
            if (fields.Length == 8)
            {
                sizes[fields[7]] = fields;
            }
        }

        var mounts = new List<Value>();
        foreach (var fields in text.Lines("mounts").Select(l => l.Split(' ')).Where(f => f.Length >= 4))
        {
            var mount = new DictBuilder
            {
                ["mount"] = Value.Of(Unescape(fields[1])),
                ["device"] = Value.Of(Unescape(fields[0])),
                ["fstype"] = Value.Of(fields[2]),
                ["options"] = Value.Of(fields[3]),
            };
            if (sizes.TryGetValue(Unescape(fields[1]), out var size))
            {
                long Number(int i) => long.TryParse(size[i], out var number) ? number : 0;
                var (block, unit, total, available, inodes, freeInodes) = (Number(0), Number(1), Number(2), Number(4), Number(5), Number(6));
                mount["size_total"] = Value.Of(unit * total);
                mount["size_available"] = Value.Of(unit * available);
                mount["block_size"] = Value.Of(block);
                mount["block_total"] = Value.Of(total);
                mount["block_available"] = Value.Of(available);
                // As Ansible has it: what only root may use counts as used.
                mount["block_used"] = Value.Of(total - available);
                mount["inode_total"] = Value.Of(inodes);
                mount["inode_available"] = Value.Of(freeInodes);
                mount["inode_used"] = Value.Of(inodes - freeInodes);
            }

            mount["uuid"] = Value.Of("N/A");
            mounts.Add(mount.Build());
        }

        return Value.Of(mounts);
    }

    /// <summary>The kernel writes a space in a path as \040.</summary>
    private static string Unescape(string path)
    {
        var text = new StringBuilder();
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '\\' && i + 3 < path.Length && path.AsSpan(i + 1, 3).IndexOfAnyExceptInRange('0', '7') < 0)
            {
                text.Append((char)Convert.ToInt32(path.Substring(i + 1, 3), 8));
                i += 3;
            }
            else
            {
                text.Append(path[i]);
            }
        }

        return text.ToString();
    }

    private static double Real(string text) => double.TryParse(text.Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
