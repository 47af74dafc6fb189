using Remediator.Language.Playbooks;
using Remediator.Language.Values;

namespace Remediator.Engine.Loading;

/// <summary>Which tasks <c>--tags</c> and <c>--skip-tags</c> select, by Ansible's rules for <c>always</c>, <c>never</c>, <c>all</c>, <c>tagged</c> and <c>untagged</c>.</summary>
public sealed class TagSelection(IReadOnlyList<string> only, IReadOnlyList<string> skip)
{
    private readonly HashSet<string> only = [.. only.SelectMany(t => t.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
    private readonly HashSet<string> skip = [.. skip.SelectMany(t => t.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    public static IReadOnlyList<string> TagsOf(IEnumerable<Directives> lineage) =>
        [.. lineage.SelectMany(d => d.Tags).SelectMany(t => t.Value is ListValue list ? list : (IEnumerable<Value>)[t.Value]).Select(v => v.ToString() ?? "").Distinct()];

    public bool Selects(IReadOnlyCollection<string> tags)
    {
        var isTagged = tags.Count > 0;
        var isWanted = only.Count == 0
            ? !tags.Contains("never")
            : tags.Contains("always") || only.Overlaps(tags) || (only.Contains("all") && !tags.Contains("never")) || (only.Contains("tagged") && isTagged && !tags.Contains("never")) || (only.Contains("untagged") && !isTagged);
        if (!isWanted)
        {
            return false;
        }

        return !(skip.Overlaps(tags)
            || (skip.Contains("all") && !(tags.Contains("always") && !skip.Contains("always")))
            || (skip.Contains("tagged") && isTagged)
            || (skip.Contains("untagged") && !isTagged));
    }
}
