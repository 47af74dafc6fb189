using System.Diagnostics.CodeAnalysis;
using Remediator.Language.Values;

namespace Remediator.Engine.Variables;

/// <summary>The variables of a scope as one dict, each rendered when it is asked for: an entry of <c>hostvars</c>, or <c>vars</c>.</summary>
internal sealed class ScopeValue(VariableScope scope) : DictValue
{
    public override int Count => scope.Names.Count();

    public override IEnumerable<Value> Keys => scope.Names.Select(Of);

    public override bool TryGet(Value key, [MaybeNullWhen(false)] out Value value)
    {
        value = null;
        return key is TextValue name && scope.TryGet(name.Text, out value);
    }
}
