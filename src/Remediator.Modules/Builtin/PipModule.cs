using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class PipModule : Module
{
    private static readonly Parameter<IReadOnlyList<string>> Names = Parameter.TextList("name", "Requirements, such as requests or 'requests>=2,<3'.");
    private static readonly Parameter<string> Version = Parameter.Text("version", "The version of the only name.");
    private static readonly Parameter<string> State = Parameter.Choice("state", "What is to be.", "absent", "forcereinstall", "latest", "present").WithDefault("present");
    private static readonly Parameter<string> Requirements = Parameter.Text("requirements", "A file of requirements on the host.");
    private static readonly Parameter<string> Environment = Parameter.Text("virtualenv", "A virtual environment, made where it is not there.");
    private static readonly Parameter<string> Command = Parameter.Text("virtualenv_command", "What makes it: virtualenv where that is there, else python3 -m venv.").WithDefault("");
    private static readonly Parameter<bool?> SitePackages = Parameter.Flag("virtualenv_site_packages", "It sees the system's packages, too.").WithDefault(false, "false");
    private static readonly Parameter<string> Executable = Parameter.Text("executable", "The pip to use, such as pip3.11: the Python beside it runs.");
    private static readonly Parameter<string> Folder = Parameter.Text("chdir", "Where pip runs.");
    private static readonly Parameter<string> Extra = Parameter.Text("extra_args", "More options of pip, with blanks between.");

    public override ModuleSpec Spec { get; } = new("pip", "Installs and removes packages of Python. The host needs Python and pip for it.")
    {
        Parameters =
        [
            Names, Version, State, Requirements, Environment, Command, SitePackages, Executable, Folder, Extra,
            Parameter.Refused("editable", "write -e into extra_args", Value.False), Parameter.Refused("virtualenv_python", "name it in virtualenv_command"), Parameter.Refused("umask", "set it in a command"),
        ],
        Rules = [new ParameterRule.OneOf(Names, Requirements), new ParameterRule.Exclusive(Environment, Executable)],
        Examples = [new ModuleExample("- name: A library for requests\n  pip:\n    name: requests\n    version: 2.31.0\n    virtualenv: /opt/site\n") { OutsideSandbox = "it needs Python and an index of packages" }],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var (names, version, state) = (args.Get(Names) ?? [], args.Get(Version), args.Require(State));
        if (version is not null && names.Count != 1)
        {
            yield return new Step.Fail("'version' argument is ambiguous when installing multiple package distributions. Please specify version restrictions next to each package in 'name' argument.");
            yield break;
        }

        if (version is not null && state == "latest")
        {
            yield return new Step.Fail("version is incompatible with state=latest");
            yield break;
        }

        var environment = args.Get(Environment);
        var python = Sh.Of($"{(environment is null ? PythonBeside(args.Get(Executable) ?? "pip3") : environment.TrimEnd('/') + "/bin/python")}");
        if (environment is not null)
        {
            yield return new Step.Ensure("virtualenv", Sh.Of($"[ -x {environment.TrimEnd('/') + "/bin/pip"} ] && echo present || echo absent"), "present", Sh.Of($"rmd_pip_venv {environment} {args.Require(Command)} {(args.Get(SitePackages) is true ? "yes" : "no")}"));
        }
        else
        {
            yield return new Step.Require(Sh.Of($"{python} -m pip --version >/dev/null 2>&1"), $"Unable to find any of {args.Get(Executable) ?? "pip3"} to use. pip needs to be installed.");
        }

        string[] extra = args.Get(Extra)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var go = args.Get(Folder) is { } folder ? Sh.Of($"cd {folder} && ") : Sh.Of($"");
        var pip = Sh.Of($"{go}rmd_tell {python} -m pip --disable-pip-version-check --no-input");
        if (args.Get(Requirements) is { } file)
        {
            yield return state == "absent"
                ? new Step.Fail("state 'absent' takes names, not a file of requirements")
                : new Step.Ensure("requirements", Sh.Of($"{go}rmd_show_pip_file {python} {file}"), "present", Sh.Of($"{pip} install {extra} -r {file}"));
        }

        foreach (var name in names)
        {
            var requirement = version is null ? name : $"{name}=={version}";
            var facet = "package " + name;
            yield return state switch
            {
                "absent" => new Step.Ensure(facet, Sh.Of($"rmd_show_pip {python} {requirement}"), "absent", Sh.Of($"{pip} uninstall --yes {extra} {name}")),
                "latest" => new Step.Ensure(facet, Sh.Of($"rmd_show_pip_latest {python} {requirement}"), "latest", Sh.Of($"{pip} install --upgrade {extra} {requirement}")),
                "forcereinstall" => new Step.Act(Sh.Of($"{pip} install --upgrade --force-reinstall {extra} {requirement}")) { Facet = facet },
                _ => new Step.Ensure(facet, Sh.Of($"rmd_show_pip {python} {requirement}"), "present", Sh.Of($"{pip} install {extra} {requirement}")),
            };
        }
    }

    /// <summary>The Python that a pip belongs to, which its name tells: pip3.11 is python3.11's.</summary>
    private static string PythonBeside(string pip)
    {
        var slash = pip.LastIndexOf('/') + 1;
        var name = pip[slash..];
        return pip[..slash] + (name == "pip" ? "python3" : name.StartsWith("pip", StringComparison.Ordinal) ? "python" + name[3..] : name);
    }
}
