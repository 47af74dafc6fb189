using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Builtin;

public sealed class SysctlModule : Module
{
    private static readonly Parameter<string> Name = Parameter.Text("name", "The setting, such as vm.swappiness.").WithAliases("key").Required();
    private static readonly Parameter<string> Wanted = Parameter.Text("value", "What it should be.").WithAliases("val");
    private static readonly Parameter<string> State = Parameter.Choice("state", "Whether it stands in the file.", "absent", "present").WithDefault("present");
    private static readonly Parameter<bool?> Reload = Parameter.Flag("reload", "The kernel reads the file after a change.").WithDefault(true, "true");
    private static readonly Parameter<string> File = Parameter.Path("sysctl_file", "The file.").WithDefault("/etc/sysctl.conf");
    private static readonly Parameter<bool?> Set = Parameter.Flag("sysctl_set", "The kernel's own value is looked at and set, too.").WithDefault(false, "false");
    private static readonly Parameter<bool?> Ignores = Parameter.Flag("ignoreerrors", "Names that the kernel does not know are no failure.").WithDefault(false, "false");

    public override ModuleSpec Spec { get; } = new("sysctl", "Keeps a setting of the kernel, in its file and in force.")
    {
        OtherNames = ["ansible.posix.sysctl"],
        Parameters = [Name, Wanted, State, Reload, File, Set, Ignores],
        Examples =
        [
            new ModuleExample("""
                - name: Swap little
                  sysctl:
                    name: vm.swappiness
                    value: "1"
                    sysctl_file: /etc/sysctl.d/90-swap.conf
                    reload: false
                """)
            {
                Before = "mkdir -p /etc/sysctl.d && printf '# swap\\nvm.swappiness = 60\\nvm.laptop_mode=0\\n' >/etc/sysctl.d/90-swap.conf",
                Damage = new Dictionary<string, string> { ["content"] = "echo vm.swappiness=2 >/etc/sysctl.d/90-swap.conf" },
            },
        ],
    };

    public override IEnumerable<Step> Plan(Arguments args)
    {
        var isAbsent = args.Require(State) == "absent";
        var (name, file) = (args.Require(Name), args.Require(File));
        // Ansible writes flags as the kernel has them.
        var value = args.Get(Wanted)?.Trim() switch { "True" or "true" => "1", "False" or "false" => "0", var text => text };
        if (!isAbsent && string.IsNullOrEmpty(value))
        {
            yield return new Step.Fail(value is null ? "value cannot be None" : "value cannot be blank");
            yield break;
        }

        string[] ignores = args.Get(Ignores) is true ? ["-e"] : [];
        if (args.Get(Set) is true && !isAbsent)
        {
            yield return new Step.Ensure("value", Sh.Of($"sysctl {ignores} -n {name} | tr '\\t' ' '"), string.Join(' ', value!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), Sh.Of($"sysctl {ignores} -w {$"{name}={value}"}")) { Undo = [new Undo.Call(Sh.Of($"sysctl {ignores} -w {name}=\"$rmd_before\""))] };
        }

        yield return new Step.Put(file, FileContent.Empty) { Edit = Sh.Of($"rmd_set_kernel {name} {value ?? ""} {args.Require(State)}"), IfPresent = isAbsent, Follow = true };
        if (args.Get(Reload) is true)
        {
            yield return new Step.Act(Sh.Of($"sysctl {ignores} -p {Sh.Path(file)}")) { Facet = "reload", Unless = Sh.Of($"[ \"${{rmd_was:?}}\" = declared ] || [ ! -e {Sh.Path(file)} ]"), FailMessage = "Failed to reload sysctl" };
        }
    }
}
