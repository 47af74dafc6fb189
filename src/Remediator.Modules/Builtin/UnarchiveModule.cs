using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class UnarchiveModule : Module
{
    private static readonly Parameter<bool?> RemoteSource = Parameter.Flag("remote_src", "True: src is a file of the host itself, or an address that it loads.").WithDefault(false, "false");

    private static readonly Parameter<LocalFile> Source = Parameter.LocalFile("src", "The archive: tar, compressed or not, or zip where the host has unzip.").WithOnHostWhen(RemoteSource).Required();

    private static readonly Parameter<string> Destination = Parameter.Path("dest", "The folder to unpack it into, which must be there.").Required();

    private static readonly Parameter<string> Creates = Parameter.Path("creates", "A path; where it exists nothing is unpacked.");

    private static readonly Parameter<bool?> Lists = Parameter.Flag("list_files", "The result has the names in the archive.").WithDefault(false, "false");

    private static readonly Parameter<bool?> KeepsNewer = Parameter.Flag("keep_newer", "Files that are newer than the archive's stay.").WithDefault(false, "false");

    private static readonly Parameter<IReadOnlyList<string>> Exclude = Parameter.TextList("exclude", "Names that are not unpacked.").WithDefault([], "none");

    private static readonly Parameter<IReadOnlyList<string>> Include = Parameter.TextList("include", "Only these names are unpacked.").WithDefault([], "all");

    private static readonly Parameter<IReadOnlyList<string>> Extra = Parameter.TextList("extra_opts", "More options for tar or unzip, such as --strip-components=1.").WithDefault([], "none");

    private static readonly Parameter<string> Mode = Parameter.Mode("mode", "Permission bits of all that is in the archive.");

    public override ModuleSpec Spec { get; } = new("unarchive", "Unpacks an archive, where its files are not there already.")
    {
        Parameters =
        [
            Source, Destination, RemoteSource, Creates, Lists, KeepsNewer, Exclude, Include, Extra, Mode, FileOptions.Owner, FileOptions.Group,
            HttpOptions.Certificates, Parameter.Flag("copy", "Has no effect; use remote_src."), Parameter.Number("io_buffer_size", "Has no effect."),
            Parameter.Refused("decrypt", "files encrypted with a vault are decrypted where they are read", Value.True), .. FileOptions.Refused,
        ],
        Rules = [new ParameterRule.Exclusive(Include, Exclude)],
        Returns = [("dest", "The folder."), ("src", "The archive."), ("handler", "TgzArchive or ZipArchive."), ("files", "With list_files: the names in the archive."), .. FileState.Returns],
        Examples =
        [
            new ModuleExample("""
                - name: Unpack what was loaded
                  unarchive:
                    src: /srv/spark.tar
                    dest: /opt
                    remote_src: true
                    mode: u=rwX,g=rX,o=rX
                """)
            {
                Before = "mkdir -p /srv/in/spark/conf /opt && echo 1 >/srv/in/spark/conf/a && echo 2 >/srv/in/spark/run && chmod 0755 /srv/in/spark/run && tar -cf /srv/spark.tar -C /srv/in spark",
                Damage = new Dictionary<string, string> { ["content"] = "echo 3 >/opt/spark/conf/a", ["mode"] = "chmod 0600 /opt/spark/conf/a" },
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var (source, destination) = (args.Require(Source), args.Require(Destination));
        var dest = Sh.Path(destination.Length > 1 ? destination.TrimEnd('/') : destination);
        var isAddress = args.Get(RemoteSource) is true && source.Path.Contains("://", StringComparison.Ordinal);
        yield return new Step.Report("dest", Value.Of(destination));
        yield return new Step.Report("src", Value.Of(source.Path));
        if (args.Get(Creates) is { } creates)
        {
            yield return new Step.Report("creates", Value.Of(creates));
        }

        if (args.Get(RemoteSource) is not true)
        {
            if (source.Entries is not null)
            {
                yield return new Step.Fail($"{source.Path} is a folder, not an archive");
                yield break;
            }

            yield return new Step.Stage(source.Content);
        }
        else if (isAddress)
        {
            var certificates = args.Get(HttpOptions.Certificates) is true ? "1" : "";
            yield return new Step.Require(Sh.Of($"rmd_i=$(rmd_http {source.Path} GET 600 \"${{rmd_d:?}}/file\" '' all {certificates} </dev/null) && case $rmd_i in 2* | 0*) ;; *) echo \"Failure downloading {Sh.Of($"{source.Path}")}: HTTP Error ${{rmd_i%% *}}\"; false ;; esac"), $"Failure downloading {source.Path}");
        }

        var file = args.Get(RemoteSource) is true && !isAddress ? Sh.Path(source.Path) : Sh.Of($"\"${{rmd_d:?}}/file\"");
        var unlessMade = args.Get(Creates) is { } made ? Sh.Of($"rmd_exists {Sh.Path(made)} || ") : Sh.Of($"");
        yield return new Step.Require(Sh.Of($"{unlessMade}rmd_may_unpack {file} {dest}"), "the archive cannot be unpacked");
        var show = Sh.Of($"rmd_show_unpacked {file} {dest} unpacked {Words(args)}");
        yield return new Step.Ensure(
            "content",
            args.Get(Creates) is { } mark ? Sh.Of($"if rmd_exists {Sh.Path(mark)}; then echo unpacked; else {show}; fi") : show,
            "unpacked",
            Sh.Of($"rmd_unpack {file} {dest} {Words(args)}"))
        {
            Undo = [new Undo.Names(dest, Sh.Of($"rmd_archive_list {file}"))],
        };
        foreach (var step in Ownership(args, file, dest))
        {
            yield return step;
        }

        if (args.Get(Lists) is true)
        {
            yield return new Step.Capture("files", Sh.Of($"rmd_archive_list {file}"), static captured => Value.OfTexts(captured.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        }

        yield return new Step.Capture("handler", Sh.Of($"rmd_archive_kind {file}"), static captured => Value.Of(captured.Text.Trim() == "zip" ? "ZipArchive" : "TgzArchive"));
        yield return FileState.Capture(dest, "dest");
    }

    /// <summary>Options for tar, which unzip takes too as far as it knows them: names at the end.</summary>
    private static IEnumerable<string> Words(Arguments args)
    {
        var keep = args.Get(KeepsNewer) is true ? new[] { "--keep-newer-files" } : [];
        return [.. args.Require(Extra), .. keep, .. args.Require(Exclude).Select(e => "--exclude=" + e), .. args.Require(Include)];
    }

    private static IEnumerable<Step> Ownership(Arguments args, Sh file, Sh dest)
    {
        foreach (var (facet, want) in new[] { ("owner", args.Get(FileOptions.Owner)), ("group", args.Get(FileOptions.Group)), ("mode", args.Get(Mode)) })
        {
            if (want is not null)
            {
                var (mode, owner, group) = facet switch { "mode" => (want, "", ""), "owner" => ("", want, ""), _ => ("", "", want) };
                yield return new Step.Ensure(facet, Sh.Of($"rmd_show_listed {file} {dest} {facet} {want}"), want, Sh.Of($"rmd_own_listed {file} {dest} {mode} {owner} {group}")) { Undo = [new Undo.Names(dest, Sh.Of($"rmd_archive_list {file}"))] };
            }
        }
    }
}
