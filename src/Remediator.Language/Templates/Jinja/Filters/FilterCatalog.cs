using Remediator.Language.Expressions;
using Remediator.Language.Templates.Jinja.Filters;

namespace Remediator.Language.Templates.Jinja;

/// <summary>All filters by name: Jinja's own and those of ansible-core, which win. A family is one table; adding a filter is one line in it.</summary>
public static class FilterCatalog
{
    private static readonly Dictionary<string, NamedFunction> All = new NamedFunction[][]
    {
        ValueFilters.All, TextFilters.All, MarkupFilters.All, ListFilters.All, SelectFilters.All, SetFilters.All, DictFilters.All, NumberFilters.All,
        PathFilters.All, RegexFilters.All, JsonFilters.All, YamlFilters.All, HashFilters.All, DateFilters.All, UrlFilters.All, VaultFilters.All,
    }.SelectMany(family => family).ToDictionary(f => f.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>A filter by its name, or by <c>ansible.builtin.</c> and its name; null where there is none.</summary>
    public static NamedFunction? Find(string name) => All.GetValueOrDefault(Short(name));

    internal static string Short(string name)
    {
        foreach (var prefix in new[] { "ansible.builtin.", "ansible.legacy." })
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return name[prefix.Length..];
            }
        }

        return name;
    }
}
