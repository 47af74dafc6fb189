using System.Collections.Frozen;
using Remediator.Modules.Builtin;

namespace Remediator.Modules;

/// <summary>All modules. A new module is one file in Builtin/ and one line here.</summary>
public static class ModuleCatalog
{
    public static IReadOnlyList<Module> All { get; } =
    [
        new AddHostModule(),
        new AptKeyModule(),
        new AptModule(),
        new AptRepositoryModule(),
        new AssembleModule(),
        new AssertModule(),
        new AsyncStatusModule(),
        new AuthorizedKeyModule(),
        new BlockinfileModule(),
        new ChronyTrackingModule(),
        new CommandModule(),
        new CopyModule(),
        new CronModule(),
        new DebugModule(),
        new DnfModule(),
        new FailModule(),
        new FetchModule(),
        new FileModule(),
        new FindModule(),
        new GetUrlModule(),
        new GetentModule(),
        new GroupByModule(),
        new GroupModule(),
        new HostnameModule(),
        new IncludeVarsModule(),
        new IniFileModule(),
        new KnownHostsModule(),
        new LineinfileModule(),
        new MetaModule(),
        new PackageFactsModule(),
        new PackageModule(),
        new PauseModule(),
        new PingModule(),
        new PipModule(),
        new RawModule(),
        new RebootModule(),
        new ReplaceModule(),
        new RpmKeyModule(),
        new ScriptTaskModule(),
        new ServiceFactsModule(),
        new ServiceModule(),
        new SetFactModule(),
        new SetStatsModule(),
        new SetupModule(),
        new ShellModule(),
        new SlurpModule(),
        new StatModule(),
        new SysctlModule(),
        new SystemdModule(),
        new TempfileModule(),
        new TemplateModule(),
        new TimezoneModule(),
        new UnarchiveModule(),
        new UriModule(),
        new UserModule(),
        new ValidateArgumentSpecModule(),
        new WaitForConnectionModule(),
        new WaitForModule(),
        new YumModule(),
        new YumRepositoryModule(),
    ];

    private static readonly FrozenDictionary<string, Module> ByName = All
        .SelectMany(m => m.Spec.OtherNames.Prepend(m.Spec.Name).Select(n => (Name: n, Module: m)))
        .ToFrozenDictionary(e => e.Name, e => e.Module);

    /// <summary>Names as they may be written, without <c>ansible.builtin.</c> before them.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>The module, or null. <c>ansible.builtin.x</c> and <c>ansible.legacy.x</c> are <c>x</c>.</summary>
    public static Module? Find(string name) => ByName.GetValueOrDefault(Short(name));

    public static string Short(string name)
    {
        foreach (var prefix in (ReadOnlySpan<string>)["ansible.builtin.", "ansible.legacy."])
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return name[prefix.Length..];
            }
        }

        return name;
    }
}
