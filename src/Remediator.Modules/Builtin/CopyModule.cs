using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class CopyModule : Module
{
    private static readonly Parameter<bool?> RemoteSource = Parameter.Flag("remote_src", "True: src is a file of the host itself.").WithDefault(false, "false");

    private static readonly Parameter<LocalFile> Source = Parameter
        .LocalFile("src", "A file or folder, sought in files/ of the role or beside the playbook. A folder with a slash at its end means what is in it.").WithOnHostWhen(RemoteSource);

    private static readonly Parameter<Value> Content = Parameter.Any("content", "Text of the file instead of src; a mapping or a list is written as JSON.");

    private static readonly Parameter<string> Destination = Parameter
        .Path("dest", "Where the file goes. A folder, or a path with a slash at its end, takes it in under its own name.").Required();

    private static readonly Parameter<string> Mode = Parameter
        .Mode("mode", "Permission bits, such as '0644'; preserve for those of the source. Kept where not given, or 0666 less the umask for a new file.", preserve: true);

    private static readonly Parameter<string> FolderMode = Parameter.Mode("directory_mode", "Permission bits of folders that are made on the way; others are left as they are.");

    private static readonly Parameter<string> Checksum = Parameter.Text("checksum", "SHA-1 that the source must have.");

    private static readonly Parameter<bool?> LocalFollow = Parameter.Flag("local_follow", "Links on this side are always followed, as with true.").WithDefault(true, "true");

    public override ModuleSpec Spec { get; } = new("copy", "Puts a file, a folder or a text on the host.")
    {
        Parameters =
        [
            Source, Content, Destination, RemoteSource, Mode, FolderMode, FileOptions.Owner, FileOptions.Group, FileOptions.Backup, FileOptions.Force, FileOptions.Follow,
            FileOptions.Validate, Checksum, LocalFollow, Parameter.Refused("decrypt", "files encrypted with a vault are decrypted where they are read", Value.True), .. FileOptions.Refused,
        ],
        Rules = [new ParameterRule.Exclusive(Source, Content), new ParameterRule.OneOf(Source, Content)],
        Returns = [("dest", "Path of the file."), ("checksum", "SHA-1 of the content; left out with remote_src."), ("backup_file", "Path of the copy, where one was kept."), .. FileState.Returns],
        Examples =
        [
            new ModuleExample("""
                - name: Allow the cluster's network
                  copy:
                    content: |
                      allow 10.0.0.0/8
                    dest: /etc/chrony/conf.d/allow.conf
                    owner: root
                    mode: '0640'
                """)
            {
                Before = "mkdir -p /etc/chrony/conf.d",
                Damage = new Dictionary<string, string>
                {
                    ["content"] = "echo deny all >/etc/chrony/conf.d/allow.conf",
                    ["mode"] = "chmod u+x /etc/chrony/conf.d/allow.conf",
                },
            },
            new ModuleExample("""
                - name: Install a script
                  copy:
                    src: clock-report
                    dest: /usr/local/bin/
                    mode: u=rwx,g=rx,o=rx
                """)
            {
                Damage = new Dictionary<string, string> { ["mode"] = "chmod a-x /usr/local/bin/clock-report" },
            },
            new ModuleExample("""
                - name: Put what is in a folder on the host
                  copy:
                    src: chrony-sources/
                    dest: /etc/chrony/sources.d
                    mode: '0644'
                    directory_mode: '0755'
                """)
            {
                Damage = new Dictionary<string, string>
                {
                    ["content a.sources"] = "rm /etc/chrony/sources.d/a.sources",
                    ["mode sub/b.sources"] = "chmod 0600 /etc/chrony/sources.d/sub/b.sources",
                },
            },
            new ModuleExample("""
                - name: Keep the distribution's configuration
                  copy:
                    src: /etc/chrony.conf
                    dest: /etc/chrony.conf.orig
                    remote_src: true
                    force: false
                """)
            {
                Before = "mkdir -p /etc && echo pool example.org >/etc/chrony.conf",
                Damage = new Dictionary<string, string> { ["content"] = "rm /etc/chrony.conf.orig" },
            },
            new ModuleExample("""
                - name: Keep a copy of a folder
                  copy:
                    src: /etc/chrony/
                    dest: /var/lib/chrony.orig
                    remote_src: true
                    mode: '0600'
                """)
            {
                Before = "mkdir -p /etc/chrony/sub /var/lib && echo 1 >/etc/chrony/a && echo 2 >/etc/chrony/sub/b && ln -s a /etc/chrony/link",
                Damage = new Dictionary<string, string> { ["tree"] = "rm /var/lib/chrony.orig/sub/b", ["mode of tree"] = "chmod 0644 /var/lib/chrony.orig/a" },
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var destination = args.Require(Destination);
        var source = args.Get(Source);
        if (args.Get(Content) is { } value)
        {
            if (destination.EndsWith('/'))
            {
                return [new Step.Fail("can not use content with a dir as dest")];
            }

            var content = FileContent.Of(value is DictValue or ListValue ? new JsonWriting().Write(value) : value is NullValue ? "" : value.ToString() ?? "");
            return Files(args, content.Sha1, [Put(args, destination, content, null)]);
        }

        if (args.Get(RemoteSource) is true)
        {
            return FromHost(args, source!.Path, destination);
        }

        return source!.Entries is null
            ? Files(args, source.Content.Sha1, [Put(args, destination, source.Content, source) with { Name = Path.GetFileName(source.Path) }])
            : Folder(args, source, destination);
    }

    private static IEnumerable<Step> Files(Arguments args, string sha1, IEnumerable<Step> steps)
    {
        if (args.Get(Checksum) is { } wanted && !wanted.Equals(sha1, StringComparison.OrdinalIgnoreCase))
        {
            return [new Step.Fail($"Copied file does not match the expected checksum: it has {sha1}, expected {wanted}")];
        }

        return [new Step.Report("checksum", Value.Of(sha1)), .. steps, FileState.CapturePut()];
    }

    /// <summary>Only the host knows whether the source is a folder, so both ways stand in the script, and each is needless where the other is right.</summary>
    private static IEnumerable<Step> FromHost(Arguments args, string source, string destination)
    {
        var path = Sh.Path(source);
        yield return new Step.Require(Sh.Of($"[ -e {path} ]"), $"Source {source} not found");
        if (args.Get(Checksum) is { } wanted)
        {
            yield return new Step.Require(Sh.Of($"sha1sum <{path} | grep -qi ^{wanted}"), "Copied file does not match the expected checksum");
        }

        var place = Sh.Of($"\"$(rmd_tree_place {path} {Sh.Path(destination.Length > 1 ? destination.TrimEnd('/') : destination)} {(source.EndsWith('/') ? "" : Path.GetFileName(source))})\"");
        var force = args.Get(FileOptions.Force) is true ? "force" : "";
        yield return new Step.Ensure("tree", Sh.Of($"rmd_show_tree {path} {place} {force}"), "declared", Sh.Of($"rmd_copy_tree {path} {place} {force} {args.Get(FolderMode) ?? ""} {(args.Get(Mode) is "preserve" ? "" : args.Get(Mode) ?? "")}"))
        {
            Undo = [new Undo.Names(place, Sh.Of($"(cd {path} && find . -mindepth 1)"))],
        };
        foreach (var step in TreeOwnership(args, path, place))
        {
            yield return step;
        }

        yield return Put(args, destination, FileContent.Empty, null) with { From = source, Name = Path.GetFileName(source.TrimEnd('/')), Mode = args.Get(Mode), UnlessFolder = true };
        yield return new Step.Capture(".", Sh.Of($"if [ -d {path} ]; then rmd_file_state {place}; else rmd_put_state; fi"), static captured => FileState.Parse(captured, "dest"));
    }

    private static IEnumerable<Step> TreeOwnership(Arguments args, Sh source, Sh place)
    {
        foreach (var (facet, want, format) in new[] { ("owner", args.Get(FileOptions.Owner), "%U"), ("group", args.Get(FileOptions.Group), "%G"), ("mode", args.Get(Mode) is "preserve" ? null : args.Get(Mode), "0%a") })
        {
            if (want is null)
            {
                continue;
            }

            var wrong = facet switch { "owner" => Sh.Of($"! -user {want}"), "group" => Sh.Of($"! -group {want}"), _ => Sh.Of($"-type f ! -perm {want}") };
            var fix = facet switch { "owner" => Sh.Of($"chown -h {want}"), "group" => Sh.Of($"chown -h {":" + want}"), _ => Sh.Of($"chmod {want}") };
            yield return new Step.Ensure(
                facet + " of tree",
                Sh.Of($"if [ -d {source} ]; then rmd_show_below {place} {want} {format} {wrong}; else echo {want}; fi"),
                want,
                Sh.Of($"find {place} {wrong} -exec {fix} {{}} +"))
            {
                Undo = [new Undo.Below(place)],
            };
        }
    }

    private static IEnumerable<Step> Folder(Arguments args, LocalFile source, string destination)
    {
        var root = source.Path.EndsWith('/') ? destination.TrimEnd('/') : $"{destination.TrimEnd('/')}/{Path.GetFileName(source.Path)}";
        yield return FolderStep(args, "folder", root.Length == 0 ? "/" : root);
        foreach (var (path, file) in source.Entries!.OrderBy(e => e.Path, StringComparer.Ordinal))
        {
            yield return path.EndsWith('/')
                ? FolderStep(args, "folder " + path.TrimEnd('/'), $"{root}/{path.TrimEnd('/')}")
                : Put(args, $"{root}/{path}", file.Content, file) with { Part = path };
        }

        yield return FileState.Capture(Sh.Path(destination), "dest");
    }

    private static Step.Ensure FolderStep(Arguments args, string facet, string path) => new(
        facet,
        Sh.Told($"rmd_show_kind {Sh.Path(path)} L"),
        "directory",
        Sh.Of($"rmd_make_folder {Sh.Path(path)} {args.Get(FolderMode) ?? ""} {args.Get(FileOptions.Owner) ?? ""} {args.Get(FileOptions.Group) ?? ""}"))
    {
        Undo = [new Undo.Paths(Sh.Path(path))],
    };

    private static Step.Put Put(Arguments args, string path, FileContent content, LocalFile? source) => new(path, content)
    {
        Mode = args.Get(Mode) is not "preserve" ? args.Get(Mode) : source is null ? null : Permissions.Of(source.Mode & 0xFFF).Text,
        Owner = args.Get(FileOptions.Owner),
        Group = args.Get(FileOptions.Group),
        Backup = args.Get(FileOptions.Backup) is true,
        Force = args.Get(FileOptions.Force) is true,
        Follow = args.Get(FileOptions.Follow) is true,
        Validate = args.Get(FileOptions.Validate)?.Text,
        MakesFolder = path.EndsWith('/'),
    };
}
