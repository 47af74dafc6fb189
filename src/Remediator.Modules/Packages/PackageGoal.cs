using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Modules.Packages;

/// <summary>
/// What is wanted of packages: one facet <c>package NAME</c> each, one question and at most one transaction for all of them. The
/// host's own package manager does it, whatever the module is called. The functions are in Prelude/packages.sh.
/// </summary>
/// <param name="State"><c>present</c>, <c>latest</c> or <c>absent</c>.</param>
internal sealed record PackageGoal(IReadOnlyList<string> Names, string State)
{
    public const string Present = "present";
    public const string Latest = "latest";
    public const string Absent = "absent";

    /// <summary>A manager to insist on where the host has it (<c>apt</c>, <c>dnf</c>, …), or <c>auto</c>.</summary>
    public string Use { get; init; } = "auto";

    /// <summary>Refresh the manager's lists; where packages are named, only if something is to be done.</summary>
    public bool UpdatesLists { get; init; }

    /// <summary>Seconds for which lists are fresh enough; 0: never.</summary>
    public long ListsStayFresh { get; init; }

    /// <summary>Seconds to wait for another package manager to be done.</summary>
    public long LockTimeout { get; init; } = 60;

    /// <summary>Removes configuration files, too.</summary>
    public bool Purge { get; init; }

    /// <summary>Words for apt-get, without spaces in them.</summary>
    public IReadOnlyList<string> AptOptions { get; init; } = [];

    /// <summary>Words for dnf and yum, without spaces in them.</summary>
    public IReadOnlyList<string> RpmOptions { get; init; } = [];

    /// <summary>apt-get's words for what concerns the whole host (<c>dist-upgrade</c>, <c>autoremove</c>), or null.</summary>
    public string? Whole { get; init; }

    /// <summary>apt-get's word for emptying its cache, or null.</summary>
    public string? Clean { get; init; }

    /// <summary>Ansible's words for a state, as one of the three here.</summary>
    public static string StateOf(string? word) => word switch
    {
        "latest" => Latest,
        "absent" or "removed" => Absent,
        _ => Present,
    };

    public IEnumerable<Step> Steps()
    {
        var odd = Names.Concat(AptOptions).Concat(RpmOptions).FirstOrDefault(w => w.Length == 0 || w.Any(char.IsWhiteSpace));
        if (odd is not null)
        {
            yield return new Step.Fail($"'{odd}' is not the name of a package or a word for its manager: it is empty or has a space in it");
            yield break;
        }

        yield return new Step.Require(Look(), "could not ask the package manager of the host");
        if (UpdatesLists && Names.Count == 0)
        {
            // On its own the refresh is the task; before an upgrade it is not.
            yield return new Step.Act(Whole is null ? Sh.Of($"rmd_pkg_refresh") : Sh.Of($"[ -n \"$rmd_check\" ] || rmd_pkg_refresh"))
            {
                Facet = Whole is null ? "lists" : null,
                Changes = Whole is null,
                Unless = ListsStayFresh > 0 ? Sh.Of($"rmd_pkg_fresh {ListsStayFresh}") : null,
                UnlessMessage = "the package lists are fresh",
            };
        }

        foreach (var name in Names.Distinct())
        {
            yield return new Step.Ensure($"package {name}", Sh.Told($"rmd_pkg_state {name} {State}"), State, Sh.Of($"rmd_pkg_fix {name} {State}"));
        }

        if (Whole is { } whole)
        {
            yield return new Step.Ensure(whole, Sh.Of($"rmd_pkg_pending {whole}"), "0", Sh.Of($"rmd_pkg_whole {whole}"));
        }

        if (Clean is { } clean)
        {
            yield return new Step.Act(Sh.Of($"rmd_pkg_clean {clean}")) { Changes = false };
        }

        yield return new Step.Capture(".", Sh.Told($"rmd_pkg_result"), captured => ParseResult(captured.Text));
    }

    internal static DictValue ParseResult(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var result = new DictBuilder
        {
            ["manager"] = Value.Of(lines.ElementAtOrDefault(0) ?? ""),
            ["cache_updated"] = Value.Of(lines.ElementAtOrDefault(1) == "yes"),
        };
        if (long.TryParse(lines.ElementAtOrDefault(2), out var time))
        {
            result["cache_update_time"] = Value.Of(time);
        }

        return result.Build();
    }

    private Sh Look()
    {
        string[] settings =
        [
            $"use={Use}",
            $"state={State}",
            $"update={(UpdatesLists ? "yes" : "no")}",
            $"valid={ListsStayFresh}",
            $"lock={LockTimeout}",
            $"purge={(Purge ? "yes" : "no")}",
            $"apt={string.Join(' ', AptOptions)}",
            $"rpm={string.Join(' ', RpmOptions)}",
        ];
        return Sh.Told($"rmd_pkg_look {settings} -- {Names.Distinct()}");
    }
}
