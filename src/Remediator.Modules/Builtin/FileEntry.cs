using System.Globalization;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

/// <summary>What Ansible's <c>stat</c> and <c>find</c> tell of the bits of a file.</summary>
internal static class FileEntry
{
    private const int TypeMask = 0xF000;

    private static readonly (string Key, int Type)[] Types = [("isdir", 0x4000), ("ischr", 0x2000), ("isblk", 0x6000), ("isreg", 0x8000), ("isfifo", 0x1000), ("islnk", 0xA000), ("issock", 0xC000)];

    private static readonly (string Key, int Bit)[] Bits =
        [("rusr", 0x100), ("wusr", 0x80), ("xusr", 0x40), ("rgrp", 0x20), ("wgrp", 0x10), ("xgrp", 8), ("roth", 4), ("woth", 2), ("xoth", 1), ("isuid", 0x800), ("isgid", 0x400)];

    /// <param name="mode">All of st_mode, in hexadecimal digits.</param>
    public static void Add(DictBuilder entry, string mode)
    {
        var bits = int.Parse(mode, NumberStyles.HexNumber);
        entry["mode"] = Value.Of(Permissions.Of(bits & 0xFFF).Text);
        foreach (var (key, type) in Types)
        {
            entry[key] = Value.Of((bits & TypeMask) == type);
        }

        foreach (var (key, bit) in Bits)
        {
            entry[key] = Value.Of((bits & bit) != 0);
        }
    }

    /// <summary>Names of owner and group; a number without a name is left out, as Ansible does.</summary>
    public static void AddNames(DictBuilder entry, string names)
    {
        var space = names.IndexOf(' ');
        foreach (var (key, name) in new[] { ("pw_name", names[..space]), ("gr_name", names[(space + 1)..]) })
        {
            if (name != "UNKNOWN")
            {
                entry[key] = Value.Of(name);
            }
        }
    }
}
