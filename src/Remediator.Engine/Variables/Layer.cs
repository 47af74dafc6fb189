using System.Diagnostics.CodeAnalysis;
using Remediator.Language.Values;

namespace Remediator.Engine.Variables;

/// <summary>A set of variables of one precedence. Values are not rendered.</summary>
public interface ILayer
{
    bool TryFind(string name, [MaybeNullWhen(false)] out Value value);

    IEnumerable<string> Names { get; }

    /// <summary>True where values are as they are: nothing in them is a template that waits to be rendered.</summary>
    bool IsLiteral => false;
}

/// <summary>Variables of a dict, or of a dictionary that may change between tasks.</summary>
public sealed class Layer(IReadOnlyDictionary<string, Value> values, bool isLiteral = false) : ILayer
{
    public bool IsLiteral => isLiteral;

    public static Layer Empty { get; } = new(new Dictionary<string, Value>());

    public IEnumerable<string> Names => values.Keys;

    public static Layer Of(DictValue dict) => new(ToDictionary(dict));

    public static Layer Of(params ReadOnlySpan<(string Name, Value Value)> entries)
    {
        var values = new Dictionary<string, Value>();
        foreach (var (name, value) in entries)
        {
            values[name] = value;
        }

        return new Layer(values);
    }

    public static Dictionary<string, Value> ToDictionary(DictValue dict)
    {
        var values = new Dictionary<string, Value>();
        foreach (var (key, value) in dict)
        {
            values[key.ToString() ?? ""] = value;
        }

        return values;
    }

    public bool TryFind(string name, [MaybeNullWhen(false)] out Value value) => values.TryGetValue(name, out value);
}

/// <summary>A layer whose values are made when asked for, such as <c>hostvars</c>.</summary>
public sealed class ComputedLayer(IReadOnlyDictionary<string, Func<Value>> values) : ILayer
{
    public bool IsLiteral => true;

    public IEnumerable<string> Names => values.Keys;

    public bool TryFind(string name, [MaybeNullWhen(false)] out Value value)
    {
        if (values.TryGetValue(name, out var make))
        {
            value = make();
            return true;
        }

        value = null;
        return false;
    }
}

/// <summary>Facts that a task of the running segment will gather: every name that could be one is late.</summary>
public sealed class LateFactsLayer : ILayer
{
    public static LateFactsLayer Instance { get; } = new();

    public IEnumerable<string> Names => [];

    public bool TryFind(string name, [MaybeNullWhen(false)] out Value value)
    {
        value = name.StartsWith("ansible_", StringComparison.Ordinal) ? new LateValue(name) : null;
        return value is not null;
    }
}

/// <summary>What a host says of itself, without the names by which it could say where to connect to.</summary>
public sealed class WithoutConnection(ILayer facts) : ILayer
{
    private static readonly string[] Prefixes = ["ansible_ssh_", "ansible_become", "ansible_sudo_", "ansible_su_"];
    private static readonly HashSet<string> Steering =
        ["ansible_connection", "ansible_host", "ansible_port", "ansible_user", "ansible_password", "ansible_private_key_file", "ansible_timeout", "ansible_shell_type", "ansible_shell_executable", "ansible_python_interpreter"];

    public bool IsLiteral => facts.IsLiteral;

    public IEnumerable<string> Names => facts.Names.Where(n => !Steers(n));

    public bool TryFind(string name, [MaybeNullWhen(false)] out Value value)
    {
        value = null;
        return !Steers(name) && facts.TryFind(name, out value);
    }

    private static bool Steers(string name) => Steering.Contains(name) || Prefixes.Any(name.StartsWith);
}
