using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class GetUrlModule : Module
{
    private static readonly string[] Algorithms = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"];
    private static readonly Parameter<string> Destination = Parameter.Path("dest", "Where the file goes. A folder takes it in under the address's last name.").Required();
    private static readonly Parameter<string> Checksum = Parameter
        .Text("checksum", "algorithm:digest that the file must have, or algorithm:URL of a list of them. A file that has it is not loaded again.").WithDefault("");
    private static readonly Parameter<bool?> Force = Parameter.Flag("force", "The file is loaded though it is there, and replaced where it differs.").WithDefault(false, "false").WithAliases("thirsty");
    private static readonly Parameter<long?> TimeOut = Parameter.Number("timeout", "Seconds that the load may take.").WithDefault(10, "10");
    private static readonly Parameter<string> Mode = Parameter.Mode("mode", "Permission bits, such as '0644'. Kept where not given, or 0666 less the umask for a new file.");

    public override ModuleSpec Spec { get; } = new("get_url", "Loads a file from an address, by the host's curl or wget.")
    {
        Parameters =
        [
            HttpOptions.Address, Destination, Checksum, Force, TimeOut, Mode, FileOptions.Owner, FileOptions.Group, FileOptions.Backup,
            Parameter.Path("tmp_dest", "Has no effect: the session's own folder is used."), .. HttpOptions.Common, .. FileOptions.Refused,
        ],
        Returns =
        [
            ("url", "The address."), ("dest", "The file."), ("status_code", "The answer's code; 304 where nothing newer was there."), ("msg", "The answer in words."),
            ("checksum_src", "SHA-1 of what was loaded."), ("checksum_dest", "SHA-1 of the file that was there."), ("md5sum", "MD5 of the file that was there."),
            ("backup_file", "Path of the copy, where one was kept."), .. FileState.Returns,
        ],
        Examples = [new ModuleExample("- name: The list of leap seconds\n  get_url:\n    url: https://mirror.example.org/leap-seconds.list\n    dest: /var/lib/\n    mode: '0644'\n") { OutsideSandbox = "it loads from a network; QuestionTests loads a file" }],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var (url, destination) = (args.Require(HttpOptions.Address), args.Require(Destination));
        var name = Name(url);
        var (algorithm, digest) = args.Require(Checksum).Split(':', 2) is [var before, var after] ? (before.Trim().ToLowerInvariant(), after.Trim()) : ("", "");
        if (args.Require(Checksum).Length > 0 && (digest.Length == 0 || !Algorithms.Contains(algorithm)))
        {
            yield return new Step.Fail("The checksum parameter has to be in format <algorithm>:<checksum>");
            yield break;
        }

        var path = Sh.Path(destination);
        var timeOut = args.Get(TimeOut) ?? 10;
        var certificates = args.Get(HttpOptions.Certificates) is true ? "1" : "";
        yield return new Step.Report("url", Value.Of(url));
        yield return new Step.Act(Sh.Of($"rmd_load {path} {name} {(args.Get(Force) is true ? "force" : "")} {algorithm} {digest} {url} GET {timeOut} \"${{rmd_d:?}}/download\" '' all {certificates} {HttpOptions.Words(args)}"))
        {
            Changes = false,
            Stdin = HttpOptions.Configuration(args),
            Expect = Sh.Of($"rmd_is_loaded"),
            ExpectMessage = $"Request failed: {url}",
            Parse = Answer,
        };
        yield return new Step.Capture(".", Sh.Of($"rmd_downloaded {path} {name}"), Sums);
        yield return new Step.Put(destination, FileContent.Empty)
        {
            Edit = Sh.Of($"if [ -e \"${{rmd_d:?}}/download\" ]; then cat \"${{rmd_d:?}}/download\"; else cat; fi"),
            Name = name,
            Mode = args.Get(Mode),
            Owner = args.Get(FileOptions.Owner),
            Group = args.Get(FileOptions.Group),
            Backup = args.Get(FileOptions.Backup) is true,
        };
        yield return FileState.CapturePut();
    }

    /// <summary>The last name of an address, without what follows a question mark.</summary>
    internal static string Name(string url)
    {
        var path = url.Split('?', '#')[0].TrimEnd('/');
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.Length == 0 || path.EndsWith("://" + name, StringComparison.Ordinal) ? "index.html" : Uri.UnescapeDataString(name);
    }

    private static Value Answer(Captured captured)
    {
        var lines = captured.Text.Split('\n');
        var result = new DictBuilder();
        if (long.TryParse(lines[0], out var status) && status > 0)
        {
            result["status_code"] = Value.Of(status);
        }

        if (lines.Length > 1 && lines[1].Length > 0)
        {
            result["msg"] = Value.Of(lines[1]);
        }

        return result.Build();
    }

    private static DictValue Sums(Captured captured)
    {
        var sums = captured.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => Value.Of(l.Split(' ')[0])).ToList();
        return sums switch
        {
            [var there, var md5, var came] => Value.Dict(("checksum_dest", there), ("md5sum", md5), ("checksum_src", came)),
            [var there, var md5] => Value.Dict(("checksum_dest", there), ("md5sum", md5)),
            [var came] => Value.Dict(("checksum_dest", Value.Null), ("checksum_src", came)),
            _ => DictValue.Empty,
        };
    }
}
