using System.Globalization;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

/// <summary>What tasks about files tell of the file they leave: Ansible's keys <c>state mode owner group uid gid size</c> and the path.</summary>
internal static class FileState
{
    private const int TypeMask = 0xF000;

    /// <summary>Keys of the result, for the reference.</summary>
    public static IReadOnlyList<(string Key, string Description)> Returns { get; } =
    [
        ("mode", "Permission bits, such as 0644."),
        ("owner", "Name of the owner, or the number where it has none."),
        ("group", "Name of the group, or the number where it has none."),
        ("uid", "Number of the owner."),
        ("gid", "Number of the group."),
        ("size", "Bytes."),
        ("state", "file, directory, link, hard or absent."),
    ];

    /// <summary>Reads the state of a path; <paramref name="pathKey"/> is the key that names it (<c>path</c> or <c>dest</c>).</summary>
    public static Step Capture(Sh path, string pathKey) => new Step.Capture(".", Sh.Told($"rmd_file_told {path}"), captured => Parse(captured, pathKey));

    /// <summary>The state of the file that the last <see cref="Step.Put"/> wrote, whose path the host decided.</summary>
    public static Step CapturePut() => new Step.Capture(".", Sh.Told($"rmd_put_told"), captured => Parse(captured, "dest"));

    /// <summary>Empty where there was nothing to read (check mode, before the file is there).</summary>
    public static DictValue Parse(Captured captured, string pathKey)
    {
        // Only the path may hold blanks and newlines; it comes last.
        var text = captured.Text;
        var end = text.IndexOf('\n');
        var words = end < 0 ? [] : text[..end].Split(' ', 6);
        if (captured.ExitCode != 0 || words.Length < 6)
        {
            return DictValue.Empty;
        }

        var bits = int.Parse(words[0], NumberStyles.HexNumber);
        long Number(int i) => long.Parse(words[i]);
        var type = bits & TypeMask;
        var (owner, group) = Names(words[5], words[1], words[2]);
        return Value.Dict(
            (pathKey, Value.Of(text[(end + 1)..])),
            ("mode", Value.Of(Permissions.Of(bits & 0xFFF).Text)),
            ("owner", Value.Of(owner)),
            ("group", Value.Of(group)),
            ("uid", Value.Of(Number(1))),
            ("gid", Value.Of(Number(2))),
            ("size", Value.Of(Number(3))),
            ("state", Value.Of(type switch
            {
                0x4000 => "directory",
                0xA000 => "link",
                _ => Number(4) > 1 ? "hard" : "file",
            })));
    }

    private static (string Owner, string Group) Names(string names, string uid, string gid)
    {
        var space = names.IndexOf(' ');
        var (owner, group) = (names[..space], names[(space + 1)..]);
        return (owner == "UNKNOWN" ? uid : owner, group == "UNKNOWN" ? gid : group);
    }
}
