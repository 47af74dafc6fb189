using Remediator.Language.Values;
using Remediator.Shell;

namespace Remediator.Engine.Compiling;

/// <summary>A system that a script can be compiled for: facts that are then known. The script looks whether it is there.</summary>
/// <param name="Facts">Names without <c>ansible_</c>.</param>
public sealed record Platform(string Name, DictValue Facts)
{
    public static IReadOnlyList<Platform> All { get; } =
    [
        Of("amazon-linux-2", "RedHat", "Amazon", "2", "yum"),
        Of("amazon-linux-2023", "RedHat", "Amazon", "2023", "dnf"),
        Of("debian-12", "Debian", "Debian", "12", "apt"),
        Of("rhel-9", "RedHat", "RedHat", "9", "dnf"),
    ];

    public static Platform? Find(string name) => All.FirstOrDefault(p => p.Name == name);

    private static readonly string[] telling = ["distribution", "distribution_major_version", "service_mgr"];

    /// <summary>Holds where the node is such a system, as far as its facts say which; null where they do not.</summary>
    public ShCondition? Condition => telling.Where(fact => Facts[fact] is TextValue).Select(fact => new ShCondition.Asked(NodeFact.Find(fact)!.Load, "=", Facts[fact]!.ToString()!)).ToList() is { Count: > 0 } tests ? new ShCondition.All(tests) : null;

    private static Platform Of(string name, string family, string distribution, string major, string packages) => new(name, Value.Dict(
        ("os_family", Value.Of(family)),
        ("distribution", Value.Of(distribution)),
        ("distribution_major_version", Value.Of(major)),
        ("pkg_mgr", Value.Of(packages)),
        ("service_mgr", Value.Of("systemd")),
        ("system", Value.Of("Linux"))));
}
