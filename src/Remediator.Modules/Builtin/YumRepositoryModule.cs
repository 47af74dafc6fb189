using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class YumRepositoryModule : Module
{
    private static readonly Parameter<string> Name = Parameter.Text("name", "The repository's id, its section.").Required();
    private static readonly Parameter<string> State = Parameter.Choice("state", "Whether it is there.", "absent", "present").WithDefault("present");
    private static readonly Parameter<string> Description = Parameter.Text("description", "Its name for people.");
    private static readonly Parameter<string> File = Parameter.Text("file", "The file's name without .repo; the id otherwise.");
    private static readonly Parameter<string> Folder = Parameter.Path("reposdir", "The folder of the files.").WithDefault("/etc/yum.repos.d");
    private static readonly Parameter<IReadOnlyList<string>> Addresses = Parameter.TextList("baseurl", "Its addresses.");
    private static readonly Parameter<IReadOnlyList<string>> Keys = Parameter.TextList("gpgkey", "Addresses of its keys.");
    private static readonly Parameter<string> Mode = Parameter.Mode("mode", "Permission bits, such as '0644'. Kept where not given, or 0666 less the umask for a new file.");

    private static readonly IReadOnlyList<Parameter<bool?>> Flags =
    [
        .. new[]
        {
            "enabled", "enablegroups", "gpgcheck", "keepalive", "module_hotfixes", "protect", "repo_gpgcheck", "s3_enabled", "skip_if_unavailable",
            "ssl_check_cert_permissions", "sslverify",
        }.Select(n => Parameter.Flag(n, "As in yum.conf(5).")),
    ];

    private static readonly IReadOnlyList<Parameter<string>> Texts =
    [
        .. new[]
        {
            "async", "bandwidth", "cost", "deltarpm_metadata_percentage", "deltarpm_percentage", "failovermethod", "gpgcakey", "http_caching", "include", "ip_resolve", "keepcache", "metadata_expire",
            "metadata_expire_filter", "metalink", "mirrorlist", "mirrorlist_expire", "priority", "proxy", "proxy_username", "retries", "sslcacert", "sslclientcert", "sslclientkey", "throttle", "timeout",
            "ui_repoid_vars", "username",
        }.Select(n => Parameter.Text(n, "As in yum.conf(5).")),
        Parameter.Text("password", "As in yum.conf(5).").Secret(),
        Parameter.Text("proxy_password", "As in yum.conf(5).").Secret(),
    ];

    private static readonly IReadOnlyList<Parameter<IReadOnlyList<string>>> Lists = [Parameter.TextList("exclude", "Packages that are not taken from it."), Parameter.TextList("includepkgs", "Only these packages are taken from it.")];

    public override ModuleSpec Spec { get; } = new("yum_repository", "Sees to a repository of yum or dnf.")
    {
        Parameters = [Name, State, Description, File, Folder, Addresses, Keys, .. Flags, .. Texts, .. Lists, Mode, FileOptions.Owner, FileOptions.Group, .. FileOptions.Refused],
        Returns = [("repo", "Its id."), ("state", "present or absent.")],
        Examples =
        [
            new ModuleExample("""
                - name: The site's own packages
                  yum_repository:
                    name: site
                    description: Our packages
                    baseurl: http://rpm.example.org/site/
                    gpgcheck: false
                    enabled: true
                    reposdir: /etc/yum.repos.d
                """)
            {
                Before = "mkdir -p /etc/yum.repos.d && printf '[other]\\nname = Other\\n\\n' >/etc/yum.repos.d/site.repo",
                Damage = new Dictionary<string, string> { ["content"] = "sed -i 's/enabled = 1/enabled = 0/' /etc/yum.repos.d/site.repo" },
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var (name, isAbsent) = (args.Require(Name), args.Require(State) == "absent");
        var places = new Parameter[] { Addresses, Texts.Single(t => t.Name == "mirrorlist"), Texts.Single(t => t.Name == "metalink") };
        if (!isAbsent && (!args.Has(Description) || !places.Any(args.Has)))
        {
            yield return new Step.Fail(args.Has(Description) ? "Parameter 'baseurl', 'metalink' or 'mirrorlist' is required." : "Parameter 'description' is required.");
            yield break;
        }

        var path = $"{args.Require(Folder).TrimEnd('/')}/{args.Get(File) ?? name}.repo";
        yield return new Step.Report("repo", Value.Of(name));
        yield return new Step.Report("state", Value.Of(args.Require(State)));
        yield return new Step.Put(path, FileContent.Empty)
        {
            Edit = Sh.Of($"rmd_set_section {name} {(isAbsent ? "" : Section(args, name))}"),
            IfPresent = isAbsent,
            Mode = isAbsent ? null : args.Get(Mode),
            Owner = isAbsent ? null : args.Get(FileOptions.Owner),
            Group = isAbsent ? null : args.Get(FileOptions.Group),
        };
    }

    /// <summary>The section with the empty line after it, options in order of their names, as Ansible writes them.</summary>
    private static string Section(Arguments args, string name)
    {
        var options = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["name"] = args.Get(Description)! };
        void Add(string key, string? value)
        {
            if (value is not null)
            {
                options[key] = value;
            }
        }

        Add("baseurl", args.Get(Addresses) is { } addresses ? string.Join("\n\t", addresses) : null);
        Add("gpgkey", args.Get(Keys) is { } keys ? string.Join("\n\t", keys) : null);
        Flags.ToList().ForEach(f => Add(f.Name, args.Get(f) is { } flag ? flag ? "1" : "0" : null));
        Texts.ToList().ForEach(t => Add(t.Name, args.Get(t)));
        Lists.ToList().ForEach(l => Add(l.Name, args.Get(l) is { } list ? string.Join(' ', list) : null));
        return $"[{name}]\n{string.Concat(options.Select(o => $"{o.Key} = {o.Value}\n"))}";
    }
}
