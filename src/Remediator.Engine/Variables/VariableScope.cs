using System.Diagnostics.CodeAnalysis;
using Remediator.Language.Expressions;
using Remediator.Language.Templates;
using Remediator.Language.Templates.Jinja.Filters;
using Remediator.Language.Values;

namespace Remediator.Engine.Variables;

/// <summary>
/// The variables that one task of one host sees: layers from the highest precedence to the lowest, rendered when asked for and then
/// kept. Made anew for each task, so what it keeps cannot grow stale. Not thread-safe.
/// </summary>
public sealed class VariableScope : IScope
{
    /// <summary>The name by which templates see all variables as one dict.</summary>
    private const string Themselves = "vars";

    private readonly Renderer renderer;
    private readonly IReadOnlyList<ILayer> layers;
    private readonly HashSet<string> read;
    private readonly bool mergesDicts;
    private readonly Dictionary<string, Value> rendered = [];
    private readonly HashSet<string> rendering = [];

    /// <param name="mergesDicts">True where a dict does not hide those of lower layers but is merged into them (<c>hash_behaviour</c>).</param>
    public VariableScope(Renderer renderer, IReadOnlyList<ILayer> layers, bool mergesDicts = false)
        : this(renderer, layers, [], mergesDicts)
    {
    }

    private VariableScope(Renderer renderer, IReadOnlyList<ILayer> layers, HashSet<string> read, bool mergesDicts)
    {
        this.mergesDicts = mergesDicts;
        this.renderer = renderer;
        this.layers = layers;
        this.read = read;
    }

    public IEnumerable<string> Names => layers.SelectMany(l => l.Names).Distinct();

    public Renderer Renderer => renderer;

    /// <summary>True once the name was asked for, here or in a scope made from this one.</summary>
    public bool HasRead(string name) => read.Contains(name);

    public bool TryGet(string name, [MaybeNullWhen(false)] out Value value)
    {
        read.Add(name);
        if (rendered.TryGetValue(name, out value))
        {
            return true;
        }

        if (Find(name, out var raw) is not { } isLiteral)
        {
            value = name == Themselves ? new ScopeValue(this) : null;
            return value is not null;
        }

        value = isLiteral ? raw! : Render(name, raw!);
        rendered[name] = value;
        return true;
    }

    /// <summary>The value as the author wrote it.</summary>
    public bool TryGetRaw(string name, [MaybeNullWhen(false)] out Value value) => Find(name, out value) is not null;

    /// <summary>The same variables with some more of the highest precedence.</summary>
    public VariableScope With(ILayer top) => new(renderer, [top, .. layers], read, mergesDicts);

    /// <summary>Whether the value is as it is, nothing in it waiting to be rendered; null where there is none.</summary>
    private bool? Find(string name, out Value? value)
    {
        value = null;
        bool? isLiteral = null;
        foreach (var layer in layers)
        {
            if (!layer.TryFind(name, out var found))
            {
                continue;
            }

            if (value is null)
            {
                (value, isLiteral) = (found, layer.IsLiteral);
            }
            else if (found is DictValue low)
            {
                // Above the first that is no dict, lower ones are hidden as ever.
                (value, isLiteral) = (DictMerge.Merge(low, (DictValue)value), isLiteral!.Value && layer.IsLiteral);
            }
            else
            {
                break;
            }

            if (!mergesDicts || value is not DictValue)
            {
                break;
            }
        }

        return isLiteral;
    }

    private Value Render(string name, Value raw)
    {
        if (!rendering.Add(name))
        {
            throw new EvaluationException($"recursive loop detected in the variable '{name}'", hint: "a variable may not be defined by itself, directly or through others");
        }

        try
        {
            var result = renderer.RenderVariable(raw, this);
            if (result.LateName is { } late)
            {
                throw new LateValueException(late);
            }

            if (result.Error is { } error)
            {
                // What is defined by something undefined is undefined itself, so that default applies, as in Ansible.
                return error.Code == Evaluator.UndefinedCode
                    ? new UndefinedValue(error.Message, error.Hint)
                    : throw new EvaluationException(error.Message, error.Span, error.Hint);
            }

            return result.Value;
        }
        finally
        {
            rendering.Remove(name);
        }
    }
}
