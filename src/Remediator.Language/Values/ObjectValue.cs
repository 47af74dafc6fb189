using System.Diagnostics.CodeAnalysis;

namespace Remediator.Language.Values;

/// <summary>A thing of the language itself with named members: the loop variable, a namespace, an imported template. Equal only to itself.</summary>
public abstract class ObjectValue : Value
{
    /// <summary>Names of the members, for did-you-mean.</summary>
    public abstract IEnumerable<string> MemberNames { get; }

    public abstract bool TryGetMember(string name, [MaybeNullWhen(false)] out Value value);

    /// <summary>What calling the object itself does (Jinja's <c>loop(children)</c>), or null.</summary>
    public virtual FunctionValue? AsFunction => null;

    public override bool Equals(Value? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    public override string ToString() => $"<{TypeName}>";
}

/// <summary>Jinja's <c>namespace</c>: the one value whose members a template may change.</summary>
public sealed class NamespaceValue : ObjectValue
{
    private readonly Dictionary<string, Value> members = new(StringComparer.Ordinal);

    public override string TypeName => "Namespace";

    public override IEnumerable<string> MemberNames => members.Keys;

    public override bool TryGetMember(string name, [MaybeNullWhen(false)] out Value value) => members.TryGetValue(name, out value);

    public void Set(string name, Value value) => members[name] = value;
}

/// <summary>Names that a template gives away: what <c>import … as x</c> binds, or the blocks of <c>self</c>.</summary>
public sealed class ModuleValue(string name, IReadOnlyDictionary<string, Value> members) : ObjectValue
{
    public string Name { get; } = name;

    public override string TypeName => "TemplateModule";

    public override IEnumerable<string> MemberNames => members.Keys;

    public override bool TryGetMember(string name, [MaybeNullWhen(false)] out Value value) => members.TryGetValue(name, out value);
}
