using System.Text.RegularExpressions;
using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed partial class AptRepositoryModule : Module
{
    private static readonly Parameter<string> Repository = Parameter.Text("repo", "The line, such as deb http://deb.example.org/debian stable main.").Required();
    private static readonly Parameter<string> State = Parameter.Choice("state", "Whether apt reads the line.", "absent", "present").WithDefault("present");
    private static readonly Parameter<string> File = Parameter.Text("filename", "The file's name in sources.list.d, without its ending; made of the address otherwise.");
    private static readonly Parameter<string> Mode = Parameter.Mode("mode", "Permission bits of a file that gets the line.").WithDefault("0644");
    private static readonly Parameter<bool?> Updates = Parameter.Flag("update_cache", "After a change the lists of packages are read again.").WithAliases("update-cache").WithDefault(true, "true");

    private static readonly Sh Folder = Sh.Of($"/etc/apt");

    public override ModuleSpec Spec { get; } = new("apt_repository", "Sees to a line of apt's sources.")
    {
        Parameters =
        [
            Repository, State, File, Mode, Updates, Parameter.Flag("validate_certs", "Has no effect: nothing but apt-get loads anything."), Parameter.Text("codename", "Has no effect: personal archives are not taken."),
            Parameter.Number("update_cache_retries", "Has no effect."), Parameter.Number("update_cache_retry_max_delay", "Has no effect."), Parameter.Flag("install_python_apt", "Has no effect."),
        ],
        Returns = [("repo", "The line."), ("state", "present or absent."), ("sources_added", "The file that got the line.")],
        Examples = [new ModuleExample("- name: The site's own packages\n  apt_repository:\n    repo: deb [arch=amd64] http://deb.example.org/site stable main\n    filename: site\n") { OutsideSandbox = "its folder is fixed: /etc/apt" }],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var line = Blanks().Replace(args.Require(Repository).Split('#')[0].Trim(), " ");
        if (line.StartsWith("ppa:", StringComparison.Ordinal) || !(line.StartsWith("deb ", StringComparison.Ordinal) || line.StartsWith("deb-src ", StringComparison.Ordinal)))
        {
            return [new Step.Fail(line.StartsWith("ppa:", StringComparison.Ordinal) ? "a personal archive must be given by its line: deb ADDRESS RELEASE main" : $"Invalid repository string: {args.Require(Repository)}")];
        }

        return Steps(args, line);
    }

    private static IEnumerable<Step> Steps(Arguments args, string line)
    {
        var isAbsent = args.Require(State) == "absent";
        var file = args.Get(File) is { } name ? name.EndsWith(".list", StringComparison.Ordinal) ? name : name + ".list" : Name(line) + ".list";
        var path = file.StartsWith('/') ? file : "/etc/apt/sources.list.d/" + file;
        yield return new Step.Report("repo", Value.Of(args.Require(Repository)));
        yield return new Step.Report("state", Value.Of(args.Require(State)));
        yield return new Step.Ensure(
            "repository",
            Sh.Of($"rmd_show_apt_source {Folder} {line}"),
            isAbsent ? "absent" : "present",
            isAbsent ? Sh.Of($"rmd_drop_apt_source {Folder} {line}") : Sh.Of($"rmd_add_apt_source {Sh.Path(path)} {line} {args.Require(Mode)}"))
        {
            // Files that a removal leaves alone are kept in vain, but they are small.
            Undo = [new Undo.Paths(isAbsent ? Sh.Of($"{Folder}/sources.list {Folder}/sources.list.d/*.list") : Sh.Path(path))],
        };
        if (args.Get(Updates) is true)
        {
            yield return new Step.Act(Sh.Of($"apt-get -q update")) { Facet = "cache", Unless = Sh.Of($"[ -z \"${{rmd_changed-}}\" ]"), FailMessage = "Failed to update apt cache" };
        }
    }

    /// <summary>A file's name of the address, as Ansible makes it.</summary>
    private static string Name(string line)
    {
        var words = Address().Replace(Options().Replace(line, ""), "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(w => w is not ("deb" or "deb-src")).ToList();
        var first = words.FirstOrDefault() ?? "";
        return string.Join('_', NotAName().Replace(first[(first.IndexOf('@') + 1)..], " ").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\[[^\]]+\]")]
    private static partial Regex Options();

    [GeneratedRegex(@"\w+://")]
    private static partial Regex Address();

    [GeneratedRegex("[^a-zA-Z0-9]")]
    private static partial Regex NotAName();
}
