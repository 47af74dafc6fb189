using Remediator.Shell;

namespace Remediator.Modules.Packages;

/// <summary>The options that package modules share, and what each means to the managers.</summary>
internal static class PackageParameters
{
    public static readonly Parameter<IReadOnlyList<string>> Name =
        Parameter.TextList("name", "Packages, with a version where it matters: chrony, chrony=4.3*, chrony-4.2.").WithAliases("pkg", "package");

    public static readonly Parameter<string> State = Parameter.Choice(
        "state",
        "present (or installed) leaves an installed package as it is; latest brings the newest version; absent (or removed) takes it away.",
        "present",
        "installed",
        "latest",
        "absent",
        "removed").WithDefault("present");

    public static readonly Parameter<bool?> UpdateCache =
        Parameter.Flag("update_cache", "Refreshes the package lists first, where something is to be installed; without a name always.").WithAliases("update-cache", "expire-cache").WithDefault(false, "no");

    public static readonly Parameter<bool?> Autoremove =
        Parameter.Flag("autoremove", "Removes what was installed for others only and is not needed any more.").WithDefault(false, "no");

    public static readonly Parameter<string> Use = Parameter.Text("use", "A manager of the host to insist on, such as dnf; the host's own is found otherwise.").WithDefault("auto");

    public static readonly Parameter<bool?> AllowDowngrade = Parameter.Flag("allow_downgrade", "Lets a version be older than the installed one.").WithAliases("allow-downgrade", "allow_downgrades", "allow-downgrades").WithDefault(false, "no");

    // apt's own.
    public static readonly Parameter<long?> CacheValidTime = Parameter.Number("cache_valid_time", "Seconds for which package lists are fresh enough; implies update_cache.").WithDefault(0, "0");

    public static readonly Parameter<bool?> InstallRecommends = Parameter.Flag("install_recommends", "Whether recommended packages come, too. The host's setting where it is not given.").WithAliases("install-recommends");

    public static readonly Parameter<bool?> Purge = Parameter.Flag("purge", "Removes configuration files with a package.").WithDefault(false, "no");

    public static readonly Parameter<string> DefaultRelease = Parameter.Text("default_release", "The release that versions are taken from, such as bookworm-backports.").WithAliases("default-release");

    public static readonly Parameter<string> DpkgOptions =
        Parameter.Text("dpkg_options", "Options for dpkg, without their dashes: by default configuration files of the host stay.").WithDefault("force-confdef,force-confold");

    public static readonly Parameter<bool?> AllowUnauthenticated = Parameter.Flag("allow_unauthenticated", "Takes packages whose signature cannot be checked.").WithAliases("allow-unauthenticated").WithDefault(false, "no");

    public static readonly Parameter<bool?> AllowHeld = Parameter.Flag("allow_change_held_packages", "Changes packages that are on hold, too.").WithDefault(false, "no");

    public static readonly Parameter<bool?> OnlyUpgrade = Parameter.Flag("only_upgrade", "Upgrades packages and installs none.").WithDefault(false, "no");

    public static readonly Parameter<bool?> FailOnAutoremove = Parameter.Flag("fail_on_autoremove", "Fails where the change would remove packages.").WithDefault(false, "no");

    public static readonly Parameter<bool?> Force = Parameter.Flag("force", "Takes packages that are not signed, downgrades and changes of held ones.").WithDefault(false, "no");

    public static readonly Parameter<string> Upgrade =
        Parameter.Choice("upgrade", "Upgrades the whole host: yes and safe install nothing new and remove nothing, dist and full may.", "no", "yes", "safe", "full", "dist").WithDefault("no");

    public static readonly Parameter<bool?> Autoclean = Parameter.Flag("autoclean", "Deletes downloaded packages that cannot be downloaded any more.").WithDefault(false, "no");

    public static readonly Parameter<bool?> Clean = Parameter.Flag("clean", "Deletes all downloaded packages.").WithDefault(false, "no");

    public static readonly Parameter<bool?> ForceAptGet = Parameter.Flag("force_apt_get", "Taken for playbooks that have it; apt-get is always used.");

    public static readonly Parameter<long?> LockTimeout = Parameter.Number("lock_timeout", "Seconds to wait while another package manager runs.").WithDefault(60, "60");

    // yum's and dnf's own.
    public static readonly Parameter<IReadOnlyList<string>> EnableRepo = Parameter.TextList("enablerepo", "Repositories to enable for this task.");

    public static readonly Parameter<IReadOnlyList<string>> DisableRepo = Parameter.TextList("disablerepo", "Repositories to disable for this task.");

    public static readonly Parameter<IReadOnlyList<string>> Exclude = Parameter.TextList("exclude", "Packages to leave out.");

    public static readonly Parameter<bool?> DisableGpgCheck = Parameter.Flag("disable_gpg_check", "Takes packages whose signature cannot be checked.").WithDefault(false, "no");

    public static readonly Parameter<bool?> SkipBroken = Parameter.Flag("skip_broken", "Leaves out packages that cannot be installed.").WithDefault(false, "no");

    public static readonly Parameter<bool?> InstallWeakDeps = Parameter.Flag("install_weak_deps", "Whether recommended packages come, too.").WithDefault(true, "yes");

    public static readonly Parameter<bool?> AllowErasing = Parameter.Flag("allowerasing", "Lets other packages be removed where that is needed.").WithDefault(false, "no");

    public static readonly Parameter<bool?> NoBest = Parameter.Flag("nobest", "Takes an older version where the newest cannot be installed.").WithDefault(false, "no");

