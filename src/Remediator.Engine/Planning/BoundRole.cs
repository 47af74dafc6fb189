using Remediator.Engine.Variables;
using Remediator.Language.Playbooks;
using Remediator.Language.Values;

namespace Remediator.Engine.Planning;

/// <summary>A role as one place of a play uses it: its files, its variables, and the roles that need it.</summary>
/// <param name="Name">As it is shown: the last part of its path.</param>
/// <param name="Folder">Full path.</param>
public sealed record BoundRole(string Name, string Folder, ControllerFiles Files)
{
    private ILayer[]? variables;
    private ILayer[]? defaults;
    private ILayer? parameters;

    /// <summary>With its collection's name before it; the name alone where it is of none.</summary>
    public string QualifiedName { get; init; } = Name;

    /// <summary>Of <c>defaults/main.yml</c> or <c>defaults_from</c>; not rendered, as all that follow.</summary>
    public DictValue Defaults { get; init; } = DictValue.Empty;

    /// <summary>Of <c>vars/main.yml</c> or <c>vars_from</c>.</summary>
    public DictValue Vars { get; init; } = DictValue.Empty;

    /// <summary><c>vars</c> of the role's entry in the play.</summary>
    public DictValue EntryVars { get; init; } = DictValue.Empty;

    /// <summary>Keys of its entry that are no keywords.</summary>
    public DictValue Parameters { get; init; } = DictValue.Empty;

    /// <summary>Keywords of its entry.</summary>
    public Directives Directives { get; init; } = Directives.None;

    public RoleMetadata Metadata { get; init; } = new();

    /// <summary>Its list of tasks, in <c>tasks/main.yml</c> or the file that <c>tasks_from</c> names.</summary>
    public IReadOnlyList<TaskNode> Tasks { get; init; } = [];

    public IReadOnlyList<TaskNode> Handlers { get; init; } = [];

    /// <summary>The entry point by which its arguments are checked: <c>main</c>, or what <c>tasks_from</c> names.</summary>
    public string EntryPoint { get; init; } = "main";

    /// <summary>The roles that need this one, the outermost first.</summary>
    public IReadOnlyList<BoundRole> Parents { get; init; } = [];

    /// <summary>The roles that this one needs, in order.</summary>
    public IReadOnlyList<BoundRole> Dependencies { get; init; } = [];

    /// <summary>True for <c>roles:</c> and dependencies, false for includes and imports: only these know the roles that name them.</summary>
    public bool IsEntry { get; init; }

    /// <summary>True where its variables are seen by the tasks of the play outside of it.</summary>
    public bool IsPublic { get; init; } = true;

    /// <summary>False where its use says <c>rolespec_validate: false</c>.</summary>
    public bool ChecksArguments { get; init; } = true;

    /// <summary>The same for uses that differ in nothing: of those only the first runs.</summary>
    public string Identity { get; init; } = "";

    /// <summary>The same for uses whose handlers see the same variables: such a handler is one.</summary>
    public string HandlerIdentity { get; init; } = "";

    /// <summary>True where it may run again on the same host.</summary>
    public bool AllowsDuplicates { get; init; }

    /// <summary>Role vars that its tasks see, from the highest precedence: its own, its dependencies', those of the roles that need it, each with what its entry says below them.</summary>
    public IReadOnlyList<ILayer> VariableLayers => variables ??=
    [
        .. OwnVariables,
        .. AllDependencies.Reverse().SelectMany(d => d.OwnVariables),
        .. Parents.Reverse().SelectMany(p => p.OwnVariables),
    ];

    /// <summary>Role defaults that its tasks see, from the highest precedence.</summary>
    public IReadOnlyList<ILayer> DefaultLayers => defaults ??=
        [.. Parents.Append(this).Reverse().Concat(AllDependencies.Reverse()).Select(r => r.Defaults).Where(d => d.Count > 0).Select(Layer.Of)];

    /// <summary>Parameters of this role and of those that need it, the nearest winning.</summary>
    public ILayer ParameterLayer => parameters ??= Layer.Of(Merged(Parents.Append(this).Select(r => r.Parameters)));

    /// <summary>All roles that it needs, directly or not, in the order in which they run.</summary>
    public IEnumerable<BoundRole> AllDependencies => Dependencies.SelectMany(d => d.AllDependencies.Append(d));

    private IEnumerable<ILayer> OwnVariables => new[] { Vars, EntryVars }.Where(v => v.Count > 0).Select(Layer.Of);

    /// <summary>Equal only to itself: the same role may stand in a play several times.</summary>
    public bool Equals(BoundRole? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    private static DictValue Merged(IEnumerable<DictValue> dicts)
    {
        var merged = new DictBuilder();
        foreach (var (key, value) in dicts.SelectMany(d => d))
        {
            merged[key] = value;
        }

        return merged.Build();
    }
}
