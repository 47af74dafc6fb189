using System.Diagnostics.CodeAnalysis;
using Remediator.Language.Values;

namespace Remediator.Language.Expressions;

/// <summary>Local names of one scope of a template, in front of those of the scopes around it and of the variables given from outside.</summary>
public sealed class Frame : IScope
{
    private readonly Frame? parent;
    private readonly IScope? outside;
    private Dictionary<string, Value>? seen;
    private Dictionary<string, Value>? names;
    private HashSet<string>? locked;

    /// <summary>The outermost frame of an evaluation.</summary>
    public Frame(IScope? outside) => this.outside = outside;

    public Frame(Frame parent) => this.parent = parent;

    /// <summary>True where new names of inner scopes are kept here (a function's own <c>$</c> names, Scriban's <c>with object</c>).</summary>
    public bool TakesAssignments { get; init; }

    public bool IsFunction { get; init; }

    /// <summary>True where a name that no scope has yet is set here rather than outside (Scriban's functions with parameters).</summary>
    public bool KeepsNewNames { get; init; }

    /// <summary>The nearest scope that is an object: that of a <c>with</c>, else the outermost.</summary>
    public Frame Holder => TakesAssignments || parent is null ? this : parent.Holder;

    /// <summary>The frame of the template itself, which blocks and exports see.</summary>
    public Frame Root => parent is null ? this : parent.Root;

    /// <summary>Names set in this frame itself.</summary>
    public IReadOnlyDictionary<string, Value> Own => names ?? [];

    public IEnumerable<string> Names
    {
        get
        {
            var all = Own.Keys.AsEnumerable();
            if (parent is not null)
            {
                all = all.Concat(parent.Names);
            }

            return outside is not null ? all.Concat(outside.Names) : all;
        }
    }

    public bool TryGet(string name, [MaybeNullWhen(false)] out Value value)
    {
        for (var frame = this; frame is not null; frame = frame.parent)
        {
            if (frame.names is not null && frame.names.TryGetValue(name, out value))
            {
                return true;
            }

            // A name with a dollar belongs to one function and is not seen by those that it calls.
            if (frame.IsFunction && name.StartsWith('$'))
            {
                break;
            }

            if (frame.outside is not null && frame.TryGetOutside(frame.outside, name, out value))
            {
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <summary>A variable may be a template that costs something to render, and it does not change within an evaluation.</summary>
    private bool TryGetOutside(IScope scope, string name, [MaybeNullWhen(false)] out Value value)
    {
        if (seen is not null && seen.TryGetValue(name, out value))
        {
            return true;
        }

        if (!scope.TryGet(name, out value))
        {
            return false;
        }

        (seen ??= new(StringComparer.Ordinal))[name] = value;
        return true;
    }

    /// <summary>Sets a name in this scope.</summary>
    public void Set(string name, Value value) => (names ??= new(StringComparer.Ordinal))[name] = value;

    /// <summary>Sets a name where it lives: in the nearest scope that has it or takes new names, else in the outermost one.</summary>
    /// <exception cref="EvaluationException">The name is locked there.</exception>
    public void Assign(string name, Value value)
    {
        var target = TargetOf(name);
        if (target.locked is not null && target.locked.Contains(name))
        {
            throw new EvaluationException($"'{name}' is readonly and cannot be set again");
        }

        target.Set(name, value);
    }

    /// <summary>Makes later assignments to the name errors.</summary>
    public void Lock(string name) => (TargetOf(name).locked ??= new(StringComparer.Ordinal)).Add(name);

    public bool IsLocked(string name) => TargetOf(name).locked?.Contains(name) == true;

    private Frame TargetOf(string name)
    {
        var ownsDollar = name.StartsWith('$');
        Frame? keeper = null;
        var frame = this;
        while (frame.parent is not null)
        {
            if (frame.TakesAssignments || (ownsDollar && frame.IsFunction) || (frame.names is not null && frame.names.ContainsKey(name)))
            {
                return frame;
            }

            keeper ??= frame.KeepsNewNames ? frame : null;
            frame = frame.parent;
        }

        return keeper is not null && !(frame.names?.ContainsKey(name) ?? false) ? keeper : frame;
    }
}