    public static readonly Parameter<bool?> CacheOnly = Parameter.Flag("cacheonly", "Uses what is in the cache and does not refresh it.").WithDefault(false, "no");

    public static readonly Parameter<bool?> Security = Parameter.Flag("security", "Only updates that mend security.").WithDefault(false, "no");

    public static readonly Parameter<bool?> Bugfix = Parameter.Flag("bugfix", "Only updates that mend bugs.").WithDefault(false, "no");

    public static readonly Parameter<string> ReleaseVersion = Parameter.Text("releasever", "The release whose packages are taken.");

    public static readonly Parameter<bool?> ValidateCerts = Parameter.Flag("validate_certs", "Whether certificates of repositories are checked.").WithDefault(true, "yes");

    public static IReadOnlyList<Parameter> Common { get; } = [Name, State, UpdateCache, Autoremove, Use, AllowDowngrade, LockTimeout];

    public static IReadOnlyList<Parameter> OfApt { get; } =
    [
        CacheValidTime, InstallRecommends, Purge, DefaultRelease, DpkgOptions, AllowUnauthenticated, AllowHeld, OnlyUpgrade, FailOnAutoremove, Force, Upgrade, Autoclean, Clean, ForceAptGet,
    ];

    public static IReadOnlyList<Parameter> OfRpm { get; } =
    [
        EnableRepo, DisableRepo, Exclude, DisableGpgCheck, SkipBroken, InstallWeakDeps, AllowErasing, NoBest, CacheOnly, Security, Bugfix, ReleaseVersion, ValidateCerts,
    ];

    public static IReadOnlyList<(string Key, string Description)> Returns { get; } =
    [
        ("manager", "The package manager of the host: apt-get, dnf, yum, zypper or apk."),
        ("cache_updated", "Whether this task refreshed the package lists."),
        ("cache_update_time", "With update_cache: when the lists were refreshed, in seconds since 1970, where the host knows."),
    ];

    /// <summary>The steps for a task's arguments, whichever of the modules it names.</summary>
    public static IEnumerable<Step> Plan(Arguments args)
    {
        var names = args.Get(Name) ?? [];
        var upgrade = args.Require(Upgrade);
        var fresh = args.Get(CacheValidTime) ?? 0;
        var goal = new PackageGoal(names, PackageGoal.StateOf(args.Get(State)))
        {
            Use = args.Require(Use),
            UpdatesLists = args.Get(UpdateCache) == true || fresh > 0,
            ListsStayFresh = fresh,
            LockTimeout = args.Get(LockTimeout) ?? 60,
            Purge = args.Get(Purge) == true,
            AptOptions = [.. AptWords(args, names.Count > 0)],
            RpmOptions = [.. RpmWords(args)],
            Whole = upgrade switch
            {
                "yes" or "safe" => "upgrade",
                "full" or "dist" => "dist-upgrade",
                _ => names.Count == 0 && args.Get(Autoremove) == true ? "autoremove" : null,
            },
            Clean = args.Get(Clean) == true ? "clean" : args.Get(Autoclean) == true ? "autoclean" : null,
        };
        return names.Count == 0 && !goal.UpdatesLists && goal.Whole is null && goal.Clean is null
            ? [new Step.Fail("missing required arguments: name")]
            : goal.Steps();
    }

    private static IEnumerable<string> AptWords(Arguments args, bool hasNames)
    {
        foreach (var option in args.Require(DpkgOptions).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            yield return $"-oDpkg::Options::=--{option}";
        }

        var words = new (bool, string)[]
        {
            (args.Get(InstallRecommends) == true, "-oAPT::Install-Recommends=yes"),
            (args.Get(InstallRecommends) == false, "-oAPT::Install-Recommends=no"),
            (hasNames && args.Get(Autoremove) == true, "--auto-remove"),
            (args.Get(AllowUnauthenticated) == true || args.Get(Force) == true, "--allow-unauthenticated"),
            (args.Get(AllowDowngrade) == true || args.Get(Force) == true, "--allow-downgrades"),
            (args.Get(AllowHeld) == true || args.Get(Force) == true, "--allow-change-held-packages"),
            (args.Get(OnlyUpgrade) == true, "--only-upgrade"),
            (args.Get(FailOnAutoremove) == true, "--no-remove"),
        };
        foreach (var (_, word) in words.Where(w => w.Item1))
        {
            yield return word;
        }

        if (args.Get(DefaultRelease) is { } release)
        {
            yield return $"-t{release}";
        }
    }

    private static IEnumerable<string> RpmWords(Arguments args)
    {
        foreach (var (parameter, option) in new[] { (DisableRepo, "--disablerepo="), (EnableRepo, "--enablerepo="), (Exclude, "--exclude=") })
        {
            foreach (var value in args.Get(parameter) ?? [])
            {
                yield return option + value;
            }
        }

        var words = new (bool, string)[]
        {
            (args.Get(DisableGpgCheck) == true, "--nogpgcheck"),
            (args.Get(SkipBroken) == true, "--skip-broken"),
            (args.Get(InstallWeakDeps) == false, "--setopt=install_weak_deps=False"),
            (args.Get(AllowErasing) == true, "--allowerasing"),
            (args.Get(NoBest) == true, "--nobest"),
            (args.Get(CacheOnly) == true, "-C"),
            (args.Get(Security) == true, "--security"),
            (args.Get(Bugfix) == true, "--bugfix"),
            (args.Get(ValidateCerts) == false, "--setopt=sslverify=0"),
        };
        foreach (var (_, word) in words.Where(w => w.Item1))
        {
            yield return word;
        }

        if (args.Get(ReleaseVersion) is { } release)
        {
            yield return $"--releasever={release}";
        }
    }
}
