using Remediator.Engine.Variables;
using Remediator.Language.Values;

namespace Remediator.Engine.Planning;

/// <summary>The roles of a play whose variables all its tasks see; a role that is included while it runs may join them. Thread-safe.</summary>
internal sealed class PublicRoles
{
    private readonly List<BoundRole> roles;
    private readonly Lock gate = new();
    private volatile Snapshot known;

    public PublicRoles(IEnumerable<BoundRole> roles)
    {
        this.roles = [.. roles.Where(r => r.IsPublic)];
        known = Take();
    }

    /// <summary>Role vars, those of later roles winning.</summary>
    public ILayer Variables => known.Variables;

    public ILayer Defaults => known.Defaults;

    /// <summary>Of roles that plays and tasks name.</summary>
    public IReadOnlyList<string> Names => known.Names;

    /// <summary>Of roles that other roles need.</summary>
    public IReadOnlyList<string> DependentNames => known.DependentNames;

    public void Add(BoundRole role)
    {
        if (!role.IsPublic)
        {
            return;
        }

        lock (gate)
        {
            roles.Add(role);
            known = Take();
        }
    }

    /// <summary>With the variables of the import or include itself, which Ansible gives to the whole play, too.</summary>
    private Snapshot Take() => new(Merged(r => [Layer.Of(r.Directives.Vars), .. r.VariableLayers]), Merged(r => r.DefaultLayers), [.. roles.Where(r => r.Parents.Count == 0 || !r.IsEntry).Select(r => r.Name).Distinct()], [.. roles.SelectMany(r => r.AllDependencies).Select(r => r.Name).Distinct()]);

    private Layer Merged(Func<BoundRole, IReadOnlyList<ILayer>> layersOf)
    {
        var merged = new Dictionary<string, Value>();
        foreach (var layer in roles.SelectMany(r => layersOf(r).Reverse()))
        {
            foreach (var name in layer.Names)
            {
                if (layer.TryFind(name, out var value))
                {
                    merged[name] = value;
                }
            }
        }

        return new Layer(merged);
    }

    private sealed record Snapshot(ILayer Variables, ILayer Defaults, IReadOnlyList<string> Names, IReadOnlyList<string> DependentNames);
}
