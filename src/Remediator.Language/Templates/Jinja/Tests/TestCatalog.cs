using Remediator.Language.Expressions;
using Remediator.Language.Templates.Jinja.Tests;

namespace Remediator.Language.Templates.Jinja;

/// <summary>All tests (<c>is name</c>) by name: Jinja's own and those of ansible-core.</summary>
public static class TestCatalog
{
    private static readonly Dictionary<string, NamedFunction> All = new NamedFunction[][] { TypeTests.All, CompareTests.All, ResultTests.All, TextTests.All }
        .SelectMany(family => family).ToDictionary(t => t.Name, StringComparer.Ordinal);

    public static IEnumerable<string> Names => All.Keys;

    /// <summary>A test by its name, or by <c>ansible.builtin.</c> and its name; null where there is none.</summary>
    public static NamedFunction? Find(string name) => All.GetValueOrDefault(FilterCatalog.Short(name));
}
