using Remediator.Language.Values;
using Remediator.Modules.Edits;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class AssembleModule : Module
{
    private static readonly Parameter<bool?> RemoteSource = Parameter.Flag("remote_src", "False: src is a folder of the controller.").WithDefault(true, "true");

    private static readonly Parameter<LocalFile> Source = Parameter
        .LocalFile("src", "The folder with the parts, which are joined in the order of their names.").WithOnHostUnless(RemoteSource).Required();

    private static readonly Parameter<string> Destination = Parameter.Path("dest", "The file that is made of them.").Required();

    private static readonly Parameter<string> Delimiter = Parameter.Text("delimiter", "What stands between the parts; \\n in it is a line end.");

    private static readonly Parameter<string> Regex = Parameter.Text("regexp", "Only parts whose names match.");

    private static readonly Parameter<bool?> IgnoreHidden = Parameter.Flag("ignore_hidden", "Names that start with a dot are left out.").WithDefault(false, "false");

    private static readonly Parameter<string> Mode = Parameter.Mode("mode", "Permission bits, such as '0644'. Kept where not given, or 0666 less the umask for a new file.");

    public override ModuleSpec Spec { get; } = new("assemble", "Makes a file of the parts in a folder.")
    {
        Parameters =
        [
            Source, Destination, RemoteSource, Delimiter, Regex, IgnoreHidden, Mode, FileOptions.Owner, FileOptions.Group, FileOptions.Backup, FileOptions.Validate,
            Parameter.Refused("decrypt", "files encrypted with a vault are decrypted where they are read", Value.True), .. FileOptions.Refused,
        ],
        Returns = [("dest", "Path of the file."), ("backup_file", "Path of the copy, where one was kept."), .. FileState.Returns],
        Examples =
        [
            new ModuleExample("""
                - name: One configuration of many parts
                  assemble:
                    src: /etc/chrony/parts
                    dest: /etc/chrony.conf
                    regexp: '\.conf$'
                    delimiter: '# --'
                    mode: '0644'
                """)
            {
                Before = "mkdir -p /etc/chrony/parts && printf 'pool a' >/etc/chrony/parts/10.conf && echo rtcsync >/etc/chrony/parts/20.conf && echo no >/etc/chrony/parts/30.orig",
                Damage = new Dictionary<string, string> { ["content"] = "echo more >>/etc/chrony.conf", ["mode"] = "chmod 0600 /etc/chrony.conf" },
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var source = args.Require(Source);
        var (regex, error) = args.Get(Regex) is { } pattern ? PythonExpression.Read("regexp", pattern) : (null, null);
        if (error is not null)
        {
            return [new Step.Fail($"Invalid Regexp ({args.Get(Regex)}) in \"{error}\"")];
        }

        var put = new Step.Put(args.Require(Destination), FileContent.Empty)
        {
            Mode = args.Get(Mode),
            Owner = args.Get(FileOptions.Owner),
            Group = args.Get(FileOptions.Group),
            Backup = args.Get(FileOptions.Backup) is true,
            Validate = args.Get(FileOptions.Validate)?.Text,
        };
        var delimiter = args.Get(Delimiter)?.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal) ?? "";
        delimiter += delimiter.Length == 0 || delimiter.EndsWith('\n') ? "" : "\n";
        if (args.Get(RemoteSource) is true)
        {
            var (posix, obstacle) = args.Get(Regex) is { } given ? PosixRegex.Translate(given) : ("", null);
            var folder = Sh.Path(source.Path);
            var hidden = args.Get(IgnoreHidden) is true ? "ignore" : "";
            return posix is null ? [new Step.Fail(EditOptions.NoEquivalent("regexp", obstacle!))]
                :
                [
                    new Step.Require(Sh.Of($"[ -e {folder} ]"), $"Source ({source.Path}) does not exist"),
                    new Step.Require(Sh.Of($"[ -d {folder} ]"), $"Source ({source.Path}) is not a directory"),
                    put with { Edit = Sh.Of($"rmd_assemble {folder} {delimiter} {posix} {hidden}") },
                    FileState.CapturePut(),
                ];
        }

        if (source.Entries is null)
        {
            return [new Step.Fail($"Source ({source.Path}) is not a directory")];
        }

        var parts = source.Entries
            .Where(e => !e.Path.Contains('/') && regex?.Search(e.Path) is not null | regex is null && !(args.Get(IgnoreHidden) is true && e.Path.StartsWith('.')))
            .OrderBy(e => e.Path, StringComparer.Ordinal).Select(e => e.File.Content.Bytes);
        var content = new FileContent(Join(parts, System.Text.Encoding.UTF8.GetBytes(delimiter)));
        return [new Step.Report("checksum", Value.Of(content.Sha1)), new Step.Put(put.Path, content) { Mode = put.Mode, Owner = put.Owner, Group = put.Group, Backup = put.Backup, Validate = put.Validate }, FileState.CapturePut()];
    }

    /// <summary>The parts with the delimiter between, each on lines of its own.</summary>
    private static byte[] Join(IEnumerable<byte[]> parts, byte[] delimiter)
    {
        using var all = new MemoryStream();
        var (isFirst, needsEnd) = (true, false);
        foreach (var part in parts)
        {
            all.Write(needsEnd ? "\n"u8 : []);
            all.Write(isFirst ? [] : delimiter);
            all.Write(part);
            (isFirst, needsEnd) = (false, part is [] or [.., not (byte)'\n']);
        }

        return all.ToArray();
    }
}
