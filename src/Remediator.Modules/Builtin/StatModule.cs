using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class StatModule : Module
{
    private static readonly Parameter<string> Target = Parameter.Path("path", "The file, folder or link.").WithAliases("dest", "name").Required();

    private static readonly Parameter<bool?> Follow = Parameter.Flag("follow", "Tell of what a link leads to.").WithDefault(false, "false");

    private static readonly Parameter<bool?> GetChecksum = Parameter.Flag("get_checksum", "Tell a file's checksum.").WithDefault(true, "true");

    private static readonly Parameter<string> Algorithm = Parameter
        .Choice("checksum_algorithm", "Which checksum.", "md5", "sha1", "sha224", "sha256", "sha384", "sha512").WithAliases("checksum", "checksum_algo").WithDefault("sha1");

    public override ModuleSpec Spec { get; } = new("stat", "Tells about a file: whether it is there, what it is and whose.")
    {
        Parameters =
        [
            Target, Follow, GetChecksum, Algorithm,
            Parameter.Flag("get_mime", "Has no effect: mimetype and charset are not told.").WithAliases("mime", "mime_type", "mime-type"),
            Parameter.Flag("get_attributes", "Has no effect: attributes are not told.").WithAliases("attr", "attributes"),
            Parameter.Flag("get_md5", "Has no effect; taken for old playbooks."),
        ],
        Returns = [("stat", "A dict: exists, and where it does path, mode, isdir, isreg, islnk, …, uid, gid, pw_name, gr_name, size, atime, mtime, ctime (whole seconds), readable, writeable, executable, checksum, lnk_target, lnk_source.")],
        Examples =
        [
            new ModuleExample("- name: Is there a configuration\n  stat:\n    path: /etc/chrony.conf\n    checksum_algorithm: sha256\n") { Before = "mkdir -p /etc && echo x >/etc/chrony.conf" },
            new ModuleExample("- name: Where does the link lead\n  stat:\n    path: /etc/localtime\n") { Before = "mkdir -p /etc && ln -s ../elsewhere /etc/localtime" },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var path = args.Require(Target);
        var tool = args.Get(GetChecksum) is true ? args.Require(Algorithm) + "sum" : "";
        yield return new Step.Capture("stat", Sh.Of($"rmd_stat {Sh.Path(path)} {(args.Get(Follow) is true ? "L" : "")} {tool}"), captured => Parse(captured, path));
    }

    internal static DictValue Parse(Captured captured, string path)
    {
        var lines = captured.Text.Split('\n', 4);
        if (lines is [""] && captured.ExitCode == 0)
        {
            return Value.Dict(("exists", Value.False));
        }

        if (captured.ExitCode != 0 || lines.Length < 4)
        {
            throw new FormatException($"could not read {path}: {captured.ErrorText.Trim()}");
        }

        var words = lines[0].Split(' ', 13);
        var stat = new DictBuilder { ["exists"] = Value.True, ["path"] = Value.Of(path) };
        FileEntry.Add(stat, words[0]);
        foreach (var (key, word) in new[] { ("inode", 1), ("dev", 2), ("nlink", 3), ("uid", 4), ("gid", 5), ("size", 6), ("blocks", 7), ("block_size", 8), ("atime", 9), ("mtime", 10), ("ctime", 11) })
        {
            stat[key] = Value.Of(long.Parse(words[word]));
        }

        FileEntry.AddNames(stat, words[12]);
        stat["readable"] = Value.Of(lines[1].Contains('r'));
        stat["writeable"] = Value.Of(lines[1].Contains('w'));
        stat["executable"] = Value.Of(lines[1].Contains('x'));
        if (lines[2].Length > 0)
        {
            stat["checksum"] = Value.Of(lines[2]);
        }

        if (lines[3].Split('\0') is [var target, var source])
        {
            stat["lnk_target"] = Value.Of(target);
            stat["lnk_source"] = Value.Of(source);
        }

        return stat.Build();
    }
}
